"""Cells and columns worked out by hand.

python3 -m unittest reference.test_cells        (from the folder `tests`)
"""

import json
import unittest

from .errors import ParameterError
from .export import cells, export
from .record import Record, read_documents

METADATA_COUNT = 33


def records_of(*texts, flat=None):
    documents = list(read_documents("\n".join(texts).encode()))
    return [Record(document, flat) for document in sorted(documents, key=lambda one: one["sampleId"].encode())]


def zr(*results):
    """One record with results of Zr in ppm; each result is the text of its other members."""
    made = ",".join('{"variable":"Zr","variableGroup":"trace element","unit":"ppm",' + rest + "}" for rest in results)
    return f'{{"sampleId":"s","results":[{made}]}}'


def row_of(query, *texts, flat=None):
    """The only row as {header: cell} without absent cells, taken from the JSON form."""
    data = export("synthesis", query + "&fileType=ndjson", records_of(*texts, flat=flat)).data
    return {
        name: value for name, value in json.loads(data, parse_float=str, parse_int=str).items() if name != "sampleId"
    }


class Cells(unittest.TestCase):
    def test_what_one_result_shows(self):
        for rest, wanted in [
            ('"value":0.10', "0.10"),
            ('"qualifier":"<","value":0.1', "<0.1"),
            ('"valueText":"BDL"', "BDL"),
            ('"qualifier":"<","valueText":"BDL"', "<BDL"),
            ('"qualifier":"<","valueText":"<0.1"', "<0.1"),
            ('"qualifier":"<"', "<"),
            ('"value":null,"valueText":"n.d."', "n.d."),
            ('"value":null', None),
            ('"valueText":null', None),
            ('"value":[1.0,[2,null]]', "1.0; 2"),
            ('"value":{"a": 1.50}', '{"a":1.50}'),
        ]:
            self.assertEqual(row_of("", zr(rest)), {"Zr (ppm)": wanted}, rest)
        self.assertEqual(row_of("", zr('"method":"XRF"')), {})

    def test_the_worked_example_of_companions(self):
        example = zr('"qualifier":"<","value":0.10,"method":"XRF"', '"valueText":"BDL"', '"value":-47.3,"method":"ICP"')
        self.assertEqual(
            row_of("companions=qualifier,method", example),
            {"Zr (ppm)": "0.10; ; -47.3", "Zr (ppm) qualifier": "<; BDL; ", "Zr (ppm) method": "XRF; ; ICP"},
        )
        self.assertEqual(
            row_of("companions=qualifier,method&repeats=columns", example),
            {
                "Zr (ppm)": "0.10",
                "Zr (ppm) qualifier": "<",
                "Zr (ppm) method": "XRF",
                "Zr (ppm) [2] qualifier": "BDL",
                "Zr (ppm) [3]": "-47.3",
                "Zr (ppm) [3] method": "ICP",
            },
        )

    def test_no_values_beside_qualifiers_are_absent(self):
        self.assertEqual(
            row_of("companions=qualifier", zr('"value":null,"valueText":"BDL"', '"qualifier":"<"')),
            {"Zr (ppm) qualifier": "BDL; <"},
        )

    def test_standard_deviations_are_named_by_type_and_unit(self):
        results = zr(
            '"value":1,"stdevValue":0.1,"stdevType":"1S","stdevUnit":"ppm"',
            '"value":2,"stdevValue":0.2,"stdevUnit":"%"',
        )
        self.assertEqual(
            row_of("companions=stdev", results),
            {"Zr (ppm)": "1; 2", "Zr (ppm) 1S": "0.1; ", "Zr (ppm) stdev (%)": "; 0.2"},
        )

    def test_lists_of_metadata(self):
        for value, wanted in [
            ("null", None),
            ("[null]", None),
            ("[[],[null]]", None),
            ('""', ""),
            ('[""]', ""),
            ('["",null,""]', "; "),
            ("[1.50]", "1.50"),
            ('["a",["b"]]', "a; b"),
            ("true", "true"),
            ('{"b":1,"a":2}', '{"b":1,"a":2}'),
        ]:
            self.assertEqual(row_of("", f'{{"sampleId":"s","comment":{value}}}'), {"comment": wanted}, value)
        self.assertEqual(row_of("", '{"sampleId":"s","comment":[]}'), {})

    def test_citations_have_a_part_each(self):
        text = (
            '{"sampleId":"s","citations":[{"citationPublicationYear":1983,"authors":["A, B"]},null,'
            '{"citationId":"r","authors":"C"}]}'
        )
        self.assertEqual(row_of("", text), {"citations": "; r", "publicationYears": "1983; ", "authors": "A, B; C"})
        for value in ("null", "[null]"):
            self.assertEqual(row_of("", f'{{"sampleId":"s","citations":{value}}}'), {"citations": None})
        self.assertEqual(row_of("", '{"sampleId":"s","citations":[]}'), {})

    def test_flat_fields_are_results(self):
        flat = {"SIO2": {"variable": "SiO2", "unit": "wt%", "group": "major oxide"}}
        text = '{"sampleId":"s","SIO2":[49.970,"n.d."],"Zr":null,"La":[],"Ce":"12.5","authors":true,"age":5}'
        self.assertEqual(
            row_of("", text, flat=flat),
            {"SiO2 (wt%)": "49.970; n.d.", "Zr": None, "Ce": "12.5", "authors [analyte]": "true", "age": "5"},
        )


