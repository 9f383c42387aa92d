"""Seeded hostile records as NDJSON text, so that spellings of numbers and escapes are under control.

python3 -m reference.generate nested|flat|edges [--seed N] [--count N] -o FILE.ndjson
"""

import argparse

from . import hostile
from .edges import EDGES
from .json_writer import Writer
from .stories import FLAT_STORIES, NESTED_STORIES


def record_fields(writer, number):
    """The record's own fields without results; each may be missing."""
    w = writer
    yield "sampleId", w.text(hostile.SAMPLE_IDS[number] if number < len(hostile.SAMPLE_IDS) else f"gen:{number:05}")
    texts = {
        "sampleName": ["D-1", "D-2", "d-1", "123"],
        "igsn": ["IEABC0001", "ieabc0002"],
        "dataSource": ["PetDB", "USGS"],
        "datasetCode": ["MAR"],
        "rootParent": ["P"],
        "analysisType": hostile.ANALYSIS_TYPES,
        "material": hostile.MATERIALS,
        **{f"level{i + 1}": names for i, names in enumerate(hostile.LEVELS)},
        "rockDescription": ["plag-phyric Basalt", "aphyric 100% glass", "a_b*c?"],
        "alteration": ["fresh"],
        "tectonicSetting": ["SPREADING CENTER"],
        "geologicalAge": ["Archean", "İlk çağ", "QUATERNARY"],
        "station": ["S-1"],
        "expeditions": ["TR138", "tr138", "ODP; Leg 1", "AII107"],
        "samplingTechnique": ["dredge"],
        "collectionDate": ["1983-07", "not a date"],
        "comment": hostile.TEXTS,
        "methods": ["XRF"],
    }
    for name, values in texts.items():
        if w.chance(0.7):
            yield name, w.any_value(values)
    for name, spellings in (("latitude", hostile.LATITUDES), ("longitude", hostile.LONGITUDES)):
        if w.chance(0.9):
            yield name, (
                w.pick(spellings)
                if w.chance(0.85)
                else w.pick(
                    ["null", '"12.5"', f"[{w.pick(spellings)}]", '"north"', "true", "[]", '""', '"12.5 "', '"+1"']
                )
            )
    for name in ("ageMin", "age", "ageMax"):
        if w.chance(0.5):
            yield name, w.pick(["0", "0.01", "-0.5", "2500", '"65"', "null", "[1.5, 30]", "1E400", '"old"', "33.7"])
    for name in ("elevationMin", "elevationMax", "locationPrecision"):
        if w.chance(0.4):
            yield name, w.any_value(["-2688", "unknown"])
    if w.chance(0.8):
        yield "geoFeatures", features(w)
    if w.chance(0.85):
        yield "citations", citations(w)


def features(w):
    if w.chance(0.15):
        return w.pick(["null", "[]", "[null]", "[null, null]"])
    made = []
    for _ in range(w.random.randrange(1, 4)):
        members = [("type", w.text(w.pick(hostile.FEATURE_TYPES))), ("name", w.text(w.pick(hostile.FEATURE_NAMES)))]
        made.append(w.object(members if w.chance(0.8) else [w.pick(members)]))
    if w.chance(0.1):
        return made[0]
    return w.list([*made, "null"]) if w.chance(0.1) else w.list(made)


def citations(w):
    if w.chance(0.1):
        return w.pick(["null", "[]", "[null]", "[null, null]", "[[null]]"])
    made = [citation(w, number) for number in range(w.random.randrange(1, 4))]
    if w.chance(0.1):
        return made[0]
    if w.chance(0.1):
        made.insert(w.random.randrange(len(made) + 1), "null")
    return w.list([w.list(made)]) if w.chance(0.1) else w.list(made)


def citation(w, number):
    members = [
        ("citationId", w.text(f"ref:{number}")),
        ("citationCode", w.text(f"{w.pick(hostile.AUTHORS)}, 19{number}3")),
        (
            "authors",
            (
                w.list([w.text(w.pick(hostile.AUTHORS)) for _ in range(w.random.randrange(1, 4))])
                if w.chance(0.8)
                else w.text(w.pick(hostile.AUTHORS))
            ),
        ),
        ("citationTitle", w.text(w.pick(hostile.TITLES))),
        ("citationContainerTitle", w.text(w.pick(hostile.JOURNALS))),
        ("citationPublicationYear", w.pick(["1983", "1985", "1990", "2004", '"1983"', "null", '"in press"', "1983.0"])),
        ("citationDOI", w.pick(['"10.1029/JB088iB04p03439"', '"10.1/ab;c"', "null", '""'])),
    ]
    return w.object([member for member in members if w.chance(0.85)])


