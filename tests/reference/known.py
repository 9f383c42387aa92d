"""What is written down about the results: ids of requests, and counts over the real data petdb-2002."""

VECTORS = [
    ("synthesis", "", "", "", "mi37qxns7cjsmymwhlq346yrxd"),
    ("synthesis", "level4=TholeIIte&level4=", "level4=tholeiite", "", "ouhctbw6b55p5yax2fdlznar3p"),
    (
        "synthesis",
        "north=-15&south=-25&east=-170&west=170.0&fileType=json",
        "boundingBox=170%2C-25%2C-170%2C-15",
        "fileType=json",
        "6rc6ctxszmqkm5afpniqm3pyh2",
    ),
    (
        "petdb",
        "variables=te||Te||REE::[La]||ree::[Ce||La]",
        "variables=Te%7C%7Crare%20earth%20element%3A%3A%5BCe%7C%7CLa%5D%7C%7Ctrace%20element",
        "",
        "f57qglcdlcmznrjklu4gg2sgtr",
    ),
    (
        "petdb",
        "chemistry=(te,Zr,1e2,),(MJ,SiO2,,050.0)&layout=method&companions=stdev,method",
        "chemistry=%28major%20oxide%2CSiO2%2C%2C50%29%2C%28trace%20element%2CZr%2C100%2C%29",
        "companions=method%2Cstdev&layout=method",
        "6lwmyhom3wvuwcsw5tvf4rjh3j",
    ),
]

COUNTS = [
    ("synthesis", "level4=tholeiite", 184),
    ("synthesis", "author=Langmuir", 180),
    ("synthesis", "journal=GEOPHYS&minpubyear=1985&maxpubyear=1990", 156),
    ("synthesis", "author=Schilling&exactpubyear=1983", 66),
    ("synthesis", "north=-15&south=-25&east=-170&west=170", 540),
    ("synthesis", "polygon=-120 20,-100 20,-100 -25,-120 -25,-120 20", 274),
    ("synthesis", "keyword=plag-phyric", 38),
    ("petdb", "geoFeatures=location::[MARIANA TROUGH||LAU BASIN]", 611),
    ("petdb", "authors=Hawkins||Macdougall", 300),
    ("petdb", "analysisTypes=Volcanic Glass Analysis::[glass]&variables=REE", 467),
    ("petdb", "boundingBox=-120,-25,-100,25", 320),
    ("petdb", "taxons=volcanic::[tholeiite||picrite]", 191),
    ("petdb", "", 2343),
]
