"""Which exports are compared: queries of every parameter, crossed with every file option."""

from dataclasses import dataclass
from urllib.parse import quote

from .queries import (
    BASALTS,
    BASALTS_WHOLE,
    EDGES,
    FLAT,
    NESTED_PETDB,
    NESTED_SYNTHESIS,
    PETDB,
    PETDB_SYNTHESIS,
)


@dataclass(frozen=True)
class Case:
    dataset: str
    environment: str
    query: str
    options: str = ""

    @property
    def text(self):
        return "&".join(part for part in (self.query, self.options) if part)


ALL = "companions=qualifier,method,stdev,lab,comment"

# Every value of every option at least once; names of columns only that every nested data set has.
OPTIONS = [
    "",
    "fileType=json",
    "fileType=ndjson",
    "fileType=CSV&bom=TRUE",
    "safe=true",
    "bom=true&safe=true",
    "compression=gzip",
    "compression=zstd",
    "compression=gzip&fileType=json",
    "compression=zstd&fileType=ndjson",
    "columns=all",
    "columns=all&fileType=json",
    "columns=all&layout=method",
    "columns=all&repeats=columns&" + ALL,
    "layout=method",
    "layout=method&fileType=ndjson",
    "layout=method&repeats=columns",
    "layout=method&" + ALL,
    "layout=method&repeats=columns&fileType=json&" + ALL,
    "outputlevel=method&showmethods=yes",
    "outputlevel=sample&showmethods=no&size=10&startrow=5&searchtype=count",
    "layout=sample&outputlevel=method&showmethods=1",
    "layout=long",
    "layout=long&fileType=json",
    "layout=long&fileType=ndjson&compression=gzip",
    "layout=long&safe=true&bom=true",
    "layout=long&repeats=columns&" + ALL,
    "layout=long&columns=value,variable,citation",
    "layout=long&columns=unit&fileType=json",
    "repeats=columns",
    "repeats=columns&fileType=json",
    "repeats=columns&companions=qualifier",
    "repeats=columns&companions=qualifier,method&fileType=ndjson",
    "repeats=columns&safe=true&" + ALL,
    "companions=qualifier",
    "companions=method&fileType=json",
    "companions=stdev",
    "companions=lab,comment",
    "companions=stdev,qualifier&fileType=json",
    ALL,
    "fileType=json&" + ALL,
    "safe=true&compression=zstd&" + ALL,
    "columns=SiO2",
    "columns=sampleId",
    "columns=latitude,longitude,citations,SiO2,authors",
    "columns=REE,maj&companions=method",
    "columns=Mj,REE,te,IR&repeats=columns&fileType=json",
    "columns=te&layout=method&companions=qualifier,stdev",
    "columns=longitude,comment,sampleName&fileType=ndjson",
]
# Names that only the generated records have.
NESTED_OPTIONS = [
    "columns=" + quote('"Zr (ppm)",Te,H2O+,δ18O'),
    "columns="
    + quote('Zr (ppm) [2],age,"with, comma","with ""quote""","with\nnewline"')
    + "&companions=qualifier&repeats=columns",
    "columns=" + quote("age [analyte],[unnamed],1E5,007,sampleId [analyte]") + "&fileType=json",
    "columns=" + quote("Zr (ppm) [XRF(100)],Zr (ppm),δ18O") + "&layout=method",
    "columns=Ir,Te,te&safe=true",
]
BAD_COLUMNS = [
    "columns=SiO3",
    "columns=sio2",
    "columns=sampleid",
    "columns=trace element",
    "columns=SiO2 (furlong)",
    "layout=long&columns=SiO2",
    "layout=long&columns=te",
    "layout=long&columns=value,comment",
]

FLAT_OPTIONS = [
    "",
    "fileType=json",
    "fileType=ndjson",
    "columns=all",
    "columns=all&fileType=json",
    "layout=method",
    "layout=long",
    "layout=long&fileType=json",
    "layout=long&columns=variable,value,valueText&safe=true",
    "repeats=columns&fileType=json",
    "repeats=columns&companions=qualifier",
    "columns=Zr,SiO2,latitude",
    "columns=te,REE",
    "columns=Zr&repeats=columns",
    ALL,
    "safe=true&bom=true",
    "compression=gzip",
]
EDGE_OPTIONS = [
    "fileType=json",
    "fileType=json&" + ALL,
    "repeats=columns&fileType=json&" + ALL,
    "layout=long&fileType=json",
    "layout=long",
    "layout=method&fileType=json",
    "layout=method&columns=all",
    "columns=all",
    "columns=A,Zr",
    "safe=true&" + ALL,
    "columns=te&fileType=json",
]


def rotate(dataset, environment, queries, options, each):
    """Every query with `each` options, moving on through the options so that all come up."""
    return [
        Case(dataset, environment, query, options[(number * each + turn) % len(options)])
        for number, query in enumerate(queries)
        for turn in range(each)
    ]


def whole(dataset, environment, options):
    """No filter, with each of the options."""
    return [Case(dataset, environment, "", chosen) for chosen in options]


def cases():
    nested = OPTIONS + NESTED_OPTIONS
    made = [
        *whole("nested", "synthesis", nested[::2]),
        *whole("nested", "petdb", nested[1::2]),
        *rotate("nested", "synthesis", NESTED_SYNTHESIS, OPTIONS, 2),
        *rotate("nested", "petdb", NESTED_PETDB, nested, 2),
        *rotate("nested", "synthesis", ["level1=igneous"], NESTED_OPTIONS, len(NESTED_OPTIONS)),
        *whole("flat", "synthesis", FLAT_OPTIONS),
        *rotate("flat", "synthesis", FLAT, FLAT_OPTIONS, 2),
        *whole("edges", "petdb", EDGE_OPTIONS),
        *rotate("edges", "petdb", EDGES, EDGE_OPTIONS, 1),
        *whole("petdb", "petdb", ["", "layout=method", "layout=long&compression=gzip", "repeats=columns&" + ALL]),
        *rotate("petdb", "petdb", PETDB, OPTIONS, 3),
        *rotate("petdb", "synthesis", PETDB_SYNTHESIS, OPTIONS[::-1], 3),
        *whole("basalts", "synthesis", BASALTS_WHOLE),
        *rotate("basalts", "synthesis", BASALTS, OPTIONS, 3),
    ]
    return list(dict.fromkeys(made))


def refused_cases():
    return [
        Case("nested", environment, "", options) for options in BAD_COLUMNS for environment in ("synthesis", "petdb")
    ]
