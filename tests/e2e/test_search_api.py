"""GET /v1/{env}/search, /parameters and /parameters/{name}/values of a running service, against `exportd run`."""

import collections
import re
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import requests

from .harness import BINARY, available, imported, run, summary

ALL = "companions=qualifier,method,stdev,lab,comment"
OPTIONS = [
    "",
    "layout=method",
    "layout=long",
    "layout=long&columns=variable,value,citation",
    "columns=all",
    "columns=all&layout=method",
    "columns=latitude,SiO2,te",
    "repeats=columns",
    ALL,
    "layout=method&repeats=columns&" + ALL,
    "fileType=json",
    "fileType=ndjson&layout=method",
    "bom=true&safe=true",
    "compression=zstd&fileType=json",
]
QUERIES = {
    ("nested", "synthesis"): ["", "level1=igneous", "material=glass", "variables=REE", "keyword=nothing like it"],
    ("nested", "petdb"): ["", "chemistry=(MAJ,SiO2,45,52)", "variables=Zr"],
    ("flat", "synthesis"): ["", "variables=SiO2"],
    ("edges", "petdb"): ["", "variables=Zr"],
    ("basalts", "synthesis"): ["", "level4=komatiite", "boundingBox=-161,18,-154,23", "taxons=picrite||komatiite"],
    ("petdb", "petdb"): ["", "variables=REE"],
}


