"""The same query on the same records: the embedded store and OpenSearch give the same bytes.

EXPORTD_DIFFERENTIAL_QUERIES: how many generated queries of each environment and data set (default 120).
"""

import itertools
import json
import os
import pathlib
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

from . import harness
from .cases import ALL
from .generated_queries import Queries
from .opensearch_server import MAPPINGS, OpenSearchServer
from .opensearch_store import ENVIRONMENTS, Exportd, load

QUERIES = int(os.environ.get("EXPORTD_DIFFERENTIAL_QUERIES", "120"))
OPTIONS = [
    "", "columns=all", "layout=method&fileType=json", "layout=long", "repeats=columns&fileType=ndjson&" + ALL,
    "columns=all&layout=method&compression=gzip", "columns=REE,SiO2,latitude", "safe=true&bom=true",
]
PROCESSES = 2


class SameBytes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.server = cls.enterClassContext(OpenSearchServer(cls.folder / "node"))

    def compared(self, dataset, exportd, query, environment):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            ours, theirs = pathlib.Path(folder) / "sqlite", pathlib.Path(folder) / "opensearch"
            wanted = harness.run(dataset, environment, query, ours)
            got = exportd.run(environment, query, theirs)
            if wanted.returncode != got.returncode:
                return f"{environment} {query}: exit {wanted.returncode} and {got.returncode}: {got.stderr.decode()}"
            if wanted.returncode:
                return f"{environment} {query}: refused: {wanted.stderr.decode()}"
            same = ours.read_bytes() == theirs.read_bytes()
            records = harness.summary(wanted)["records"]
            if same and records == harness.summary(got)["records"]:
                return records
            return f"{environment} {query}: {records} and {harness.summary(got)['records']} records, other bytes"

    def compare(self, name, exportd, queries):
        options = itertools.cycle(OPTIONS)
        dataset = harness.DATASETS[name]
        texts = [(e, "&".join(part for part in (query, next(options)) if part)) for e, query in queries]
        with ThreadPoolExecutor(PROCESSES) as pool:
            found = list(pool.map(lambda one: self.compared(dataset, exportd, one[1], one[0]), texts))
        wrong = [one for one in found if isinstance(one, str)]
        counts = [one for one in found if isinstance(one, int)]
        print(f"{name}: {len(counts)} of {len(found)} queries give the same bytes, {sum(counts)} records in all, "
              f"{sum(c == 0 for c in counts)} found none, at most {max(counts, default=0)}")
        self.assertEqual(wrong, [])
        self.assertGreater(sum(c > 0 for c in counts), len(counts) // 2)
        self.assertEqual(self.server.left_open(), {"scrolls": 0, "pointsInTime": 0})

    def check(self, name, shards=1, search="", count=QUERIES, seed=1):
        dataset = harness.DATASETS[name]
        prefix = f"{name}-{shards}-{seed}-"
        queries = [(e, "") for e in ENVIRONMENTS]
        for environment in ENVIRONMENTS:
            harness.imported(name, environment)
            queries += [(environment, one) for one in Queries(dataset.path(), environment, seed).some(count)]
        load(self.server, dataset, shards=shards, prefix=prefix)
        self.compare(name, Exportd(self.folder / f"e{shards}{seed}", self.server.url, search=search, prefix=prefix), queries)

    def test_the_bundled_records(self):
        self.check("basalts")

    def test_two_shards_and_small_pages(self):
        self.check("basalts", shards=2, search="page_rows = 997", count=QUERIES // 8, seed=2)

    def test_a_point_in_time_and_compressed_answers(self):
        self.check("basalts", shards=2, search='paging = "pit"\npage_rows = 301\ncompression = "gzip"',
                   count=QUERIES // 8, seed=3)

    def test_a_shard_that_is_not_up_gives_no_file_rather_than_a_part(self):
        load(self.server, harness.DATASETS["basalts"], environments=["petdb"], prefix="half-")
        mapping = json.loads((MAPPINGS / "nested.json").read_text(encoding="utf-8"))
        mapping["settings"]["index"]["routing.allocation.require._name"] = "no such node"
        self.server.ask("PUT", "/red?wait_for_active_shards=0", mapping)
        actions = [{"add": {"index": index, "alias": "both-petdb"}} for index in ("half-petdb", "red")]
        self.server.ask("POST", "/_aliases", {"actions": actions})
        for paging in ("scroll", "pit"):
            out = self.folder / f"part-{paging}"
            exportd = Exportd(self.folder / f"red-{paging}", self.server.url, prefix="both-",
                              search=f'paging = "{paging}"\ntimeout_seconds = 1')
            done = exportd.run("petdb", "", out)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("exportd: search: the cluster", done.stderr.decode())
            self.assertFalse(out.exists())
        self.server.ask("DELETE", "/red")
        self.assertEqual(exportd.run("petdb", "", out).returncode, 0)

    def test_the_petdb_records(self):
        if not harness.available("petdb"):
            self.skipTest("EXPORTD_REAL_DATA is not set")
        self.check("petdb", seed=4)


if __name__ == "__main__":
    unittest.main()
