"""Two scrolls of one shard (docs/opensearch.md, section 5): when they are used, that they give what one gives, and that
they show one state of an index that is written to while they are opened."""

import json
import pathlib
import random
import tempfile
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from .fault_proxy import FaultProxy
from .faults import Answer, Delay, Hold
from .harness import DATASETS
from .opensearch_server import OpenSearchServer
from .opensearch_store import Exportd, load

OPENING = r"/_search\?.*scroll="
LOOK = r"/_search\?.*preference=[^&]*&request_cache=false$"
PAGE = r"^/_search/scroll$"
RECORDS = 6_000
EXPORTS = 25
COLUMNS = "columns=sampleId,sampleName"
NO_CONTEXTS = {"scrolls": 0, "pointsInTime": 0}


def record(number, version):
    """The version is the sample's name."""
    return {"sampleId": f"r{number:05}", "sampleName": f"v{version}", "material": "basalt" if number % 10 else "glass",
            "results": [{"variable": "SiO2", "value": 45 + number % 10, "unit": "wt%"}]}


def states_in(file):
    """[(number, version), …] as the rows of a CSV file have them, after the row of names."""
    rows = [line.split(",") for line in file.read_text().splitlines()[1:]]
    return [(int(row[0][1:]), int(row[1][1:])) for row in rows]


class Writer(threading.Thread):
    """Changes an index that nothing but it refreshes: after each of its requests one more state can be seen, whole.

    `states` has every one that there was. Records far apart change together, so that a file whose halves are of two
    states is none of them. What it deletes it brings back some steps later."""

    def __init__(self, server, index, seed=1):
        super().__init__(daemon=True)
        self.server, self.index = server, index
        self.dice = random.Random(seed)
        self.versions = {number: 0 for number in range(RECORDS)}
        self.deleted = []
        self.fault, self.steps, self.states = None, 0, set()
        self.over = threading.Event()
        self.keep_state()

    def keep_state(self):
        self.states.add(frozenset(self.versions.items()))

    def run(self):
        try:
            while not self.over.wait(self.dice.choice([0.0, 0.1, 1.5])):
                self.step()
        except Exception as fault:  # told by stop()
            self.fault = fault

    def stop(self):
        self.over.set()
        self.join()
        if self.fault:
            raise self.fault

    def step(self):
        self.steps += 1
        half = RECORDS // 2
        low = self.dice.choice([n for n in range(half) if n in self.versions and n + half in self.versions])
        pair = [low, low + half]
        kind = self.dice.random()
        entries = []
        if kind < 0.45:
            entries = [self.change(number) for number in pair]
        elif kind < 0.7:
            entries = [self.delete(number) for number in pair]
        elif kind < 0.85:
            entries = [self.delete(self.dice.choice(pair))]
        elif self.deleted:
            entries = [self.change(self.deleted.pop(0)), self.delete(pair[1])]
        self.keep_state()  # before it can be seen
        if entries:
            answer = self.server.ask("POST", f"/{self.index}/_bulk?refresh=true", b"".join(entries))
            if answer["errors"]:
                raise RuntimeError(json.dumps(answer))

    def change(self, number):
        self.versions[number] = self.steps
        text = json.dumps(record(number, self.steps))
        return f'{{"index":{{"_id":"r{number:05}"}}}}\n{text}\n'.encode()

    def delete(self, number):
        del self.versions[number]
        self.deleted.append(number)
        return f'{{"delete":{{"_id":"r{number:05}"}}}}\n'.encode()


