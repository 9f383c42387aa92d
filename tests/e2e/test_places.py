"""Where results go and where files lie: odd targets, folders that cannot be used, output that is lost."""

import json
import os
import shutil
import socket
import stat
import subprocess
import unittest

from .test_command_line import BINARY, DONE, FAILED, USAGE, CommandLine, exportd, files_below

FEW = "chemistry=(MAJ,SiO2,45,46)"


def as_nobody():
    os.setgid(65_534)
    os.setuid(65_534)


def into(path, *arguments):
    """Runs with standard output going into `path`; None: closed."""
    how = {"preexec_fn": lambda: os.close(1)} if path is None else {"stdout": os.open(path, os.O_WRONLY)}
    done = subprocess.run([BINARY, *map(str, arguments)], stderr=subprocess.PIPE, check=False, **how)
    if path is not None:
        os.close(how["stdout"])
    return done


class Output(CommandLine):
    def test_a_result_that_is_lost_is_a_failure(self):
        for path in ("/dev/full", None):
            for arguments in (("id", "petdb", ""), ("id", "petdb", "", "--json"), ("--help",), ("--version",)):
                with self.subTest(path=path, arguments=arguments):
                    self.assert_one_line_error(into(path, *arguments), FAILED, "standard output")
        target = self.folder / "out.csv"
        done = into("/dev/full", "run", "petdb", FEW, "-o", target, "--data", self.data, "--json")
        self.assert_one_line_error(done, FAILED, "standard output")

    def test_what_stands_in_the_data_and_the_arguments_cannot_command_the_terminal(self):
        bad = self.folder / "bad\n\x1b[2J.ndjson"
        bad.write_text('{"sampleId":"a\\u001b[2J\\nb"}\n{"sampleId":"a\\u001b[2J\\nb"}\n')
        done = exportd("import", "petdb", bad, "--data", self.folder / "data")
        self.assertNotIn(b"\x1b", done.stderr)
        self.assertIn(b"a\\x1b[2J\\nb", done.stderr)
        for line in done.stderr.splitlines():
            self.assertRegex(line, rb"^(petdb: importing|exportd: |/.* line 2: )")
        self.assert_one_line_error(exportd("id", "pet\ndb\x7f", ""), USAGE, "pet\\ndb\\x7f")
        self.assert_one_line_error(exportd("id", b"\xff".decode(errors="surrogateescape"), ""), USAGE, "\\xff")

    def test_the_summary_is_json_whatever_the_file_is_called(self):
        done = self.run_export(FEW, "-o", os.fsdecode(b"\xff\xfe.csv"), "--json", cwd=self.folder)
        self.assertEqual(json.loads(done.stdout.decode("utf-8"))["file"], "\ufffd\ufffd.csv")
        self.assertEqual(os.listdir(os.fsencode(self.folder)), [b"\xff\xfe.csv"])

    def test_keygen_writes_to_standard_output(self):
        done = exportd("keygen", "-o", "-", cwd=self.folder)
        self.assertEqual(done.returncode, DONE)
        self.assertIn(b"AGE-SECRET-KEY-1", done.stdout)
        self.assertEqual(files_below(self.folder), [])

    def test_a_note_is_called_one(self):
        done = exportd("run", "synthesis", "", "-o", "out.csv", "--data", self.data, cwd=self.folder)
        self.assertEqual(done.returncode, DONE)
        self.assertTrue(done.stderr.startswith(b"note: no records: "), done.stderr)


class Words(CommandLine):
    def test_a_mistyped_command_or_option_is_named_with_what_is_known(self):
        self.assert_one_line_error(exportd("exprot", "petdb", ""), USAGE, 'unknown command "exprot"', "import, run")
        self.assert_one_line_error(exportd(), USAGE, "no command", "import, run")
        self.assert_one_line_error(exportd("run", "petdb", "", "--filetype", "csv"), USAGE, "--filetype", "--fileType")

    def test_an_answer_that_is_far_from_every_word_gets_no_guess(self):
        done = exportd("id", "petdb", "", "--safe", "yes")
        self.assert_one_line_error(done, USAGE, "expected false or true")
        self.assertNotIn(b"did you mean", done.stderr)
        self.assert_one_line_error(exportd("id", "petdb", "fileType=jsn"), USAGE, 'did you mean "json"?')

    def test_a_whole_url_is_not_a_query(self):
        done = exportd("id", "petdb", "https://example.org/search?authors=A")
        self.assert_one_line_error(done, USAGE, "what follows its ?")

    def test_a_variable_is_named_as_it_is_written(self):
        done = exportd("id", "petdb", "", env={"EXPORTD_LIMITS__MAXROWS": "5"})
        self.assert_one_line_error(done, USAGE, '"EXPORTD_LIMITS__MAX_ROWS"')

    def test_one_bad_line_is_one_line(self):
        (self.folder / "bad.ndjson").write_text("nonsense\n")
        done = exportd("import", "petdb", self.folder / "bad.ndjson", "--data", self.folder / "data")
        self.assert_one_line_error(done, FAILED, ": 1 bad line, ")

    def test_too_many_recipients_are_said_before_any_work(self):
        key = exportd("keygen", "-o", "-").stderr.decode().split()[-1]
        done = self.run_export(FEW, "-o", "-", env={"EXPORTD_FILES__RECIPIENTS": ",".join([key] * 21)})
        self.assert_one_line_error(done, USAGE, "more than 20 recipients")


