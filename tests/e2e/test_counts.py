"""How many records, columns and rows the real data petdb-2002 give for known queries."""

import tempfile
import unittest
from pathlib import Path

from reference.known import COUNTS
from reference.vocabulary import METADATA_COLUMNS

from . import harness


def told(environment, query):
    """What `run --json` says, and the file's size as a check that there is one."""
    dataset = harness.imported("petdb", environment)
    with tempfile.TemporaryDirectory(dir=harness.work_dir()) as folder:
        done = harness.run(dataset, environment, query, Path(folder) / "file")
        if done.returncode:
            raise AssertionError(f"{query}: {done.stderr.decode(errors='replace')}")
        return harness.summary(done)


class Counts(unittest.TestCase):
    def setUp(self):
        if not harness.available("petdb"):
            self.skipTest("EXPORTD_REAL_DATA is not set")

    def test_records(self):
        for environment, query, wanted in COUNTS:
            with self.subTest(query=query):
                self.assertEqual(told(environment, query)["records"], wanted)

    def test_columns_and_rows_of_the_whole(self):
        metadata = len(METADATA_COLUMNS)
        for query, rows, columns in [
            ("", 2343, 62 + metadata),
            ("layout=method", 2343, 2468 + metadata),
            ("layout=long", 44513, 18),
        ]:
            with self.subTest(query=query):
                found = told("petdb", query)
                self.assertEqual((found["rows"], found["columns"], found["records"]), (rows, columns, 2343))


if __name__ == "__main__":
    unittest.main()
