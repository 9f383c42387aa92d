"""The files read back by other people's readers hold the reference's cells: pandas, R, Python's csv and json."""

import csv
import io
import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from reference.cells import NULL, NUMBER, present
from reference.export import cells

from . import harness

try:
    import pandas
except ImportError:
    pandas = None

# Prints every cell of a CSV file, header first, as JSON strings, so that no second CSV writer is trusted.
R_PROGRAM = """
arguments <- commandArgs(trailingOnly = TRUE)
table <- read.csv(arguments[1], colClasses = "character", na.strings = character(0), check.names = FALSE,
                  strip.white = FALSE, fileEncoding = "", encoding = "UTF-8", comment.char = "", header = FALSE,
                  stringsAsFactors = FALSE, blank.lines.skip = FALSE)
out <- file(arguments[2], "wb")
for (row in seq_len(nrow(table))) {
  for (cell in unlist(table[row, ], use.names = FALSE)) {
    bytes <- charToRaw(enc2utf8(cell))
    writeLines(paste(as.character(bytes), collapse = ""), out)
  }
}
cat(nrow(table), ncol(table), "\\n")
close(out)
"""

CASES = [
    ("nested", "synthesis", ""),
    ("nested", "petdb", "repeats=columns&companions=qualifier,method,stdev,lab,comment"),
    ("nested", "synthesis", "layout=method&columns=te"),
    ("nested", "synthesis", "layout=long"),
    ("flat", "synthesis", ""),
    ("basalts", "synthesis", "level4=picrite"),
    ("petdb", "petdb", "geoFeatures=location::[LAU BASIN]"),
    ("petdb", "petdb", "expeditions=ODP&layout=long"),
]


def csv_text(cell):
    return cell.text if present(cell) else ""


class ReadBack(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=harness.work_dir())
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def each(self, options=""):
        """(file written by exportd, header, rows of the reference's cells) of every case."""
        for number, (name, environment, query) in enumerate(CASES):
            if not harness.available(name):
                continue
            dataset = harness.imported(name, environment)
            text = "&".join(part for part in (query, options) if part)
            out = self.folder / f"{number}"
            done = harness.run(dataset, environment, text, out)
            with self.subTest(dataset=name, query=text):
                self.assertEqual(done.returncode, 0, done.stderr)
                _, _, header, rows = cells(environment, text, dataset.records())
                yield out, header, list(rows)

    def same(self, found, wanted, header):
        """Row by row, so that a failure names one cell and not two whole tables."""
        for number, (one, other) in enumerate(zip(found, wanted)):
            for name, a, b in zip(header, one, other):
                if a != b:
                    self.fail(f"row {number}, column {name!r}: read {a[:200]!r}, reference {b[:200]!r}")
        self.assertEqual([len(found), len(found[0]) if found else 0], [len(wanted), len(wanted[0]) if wanted else 0])

    def test_python_csv(self):
        csv.field_size_limit(1 << 30)
        for out, header, rows in self.each():
            found = list(csv.reader(io.StringIO(out.read_bytes().decode("utf-8"), newline=""), strict=True))
            self.same(found, [list(header)] + [list(map(csv_text, row)) for row in rows], header)

    def test_python_csv_with_a_byte_order_mark(self):
        csv.field_size_limit(1 << 30)
        for out, header, rows in self.each("bom=true"):
            found = list(csv.reader(io.StringIO(out.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
            self.same(found, [list(header)] + [list(map(csv_text, row)) for row in rows], header)

    def test_python_json(self):
        for out, header, rows in self.each("fileType=json"):
            found = json.loads(out.read_bytes(), parse_float=Digits, parse_int=Digits)
            self.assertEqual([typed(row) for row in found], [json_row(header, row) for row in rows])

    def test_python_ndjson(self):
        for out, header, rows in self.each("fileType=ndjson"):
            lines = out.read_bytes().decode("utf-8").split("\n")
            self.assertEqual(lines.pop(), "")
            found = [typed(json.loads(line, parse_float=Digits, parse_int=Digits)) for line in lines]
            self.assertEqual(found, [json_row(header, row) for row in rows])

    @unittest.skipUnless(pandas, "pandas is not installed")
    def test_pandas(self):
        # The C parser of pandas ends a cell at a NUL and takes a bare CR in an unquoted cell for a line end; only
        # the NUL concerns us, since a CR is always quoted. dtype=str so that no number is parsed and rewritten.
        for out, header, rows in self.each():
            wanted = [list(header)] + [list(map(csv_text, row)) for row in rows]
            table = pandas.read_csv(
                out,
                dtype=str,
                keep_default_na=False,
                na_filter=False,
                header=None,
                encoding="utf-8",
                skip_blank_lines=False,
                low_memory=False,
            )
            found = table.values.tolist()
            self.same(
                [[before_nul(cell) for cell in row] for row in found],
                [[before_nul(cell) for cell in row] for row in wanted],
                header,
            )

    @unittest.skipUnless(pandas, "pandas is not installed")
    def test_pandas_parses_every_analyte_with_repeats_and_qualifiers_as_numbers(self):
        if not harness.available("petdb"):
            self.skipTest("EXPORTD_REAL_DATA is not set")
        dataset = harness.imported("petdb", "petdb")
        out = self.folder / "numbers.csv"
        done = harness.run(dataset, "petdb", "repeats=columns&companions=qualifier", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        table = pandas.read_csv(out, low_memory=False)
        analytes = [name for name in table.columns[33:] if not name.endswith(" qualifier")]
        self.assertTrue(analytes)
        self.assertEqual([name for name in analytes if not pandas.api.types.is_numeric_dtype(table[name])], [])

    @unittest.skipUnless(shutil.which("Rscript"), "R is not installed")
    def test_r(self):
        program = self.folder / "read.R"
        program.write_text(R_PROGRAM, encoding="utf-8")
        for out, header, rows in self.each():
            wanted = [list(header)] + [list(map(csv_text, row)) for row in rows]
            dump = self.folder / "cells"
            done = subprocess.run(
                ["Rscript", "--vanilla", str(program), str(r_readable(out)), str(dump)],
                capture_output=True,
                env={"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"},
                check=False,
            )
            self.assertEqual(done.returncode, 0, done.stderr.decode(errors="replace")[-500:])
            count, width = map(int, done.stdout.split()[-2:])
            texts = [bytes.fromhex(line.decode()).decode("utf-8") for line in dump.read_bytes().splitlines()]
            found = [texts[start : start + width] for start in range(0, count * width, width)]
            self.same([list(map(r_text, row)) for row in found], [list(map(r_text, row)) for row in wanted], header)


class Digits(str):
    """A number of a JSON file, kept apart from a string of the same characters."""


def typed(row):
    return {name: (isinstance(value, Digits), value) for name, value in row.items()}


def json_row(header, row):
    found = {}
    for name, cell in zip(header, row):
        if cell is NULL:
            found[name] = (False, None)
        elif present(cell):
            found[name] = (cell.kind == NUMBER, cell.text)
    return found


def before_nul(text):
    return text.split("\0", 1)[0]


def r_readable(path):
    """R has no NUL in its strings: the file without NUL bytes."""
    cleaned = path.with_suffix(".r")
    cleaned.write_bytes(path.read_bytes().replace(b"\0", b""))
    return cleaned


def r_text(text):
    """What R's connections do to text: no NUL, and every line end, inside quotes too, becomes LF."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


if __name__ == "__main__":
    unittest.main()
