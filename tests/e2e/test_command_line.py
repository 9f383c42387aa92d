"""The command line as a user meets it: exit codes, messages, and what is left behind when something goes wrong."""

import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import unittest

from .stopping import wait_until_stoppable

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get("EXPORTD_BIN", str(ROOT / "build/release/exportd"))
BASALTS = ROOT / "data/basalts.ndjson.gz"

DONE, FAILED, USAGE, CANCELLED, TOO_MANY = 0, 1, 2, 3, 4


def exportd(*arguments, cwd=None, env=None, stdin=None, preexec=None):
    return subprocess.run(
        [BINARY, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=stdin,
        capture_output=True,
        check=False,
        preexec_fn=preexec,
    )


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob("*") if path.is_file())


class CommandLine(unittest.TestCase):
    """One imported store, shared; each test has a folder of its own for what it writes."""

    @classmethod
    def setUpClass(cls):
        cls.top = pathlib.Path(tempfile.mkdtemp(prefix="exportd-test-"))
        cls.data = cls.top / "data"
        done = exportd("--data", cls.data, "import", "petdb", BASALTS)
        assert done.returncode == DONE, done.stderr.decode()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=self.top))

    def run_export(self, query, *more, **how):
        return exportd("run", "petdb", query, "--data", self.data, *more, **how)

    def assert_one_line_error(self, done, code, *words):
        text = done.stderr.decode()
        self.assertEqual(done.returncode, code, text)
        lines = [line for line in text.splitlines() if line.startswith("exportd: ")]
        self.assertEqual(len(lines), 1, text)
        for word in words:
            self.assertIn(word, lines[0])

    def assert_nothing_stored(self):
        self.assertEqual(files_below(self.data / "files"), [])
        self.assertEqual(files_below(self.data / "work"), [])


class Usage(CommandLine):
    def test_no_command_and_unknown_ones_are_wrong_usage(self):
        self.assert_one_line_error(exportd(), USAGE, "--help")
        self.assert_one_line_error(exportd("exprot"), USAGE)
        self.assert_one_line_error(exportd("run", "petdb"), USAGE, "QUERY")
        self.assertEqual(exportd("--help").returncode, DONE)
        self.assertIn(b"columns", exportd("run", "--help").stdout)

    def test_an_unknown_environment_names_the_known_ones(self):
        self.assert_one_line_error(exportd("id", "petbd", ""), USAGE, "petbd", "petdb", "synthesis")

    def test_an_unknown_parameter_names_the_nearest(self):
        self.assert_one_line_error(self.run_export("authrs=Langmuir"), USAGE, "authrs", "authors")

    def test_a_legacy_name_is_unknown_to_petdb(self):
        self.assert_one_line_error(self.run_export("level4=basalt"), USAGE, "level4")

    def test_an_unknown_column_names_the_nearest(self):
        self.assert_one_line_error(self.run_export("", "--columns", "SiO3", cwd=self.folder), USAGE, "SiO3", "SiO2")
        self.assertEqual(files_below(self.folder), [])

    def test_options_may_be_flags_or_stand_in_the_query(self):
        by_flag = exportd("id", "petdb", "", "--layout", "long", "--bom")
        in_query = exportd("id", "petdb", "bom=true&layout=LONG")
        self.assertEqual(by_flag.stdout, in_query.stdout)
        self.assertEqual(by_flag.returncode, DONE)

    def test_global_options_stand_before_or_after_the_command(self):
        before = exportd("--data", self.data, "run", "petdb", "", "-o", "-")
        after = exportd("run", "petdb", "", "-o", "-", "--data", self.data)
        self.assertEqual(before.returncode, DONE, before.stderr.decode())
        self.assertEqual(before.stdout, after.stdout)


