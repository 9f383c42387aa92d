"""Queries that are refused, with the parameter that the message must name (any one of several)."""

from urllib.parse import quote

S, P = "synthesis", "petdb"

UNKNOWN = [
    (S, "authrs=x", "authrs"),
    (S, "Authors=x", "Authors"),
    (S, "foo=", "foo"),
    (S, "??level4=basalt", "level4"),
    (S, "=x", ""),
    (S, "foo", "foo"),
    (S, "level5=x", "level5"),
    (S, "filetype=csv", "filetype"),
    (S, "Size=10", "Size"),
    (S, "columnz=all", "columnz"),
    (S, "outputLevel=method", "outputLevel"),
    (S, "bbox=1,2,3,4", "bbox"),
    (S, "le%C2%A0vel4=x", "vel4"),
    *(
        (P, f"{name}=1", name)
        for name in (
            "author",
            "sampleid",
            "cruiseid",
            "polygon",
            "title",
            "journal",
            "minpubyear",
            "maxpubyear",
            "exactpubyear",
            "level1",
            "level4",
            "material",
            "geologicalage",
            "keyword",
            "west",
            "north",
        )
    ),
]
ENCODING = [
    (S, "level4=%", "level4"),
    (S, "level4=%4", "level4"),
    (S, "level4=%zz", "level4"),
    (S, "level4=100%25%", "level4"),
    (S, "level4=%ff", "level4"),
    (S, "level4=%C3", "level4"),
    (S, "level4=%ED%A0%80", "level4"),
    (S, "level4=%C0%AF", "level4"),
    (S, "level4=%F4%90%80%80", "level4"),
    (S, "size=%", "size"),
]
NUMBERS = [
    *(
        (P, f"{name}={value}", name)
        for name, value in (
            ("minage", "x"),
            ("minage", "nan"),
            ("maxage", "inf"),
            ("exactage", "0x10"),
            ("minage", "1e309"),
            ("minage", "-1e309"),
            ("minage", "1e-309"),
            ("minage", "10e308"),
            ("minage", "1_000"),
            ("minage", "1,5"),
            ("minage", "%D9%A3"),
            ("minage", "."),
            ("minage", "e5"),
            ("minage", "5e"),
            ("minage", "5e%2B"),
            ("minage", "--5"),
            ("minage", "%2B-5"),
            ("minage", "5f"),
            ("maxage", "0e999"),
            ("publicationYears", "-1990"),
            ("publicationYears", "1990.0"),
            ("publicationYears", "1e3"),
            ("publicationYears", "1234567890"),
            ("publicationYears", "1990||x"),
            ("publicationYears", "%2B1990"),
        )
    ),
    (P, "minage=5&minage=6", "minage"),
    (P, "exactage=5&exactage=5.1", "exactage"),
    (P, "minage=2&maxage=1", ("minage", "maxage")),
    (P, "minage=-1&maxage=-2", ("minage", "maxage")),
    (S, "minpubyear=2000&maxpubyear=1999", ("minpubyear", "maxpubyear")),
    (S, "exactpubyear=1990&exactpubyear=1991", "exactpubyear"),
    (S, "minpubyear=x", "minpubyear"),
    (S, "maxpubyear=19 90", "maxpubyear"),
]
BOXES = [
    *(
        (P, f"boundingBox={value}", "boundingBox")
        for value in (
            "1,2,3",
            "1,2,3,4,5",
            "1,2,3,x",
            "1,,3,4",
            "-180.1,0,0,0",
            "0,0,180.0001,0",
            "0,-90.5,0,0",
            "0,0,0,91",
            "0,5,0,4",
            "0,0,0,nan",
            ",,,",
        )
    ),
    (P, "boundingBox=1,2,3,4&boundingBox=1,2,3,5", "boundingBox"),
    (S, "west=1&south=2&east=3&north=4&boundingBox=1,2,3,5", ("boundingBox", "north")),
    (S, "west=1", ("west", "south", "east", "north", "boundingBox")),
    (S, "west=1&south=2&east=3&north=", ("north", "boundingBox")),
    (S, "south=2&east=3&north=4", ("west", "boundingBox")),
    (S, "west=1&south=5&east=3&north=4", ("south", "north", "boundingBox")),
    (S, "west=1&west=2&south=2&east=3&north=4", ("west", "boundingBox")),
    (S, "west=x&south=2&east=3&north=4", ("west", "boundingBox")),
]
POLYGONS = [
    (P, "polygons=" + quote(value), "polygons")
    for value in (
        "0 0,1 0,1 1",
        "0 0,1 0,0 0",
        "0 0,0 0,0 0",
        "0 0",
        "0,1,2,3",
        "0 0 0,1 0,1 1,0 0",
        "0 x,1 0,1 1,0 0",
        "0 0,4 4,4 0,0 4,0 0",
        "0 0,4 0,2 0,2 4,0 0",
        "0 0,4 0,4 4,2 0,0 4,0 0",
        "0 0,1 0,1 1,0 0||0 0,1 0",
        "0 0,1 0,1 1,0 0.1",
        "0 0,2 0,2 2,0 2,0 0,-2 0,-2 -2,0 -2,0 0",
        "0 0,,1 0,1 1,0 0",
    )
]
GROUPED = [
    *(
        (P, "taxons=" + quote(value), "taxons")
        for value in (
            "a::[b",
            "a::[",
            "::[b]",
            " ::[b]",
            "a::[]",
            "a::[ || ]",
            "a::[b]]",
            "a::[b]c",
            "a::[b||c]]||d",
            "x||a::[b",
        )
    ),
    *((P, f"{name}=a::[]", name) for name in ("analysisTypes", "geoFeatures", "variables")),
    *(
        (P, "variables=" + quote(value), "variables")
        for value in (" La", "La ", "La|| Ce", "REE::[La ]", "REE::[ La]", "REE::[La]||Ce ", "TE::[]", "::[La]")
    ),
    (P, "variables=H2O+", "variables"),
    (P, "publicationYears=" + "||".join(map(str, range(1000, 1501))), "publicationYears"),
    (P, "variables=" + "||".join(f"V{number}" for number in range(501)), "variables"),
]
CHEMISTRY = [
    (P, "chemistry=" + quote(value), "chemistry")
    for value in (
        "te,Zr,1,2",
        "(te,Zr,1,2",
        "(te,Zr,1)",
        "(te)",
        "()",
        "(,,1,2)",
        "(,,,)",
        "(te,Zr,x,)",
        "(te,Zr,,nan)",
        "(te,Zr,2,1)",
        "(te, Zr,1,2)",
        "(te,Zr ,1,2)",
        "(te,Zr,1,2)x",
        "(te,Zr,1e999,)",
        "((te,Zr,1,2),",
        ",".join(f"(,V{number},,)" for number in range(51)),
    )
] + [(P, "chemistry=(,H2O+,,)", "chemistry"), (P, "chemistry=(te,Zr,1,2)&chemistry=(te,Zr,3,2)", "chemistry")]
OPTIONS = [
    *(
        (S, f"{name}={quote(value)}", name)
        for name, value in (
            ("fileType", "xml"),
            ("fileType", "csv||json"),
            ("layout", "wide"),
            ("repeats", "yes"),
            ("compression", "zip"),
            ("bom", "1"),
            ("bom", "yes"),
            ("safe", "on"),
            ("companions", "methods"),
            ("companions", "method,x"),
            ("companions", "method||stdev"),
            ("columns", '"open'),
            ("columns", 'a"b'),
            ("columns", '"a"b'),
            ("columns", "a\nb"),
        )
    ),
    (S, "fileType=csv&fileType=json", "fileType"),
    (S, "layout=long&layout=method", "layout"),
    (S, "bom=true&bom=false", "bom"),
    (S, "fileType=json&bom=true", "bom"),
    (S, "fileType=ndjson&safe=true", "safe"),
    (P, "fileType=json&safe=TRUE", "safe"),
]
# No parameter is to blame for the length of the whole.
TOO_LONG = [(S, "authors=" + "a" * 8185, ""), (S, "?" + "size=1&" * 1171, "")]


def bad():
    return [*UNKNOWN, *ENCODING, *NUMBERS, *BOXES, *POLYGONS, *GROUPED, *CHEMISTRY, *OPTIONS, *TOO_LONG]