def result(w):
    """One result; only forms whose cell is beyond doubt (see edges.py for the others)."""
    variable = w.pick(hostile.COMMON_VARIABLES if w.chance(0.6) else hostile.VARIABLES)
    members = [("variable", w.text(variable))] if variable or w.chance(0.5) else []
    if w.chance(0.9):
        group = hostile.GROUP_OF.get(variable)
        members.append(("variableGroup", w.text(group if w.chance(0.9) else group.upper()) if group else "null"))
    members += optional(w, "unit", ["wt%", "ppm"] if w.chance(0.7) else hostile.UNITS, 0.85)
    members += optional(w, "method", hostile.METHODS[:2] if w.chance(0.6) else hostile.METHODS, 0.6)
    members += optional(w, "qualifier", hostile.QUALIFIERS, 0.2)
    if w.chance(0.85):
        members.append(("value", value(w)))
    if w.chance(0.2):
        members.append(("valueText", w.pick([w.text(w.pick(hostile.VALUE_TEXTS)), "null", '["BDL", "tr"]'])))
    if w.chance(0.3):
        members.append(("stdevValue", w.pick([w.number(), "null", '"0.1"'])))
        members += optional(w, "stdevType", hostile.STDEV_TYPES, 0.6) + optional(
            w, "stdevUnit", hostile.STDEV_UNITS, 0.4
        )
    members += optional(w, "laboratory", hostile.LABORATORIES, 0.3)
    members += optional(w, "methodComment", ["fused disc", *hostile.TEXTS], 0.2)
    members += optional(w, "citationId", ["ref:0", "ref:1", "ref:9"], 0.5)
    w.random.shuffle(members)
    return w.object(members)


def optional(w, name, texts, share):
    """Absent, null and empty beside the texts."""
    if not w.chance(share):
        return []
    texts = [text for text in texts if text] or texts
    empty = ["null"] if name == "qualifier" else ["null", '""']
    return [(name, w.pick(empty) if w.chance(0.08) else w.text(w.pick(texts)))]


def value(w):
    kind = w.random.random()
    if kind < 0.75:
        return w.number()
    if kind < 0.85:
        return "null"
    return w.pick(
        [
            '"12.5"',
            '"BDL"',
            '"-47.3"',
            "true",
            "false",
            '{"low":1.50}',
            "[1.0, 2.00]",
            "[[0.1], [0.2, 0.30]]",
            "[null]",
            "[1, null, \"tr\"]",
            '"=x"',
            '"1E400"',
        ]
    )


def nested_record(w, number):
    members = list(record_fields(w, number))
    made = [result(w) for _ in range(w.random.randrange(0, 14))]
    kind = w.random.random()
    if kind < 0.06:
        members.append(("results", w.pick(["null", "[]", "[null]", "[[], null]"])))
    elif kind < 0.12 and made:
        members.append(("results", made[0]))
    elif kind < 0.2 and made:
        members.append(("results", w.list(["null", w.list(made[:2]), *made[2:]])))
    elif kind < 0.95:
        members.append(("results", w.list(made)))
    w.random.shuffle(members)
    return w.object(members)


def flat_record(w, number):
    members = [(name, value) for name, value in record_fields(w, number)]
    for variable in w.random.sample(hostile.VARIABLES, w.random.randrange(0, 12)):
        if variable not in ("sampleId", "age", "comment"):
            members.append((variable, flat_value(w)))
    for variable in ("SiO2", "Zr", "La"):
        if w.chance(0.6) and variable not in dict(members):
            members.append((variable, w.number()))
    w.random.shuffle(members)
    return w.object(members)


def flat_value(w):
    if w.chance(0.6):
        return w.number()
    return w.pick(
        [
            "null",
            "[]",
            "[null]",
            '"BDL"',
            '"12.50"',
            '"-47.3"',
            "true",
            '{"low":1.50}',
            "[1.0, 2.00]",
            '[1, "BDL", null]',
            "[[0.1], [0.20]]",
            '"<0.5"',
            '"=x"',
            '"1E400"',
            "1E400",
            "-0.0",
            w.text(w.pick(hostile.VALUE_TEXTS)),
        ]
    )


def lines(form, seed=1, count=300):
    """NDJSON lines without their ends; the hand-written ones first."""
    writer = Writer(f"{form} {seed}")
    if form == "edges":
        return list(EDGES)
    stories, make = (NESTED_STORIES, nested_record) if form == "nested" else (FLAT_STORIES, flat_record)
    return [*stories, *(make(writer, number) for number in range(count))]


def main():
    parser = argparse.ArgumentParser(
        prog="reference.generate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("form", choices=["nested", "flat", "edges"])
    parser.add_argument("--seed", default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("-o", dest="out", required=True)
    chosen = parser.parse_args()
    with open(chosen.out, "w", encoding="utf-8", newline="") as file:
        file.writelines(line + "\n" for line in lines(chosen.form, chosen.seed, chosen.count))


if __name__ == "__main__":
    main()
