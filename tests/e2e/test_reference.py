"""Every case's file, byte for byte the same from exportd and from the reference.

    EXPORTD_BIN=build/release/exportd python3 -m unittest e2e.test_reference     (from the folder `tests`)

EXPORTD_CASES=TEXT runs only the cases whose data set, environment or query contains TEXT.
"""

import hashlib
import json
import multiprocessing
import os
import sys
import tempfile
import unittest
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from reference.errors import ParameterError
from reference.export import export
from reference.query import Query

from . import harness
from .cases import Case, cases, refused_cases
from .compare import difference

PROCESSES = 2
MISMATCHES_SHOWN = 25


def check(case):
    """(case, what is wrong); nothing wrong is an empty text. Runs in a worker process."""
    dataset = harness.DATASETS[case.dataset]
    with tempfile.TemporaryDirectory(dir=harness.work_dir()) as folder:
        out = Path(folder) / "file"
        done = harness.run(dataset, case.environment, case.text, out)
        try:
            wanted = export(case.environment, case.text, dataset.records())
        except ParameterError as error:
            return case, _refusal(done, error, out)
        if done.returncode:
            return case, f"exit code {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
        return case, _file(case, wanted, out.read_bytes(), harness.summary(done))


def _refusal(done, error, out):
    message = done.stderr.decode(errors="replace")
    if done.returncode != 2:
        return f"exit code {done.returncode} instead of 2 for {error}: {message}"
    if error.parameter not in message:
        return f"the message does not name {error.parameter}: {message}"
    return "a file was left behind" if out.exists() else ""


def _file(case, wanted, delivered, told):
    options = Query(case.environment, case.text).options
    try:
        plain = harness.plain_bytes(delivered, options.compression)
    except Exception as error:
        return f"the {options.compression} does not open: {error}"
    wrong = difference(wanted.data, plain, options.fileType)
    if wrong:
        return wrong
    facts = {
        "rows": wanted.rows,
        "records": wanted.records,
        "columns": len(wanted.header),
        "bytes": len(delivered),
        "sha256": hashlib.sha256(delivered).hexdigest(),
    }
    return "; ".join(
        f"--json says {name} = {told.get(name)!r}, the file {value!r}"
        for name, value in facts.items()
        if told.get(name) != value
    )


def report(case, wrong):
    return (
        f"\n--- {case.dataset} / {case.environment}\nquery:   {case.query or '(none)'}\n"
        f"options: {case.options or '(none)'}\n{wrong}\n"
    )


class SameBytes(unittest.TestCase):
    def compare(self, chosen):
        part = os.environ.get("EXPORTD_CASES", "")
        chosen = [case for case in chosen if part in f"{case.dataset} {case.environment} {case.text}"]
        chosen = [case for case in chosen if harness.available(case.dataset)]
        for dataset, environment in sorted({(case.dataset, case.environment) for case in chosen}):
            harness.imported(dataset, environment)
        # Neighbours share a data set, so that a worker reads each data set once and early.
        with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("fork")) as pool:
            wrong = [(case, why) for case, why in pool.map(check, chosen) if why]
        for case, why in wrong[:MISMATCHES_SHOWN]:
            print(report(case, why), file=sys.stderr)
        self.assertFalse(wrong, f"{len(wrong)} of {len(chosen)} exports differ")
        print(f"{len(chosen)} exports are the same", file=sys.stderr)

    def test_every_case(self):
        self.compare(cases())

    def test_what_is_refused_only_with_the_data_at_hand(self):
        self.compare(refused_cases())

    def test_the_same_bytes_on_standard_output(self):
        dataset = harness.imported("nested", "synthesis")
        case = Case("nested", "synthesis", "level1=igneous", "layout=long")
        done = harness.run(dataset, case.environment, case.text, "-")
        wanted = export(case.environment, case.text, dataset.records())
        self.assertEqual(done.returncode, 0, done.stderr[-500:])
        self.assertEqual(difference(wanted.data, done.stdout, "csv"), "")
        self.assertEqual(json.loads(done.stderr.decode().splitlines()[-1])["rows"], wanted.rows)

    def test_options_as_flags_are_options_of_the_query(self):
        dataset = harness.imported("nested", "synthesis")
        with tempfile.TemporaryDirectory(dir=harness.work_dir()) as folder:
            out = Path(folder) / "file"
            done = harness.exportd(
                "run",
                "synthesis",
                "level1=igneous",
                "--fileType",
                "json",
                "--layout",
                "long",
                "-o",
                out,
                *dataset.arguments(),
                "--json",
            )
            self.assertEqual(done.returncode, 0, done.stderr[-500:])
            wanted = export("synthesis", "level1=igneous&fileType=json&layout=long", dataset.records())
            self.assertEqual(difference(wanted.data, out.read_bytes(), "json"), "")


if __name__ == "__main__":
    unittest.main()