class Split(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.server = cls.enterClassContext(OpenSearchServer(cls.folder / "node"))
        for shards in (1, 2):
            load(cls.server, DATASETS["basalts"], environments=["petdb"], shards=shards, prefix=f"of-{shards}-")

    def setUp(self):
        self.proxy = self.enterContext(FaultProxy(self.server.port))
        self.files = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(dir=self.folder)))

    def tearDown(self):
        self.assertEqual(self.server.left_open(), NO_CONTEXTS)

    def exportd(self, prefix, search="", order="index"):
        if "split" not in search:
            search += '\nsplit = "always"'
        return Exportd(self.files / f"{len(list(self.files.iterdir()))}", self.proxy.url, search=search, prefix=prefix,
                       environment=f'order = "{order}"')

    def exported(self, exportd, query):
        """The file, and how many scrolls were opened for it."""
        out = self.files / f"{len(list(self.files.iterdir()))}.csv"
        before = len(self.proxy.seen("POST", OPENING))
        done = exportd.run("petdb", query, out)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        opened = self.proxy.seen("POST", OPENING)[before:]
        halves = [one for one in opened if b'"_seq_no":{' in one.body]
        self.assertIn(len(halves), (0, 2))
        return out, len(opened)

    def test_when_there_are_two(self):
        cases = [  # index, [search], order, query, scrolls
            ("of-1-", "", "index", "", 2),
            ("of-1-", "", "index", "taxons=basalt", 2),
            ("of-1-", "page_rows = 100", "index", "", 2),
            ("of-1-", "", "index", "taxons=komatiite", 1),  # fewer than 2,000
            ("of-1-", "", "index", "taxons=no such rock", 1),
            ("of-1-", 'split = "off"', "index", "", 1),
            ("of-1-", 'split = "auto"', "index", "", 1),  # 20 MB
            ("of-1-", "", "sampleId", "", 1),
            ("of-2-", "", "index", "", 1),
            ("of-1-", 'paging = "pit"', "index", "", 0),
        ]
        for prefix, search, order, query, scrolls in cases:
            with self.subTest(prefix=prefix, search=search, order=order, query=query):
                self.assertEqual(self.exported(self.exportd(prefix, search, order), query)[1], scrolls)

    def test_they_give_what_one_gives(self):
        for query in ("", "taxons=basalt", "layout=long&companions=qualifier,method&taxons=basalt"):
            for rows in (0, 313):
                with self.subTest(query=query, page_rows=rows):
                    one, scrolls = self.exported(self.exportd("of-1-", f'page_rows = {rows}\nsplit = "off"'), query)
                    self.assertEqual(scrolls, 1)
                    exportd = self.exportd("of-1-", f"page_rows = {rows}")
                    files = [self.exported(exportd, query) for _ in range(2)]
                    self.assertEqual([scrolls for _, scrolls in files], [2, 2])
                    first, second = (file.read_bytes() for file, _ in files)
                    self.assertEqual(first, second)
                    self.assertEqual(sorted(first.splitlines()), sorted(one.read_bytes().splitlines()))

    def test_what_is_written_between_the_openings_gives_them_up(self):
        self.fresh_index("between-petdb")
        exportd = self.exportd("between-", "page_rows = 500")
        self.assertEqual(self.exported(exportd, COLUMNS)[1], 2)
        whole = {number: 0 for number in range(RECORDS)}
        writes = {
            "an early record is deleted": lambda: self.server.ask("DELETE", "/between-petdb/_doc/r00001?refresh=true"),
            "a late record is deleted": lambda: self.server.ask("DELETE", "/between-petdb/_doc/r05000?refresh=true"),
            "a record is new": lambda: self.put("between-petdb", RECORDS, 1),
            "an early record is another": lambda: self.put("between-petdb", 2, 1),
            "a late record is another": lambda: self.put("between-petdb", 5_001, 1),
        }
        after = {1: None, 5_000: None, RECORDS: 1, 2: 1, 5_001: 1}
        for (name, write), (number, version) in zip(writes.items(), after.items()):
            with self.subTest(name):
                file, scrolls = self.exported_while(write, exportd)
                self.assertEqual(scrolls, 3)
                whole.pop(number, None)
                if version is not None:
                    whole[number] = version
                self.assertEqual(sorted(states_in(file)), sorted(whole.items()))
        self.assertEqual(self.exported(exportd, COLUMNS)[1], 2)

    def exported_while(self, write, exportd):
        """`write` is done between the openings: the answer to the first waits for it."""
        before = len(self.proxy.seen("POST", OPENING))
        first = Hold()
        self.proxy.on("POST", OPENING, do=first)
        with ThreadPoolExecutor(1) as pool:
            exporting = pool.submit(self.exported, exportd, COLUMNS)
            try:
                while not any(one.status for one in self.proxy.seen("POST", OPENING)[before:]):
                    self.assertFalse(exporting.done(), "it did not wait for the first opening")
                    time.sleep(0.01)
                write()
                self.assertEqual(len(self.proxy.seen("POST", OPENING)), before + 1)
            finally:
                first.released.set()
            return exporting.result()

    def put(self, index, number, version):
        self.server.ask("PUT", f"/{index}/_doc/r{number:05}?refresh=true", record(number, version))

    def fresh_index(self, name):
        """Refreshed by hand only."""
        self.server.create_index(name, "nested")
        self.server.ask("PUT", f"/{name}/_settings", {"index": {"refresh_interval": "-1"}})
        self.server.bulk(name, [json.dumps(record(number, 0)) for number in range(RECORDS)])

    def test_an_index_that_is_written_to(self):
        self.fresh_index("busy-petdb")
        exportd = self.exportd("busy-", "page_rows = 400")
        self.assertEqual(self.exported(exportd, COLUMNS)[1], 2)
        writer = Writer(self.server, "busy-petdb")
        writer.start()
        exports, given_up, distinct = 0, 0, set()
        try:
            # More than there should be only if all of them have gone the same way so far.
            while exports < EXPORTS or (given_up in (0, exports) and exports < 10 * EXPORTS):
                # In every other export the openings are further apart, so that more is written between them.
                self.proxy.pass_all()
                self.proxy.on("POST", OPENING, times=None, do=Delay(0.1 * (exports % 2)))
                file, scrolls = self.exported(exportd, COLUMNS)
                exports += 1
                self.assertIn(scrolls, (2, 3))
                given_up += scrolls == 3
                found = states_in(file)
                state = frozenset(found)
                self.assertEqual(len(state), len(found), "a record stands in the file twice")
                self.assertTrue(state in writer.states, "the file shows no state that there was")
                distinct.add(state)
        finally:
            self.proxy.pass_all()
            writer.stop()
        print(f"{exports} exports of {len(distinct)} states while {writer.steps} requests wrote: "
              f"{exports - given_up} by two scrolls, {given_up} gave them up for one")
        self.assertGreater(given_up, 0)
        self.assertLess(given_up, exports)

    def test_another_number_of_records_gives_no_file(self):
        def page(total, documents):
            hits = [{"_source": record(number, 0)} for number in range(documents)]
            found = {"total": {"value": total, "relation": "eq"}, "hits": hits}
            return Answer(200, json.dumps({"timed_out": False, "_shards": {"total": 1, "successful": 1, "failed": 0}, "hits": found}).encode())

        self.fresh_index("short-petdb")
        exportd = self.exportd("short-", "page_rows = 400")
        halves = RECORDS // 2
        cases = {  # of the halves' later pages the nth is another
            "a page without records": (3, page(halves, 0), "fewer records than it had promised"),
            "another total": (3, page(halves - 1, 400), "number of records changed"),
            "a page too many": (3, page(halves, 400), "6200 records after promising 6000"),
            "the last page with one record fewer": (14, page(halves, 199), "5999 records after promising 6000"),
            "the last page with one record more": (14, page(halves, 201), "6001 records after promising 6000"),
        }
        for name, (nth, answer, why) in cases.items():
            with self.subTest(name):
                self.proxy.on("POST", PAGE, nth=nth, do=answer)
                out = self.files / "none.csv"
                done = exportd.run("petdb", COLUMNS, out)
                print(f"{name}: exit {done.returncode}: {done.stderr.decode().splitlines()[-1]}")
                self.assertEqual(done.returncode, 1)
                self.assertIn(why, done.stderr.decode())
                self.assertFalse(out.exists())
                self.proxy.pass_all()
        with self.subTest("the look after the openings tells another number"):
            self.proxy.on("POST", LOOK, do=page(RECORDS - 1, 0))
            file, scrolls = self.exported(exportd, COLUMNS)
            self.assertEqual(scrolls, 3)
            self.assertEqual(len(set(states_in(file))), RECORDS)


if __name__ == "__main__":
    unittest.main()