class Configuration(CommandLine):
    def test_an_unknown_key_names_its_line_and_the_nearest_key(self):
        (self.folder / "exportd.toml").write_text("[queue]\nparallel = 3\n\n[limits]\nmax_row = 5\n")
        self.assert_one_line_error(exportd("id", "petdb", "", cwd=self.folder), USAGE, "line 5", "max_row", "max_rows")

    def test_a_wrong_type_and_broken_toml_name_their_line(self):
        (self.folder / "exportd.toml").write_text('[limits]\nmax_rows = "many"\n')
        self.assert_one_line_error(exportd("id", "petdb", "", cwd=self.folder), USAGE, "line 2", "whole number")
        (self.folder / "exportd.toml").write_text("[limits\n")
        self.assert_one_line_error(exportd("id", "petdb", "", cwd=self.folder), USAGE, "line 1")

    def test_a_missing_configuration_file_is_said(self):
        self.assert_one_line_error(exportd("--config", "nowhere.toml", "id", "petdb", ""), USAGE, "nowhere.toml")

    def test_variables_win_over_the_file_and_unknown_ones_are_named(self):
        (self.folder / "exportd.toml").write_text("[limits]\nmax_rows = 5\n")
        done = self.run_export("", "-o", "-", cwd=self.folder)
        self.assertEqual(done.returncode, TOO_MANY)
        done = self.run_export("", "-o", "-", cwd=self.folder, env={"EXPORTD_LIMITS__MAX_ROWS": "20000"})
        self.assertEqual(done.returncode, DONE, done.stderr.decode())
        done = exportd("id", "petdb", "", env={"EXPORTD_LIMITS__MAXROWS": "5"})
        self.assert_one_line_error(done, USAGE, "EXPORTD_LIMITS__MAXROWS")

    def test_an_environment_can_be_added_and_changed(self):
        (self.folder / "exportd.toml").write_text(
            '[environment.rocks]\ntitle = "Rocks"\nrecords = "flat"\n[environment.petdb]\ntitle = "Ours"\n'
        )
        done = exportd("id", "rocks", "authors=A", cwd=self.folder)
        self.assertEqual(done.returncode, DONE, done.stderr.decode())


class Runs(CommandLine):
    def test_a_run_writes_a_whole_file_and_leaves_nothing_else(self):
        target = self.folder / "out.csv"
        done = self.run_export("analysisTypes=Nothing||else", "-o", target, "--json")
        self.assertEqual(done.returncode, DONE, done.stderr.decode())
        summary = json.loads(done.stdout)
        self.assertEqual((summary["rows"], summary["records"]), (0, 0))
        self.assertTrue(target.read_bytes().startswith(b"sampleId,sampleName,"))
        self.assertEqual(files_below(self.folder), ["out.csv"])
        self.assert_nothing_stored()

    def test_the_summary_tells_the_bytes_of_the_file(self):
        done = self.run_export("chemistry=(MAJ,SiO2,45,46)", "-o", self.folder / "out.csv", "--json")
        summary = json.loads(done.stdout)
        content = (self.folder / "out.csv").read_bytes()
        self.assertEqual(summary["sha256"], hashlib.sha256(content).hexdigest())
        self.assertEqual(summary["bytes"], len(content))
        self.assertEqual(len(done.stdout.splitlines()), 1)

    def test_standard_output_gets_the_file_and_standard_error_the_summary(self):
        done = self.run_export("chemistry=(MAJ,SiO2,45,46)", "-o", "-", "--json")
        summary = json.loads(done.stderr.splitlines()[-1])
        self.assertEqual(summary["sha256"], hashlib.sha256(done.stdout).hexdigest())

    def test_without_a_target_the_file_has_a_readable_name_here(self):
        done = self.run_export("chemistry=(MAJ,SiO2,45,46)", "--json", cwd=self.folder)
        self.assertEqual(files_below(self.folder), [json.loads(done.stdout)["file"]])

    def test_an_existing_file_is_replaced_whole(self):
        target = self.folder / "out.csv"
        target.write_text("old")
        self.assertEqual(self.run_export("", "-o", target).returncode, DONE)
        self.assertGreater(target.stat().st_size, 1_000_000)
        self.assertEqual(files_below(self.folder), ["out.csv"])

    def test_too_many_records_are_refused_with_their_number(self):
        target = self.folder / "out.csv"
        done = self.run_export("", "-o", target, env={"EXPORTD_LIMITS__MAX_ROWS": "10815"})
        self.assert_one_line_error(done, TOO_MANY, "10816", "10815")
        self.assertEqual(files_below(self.folder), [])
        self.assert_nothing_stored()
        done = self.run_export("", "-o", target, env={"EXPORTD_LIMITS__MAX_ROWS": "10816"})
        self.assertEqual(done.returncode, DONE)

    def test_a_target_that_cannot_be_written_is_said_and_nothing_is_left(self):
        done = self.run_export("", "-o", self.folder / "missing/out.csv")
        self.assert_one_line_error(done, FAILED, "out.csv", "No such file")
        self.assert_one_line_error(self.run_export("", "-o", self.folder), FAILED, "directory")
        self.assertEqual(files_below(self.folder), [])
        self.assert_nothing_stored()

    def test_a_full_disk_is_said_and_nothing_is_left(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

        done = self.run_export("", "-o", self.folder / "out.csv", preexec=small_files)
        self.assert_one_line_error(done, FAILED, "room")
        self.assertEqual(files_below(self.folder), [])
        self.assert_nothing_stored()

    def test_before_any_import_it_says_what_to_do(self):
        done = exportd("run", "petdb", "", "--data", self.folder / "new", cwd=self.folder)
        self.assert_one_line_error(done, FAILED, "import")

    def test_an_environment_without_records_has_no_rows_and_is_noted(self):
        done = exportd("run", "synthesis", "columns=sampleId", "-o", "out.csv", "--data", self.data, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.folder / "out.csv").read_bytes(), b"sampleId\r\n")
        self.assertIn(b"no records: the store holds none for synthesis", done.stderr)


