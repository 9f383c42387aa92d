"""Queries about the canonical form of numbers, chemistry, polygons and file options."""

from urllib.parse import quote

S, P = "synthesis", "petdb"


def numbers():
    for text in (
        "5",
        "%2B5",
        "-5",
        "-0",
        "0.0",
        "-0.000e5",
        ".5",
        "5.",
        "-.5",
        "1e3",
        "1E3",
        "1e%2B3",
        "1e-7",
        "12.50e1",
        "1.50",
        "007",
        "000.500",
        "1e308",
        "-1e308",
        "1e-308",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "9007199254740993",
        "0e308",
        "1.7976931348623157e308",
    ):
        yield P, f"minage={text}"
    yield from (
        (P, query)
        for query in (
            "minage=5&minage=5.0",
            "minage=1&maxage=1.0",
            "minage=-5&maxage=-1e0",
            "exactage=65&minage=70",
            "minage=",
            "maxage=1e2",
            "boundingBox=-180,-90,180,90",
            "boundingBox=180.0,-90.0,-180,9e1",
            "boundingBox=-0,0,%2B5,5.",
            "boundingBox=1,2,3,4&boundingBox=1.0,2,3,4",
            "boundingBox=0,0,0,0",
        )
    )
    yield from (
        (S, query)
        for query in (
            "minpubyear=1990&maxpubyear=1990",
            "exactpubyear=01990",
            "minpubyear=0",
            "exactpubyear=1990&exactpubyear=01990",
            "minpubyear=&maxpubyear=2000",
        )
    )


def chemistry():
    yield from (
        (P, "chemistry=" + quote(text))
        for text in (
            "(te,Zr,1,2)",
            "(TE,Zr,1,2),(te,Zr,1.0,2e0)",
            "(,Zr,,)",
            "(te,,,)",
            "(te,,0,)",
            "(Te,Te,,)",
            "(Ir,Ir,,5)",
            "(Trace Element,Zr,,)",
            "(,a,b,1,2)",
            "(g,a,b,,)",
            "(,a)b,1,2)",
            "(,(a),1,2)",
            "(,a),b,1,2)",
            "(te,Zr,1,2)(te,Y,1,2)",
            "(te,Zr,1,2) ,(te,Y,1,2) ",
            "(mj,SiO2,-1e-3,.5)",
            "(,co,,),(,Co,,),(,CO,,)",
            "(stable isotope,δ18O,-10,10)",
            "(,H2O+,,)",
            "(,Zr,5,5.0)",
            "(IR,87Sr/86Sr,0.7030,)",
            "(,x||y,,)",
            "(Z,b,,),(a,b,,),(,b,,)",
        )
    )
    yield P, "chemistry=(te,Zr,1,2)&chemistry=(te,Y,,)"
    yield P, "chemistry=" + ",".join(f"(,V{number},,)" for number in range(50))


def polygons():
    yield from (
        (P, "polygons=" + quote(text))
        for text in (
            "0 0,1 0,1 1,0 0",
            "0.0 -0,1e0 0,1 1.50,0 0",
            "5 5,6 5,6 6,5 5||0 0,1 0,1 1,0 0",
            "0 0,1 0,1 0.0,1 1,0 1,0 0,0 0",
            "0 0,1 0,1 1,0 0||0 0,1 0,1 1,0 0.0",
            "0 0,10 0,10 10,5 5,0 10,0 0",
            "170 0,190 0,190 10,170 0",
            "0 0,0 1,1 1,1 0,0 0",
            "1 0,1 1,0 0,1 0",
            "0 0,5 0,10 0,10 10,0 0",
        )
    )


def options():
    yield from (
        (S, query)
        for query in (
            "fileType=csv",
            "fileType=JSON",
            "fileType=ndjson&layout=long",
            "layout=sample",
            "layout=METHOD",
            "layout=",
            "layout=&outputlevel=method",
            "outputlevel=method",
            "outputlevel=method&layout=long",
            "outputlevel=method&layout=sample",
            "outputlevel=sample",
            "showmethods=yes",
            "showmethods=true&companions=stdev",
            "showmethods=1&companions=method",
            "showmethods=no",
            "showmethods=0",
            "repeats=columns",
            "repeats=join",
            "compression=none",
            "compression=GZIP",
            "compression=zstd",
            "bom=true",
            "bom=false",
            "safe=TRUE&bom=true",
            "safe=false",
            "companions=stdev,method",
            "companions=METHOD,method",
            "companions=qualifier,method,stdev,lab,comment",
            "companions=",
            "columns=present",
            "columns=ALL",
            "columns=",
            "columns=SiO2",
            "columns=b,a,B,a",
            "columns=REE,ree",
            "columns=" + quote('"a,b",c'),
            "columns=" + quote('"say ""x""",plain'),
            "columns=" + quote('"a\r\nb"'),
            "columns=" + quote('"plain","x y"'),
            "columns=all,SiO2",
            "columns=Present,age",
            "columns=Zr%20(ppm)%20%5B2%5D",
            "columns=δ18O,日本",
            "columns= a,a ",
            "fileType=csv&layout=sample&repeats=join&compression=none&bom=false&safe=false&columns=present",
            "level4=basalt&fileType=json&compression=gzip&columns=all&companions=lab&layout=method&repeats=columns",
            "fileType=csv&fileType=CSV",
        )
    )