class Tables(unittest.TestCase):
    def header(self, query, *texts):
        return cells("synthesis", query, records_of(*texts))[2]

    def analytes(self, query, *texts):
        return self.header(query, *texts)[METADATA_COUNT:]

    def test_order_of_columns(self):
        made = [
            '"variable":"Zz"',
            '"variable":"La","variableGroup":"REE-ish"',
            '"variable":"U","variableGroup":"Trace Element"',
            '"variable":"Ti","variableGroup":"trace element"',
            '"variable":"K2O","variableGroup":"major oxide"',
            '"variable":"SiO2","variableGroup":"Major Oxide","unit":"wt%"',
            '"variable":"SiO2","variableGroup":"Z"',
            '"variable":"87Sr/86Sr","variableGroup":"radiogenic isotope ratio"',
        ]
        text = '{"sampleId":"s","results":[' + ",".join("{" + rest + ',"value":1}' for rest in made) + "]}"
        self.assertEqual(self.analytes("", text), ["SiO2 (wt%)", "K2O", "Ti", "U", "87Sr/86Sr", "La", "SiO2", "Zz"])

    def test_a_name_is_borne_once(self):
        made = [
            '"variable":"Zr","unit":"ppm","value":1',
            '"variable":"Zr (ppm)","value":1',
            '"variable":"age","value":1',
            '"variable":"Zr (ppm) [2]","value":1',
            '"variable":"Zr","unit":"ppm","value":2',
            '"variable":"Zr","unit":"ppm","value":3,"method":"M"',
            '"variable":"","value":1',
            '"variable":"Zr (ppm) method","value":1',
        ]
        text = '{"sampleId":"s","results":[' + ",".join("{" + rest + "}" for rest in made) + "]}"
        self.assertEqual(
            self.analytes("", text),
            ["Zr (ppm)", "[unnamed]", "Zr (ppm) [2]", "Zr (ppm) [2] [2]", "Zr (ppm) method", "age [analyte]"],
        )
        # The analyte that is spelled like a repeat keeps its name; the repeat gives way.
        self.assertEqual(
            self.analytes("repeats=columns&companions=method", text),
            [
                "Zr (ppm)",
                "Zr (ppm) [2] [3]",
                "Zr (ppm) [3]",
                "Zr (ppm) [3] method",
                "[unnamed]",
                "Zr (ppm) [2]",
                "Zr (ppm) [2] [2]",
                "Zr (ppm) method",
                "age [analyte]",
            ],
        )

    def test_a_list_selects_and_does_not_order(self):
        text = (
            '{"sampleId":"s","results":[{"variable":"SiO2","variableGroup":"major oxide","unit":"wt%","value":1},'
            '{"variable":"SiO2","value":1},{"variable":"La","variableGroup":"rare earth element","value":1}]}'
        )
        self.assertEqual(self.header("columns=REE,SiO2,age", text), ["sampleId", "age", "SiO2 (wt%)", "La", "SiO2"])
        self.assertEqual(self.header("columns=SiO2 (wt%25)", text), ["sampleId", "SiO2 (wt%)"])
        self.assertEqual(self.header("columns=te", text), ["sampleId"])
        for item in ("Te", "Ir", "SiO3", "trace element", "sio2"):
            with self.assertRaises(ParameterError, msg=item):
                self.header(f"columns={item}", text)

    def test_bytes(self):
        text = '{"sampleId":"=s","sampleName":"a,\\"b\\"","igsn":"","latitude":-1.50,"age":[-1,-2],"comment":"-1"}'
        made = export(
            "synthesis", "safe=true&bom=true&columns=sampleName,igsn,latitude,age,comment,level1", records_of(text)
        )
        self.assertEqual(
            made.data.decode(),
            "\ufeffsampleId,sampleName,igsn,level1,latitude,age,comment\r\n"
            "'=s,\"a,\"\"b\"\"\",\"\",,-1.50,-1; -2,'-1\r\n",
        )
        self.assertEqual(export("synthesis", "fileType=json&level1=none", records_of(text)).data, b"[]\n")
        self.assertEqual(export("synthesis", "fileType=ndjson&level1=none", records_of(text)).data, b"")
        self.assertEqual(
            export("synthesis", "fileType=json&columns=latitude,igsn", records_of(text)).data,
            b'[\n{"sampleId":"=s","igsn":"","latitude":-1.50}\n]\n',
        )


if __name__ == "__main__":
    unittest.main()