class Door:
    """A service of one data set, without workers."""

    def __init__(self, dataset, log):
        self.log = Path(log)
        with open(log, "wb") as out:
            command = [BINARY, "serve", "--listen", "127.0.0.1:0", "--workers", "0", *dataset.arguments()]
            self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=out)
        self.url = self._address()

    def _address(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(r"http://127\.0\.0\.1:\d+", self.log.read_text())
            if found:
                return found.group()
            time.sleep(0.05)
        raise RuntimeError("the service does not listen: " + self.log.read_text())

    def get(self, path):
        return requests.get(self.url + path, timeout=30)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def rows_as_written(body):
    """The text of the list of rows, which is the last member of the answer."""
    return body[body.index('"rows":') + len('"rows":') : -2]


def first_rows(file, n):
    """The first objects of a JSON file, as the text of a list."""
    objects = [line.removesuffix(",") for line in file.decode().split("\n") if line.startswith("{")]
    return "[" + ",".join(objects[:n]) + "]"


class SearchApi(unittest.TestCase):
    doors = {}
    folder = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        for door in cls.doors.values():
            door.close()
        cls.doors.clear()
        cls.folder.cleanup()

    def door(self, name, environment):
        dataset = imported(name, environment)
        if name not in self.doors:
            self.doors[name] = Door(dataset, f"{self.folder.name}/{name}.log")
        return dataset, self.doors[name]

    def exported(self, dataset, environment, query):
        out = Path(self.folder.name) / "out"
        done = run(dataset, environment, query, out)
        self.assertEqual(done.returncode, 0, done.stderr)
        facts = summary(done)
        return facts, out.read_bytes()

    def compare(self, dataset, door, environment, query, options):
        text = "&".join(part for part in (query, options) if part)
        answer = door.get(f"/v1/{environment}/search?{text}")
        self.assertEqual(answer.status_code, 200, answer.text)
        told = answer.json()
        facts, file = self.exported(dataset, environment, text)
        self.assertEqual(told["totalRows"], facts["records"])
        self.assertEqual(told["delivery"], "browser" if facts["records"] < 10_000 else "email")
        self.assertEqual(told["tooMany"], False)
        by_cells = "layout=long" not in options and ("repeats" in options or "companions" in options)
        if facts["records"] <= 100:
            self.assertEqual((told["estimatedBytes"], told["bytesExact"]), (len(file), True))
        elif "compression" in options:
            self.assertIsNone(told["estimatedBytes"])
        else:
            self.assertEqual(told["bytesExact"], False)
        if facts["records"] <= 100 or not by_cells:
            self.assertEqual(told["totalColumns"], facts["columns"])
        else:
            self.assertIsNone(told["totalColumns"])
        plain = re.sub(r"&?(fileType|bom|safe|compression)=\w+", "", text)
        _, rows = self.exported(dataset, environment, plain + "&fileType=json")
        shown, wanted = rows_as_written(answer.text), first_rows(rows, 20)
        if told["totalColumns"] is None:
            # Names that are borne twice are told apart by all columns of the file, which are not known.
            shown, wanted = (re.sub(r"(?: \[\d+\])+", "", one) for one in (shown, wanted))
        self.assertEqual(shown, wanted)

    def test_says_what_an_export_holds(self):
        turn = 0
        for (name, environment), queries in QUERIES.items():
            if not available(name):
                continue
            dataset, door = self.door(name, environment)
            for query in queries:
                # All options on the small generated sets, some of them on the large ones, in turns.
                chosen = OPTIONS
                if name not in ("nested", "edges"):
                    chosen = [OPTIONS[(turn + further) % len(OPTIONS)] for further in range(4)]
                turn += 4
                for options in chosen:
                    if name == "edges" and "SiO2" in options:
                        continue  # there is none
                    with self.subTest(data=name, environment=environment, query=query, options=options):
                        self.compare(dataset, door, environment, query, options)

    def test_estimates_the_bytes_of_what_it_has_not_read(self):
        dataset, door = self.door("basalts", "synthesis")
        for options in ("", "layout=long", "fileType=ndjson", "columns=all"):
            told = door.get(f"/v1/synthesis/search?{options}&limit=0").json()
            _, file = self.exported(dataset, "synthesis", options)
            self.assertEqual(told["rows"], [])
            # The first hundred of ten thousand, by name: the same order of magnitude.
            self.assertLess(abs(told["estimatedBytes"] / len(file) - 1), 0.5, options)

    def test_answers_within_two_seconds(self):
        _, door = self.door("basalts", "synthesis")
        for path in ("search?limit=100", "search?layout=long&columns=all", "parameters/variables/values", "parameters"):
            # The quickest of some: a busy machine may make one wait.
            took = min(door.get("/v1/synthesis/" + path).elapsed.total_seconds() for _ in range(5))
            self.assertLess(took, 2, path)

    def test_refuses_with_the_name_that_was_meant(self):
        _, door = self.door("basalts", "synthesis")
        cases = [
            ("search?columns=SiO3", 422, "unknown_column", "columns", "SiO2"),
            ("search?levl4=komatiite", 422, "unknown_parameter", "levl4", "level4"),
            ("search?layout=lomg", 422, "bad_value", "layout", "long"),
            ("search?limit=1000", 422, "bad_value", "limit", "100"),
            ("parameters/levl4/values", 404, "unknown_parameter", "levl4", "level4"),
            ("parameters/level4/values?prefx=a", 422, "unknown_parameter", "prefx", "prefix"),
            ("parameters/polygons/values", 422, "no_values", "polygons", "such as"),
        ]
        for path, status, code, parameter, says in cases:
            with self.subTest(path=path):
                answer = door.get("/v1/synthesis/" + path)
                self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
                problem = answer.json()
                self.assertEqual((answer.status_code, problem["code"], problem["parameter"]), (status, code, parameter))
                self.assertIn(says, problem["detail"])
        self.assertEqual(door.get("/v1/nowhere/search").status_code, 404)

    def test_suggests_values_with_the_records_that_a_search_finds(self):
        dataset, door = self.door("basalts", "synthesis")
        levels = [record.document.get("level4") for record in dataset.records()]
        counts = collections.Counter(level.lower() for level in levels if level)
        told = door.get("/v1/synthesis/parameters/level4/values?limit=100").json()
        want = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:100]
        self.assertEqual([(one["value"], one["records"]) for one in told["values"]], want)
        for name, prefix in (("variables", "z"), ("variables", "RARE"), ("level4", "kom"), ("publicationYears", "199")):
            told = door.get(f"/v1/synthesis/parameters/{name}/values?prefix={prefix}").json()
            self.assertTrue(told["values"])
            for one in told["values"][:3]:
                self.assertTrue(one["value"].lower().startswith(prefix.lower()))
                found = requests.get(
                    f"{door.url}/v1/synthesis/search", params={name: one["value"], "limit": 0}, timeout=30
                ).json()
                self.assertEqual(found["totalRows"], one["records"], (name, one))

    def test_names_what_can_be_asked_for(self):
        _, door = self.door("basalts", "synthesis")
        told = door.get("/v1/synthesis/parameters").json()
        for parameter in told["parameters"]:
            example = {parameter["name"]: parameter["example"], "limit": 0}
            answer = requests.get(f"{door.url}/v1/synthesis/search", params=example, timeout=30)
            self.assertEqual(answer.status_code, 200, answer.text)
            if parameter["values"]:
                self.assertEqual(door.get(parameter["values"] + "?prefix=a").status_code, 200)


if __name__ == "__main__":
    unittest.main()
