"""Seeded records for the OpenSearch benchmarks: (sampleId, JSON text) of each, in an order that is not that of the ids.

An index whose documents happen to lie in the order of their ids would make the sort by id look cheaper than it is.
"""

import json
import random

ANALYTES = [f"a{i:04}{unit}" for i, unit in zip(range(2885), ["_ppm", "_wt%", "_ppb", "_perm"] * 722)]
OWN_FIELDS = 12
VARIABLES = [
    (f"{name}{suffix}", group, unit)
    for group, unit, names in (
        ("major oxide", "wt%", "SiO2 TiO2 Al2O3 FeOT MnO MgO CaO Na2O K2O P2O5"),
        ("trace element", "ppm", "Sc V Cr Co Ni Cu Zn Ga Rb Sr Y Zr Nb Ba Hf Ta Pb Th U"),
        ("rare earth element", "ppm", "La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er Tm Yb Lu"),
        ("radiogenic isotope", "", "Sr87_Sr86 Nd143_Nd144 Pb206_Pb204 Pb207_Pb204 Pb208_Pb204"),
    )
    for name in names.split()
    for suffix in ("", "_2")
]
METHODS = ["XRF", "ICP-MS", "EMPA", "INAA", "TIMS"]
ROCKS = ["basalt, aphanitic", "andesite", "gabbro, altered", "rhyolite, vitric", "picrite"]
TEXTS_KEPT = 400_000  # different numbers; drawing each anew would take longer than the node takes to index them


def measurements(noise):
    """Texts of numbers as laboratories write them: 12.3, 0.0451, 512.77; 3 to 6 significant digits."""
    texts = []
    for _ in range(TEXTS_KEPT):
        magnitude, digits = noise.randint(-2, 3), noise.randint(3, 6)
        value = noise.uniform(1, 10) * 10**magnitude
        texts.append(f"{value:.{max(0, digits - 1 - magnitude)}f}")
    return texts


class FlatRecords:
    """Each with 12 fields of its own and `values` of the first `analytes` analytes, in the analytes' order."""

    def __init__(self, values, analytes=len(ANALYTES), seed=1):
        self.values, self.count, self.noise = values, analytes, random.Random(seed)
        self.texts = measurements(self.noise)
        self.keys = [f',"{name}":' for name in ANALYTES[:analytes]]

    def texts_from(self, count):
        start = self.noise.randrange(TEXTS_KEPT - count)
        return self.texts[start : start + count]

    def cells(self):
        if self.values >= self.count:
            keys = self.keys
        else:
            wanted = int(self.values) + (self.noise.random() < self.values - int(self.values))
            keys = [self.keys[i] for i in sorted(self.noise.sample(range(self.count), wanted))]
        return "".join([key + text for key, text in zip(keys, self.texts_from(len(keys)))])

    def __call__(self, count):
        for number in shuffled(count, self.noise):
            own = head(number, self.noise)
            yield own["sampleId"], json.dumps(own, separators=(",", ":"))[:-1] + self.cells() + "}"


class NestedRecords:
    def __init__(self, results=15, seed=2):
        self.results, self.noise = results, random.Random(seed)
        self.texts = measurements(self.noise)

    def __call__(self, count):
        for number in shuffled(count, self.noise):
            own = head(number, self.noise)
            own["results"] = [
                {"variable": name, "variableGroup": group, "value": float(self.noise.choice(self.texts)), "unit": unit,
                 "method": self.noise.choice(METHODS)}
                for name, group, unit in sorted(self.noise.sample(VARIABLES, self.results))
            ]
            yield own["sampleId"], json.dumps(own, separators=(",", ":"))


def shuffled(count, noise):
    numbers = list(range(count))
    noise.shuffle(numbers)
    return numbers


def head(number, noise):
    made = {
        "sampleId": f"bench:{number:06}",
        "sampleName": f"TRI{number % 977:04}-{number:06}",
        "igsn": f"IE{number:09X}",
        "dataSource": "PetDB",
        "material": "whole rock",
        "level1": "igneous",
        "level2": "volcanic",
        "rockDescription": noise.choice(ROCKS),
        "latitude": round(noise.uniform(-80, 80), 4),
        "longitude": round(noise.uniform(-180, 180), 4),
        "elevationMin": -noise.randrange(6000),
        "expeditions": [f"TR{noise.randrange(200)}"],
    }
    assert len(made) == OWN_FIELDS
    return made