class Corruption(CommandLine):
    def test_a_damaged_store_is_said_and_nothing_is_written(self):
        store = self.data / "search.sqlite"
        copy = self.folder / "data"
        copy.mkdir()
        damaged = bytearray(store.read_bytes())
        chooser = random.Random(7)
        for _ in range(3_000):
            at = chooser.randrange(8_192, len(damaged))
            damaged[at : at + 64] = bytes(64)
        (copy / "search.sqlite").write_bytes(damaged)
        done = exportd("run", "petdb", "", "-o", self.folder / "out.csv", "--data", copy)
        self.assertEqual(done.returncode, FAILED, done.stderr.decode())
        self.assertIn(b"exportd: ", done.stderr)
        self.assertFalse((self.folder / "out.csv").exists())
        self.assertEqual(files_below(copy / "files"), [])

    def test_a_store_that_is_no_store_is_said(self):
        (self.folder / "search.sqlite").write_text("this is not a database, whatever its name says" * 100)
        done = exportd("run", "petdb", "", "-o", self.folder / "out.csv", "--data", self.folder)
        self.assert_one_line_error(done, FAILED)

    def test_bad_lines_are_all_named_and_nothing_is_imported(self):
        bad = self.folder / "bad.ndjson"
        bad.write_text('{"sampleId":"a"}\n{"sampleId":""}\n\n{"sampleId":"b","x":NaN}\n{"sampleId":"a"}\n')
        done = exportd("import", "petdb", bad, "--data", self.folder / "data")
        text = done.stderr.decode()
        self.assertEqual(done.returncode, FAILED, text)
        for line in ("line 2", "line 4", "line 5"):
            self.assertIn(line, text)
        done = exportd("import", "petdb", bad, "--skip-bad", "--json", "--data", self.folder / "data")
        self.assertEqual(done.returncode, DONE, done.stderr.decode())
        self.assertEqual(json.loads(done.stdout)["records"], 1)

    def test_a_missing_or_cut_import_file_is_said(self):
        done = exportd("import", "petdb", self.folder / "nothing.ndjson", "--data", self.folder / "data")
        self.assert_one_line_error(done, FAILED, "nothing.ndjson")
        cut = self.folder / "cut.ndjson.gz"
        cut.write_bytes(BASALTS.read_bytes()[:500_000])
        done = exportd("import", "petdb", cut, "--data", self.data)
        self.assertEqual(done.returncode, FAILED, done.stderr.decode())
        done = self.run_export("", "-o", self.folder / "still.csv", "--json")
        self.assertEqual(json.loads(done.stdout)["records"], 10_816)


