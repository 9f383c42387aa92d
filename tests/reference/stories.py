"""Hand-written records, one for each rule that chance might miss."""

from . import hostile
from .result_stories import many, names, shown
from .story_text import quoted, zr


def texts():
    """Every hostile text in metadata, in a text result, in a method and in a laboratory."""
    for number, text in enumerate(hostile.TEXTS):
        written = quoted(text)
        result_text = written if text else '"BDL"'
        yield (
            f'{{"sampleId":"text:{number:03}","sampleName":{written},"rockDescription":{written},"comment":{written},'
            f'"expeditions":[{written},{written}],"results":['
            + zr(f'"valueText":{result_text},"method":{written},"laboratory":{written},"methodComment":{written}')
            + "]}"
        )


def numbers():
    """Every number spelling as coordinate, age and value."""
    for number, spelling in enumerate(hostile.NUMBERS):
        yield (
            f'{{"sampleId":"number:{number:03}","latitude":{spelling},"longitude":{spelling},"age":{spelling},'
            f'"elevationMin":[{spelling},{spelling}],"results":['
            + zr(f'"value":{spelling},"stdevValue":{spelling}')
            + "]}"
        )


def places():
    edges = [
        (90, 180),
        (-90, -180),
        (90, -180),
        (0, 180),
        (0, -180),
        (20, -120),
        (20, -100),
        (-25, -110),
        (-15, 175),
        (-20, -175),
    ]
    for number, (lat, lon) in enumerate(edges):
        location = f'{{"lat":{lat},"lon":{lon}}}'
        yield f'{{"sampleId":"place:{number}","latitude":{lat},"longitude":{lon},"location":{location}}}'
    yield '{"sampleId":"place:text","latitude":"0","longitude":"180"}'
    yield '{"sampleId":"place:one","latitude":10}'
    yield '{"sampleId":"place:null","latitude":null,"longitude":10}'
    yield '{"sampleId":"place:far","latitude":1E400,"longitude":0}'


def ages():
    for number, (low, middle, high) in enumerate(
        [(0, 1, 2), (None, 5, None), (None, None, 8), (3, None, None), ("4", "5", "1E400"), (None, "old", None)]
    ):
        members = [("ageMin", low), ("age", middle), ("ageMax", high)]
        given = ",".join(f'"{name}":{quoted(value)}' for name, value in members if value is not None)
        yield f'{{"sampleId":"age:{number}"{"," if given else ""}{given}}}'


def metadata():
    values = {
        "absent": None,
        "null": "null",
        "empty": '""',
        "none": "[]",
        "null-list": "[null]",
        "empty-list": '[""]',
        "nulls-among": '[null,"a",null,"b"]',
        "empties-among": '["","a",""]',
        "nested": '[["a"],["b",["c"]]]',
        "nested-none": "[[],[]]",
        "number": "1.50",
        "one-number": "[1.50]",
        "numbers": "[-1.50,2e0]",
        "number-and-empty": '[-5,""]',
        "number-and-text": '[-5,"x"]',
        "true": "true",
        "object": '{"b": 1.50, "a": [null, "x"], "c": {}}',
        "objects": '[{"a":1},{"a":2}]',
    }
    for name, value in values.items():
        fields = (
            "" if value is None else f',"sampleName":{value},"level4":{value},"expeditions":{value},"comment":{value}'
        )
        yield f'{{"sampleId":"metadata:{name}"{fields}}}'
    year = {
        "years": '[{"citationPublicationYear":1983},{"citationCode":"B"},{"citationPublicationYear":"1990"}]',
        "none": "[]",
        "null": "null",
        "nulls": "[null,null]",
        "one": '{"citationId":"only-id","citationDOI":"10.1/x","citationPublicationYear":-5}',
        "empty": "[{},{}]",
        "null-among": '[null,{"citationCode":"A; B","authors":["X, Y",["Z"]]},null,{"authors":"W"}]',
        "no-dois": '[{"citationCode":"A","citationDOI":null},{"citationCode":"B","citationDOI":""}]',
    }
    for name, value in year.items():
        yield f'{{"sampleId":"citation:{name}","citations":{value}}}'
    yield (
        '{"sampleId":"citation:of-result","citations":[{"citationId":"r1","citationCode":"One, 1983"},'
        '{"citationId":"r2"}],"results":['
        + ",".join(
            zr(f'"value":1{rest}')
            for rest in (
                ',"citationId":"r1"',
                ',"citationId":"r2"',
                ',"citationId":"r9"',
                ',"citationId":null',
                ',"citationId":""',
                "",
            )
        )
        + "]}"
    )


def long_text():
    written = quoted(hostile.LONG_TEXT)
    return f'{{"sampleId":"story:long-text","sampleName":{written},"comment":{written}}}'


def _flat(name, members):
    return f'{{"sampleId":{quoted("flat:" + name)},{members}}}'


NESTED_STORIES = [
    *texts(),
    *numbers(),
    *names(),
    *shown(),
    many(),
    *places(),
    *ages(),
    *metadata(),
    long_text(),
    '{"sampleId":"story:results-null","results":null}',
    '{"sampleId":"story:results-none","results":[]}',
    '{"sampleId":"story:bare"}',
]

FLAT_STORIES = [
    _flat("plain", '"SiO2":49.97,"Zr":150,"La":1.50,"level4":"basalt","latitude":10,"longitude":20'),
    _flat(
        "forms",
        '"SiO2":"49.970","Zr":"<5","La":null,"Te":[],"Co":[null],'
        '"Ni":[1.0,"BDL",[2.00,null]],"Y":true,"Ce":{"a": 1.50}',
    ),
    _flat(
        "names",
        ",".join(
            f"{quoted(name)}:{number}"
            for number, name in enumerate(hostile.VARIABLES)
            if name not in ("sampleId", "age", "comment")
        ),
    ),
    _flat("numbers", '"Zr":[' + ",".join(hostile.NUMBERS) + "]"),
    _flat("texts", '"Zr":[' + ",".join(quoted(one) for one in hostile.TEXTS if one) + "]"),
    _flat("many", '"Zr":[' + ",".join(f"{n}.0" for n in range(300)) + "]"),
    _flat(
        "own",
        '"rootParent":"P","location":{"lat":1,"lon":2},"methods":["M"],'
        '"variableNames":["Zr"],"resultCount":1,"authors":5,"dois":"x"',
    ),
    _flat(
        "citations", '"citations":[{"citationCode":"A, 1983","authors":["A, B"],"citationPublicationYear":1983}],"Zr":1'
    ),
]
