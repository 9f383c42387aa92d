"""What an import refuses, line by line, and which odd files it takes."""

import json
import tempfile
import unittest
from pathlib import Path

from reference.refused import ACCEPTED, REFUSED

from . import harness


class Import(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=harness.work_dir())
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def load(self, data, name, *options):
        path = self.folder / "records.ndjson"
        path.write_bytes(data)
        return harness.exportd("import", "synthesis", path, "--data", self.folder / name, *options)

    def ids(self, name):
        out = self.folder / f"{name}.json"
        done = harness.exportd(
            "run", "synthesis", "columns=sampleId&fileType=json", "-o", out, "--data", self.folder / name
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return [row["sampleId"] for row in json.loads(out.read_text(encoding="utf-8"))]

    def test_a_bad_line_is_named_and_nothing_of_the_file_is_kept(self):
        for number, (line, why) in enumerate(REFUSED):
            with self.subTest(why=why, line=line):
                done = self.load(b'{"sampleId":"first"}\n\n' + line + b"\n", f"bad{number}")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn("3", done.stderr.decode(errors="replace"))
                self.assertEqual(self.ids(f"bad{number}"), [])

    def test_skip_bad_keeps_the_good_lines(self):
        lines = [line for line, _ in REFUSED if b"first" not in line and b"fir\\u0073t" not in line]
        done = self.load(
            b'{"sampleId":"first"}\n' + b"\n".join(lines) + b'\n{"sampleId":"last"}\n', "skipped", "--skip-bad"
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.ids("skipped"), ["first", "last"])

    def test_one_id_twice_names_both_lines(self):
        done = self.load(b'{"sampleId":"a"}\n{"sampleId":"b"}\n\n\n\n\n{"sampleId":"a"}\n', "twice")
        self.assertEqual(done.returncode, 1)
        for number in ("1", "7"):
            self.assertIn(number, done.stderr.decode())

    def test_odd_but_good_files(self):
        for number, (name, data, wanted) in enumerate(ACCEPTED):
            with self.subTest(name=name):
                done = self.load(data, f"good{number}")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(self.ids(f"good{number}"), wanted)

    def test_a_record_imported_again_is_replaced(self):
        self.load(b'{"sampleId":"a","level4":"old"}\n{"sampleId":"b"}\n', "again")
        self.load(b'{"sampleId":"a","level4":"new"}\n', "again")
        out = self.folder / "again.csv"
        harness.exportd("run", "synthesis", "columns=level4", "-o", out, "--data", self.folder / "again")
        self.assertEqual(out.read_bytes(), b"sampleId,level4\r\na,new\r\nb,\r\n")


if __name__ == "__main__":
    unittest.main()