class Keys(CommandLine):
    def test_a_key_is_made_on_first_use_for_its_owner_only(self):
        self.run_export("analysisTypes=nothing", "-o", self.folder / "a.csv")
        identity = self.data / "identity.txt"
        self.assertEqual(stat.S_IMODE(identity.stat().st_mode), 0o600)
        before = identity.read_bytes()
        self.run_export("analysisTypes=nothing", "-o", self.folder / "b.csv")
        self.assertEqual(identity.read_bytes(), before)

    def test_the_age_tool_opens_what_was_stored(self):
        target = self.folder / "out.csv"
        data = self.folder / "data"
        shutil.copytree(self.data, data)
        done = exportd(
            "run", "petdb", "chemistry=(MAJ,SiO2,50,51)", "-o", target, "--keep-object", "--json", "--data", data
        )
        summary = json.loads(done.stdout)
        identity = str(data / "identity.txt")
        opened = subprocess.run(
            ["age", "-d", "-i", identity, data / "files" / summary["object"]], capture_output=True, check=True
        ).stdout
        self.assertEqual(opened, target.read_bytes())
        self.assertEqual(hashlib.sha256(opened).hexdigest(), summary["sha256"])
        metadata = json.loads(
            subprocess.run(
                ["age", "-d", "-i", identity, data / "files" / summary["metadataObject"]],
                capture_output=True,
                check=True,
            ).stdout
        )
        header = opened.decode().split("\r\n")[0].split(",")
        self.assertEqual([column["titles"] for column in metadata["tableSchema"]["columns"]], header)
        self.assertEqual(metadata["schema:sha256"], summary["sha256"])
        self.assertGreater(len(metadata["dc:references"]), 3)
        again = exportd("decrypt", data / "files" / summary["object"], "-o", "-", "--data", data)
        self.assertEqual(again.stdout, opened)

    def test_a_cut_object_does_not_open_and_leaves_no_file(self):
        target = self.folder / "out.csv"
        data = self.folder / "data"
        shutil.copytree(self.data, data)
        done = exportd("run", "petdb", "", "-o", target, "--keep-object", "--json", "--data", data)
        stored = data / "files" / json.loads(done.stdout)["object"]
        cut = self.folder / "cut.age"
        cut.write_bytes(stored.read_bytes()[:-1_000])
        done = exportd("decrypt", cut, "-o", self.folder / "opened.csv", "--data", data)
        self.assert_one_line_error(done, FAILED)
        self.assertFalse((self.folder / "opened.csv").exists())
        done = exportd("decrypt", cut, "-o", "-", "--data", data)
        self.assertEqual((done.returncode, done.stdout), (FAILED, b""))

    def test_keygen_makes_a_key_that_age_takes_and_never_replaces_one(self):
        key = self.folder / "key.txt"
        self.assertEqual(exportd("keygen", "-o", key).returncode, DONE)
        listed = subprocess.run(["age-keygen", "-y", key], capture_output=True, check=True).stdout.decode().strip()
        self.assertIn(listed, key.read_text())
        self.assertNotEqual(exportd("keygen", "-o", key).returncode, DONE)
        key.chmod(0o644)
        done = exportd("decrypt", key, "-o", self.folder / "x", "--identity", key)
        self.assert_one_line_error(done, USAGE, "chmod 600")


class Interrupts(CommandLine):
    def test_a_stop_at_any_moment_leaves_all_or_nothing(self):
        chooser = random.Random(11)
        ended = {DONE: 0, CANCELLED: 0}
        for attempt in range(24):
            target = self.folder / f"{attempt}.csv"
            process = subprocess.Popen(
                [BINARY, "run", "petdb", "", "-o", target, "--data", self.data],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            wait_until_stoppable(process)
            time.sleep(chooser.random() * 0.4)
            process.send_signal(chooser.choice([signal.SIGINT, signal.SIGTERM]))
            _, stderr = process.communicate(timeout=60)
            self.assertIn(process.returncode, ended, stderr.decode())
            ended[process.returncode] += 1
            self.assertEqual(target.exists(), process.returncode == DONE)
            self.assert_nothing_stored()
        self.assertGreater(ended[CANCELLED], 0)
        leftovers = [name for name in files_below(self.folder) if not name.endswith(".csv")]
        self.assertEqual(leftovers, [])

    def test_a_reader_that_stops_reading_can_be_left(self):
        process = subprocess.Popen(
            [BINARY, "run", "petdb", "", "-o", "-", "--data", self.data], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        process.stdout.read(100)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), CANCELLED)
        process.stdout.close()
        process.stderr.close()
        self.assert_nothing_stored()

    def test_a_reader_that_goes_away_is_an_error_without_a_trace(self):
        process = subprocess.Popen(
            [BINARY, "run", "petdb", "", "-o", "-", "--data", self.data], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), FAILED)
        self.assertIn(b"the reader has gone", process.stderr.read())
        process.stderr.close()
        self.assert_nothing_stored()

    def test_an_interrupted_import_leaves_the_store_as_it_was(self):
        data = self.folder / "data"
        shutil.copytree(self.data, data)
        process = subprocess.Popen(
            [BINARY, "import", "synthesis", BASALTS, "--data", data],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until_stoppable(process)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), CANCELLED)
        for environment, records in (("synthesis", 0), ("petdb", 10_816)):
            done = exportd("run", environment, "", "-o", self.folder / "out.csv", "--data", data, "--json")
            self.assertEqual(json.loads(done.stdout)["records"], records, done.stderr)


class Demo(CommandLine):
    def test_the_demo_works_in_an_empty_folder_and_again(self):
        for _ in range(2):
            process = subprocess.Popen(
                [BINARY, "demo", "--listen", "127.0.0.1:0"],
                cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            said = ""
            for line in process.stdout:
                said += line
                if "serving until" in line:
                    break
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, DONE, errors)
            self.assertIn("10816", said)
            self.assertIn("237 rows", said)
            self.assertRegex(line, r"^serving until Ctrl-C: (http://127\.0\.0\.1:\d+)/ is the page, \1/reference the API$")
            self.assertTrue((self.folder / "exportd-data/hawaii-basalts.csv").exists())
            self.assertEqual((self.folder / "exportd-data/admin-token").stat().st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
