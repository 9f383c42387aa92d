"""The reference checked against what is written down.

python3 -m unittest reference.test_self        (from the folder `tests`)
"""

import os
import pathlib
import unittest

from . import polygon
from .errors import ParameterError, RefusedLine
from .export import cells, id_lines, selected
from .generate import lines
from .items import split_grouped
from .known import COUNTS, VECTORS
from .lowercase import lower
from .numbers import canonical_number
from .query import Query
from .record import parse_line, read_documents, read_file
from .refused import ACCEPTED, REFUSED
from .values import compact_json
from .vocabulary import METADATA_COLUMNS

METADATA_COUNT = len(METADATA_COLUMNS)


class Identity(unittest.TestCase):
    def test_the_published_vectors(self):
        for environment, query, *wanted in VECTORS:
            self.assertEqual(id_lines(environment, query), wanted, query)

    def test_numbers_are_written_as_exact_plain_decimals(self):
        pairs = {
            "1e-7": "0.0000001",
            "-0": "0",
            "-0.0e5": "0",
            "+5": "5",
            ".5": "0.5",
            "5.": "5",
            "007": "7",
            "1.50": "1.5",
            "12e-1": "1.2",
            "1e3": "1000",
            "-.5E+1": "-5",
            "9007199254740993": "9007199254740993",
            "100": "100",
        }
        for text, wanted in pairs.items():
            self.assertEqual(canonical_number("minage", text), wanted)
        for text in (
            "",
            ".",
            "e5",
            "5e",
            "nan",
            "inf",
            "0x1",
            "1_0",
            "٣",
            "1e309",
            "1e-309",
            "10e308",
            " 5",
            "--5",
            "1,5",
        ):
            with self.assertRaises(ParameterError, msg=text):
                canonical_number("minage", text)

    def test_lower_case_is_per_code_point(self):
        self.assertEqual(lower("İIıſßςΣΑΣ µKǅ"), "iiıſßςσασ µkǆ")

    def test_brackets_end_at_the_first_one_followed_by_bars_or_the_end(self):
        self.assertEqual(
            list(split_grouped("variables", "a::[b]c||d] ||e::f||g")), [("a", "b]c||d"), (None, "e::f"), (None, "g")]
        )

    def test_rings_that_touch_themselves_are_refused(self):
        polygon.ring("0 0,4 0,4 4,0 0")
        polygon.ring("0 0,4 0,4 0.0,4 4,0 4,0 0")
        for text in (
            "0 0,1 1,0 0",
            "0 0,4 4,4 0,0 4,0 0",
            "0 0,4 0,2 0,2 4,0 0",
            "0 0,4 0,4 4,2 0,0 4,0 0",
            "0 0,4 0,4 4",
        ):
            with self.assertRaises(ParameterError, msg=text):
                polygon.ring(text)


class Import(unittest.TestCase):
    def test_each_bad_line_is_refused_with_its_number(self):
        for line, why in REFUSED:
            with self.assertRaises(RefusedLine, msg=why) as caught:
                list(read_documents(b'{"sampleId":"first"}\n\n' + line + b"\n"))
            self.assertEqual(caught.exception.number, 3, why)

    def test_odd_but_good_files_are_taken(self):
        for name, data, wanted in ACCEPTED:
            found = sorted((document["sampleId"] for document in read_documents(data)), key=str.encode)
            self.assertEqual(found, wanted, name)

    def test_objects_are_written_without_white_space(self):
        document = parse_line(b'{ "sampleId" : "x", "a" : { "b" : [ 1.50, null, true, "\\u00e9\\/\\n" ] } }')
        self.assertEqual(compact_json(document["a"]), '{"b":[1.50,null,true,"é/\\n"]}')


class Generated(unittest.TestCase):
    def test_generated_records_are_the_same_each_time_and_import(self):
        for form in ("nested", "flat", "edges"):
            made = lines(form, 7, 60)
            self.assertEqual(made, lines(form, 7, 60))
            self.assertEqual(len(list(read_documents("\n".join(made).encode()))), len(made))


@unittest.skipUnless(os.environ.get("EXPORTD_REAL_DATA"), "EXPORTD_REAL_DATA is not set")
class RealData(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.records = read_file(pathlib.Path(os.environ["EXPORTD_REAL_DATA"]) / "petdb-2002.ndjson.gz")

    def test_counts(self):
        for environment, query, wanted in COUNTS:
            self.assertEqual(len(selected(self.records, Query(environment, query))), wanted, query)

    def test_sizes_of_the_whole(self):
        self.assertEqual(len(cells("petdb", "", self.records)[2]) - METADATA_COUNT, 62)
        self.assertEqual(len(cells("petdb", "layout=method", self.records)[2]) - METADATA_COUNT, 2468)
        self.assertEqual(sum(1 for _ in cells("petdb", "layout=long", self.records)[3]), 44513)

    def test_thirty_columns_hold_joined_cells_and_none_with_repeats_and_qualifiers(self):
        def columns_with(text, query):
            _, _, header, rows = cells("petdb", query, self.records)
            seen = {
                name
                for row in rows
                for name, cell in zip(header[METADATA_COUNT:], row[METADATA_COUNT:])
                if text in getattr(cell, "text", "")
            }
            return len(seen)

        self.assertEqual(columns_with("; ", ""), 30)
        self.assertEqual(columns_with("; ", "repeats=columns&companions=qualifier"), 0)


if __name__ == "__main__":
    unittest.main()