class Targets(CommandLine):
    def test_the_programs_own_files_are_never_written_over(self):
        data = self.folder / "data"
        shutil.copytree(self.data, data)
        exportd("run", "petdb", FEW, "-o", self.folder / "a.csv", "--data", data)
        (self.folder / "link").symlink_to(data / "search.sqlite")
        os.link(data / "identity.txt", self.folder / "hard")
        own = [data / "identity.txt", data / "search.sqlite", data / "search.sqlite-wal", data / "search.sqlite-shm"]
        own += [data / "files/a.csv", data / "files/petdb/../a.csv", self.folder / "link", self.folder / "hard"]
        before = {path: path.read_bytes() for path in own[:2]}
        for target in own:
            with self.subTest(target=target):
                done = exportd("run", "petdb", FEW, "-o", target, "--data", data)
                self.assert_one_line_error(done, USAGE, "choose another name")
                self.assertNotIn(b"counting", done.stderr)
        self.assertEqual({path: path.read_bytes() for path in own[:2]}, before)

    def test_decrypt_does_not_write_over_what_it_reads(self):
        key = self.folder / "key.txt"
        exportd("keygen", "-o", key)
        sealed = self.folder / "in.age"
        sealed.write_bytes(b"sealed")
        for target in (sealed, key, self.data / "identity.txt"):
            done = exportd("decrypt", sealed, "-o", target, "--identity", key, "--data", self.data)
            self.assert_one_line_error(done, USAGE, "choose another name")
        self.assertEqual(sealed.read_bytes(), b"sealed")

    def test_a_socket_or_a_directory_is_refused_at_once(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.folder / "socket"))
            done = self.run_export(FEW, "-o", self.folder / "socket")
            self.assert_one_line_error(done, FAILED, "socket")
        self.assert_one_line_error(self.run_export(FEW, "-o", self.folder), FAILED, "give a file name")

    def test_a_link_that_leads_nowhere_is_written_through(self):
        (self.folder / "sub").mkdir()
        (self.folder / "sub/second").symlink_to("real.csv")
        (self.folder / "link.csv").symlink_to("sub/second")
        self.assertEqual(self.run_export(FEW, "-o", self.folder / "link.csv").returncode, DONE)
        self.assertTrue((self.folder / "link.csv").is_symlink())
        self.assertEqual(files_below(self.folder), ["link.csv", "sub/real.csv", "sub/second"])

    def test_a_replaced_file_keeps_its_mode(self):
        target = self.folder / "out.csv"
        target.write_text("old")
        target.chmod(0o600)
        self.assertEqual(self.run_export(FEW, "-o", target).returncode, DONE)
        self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o600)

    def test_a_name_may_be_as_long_as_the_file_system_takes(self):
        self.assertEqual(self.run_export(FEW, "-o", self.folder / ("n" * 255)).returncode, DONE)
        done = self.run_export(FEW, "-o", self.folder / ("n" * 256))
        self.assert_one_line_error(done, FAILED, "shorter")
        self.assertNotIn(b"counting", done.stderr)


