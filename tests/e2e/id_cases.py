"""Queries about the canonical form alone: those that have one, by the rule they try."""

from .id_value_cases import chemistry, numbers, options, polygons

S, P = "synthesis", "petdb"


def _decoding():
    yield from (
        (S, query)
        for query in (
            "?level4=basalt",
            "&&level4=basalt&&",
            "level4=basalt&",
            "level4=a+b",
            "level4=a%20b",
            "level4=a%2Bb",
            "level4=%41%62",
            "level4=%e6%97%A5",
            "level4=日本",
            "level4=a=b=c",
            "le%76el4=basalt",
            "level4=%2520",
            "level4=a%26b",
            "level4=%00",
            "level4=a%0D%0Ab",
            "level4=~-._!*'()",
            "level4=%F0%9F%98%80",
            "level4",
            "level4=",
            "?",
            "&",
            "",
            "level4=a;b",
            "level4=a#b",
            "level4=%22",
            "level4=a/b?c",
        )
    )


def _names():
    yield from (
        (S, query)
        for query in (
            "author=Langmuir",
            "authors=Langmuir",
            "author=a&authors=b",
            "sampleid=X",
            "cruiseid=Y",
            "polygon=0 0,1 0,1 1,0 0",
            "sampleNames=X&sampleid=x",
            "size=10",
            "afterKey=abc&startrow=1&endrow=2",
            "searchtype=count&outputtype=html",
            "standarditems=yes&showcolumnnames=yes&showunits=yes",
            "level4=b&level3=a&material=c",
            "material=x&title=y&authors=z",
            "west=1&south=2&east=3&north=4",
            "west=1&south=2&east=3&north=4&boundingBox=1.0,2,3,4e0",
            "north=4&east=3&south=2&west=1&north=4.0",
            "west=&south=&east=&north=",
            "boundingBox=&level4=a",
            "doi=10.1/X&igsn=IE1&laboratories=L&dataSources=D",
        )
    )
    yield from (
        (P, query)
        for query in (
            "authors=a",
            "size=10&showunits=no",
            "publicationYears=1990&journals=Nature",
            "expeditions=E&sampleNames=S",
            "exactage=5",
        )
    )


def _lists():
    yield from (
        (P, query)
        for query in (
            "authors=b||a",
            "authors=b||a||B",
            "authors= b || a ",
            "authors=||a||",
            "authors=||",
            "authors=%20",
            "authors=a|b",
            "authors=a&authors=b||c",
            "authors=%C2%A0a",
            "authors=%09a",
            "authors=a::[b||c]",
            "sampleNames=İX||ıx||ſ||ß||ς||Σ||µ||K||Ǆ",
            "authors=é||e%CC%81",
            "authors=Z||a||é||😀||～",
            "publicationYears=2001||1990||0800||01990",
            "publicationYears= 1990 ",
            "publicationYears=0",
            "publicationYears=999999999",
            "||".join(["publicationYears=1000", *map(str, range(1001, 1500))]),
            "authors=" + "a" * 8184,
        )
    )


def _grouped():
    yield from (
        (P, query)
        for query in (
            "taxons=Volcanic",
            "taxons=Volcanic::[Basalt]",
            "taxons=volcanic::[basalt||Picrite||BASALT]",
            "taxons=a::[b]||a::[c]",
            "taxons=a::[b]&taxons=A::[c||b]",
            "taxons=b||a::[c]||a||a b",
            "taxons=a::b",
            "taxons=a::b::[c]",
            "taxons=a::[b]c||d]",
            "taxons=a::[b] || c",
            "taxons= a ::[ b || c ] ",
            "taxons=a::[b::[c]",
            "taxons=a::[||b||]",
            "taxons=a::[b]||c]",
            "taxons=[a]||b",
            "geoFeatures=Location::[LAU BASIN||Mariana Trough]||ridge",
            "analysisTypes=Rock::[Glass]||Mineral",
            "variables=La",
            "variables=la",
            "variables=REE",
            "variables=ree||Ree",
            "variables=TE",
            "variables=Te",
            "variables=tE",
            "variables=IR||Ir||ir",
            "variables=MJ||maj",
            "variables=Trace Element",
            "variables=RARE EARTH ELEMENT||REE",
            "variables=Stable Isotope",
            "variables=stable isotope::[δ18O]",
            "variables=TE::[Te||Zr]",
            "variables=Te::[Te]",
            "variables=Ir::[Ir]||IR",
            "variables=H2O%2B||H2O-||H2O",
            "variables=%CE%B418O",
            "variables=SiO2||Al2O3||SiO2",
            "variables=a, b",
            "variables=Co||CO",
            "variables= REE ::[La] ",
            "variables=REE::[La]&variables=te",
            "variables=[unnamed]",
        )
    )


def good():
    """(environment, query) of all."""
    return [*_decoding(), *_names(), *_lists(), *_grouped(), *numbers(), *chemistry(), *polygons(), *options()]
