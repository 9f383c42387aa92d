"""GET /v1/{env}/points on both search stores, against the records read here by the rules of docs/http-api.md."""

import json
import re
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import requests

from .harness import BINARY, DATASETS, imported
from .opensearch_server import OpenSearchServer
from .opensearch_store import Exportd, lines_of, load

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def leaves(value):
    if isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield value


def first_number(value):
    for leaf in leaves(value):
        if isinstance(leaf, (int, float)) and not isinstance(leaf, bool):
            number = float(leaf)
        elif isinstance(leaf, str) and NUMBER.fullmatch(leaf):
            number = float(leaf)
        else:
            continue
        if abs(number) != float("inf"):
            return number
    return None


def value_of(record, variable):
    if "results" not in record and variable in record:  # a flat record
        return first_number(record[variable])
    for result in leaves(record.get("results")):
        if variable not in leaves(result.get("variable")) or result.get("qualifier") is not None:
            continue
        number = first_number(result.get("value"))
        if number is not None:
            return number
    return None


def expected(records, x, y):
    def total(record, variables):
        values = [value_of(record, one) for one in variables]
        return None if None in values else sum(values)

    return {
        "longitude": [first_number(record.get("longitude")) for record in records],
        "latitude": [first_number(record.get("latitude")) for record in records],
        "x": [total(record, x) for record in records],
        "y": [total(record, y) for record in records],
    }


class Door:
    def __init__(self, folder, arguments):
        self.log = Path(folder) / "serve.log"
        with open(self.log, "wb") as out:
            command = [BINARY, "serve", "--listen", "127.0.0.1:0", "--workers", "0", *arguments]
            self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=out)
        deadline = time.monotonic() + 30
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", self.log.read_text())):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the service does not listen: " + self.log.read_text())
            time.sleep(0.05)
        self.url = found.group()

    def points(self, query, environment="petdb"):
        return requests.get(f"{self.url}/v1/{environment}/points?{query}", timeout=60)

    def close(self):
        self.process.kill()
        self.process.wait()


class Points(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def compare(self, name, door, environment="petdb"):
        records = [json.loads(line) for line in lines_of(DATASETS[name].path())]
        records.sort(key=lambda record: record["sampleId"].encode())
        for x, y in ((["SiO2"], ["MgO"]), (["Zr"], ["Na2O", "K2O"])):
            query = "&".join([f"x={one}" for one in x] + [f"y={one}" for one in y])
            answer = door.points(query, environment)
            self.assertEqual(answer.status_code, 200, answer.text[:500])
            told = answer.json()
            want = expected(records, x, y)
            self.assertEqual(told["totalRows"], len(records))
            self.assertEqual(told["longitude"], want["longitude"])
            self.assertEqual(told["latitude"], want["latitude"])
            for axis in "xy":
                self.assertEqual(told[axis]["values"], want[axis], f"{name} {query}")

    def embedded(self, name, environment="petdb"):
        door = Door(self.folder, imported(name, environment).arguments())
        self.addCleanup(door.close)
        return door

    def test_the_embedded_store_gives_each_record_its_place_and_pair(self):
        for name in ("nested", "edges", "basalts"):
            with self.subTest(data=name):
                self.compare(name, self.embedded(name))

    def test_flat_records_too(self):
        self.compare("flat", self.embedded("flat", "synthesis"), "synthesis")

    def test_opensearch_gives_the_same_and_leaves_no_scroll_open(self):
        with OpenSearchServer(self.folder / "node", heap="384m") as server:
            for name in ("nested", "basalts"):
                with self.subTest(data=name):
                    load(server, DATASETS[name], environments=["petdb"], prefix=f"{name}-")
                    exportd = Exportd(self.folder / name, server.url, prefix=f"{name}-")
                    door = Door(self.folder / name, exportd.arguments())
                    self.addCleanup(door.close)
                    self.compare(name, door)
            (self.folder / "few").mkdir()
            few = Exportd(self.folder / "few", server.url, prefix="basalts-")
            with open(few.config, "a", encoding="utf-8") as config:
                config.write("[limits]\nmax_rows = 10815\nbrowser_rows = 10\n")
            door = Door(self.folder / "few", few.arguments())
            self.addCleanup(door.close)
            answer = door.points("")
            self.assertEqual((answer.status_code, answer.json()["totalRows"]), (422, 10816))
            self.assertEqual(server.left_open(), {"scrolls": 0, "pointsInTime": 0})


if __name__ == "__main__":
    unittest.main()