class Folders(CommandLine):
    def setUp(self):
        super().setUp()
        self.records = self.folder / "one.ndjson"
        self.records.write_text('{"sampleId":"a"}\n')

    def need_root(self):
        if os.geteuid() != 0:
            self.skipTest("needs root, to become somebody without rights")
        self.top.chmod(0o755)
        self.folder.chmod(0o755)

    def test_a_data_folder_that_cannot_be_made_is_said(self):
        for folder in (self.records, "/proc/foo", self.records / "below"):
            done = exportd("import", "petdb", self.records, "--data", folder)
            self.assert_one_line_error(done, FAILED, str(folder), "check --data")
        self.assert_one_line_error(exportd("import", "petdb", self.records, "--data", ""), USAGE, "--data")
        done = self.run_export(FEW, "-o", "-", env={"EXPORTD_FILES__WORK_DIR": "/dev/null"})
        self.assert_one_line_error(done, FAILED, "/dev/null", "work_dir")

    def test_what_may_not_be_read_or_written_is_said(self):
        self.need_root()
        closed = self.folder / "closed"
        shutil.copytree(self.data, closed)
        closed.chmod(0o700)
        done = exportd("run", "petdb", FEW, "-o", "-", "--data", closed, preexec=as_nobody)
        self.assert_one_line_error(done, FAILED, "search.sqlite", "Permission denied")
        done = exportd("import", "petdb", self.records, "--data", self.folder / "new", preexec=as_nobody)
        self.assert_one_line_error(done, FAILED, "new", "Permission denied")
        done = exportd("id", "petdb", "", "--config", closed / "exportd.toml", preexec=as_nobody)
        self.assert_one_line_error(done, USAGE, "exportd.toml", "Permission denied")

    def test_a_store_in_a_folder_that_cannot_be_written_says_that_reading_needs_it(self):
        self.need_root()
        fixed = self.folder / "fixed"
        fixed.mkdir()
        shutil.copy(self.data / "search.sqlite", fixed)
        (fixed / "search.sqlite").chmod(0o444)
        done = exportd("run", "petdb", FEW, "-o", "-", "--data", fixed, preexec=as_nobody)
        self.assert_one_line_error(done, FAILED, "fixed/search.sqlite", "reading needs")
        done = exportd("import", "petdb", self.records, "--data", fixed, preexec=as_nobody)
        self.assert_one_line_error(done, FAILED, "fixed/search.sqlite", "opened for writing")

    def test_a_run_never_makes_a_store(self):
        for content in (b"", b"x"):
            store = self.folder / "data/search.sqlite"
            store.parent.mkdir(exist_ok=True)
            store.write_bytes(content)
            done = exportd("run", "petdb", "", "-o", self.folder / "out.csv", "--data", self.folder / "data")
            self.assert_one_line_error(done, FAILED, "no search store", "exportd import")
            self.assertEqual((store.read_bytes(), files_below(store.parent)), (content, ["search.sqlite"]))
        done = exportd("import", "petdb", self.records, "--data", self.folder / "data")
        self.assertEqual(done.returncode, DONE, done.stderr.decode())

    def test_a_configuration_that_is_no_file_is_said(self):
        self.assert_one_line_error(exportd("--config", self.folder, "id", "petdb", ""), USAGE, "directory")
        os.mkfifo(self.folder / "fifo")
        done = exportd("--config", self.folder / "fifo", "id", "petdb", "")
        self.assert_one_line_error(done, USAGE, "no regular file")
        usual = self.folder / "exportd.toml"
        usual.symlink_to("nowhere")
        self.assert_one_line_error(exportd("id", "petdb", "", cwd=self.folder), USAGE, "exportd.toml", "link")
        usual.unlink()
        usual.mkdir()
        self.assert_one_line_error(exportd("id", "petdb", "", cwd=self.folder), USAGE, "exportd.toml", "directory")
        self.assertEqual(exportd("--config", "/dev/null", "id", "petdb", "").returncode, DONE)

    def test_a_pipe_where_a_file_is_needed_is_refused_at_once(self):
        os.mkfifo(self.folder / "fifo")
        key = self.folder / "key.txt"
        exportd("keygen", "-o", key)
        done = exportd("decrypt", self.folder / "fifo", "-o", "-", "--identity", key)
        self.assert_one_line_error(done, FAILED, "fifo", "regular")
        done = exportd("decrypt", self.records, "-o", "-", "--identity", self.folder / "fifo")
        self.assert_one_line_error(done, FAILED, "fifo", "regular")

    def test_a_missing_or_empty_identity_file_says_what_to_do(self):
        done = exportd("decrypt", self.records, "-o", "-", "--data", self.folder / "data")
        self.assert_one_line_error(done, USAGE, "identity.txt", "--identity FILE")
        data = self.folder / "data"
        data.mkdir()
        shutil.copy(self.data / "search.sqlite", data)
        (data / "identity.txt").touch(mode=0o600)
        done = exportd("run", "petdb", FEW, "-o", "-", "--data", data)
        self.assert_one_line_error(done, USAGE, "identity.txt", "empty", "remove it")


if __name__ == "__main__":
    unittest.main()
