"""Ctrl-C, SIGTERM and SIGHUP while a command waits, and what a command that failed or was stopped leaves behind."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from .stopping import wait_until_stoppable
from .test_command_line import BINARY, CANCELLED, DONE, FAILED, CommandLine, exportd, files_below

SOON = 60  # seconds, on a busy machine; what is stopped here would never end by itself


class Stops(CommandLine):
    def start(self, *arguments, **how):
        process = subprocess.Popen([BINARY, *map(str, arguments)], stderr=subprocess.PIPE, **how)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        return process

    def assert_stops_at_once(self, process, number=signal.SIGTERM):
        wait_until_stoppable(process)
        time.sleep(0.5)
        self.assertIsNone(process.poll(), "it ended before it was stopped")
        process.send_signal(number)
        self.assertEqual(process.wait(timeout=SOON), CANCELLED)
        self.assertIn(b"cancelled on request", process.stderr.read())

    def test_an_import_that_waits_for_its_input_can_be_stopped(self):
        fifo = self.folder / "records"
        os.mkfifo(fifo)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number=number):
                self.assert_stops_at_once(self.start("import", "petdb", fifo, "--data", self.folder / "data"), number)
        reading, writing = os.pipe()
        process = self.start("import", "petdb", "/dev/stdin", "--data", self.folder / "data", stdin=reading)
        self.assert_stops_at_once(process)
        process = self.start("import", "petdb", "/dev/stdin", "--data", self.folder / "data", stdin=reading)
        os.write(writing, b'{"sampleId":"a"}\n{"sampleId":')
        self.assert_stops_at_once(process)
        os.close(reading)
        os.close(writing)
        # a line without an end
        self.assert_stops_at_once(self.start("import", "petdb", "/dev/zero", "--data", self.folder / "data"))

    def test_an_import_that_waits_for_its_input_holds_up_no_other(self):
        reading, writing = os.pipe()
        waiting = self.start("import", "petdb", "/dev/stdin", "--data", self.folder / "data", stdin=reading)
        os.write(writing, b'{"sampleId"')  # the first line has begun
        time.sleep(0.5)
        (self.folder / "one.ndjson").write_text('{"sampleId":"a"}\n')
        done = exportd("import", "petdb", self.folder / "one.ndjson", "--data", self.folder / "data")
        self.assertEqual(done.returncode, DONE, done.stderr.decode())
        os.write(writing, b':"b"}\n')
        os.close(writing)
        os.close(reading)
        self.assertEqual(waiting.wait(timeout=SOON), DONE)

    def test_an_import_that_waits_for_another_can_be_stopped(self):
        data = self.folder / "data"
        shutil.copytree(self.data, data)
        (self.folder / "one.ndjson").write_text('{"sampleId":"a"}\n')
        other = sqlite3.connect(data / "search.sqlite", isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        self.assert_stops_at_once(self.start("import", "petdb", self.folder / "one.ndjson", "--data", data))

    def test_a_signal_that_is_ignored_stays_ignored(self):
        def as_nohup_does():
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)

        fifo = self.folder / "records"
        os.mkfifo(fifo)
        process = self.start("import", "petdb", fifo, "--data", self.folder / "data", preexec_fn=as_nohup_does)
        wait_until_stoppable(process)
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGINT)
        self.assert_stops_at_once(process, signal.SIGTERM)

    def test_a_command_that_has_nothing_to_wait_for_does_not_wait(self):
        def idle_seconds():
            def worked():
                usage = resource.getrusage(resource.RUSAGE_CHILDREN)
                return usage.ru_utime + usage.ru_stime

            started = time.monotonic() - worked()
            self.assertEqual(exportd("id", "petdb", "").returncode, DONE)
            return time.monotonic() - worked() - started

        # A busy machine makes some wait; a wait of its own would be in each.
        deadline = time.monotonic() + 120
        while idle_seconds() >= 0.05:
            self.assertLess(time.monotonic(), deadline, "every one of them has waited")

    def test_a_run_that_fails_keeps_no_object(self):
        process = self.start(
            "run", "petdb", "", "-o", "-", "--keep-object", "--data", self.data, stdout=subprocess.PIPE
        )
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), FAILED)
        self.assertNotIn(b"done:", process.stderr.read())
        self.assert_nothing_stored()

    def test_a_run_that_is_stopped_keeps_no_object(self):
        process = self.start(
            "run", "petdb", "", "-o", "-", "--keep-object", "--data", self.data, stdout=subprocess.PIPE
        )
        process.stdout.read(100)
        self.assert_stops_at_once(process)
        process.stdout.close()
        self.assert_nothing_stored()

    def test_first_runs_at_the_same_time_share_one_key(self):
        data = self.folder / "data"
        data.mkdir()
        shutil.copy(self.data / "search.sqlite", data)
        query = "chemistry=(MAJ,SiO2,45,46)"
        runs = [
            self.start("run", "petdb", query, "-o", self.folder / f"{number}.csv", "--data", data)
            for number in range(6)
        ]
        for process in runs:
            self.assertEqual(process.wait(timeout=60), DONE, process.stderr.read().decode())
        left = [name for name in files_below(data) if not name.startswith("search.sqlite")]
        self.assertEqual(left, ["identity.txt"])


if __name__ == "__main__":
    unittest.main()
