"""Hand-written records about variables and results."""

from . import hostile
from .story_text import quoted, record_of, zr


def names():
    """Every awkward variable with no unit and with one, and every unit and method."""
    both = [
        f'{{"variable":{quoted(name)},"variableGroup":{quoted(hostile.GROUP_OF.get(name))},"value":{number}{unit}}}'
        for number, name in enumerate(hostile.VARIABLES)
        for unit in ("", ',"unit":"ppm"')
    ]
    yield record_of("names", *both)
    yield record_of(
        "names-absent", '{"value":1}', '{"variable":null,"value":2}', '{"variable":"","unit":"","method":"","value":3}'
    )
    yield record_of(
        "units",
        *(
            f'{{"variable":"Zr","unit":{quoted(unit)},"value":{number}}}'
            for number, unit in enumerate([*hostile.UNITS, ""])
        ),
    )
    yield record_of(
        "methods",
        *(zr(f'"value":{number},"method":{quoted(method)}') for number, method in enumerate([*hostile.METHODS, ""])),
    )
    yield record_of(
        "groups",
        '{"variable":"Cr","variableGroup":"TRACE ELEMENT","value":1}',
        '{"variable":"V","variableGroup":"trace element","value":1}',
        '{"variable":"V","variableGroup":"Alpha","value":1}',
        '{"variable":"Sc","variableGroup":"beta","value":1}',
        '{"variable":"Ba","variableGroup":null,"value":1}',
        '{"variable":"Nb","variableGroup":["alpha","Trace Element"],"value":1}',
        '{"variable":"Rb","value":1}',
    )


def shown():
    """What one result shows, and what several show together."""
    singles = {
        "value": '"value":0.1',
        "below": '"qualifier":"<","value":0.1',
        "text": '"valueText":"BDL"',
        "text-marked": '"qualifier":"<","valueText":"BDL"',
        "text-marked-already": '"qualifier":"<","valueText":"<0.1"',
        "mark-alone": '"qualifier":"<"',
        "value-null": '"value":null',
        "text-null": '"valueText":null',
        "nothing": '"method":"XRF"',
        "null-then-text": '"value":null,"valueText":"n.d."',
        "mark-null": '"qualifier":null,"value":5',
        "minus": '"value":-47.3',
        "minus-text": '"value":"-47.3"',
        "mark-minus": '"qualifier":"-","value":5',
        "value-list": '"value":[0.10,-47.3]',
        "value-list-nested": '"value":[[1],[2,[3.0]]],"method":"M"',
        "value-list-null": '"value":[null]',
        "value-list-text": '"value":[1,"BDL",true]',
        "value-object": '"value":{"a": [1.50, null]}',
        "value-true": '"value":true',
        "text-list": '"valueText":["BDL","tr"]',
        "text-list-null": '"value":null,"valueText":[null,"tr"]',
        "value-list-marked": '"qualifier":"<","value":[1,2]',
        "huge": '"value":1E400',
        "method-list": '"value":1,"method":["A","B"]',
        "lab-list": '"value":1,"laboratory":["A",null,"B"],"methodComment":{"x":1},"stdevValue":[0.1,0.2]',
    }
    for name, rest in singles.items():
        yield record_of(f"shown-{name}", zr(rest))
    yield record_of(
        "joined",
        zr('"qualifier":"<","value":0.10,"method":"XRF"'),
        zr('"valueText":"BDL"'),
        zr('"value":-47.3,"method":"ICP"'),
    )
    yield record_of("joined-no-values", zr('"valueText":"BDL"'), zr('"qualifier":"<"'), zr('"value":null'))
    yield record_of(
        "joined-with-nothing",
        zr('"value":1'),
        zr('"value":null,"method":"lost"'),
        zr('"method":"lost too"'),
        zr('"value":2'),
    )
    yield record_of("only-nulls", zr('"method":"a"'), zr('"value":null'), zr('"method":"b"'))
    yield record_of("only-nothing", zr('"method":"a"'), zr('"laboratory":"b"'))
    yield record_of(
        "stdev",
        zr('"value":1,"stdevValue":0.1,"stdevType":"1S"'),
        zr('"value":2,"stdevValue":0.2,"stdevType":"2S","stdevUnit":"%"'),
        zr('"value":3,"stdevValue":0.3'),
        zr('"value":4,"stdevValue":0.4,"stdevType":"1S","stdevUnit":"ppm"'),
        zr('"value":5,"stdevType":"3S"'),
        zr('"value":6,"stdevValue":null,"stdevType":"4S"'),
        zr('"value":7,"stdevValue":1.0,"stdevUnit":"%"'),
    )


def many(count=300):
    """300 results of one variable; every third is no number."""
    results = [
        zr(f'"value":{n}.{n % 10}0,"method":"M{n % 4}"') if n % 3 else zr(f'"qualifier":"<","valueText":"BDL{n}"')
        for n in range(count)
    ]
    return record_of("many", *results)
