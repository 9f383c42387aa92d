"""Queries made from what the records hold: one to four parameters, their values picked and combined by a seed."""

import gzip
import json
import random
from urllib.parse import quote

LEVELS = ("level1", "level2", "level3", "level4")
GROUPS = ("MAJ", "REE", "TE", "IR", "major oxide", "Rare Earth Element")


def _records(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _listed(value):
    return [] if value is None else value if isinstance(value, list) else [value]


class Queries:
    """A query holds for the record it was made from, but for what is broken on purpose."""

    def __init__(self, path, environment, seed):
        self.records = _records(path)
        self.environment = environment
        self.dice = random.Random(seed)

    def some(self, count):
        return [self.one() for _ in range(count)]

    def one(self):
        record = self.dice.choice(self.records)
        makers = [self._text, self._citation, self._taxon, self._place, self._variables, self._chemistry, self._age,
                  self._feature, self._keyword]
        parts = {}
        for maker in self.dice.sample(makers, self.dice.choice((1, 1, 1, 2, 2, 3, 4))):
            parts.update(maker(record) or {})
        return "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())

    def _cased(self, text):
        return self.dice.choice((text, text, text.lower(), text.upper()))

    def _or_more(self, value, values):
        more = [value] + [self.dice.choice(values) for _ in range(self.dice.choice((0, 0, 1, 3)))]
        self.dice.shuffle(more)
        return "||".join(self._cased(one) for one in more if one and "||" not in one)

    def _text(self, record):
        fields = {"sampleNames": "sampleName", "dataSources": "dataSource", "expeditions": "expeditions", "igsn": "igsn"}
        if self.environment == "synthesis":
            fields |= {"material": "material", "geologicalage": "geologicalAge", "level4": "level4", "level2": "level2"}
        name = self.dice.choice(list(fields))
        values = [str(v) for v in _listed(record.get(fields[name])) if v]
        others = [str(v) for v in _listed(self.dice.choice(self.records).get(fields[name])) if v] or values
        return {name: self._or_more(values[0], others)} if values else None

    def _citation(self, record):
        citations = [one for one in _listed(record.get("citations")) if one]
        if not citations:
            return None
        one, parts = self.dice.choice(citations), {}
        year = one.get("citationPublicationYear")
        if year and self.environment == "synthesis" and self.dice.random() < 0.5:
            parts |= {"minpubyear": str(year - self.dice.randrange(3)), "maxpubyear": str(year + self.dice.randrange(3))}
        elif year:
            parts["publicationYears"] = f"{year}||{year + 1}"
        authors = [author for author in _listed(one.get("authors")) if author and "||" not in author]
        if authors:
            author = self.dice.choice(authors)
            parts["authors"] = self._cased(self.dice.choice((author, author.split(",")[0])))
        if one.get("citationContainerTitle") and self.dice.random() < 0.3:
            parts["journals"] = self._cased(one["citationContainerTitle"])
        if one.get("citationTitle") and self.environment == "synthesis" and self.dice.random() < 0.3:
            parts["title"] = self._cased(one["citationTitle"][3:15])
        return parts

    def _taxon(self, record):
        levels = [record[level] for level in LEVELS if isinstance(record.get(level), str)]
        if not levels:
            return None
        if len(levels) > 1 and self.dice.random() < 0.6:
            upper = self.dice.randrange(len(levels) - 1)
            return {"taxons": f"{self._cased(levels[upper])}::[{self._cased(levels[-1])}||{levels[0]}]"}
        return {"taxons": self._or_more(self.dice.choice(levels), levels)}

    def _place(self, record):
        longitude, latitude = record.get("longitude"), record.get("latitude")
        if not isinstance(longitude, (int, float)) or not isinstance(latitude, (int, float)):
            return None
        width, height = self.dice.choice((0, 0.5, 3, 20)), self.dice.choice((0, 0.5, 3, 20))
        south, north = max(-90, latitude - height), min(90, latitude + height)
        if self.dice.random() < 0.4 and 0 < width < 10 and 0 < height and abs(longitude) + width < 179:
            west, east = longitude - width * 1.0137, longitude + width * 0.9871
            low, high = max(-90, latitude - height * 1.0171), min(90, latitude + height * 0.9917)
            ring = ((west, low), (east, low + 0.0131), (east - 0.0117, high), (west, high))
            return {"polygons": ",".join(f"{x:.6f} {y:.6f}" for x, y in (*ring, ring[0]))}
        west, east = longitude - width, longitude + width
        west, east = (west + 360 if west < -180 else west), (east - 360 if east > 180 else east)
        return {"boundingBox": f"{west!r},{south!r},{east!r},{north!r}"}

    def _results(self, record):
        return [one for one in _listed(record.get("results")) if one and isinstance(one.get("variable"), str)]

    def _variables(self, record):
        results = self._results(record)
        if not results:
            return None
        one = self.dice.choice(results)
        way = self.dice.random()
        if way < 0.3 and one.get("variableGroup"):
            return {"variables": f"{self._cased(one['variableGroup'])}::[{one['variable']}||Xx]"}
        return {"variables": one["variable"] if way < 0.7 else self.dice.choice(GROUPS) + "||" + one["variable"]}

    def _chemistry(self, record):
        results = [one for one in self._results(record) if isinstance(one.get("value"), (int, float))]
        if not results:
            return None
        expressions = []
        for one in self.dice.sample(results, min(len(results), self.dice.choice((1, 1, 2)))):
            value, spread = one["value"], self.dice.choice((0, 0.01, 0.5))
            low = repr(value - abs(value) * spread) if self.dice.random() < 0.8 else ""
            high = repr(value + abs(value) * spread) if self.dice.random() < 0.8 else ""
            group = self.dice.choice(("", one.get("variableGroup") or ""))
            expressions.append(f"({group},{one['variable']},{low},{high})")
        return {"chemistry": ",".join(expressions)}

    def _age(self, record):
        age = record.get("age", record.get("ageMin"))
        if not isinstance(age, (int, float)):
            return None
        if self.dice.random() < 0.4:
            return {"exactage": repr(age)}
        return {"minage": repr(age - 1), "maxage": repr(age + self.dice.choice((0, 5)))}

    def _feature(self, record):
        features = [one for one in _listed(record.get("geoFeatures")) if one and one.get("name")]
        if not features:
            return None
        one = self.dice.choice(features)
        if one.get("type") and self.dice.random() < 0.5:
            return {"geoFeatures": f"{self._cased(one['type'])}::[{self._cased(one['name'])}]"}
        return {"geoFeatures": self._cased(self.dice.choice((one["name"], one.get("type") or one["name"])))}

    def _keyword(self, record):
        words = record.get("rockDescription") or record.get("level4")
        if self.environment != "synthesis" or not isinstance(words, str) or len(words) < 3:
            return None
        start = self.dice.randrange(len(words) - 2)
        return {"keyword": self._cased(words[start : start + 6])} if words[start : start + 6].strip() else None
