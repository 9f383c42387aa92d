"""The task service from outside: the queue's commands, workers that come and go, the audit log, backup and restore."""

import email
import email.policy
import json
import os
import shutil
import signal
import tempfile
import time
import unittest

from . import harness
from .service import LEASE_SECONDS, Service, most_at_once

# Long enough to be caught at work.
SLOW = "layout=long&compression=zstd&companions=method"


class TaskService(unittest.TestCase):
    def setUp(self):
        folder = tempfile.mkdtemp(dir=harness.work_dir())
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.service = Service(folder)
        self.addCleanup(self.service.kill_all)

    def kinds(self, task):
        return [event["event"] for event in self.service.lines("audit", task)]


class Queue(TaskService):
    def test_a_task_goes_the_whole_way_and_its_file_is_that_of_a_direct_run(self):
        task = self.service.add("variables=REE", "--email", "someone@example.org")
        self.assertEqual((task["status"], task["run"], task["queuePosition"]), ("Pending", 1, 0))
        self.assertEqual(len(task["cancelToken"]), 64)
        self.service.start()
        done = self.service.ended(task["id"])
        self.assertEqual(done["status"], "Succeeded")
        self.assertEqual(done["progress"]["percent"], 100)
        self.assertEqual(done["progress"]["stage"], "done")
        file = self.service.opened(self.service.object_of(task["id"], 1))
        self.assertEqual(file, self.service.direct("variables=REE"))
        self.assertEqual(done["file"]["bytes"], len(file))
        mails = self.service.data / "mail"
        self.service.wait_until(lambda: list(mails.glob("*.eml")), what="a mail")
        self.service.wait_until(lambda: self.service.show(task["id"])["notification"] == "sent", what="its mark")
        raw = next(mails.glob("*.eml")).read_bytes()
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        self.assertEqual(mail["To"], "someone@example.org")
        self.assertIn(done["file"]["sha256"], mail.get_body(("plain",)).get_content())
        self.assertEqual(self.kinds(task["id"]), ["created", "claimed", "succeeded", "mailed"])
        log = "".join(json.dumps(event) for event in self.service.lines("audit"))
        self.assertNotIn("someone@example.org", log)
        self.assertNotIn(task["cancelToken"], log)

    def test_runs_are_claimed_in_the_order_they_were_asked_for(self):
        tasks = [self.service.add(f"chemistry=(MAJ,SiO2,{low},52)")["id"] for low in (50, 49, 48, 47, 46, 45)]
        self.assertEqual([self.service.show(task)["queuePosition"] for task in tasks], list(range(6)))
        self.service.start("--workers", "1")
        for task in tasks:
            self.assertEqual(self.service.ended(task)["status"], "Succeeded")
        claimed = [event["task"] for event in self.service.lines("audit") if event["event"] == "claimed"]
        self.assertEqual(claimed, tasks)

    def test_the_same_request_joins_then_is_given_the_file_then_starts_anew(self):
        first = self.service.add("variables=REE&authors=")
        second = self.service.add("variables=ree")
        self.assertEqual((first["id"], first["run"]), (second["id"], second["run"]))
        self.service.start()
        self.service.ended(first["id"])
        given = self.service.add("variables=REE")
        self.assertEqual((given["run"], given["status"]), (1, "Succeeded"))
        anew = self.service.add("variables=REE", "--refresh")
        self.assertEqual(anew["run"], 2)
        self.service.ended(first["id"], run=2)
        self.service.call("import", "petdb", self.changed_record())
        self.assertEqual(self.service.add("variables=REE")["run"], 3)
        self.assertEqual(self.service.show(first["id"], "--run", "1")["status"], "Succeeded")

    def changed_record(self):
        path = self.service.folder / "more.ndjson"
        path.write_text('{"sampleId":"one more","results":[{"variable":"La","variableGroup":"REE","value":1}]}\n')
        return path

    def test_a_pending_run_is_cancelled_at_once_and_can_be_retried(self):
        task = self.service.add("variables=REE")["id"]
        self.assertEqual(self.service.lines("tasks", "cancel", task)[0]["status"], "Cancelled")
        self.assertEqual(self.service.run("tasks", "cancel", task).returncode, 1)
        again = self.service.lines("tasks", "retry", task)[0]
        self.assertEqual((again["run"], again["status"]), (2, "Pending"))
        self.service.start()
        self.assertEqual(self.service.ended(task, run=2)["status"], "Succeeded")
        self.assertEqual(self.service.show(task, "--run", "1")["status"], "Cancelled")

    def test_too_many_rows_fail_with_the_number(self):
        self.service.config.write_text(self.service.config.read_text() + "[limits]\nmax_rows = 100\n")
        task = self.service.add("")["id"]
        self.service.start()
        done = self.service.ended(task)
        self.assertEqual((done["status"], done["error"]["code"]), ("Failed", "too_many_rows"))
        self.assertIn("10816", done["error"]["message"])
        self.assertEqual(len(done["attempts"]), 1)
        self.assertEqual(self.service.objects(), [])

    def test_wrong_words_are_told(self):
        for arguments, code in (
            (("tasks", "add", "petdb", "variabels=REE"), 2),
            (("tasks", "add", "petdb", "", "--email", "nobody"), 2),
            (("tasks", "show", "nonsense"), 2),
            (("tasks",), 2),
            (("tasks", "shwo", "a" * 26), 2),
            (("tasks", "show", "a" * 26), 1),
            (("tasks", "list", "--status", "Running"), 2),
            (("audit", "a" * 26), 1),
            (("audit", "--since", "yesterday"), 2),
            (("restore", "--to", "yesterday"), 2),
            (("restore", "--to", "2199-01-01T00:00:00Z"), 2),
        ):
            with self.subTest(arguments=arguments):
                done = self.service.run(*arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertTrue(done.stderr.startswith(b"exportd: "))
        said = self.service.run("tasks", "shwo", "a" * 26).stderr.decode()
        self.assertIn('unknown command "shwo" of tasks: known are add, list, show, cancel, retry', said)

    def test_another_parallel_than_the_store_was_made_with_is_refused(self):
        self.service.call("init")
        self.service.config.write_text("[queue]\nparallel = 4\n")
        done = self.service.run("tasks", "list")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"queue.parallel is 4", done.stderr)


class Workers(TaskService):
    def caught_at_work(self, query=SLOW):
        """A task whose run is under way, and the process that works on it."""
        for turn in range(20):
            task = self.service.add(query, "--refresh")
            process = self.service.start("--workers", "1")
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline:
                status = self.service.show(task["id"])["status"]
                if status == "Processing":
                    return task, process
                if status != "Pending":
                    break
            self.service.stop(process)
        self.fail("no run was caught at work")

    def test_a_worker_that_is_told_to_stop_gives_back_or_ends(self):
        task, process = self.caught_at_work()
        self.assertEqual(self.service.stop(process), [0])
        status = self.service.show(task["id"])["status"]
        self.assertIn(status, ("Pending", "Succeeded"))
        self.service.start()
        self.assertEqual(self.service.ended(task["id"], run=task["run"])["status"], "Succeeded")
        self.assertEqual(len(self.service.show(task["id"])["attempts"]), 1)

    def test_a_killed_workers_run_is_taken_over(self):
        task, process = self.caught_at_work()
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.service.start()
        done = self.service.ended(task["id"], run=task["run"], seconds=LEASE_SECONDS + 170)
        self.assertEqual(done["status"], "Succeeded")
        if "taken over" in self.kinds(task["id"]):
            self.assertEqual([a["error"] and a["error"]["code"] for a in done["attempts"]], ["worker_lost", None])
        self.assertEqual(
            self.service.opened(self.service.object_of(task["id"], task["run"])), self.service.direct(SLOW)
        )

    def test_a_run_at_work_can_be_cancelled(self):
        task, _ = self.caught_at_work()
        done = self.service.run("tasks", "cancel", task["id"])
        if done.returncode == 0:  # else it was faster
            self.assertEqual(self.service.ended(task["id"], run=task["run"])["status"], "Cancelled")
            # A file that was ready at that moment goes once the store has refused it.
            its_own = f"/run-{task['run']}."
            self.service.wait_until(
                lambda: not any(its_own in key for key in self.service.objects()), what="a folder without its objects"
            )

    def test_a_paused_workers_late_settle_counts_for_nothing(self):
        task, process = self.caught_at_work()
        process.send_signal(signal.SIGSTOP)
        self.service.start("--workers", "1")
        done = self.service.ended(task["id"], run=task["run"], seconds=LEASE_SECONDS + 170)
        process.send_signal(signal.SIGCONT)
        self.service.wait_until(lambda: not self.service.is_at_work(process), what="the end of the paused one's work")
        self.assertEqual(self.service.show(task["id"], "--run", str(task["run"])), done)

    def test_a_file_that_is_damaged_on_its_way_is_made_again(self):
        task = self.service.add(SLOW)
        folder = self.service.data / "files" / "petdb" / task["id"]
        self.service.start("--workers", "1")

        def damaged():
            """A bit near the end, as soon as the object is there: it is read back from its beginning."""
            for path in folder.glob("run-1.*.csv.zst.age"):
                with open(path, "r+b") as file:
                    file.seek(-100, os.SEEK_END)
                    byte = file.read(1)
                    file.seek(-100, os.SEEK_END)
                    file.write(bytes([byte[0] ^ 1]))
                return True
            return self.something_settled()

        deadline = time.monotonic() + 60
        while not damaged() and time.monotonic() < deadline:
            time.sleep(0.0005)
        done = self.service.ended(task["id"])
        self.assertEqual(done["status"], "Succeeded")
        codes = [attempt["error"] and attempt["error"]["code"] for attempt in done["attempts"]]
        self.assertIn(codes, (["verification_failed", None], [None]))  # one attempt: it was read back before that
        if len(codes) == 2:
            object_made = self.service.object_of(task["id"], 1)
            self.assertEqual(self.service.opened(object_made), self.service.direct(SLOW))

    def something_settled(self):
        log = (self.service.folder / "worker-0.log").read_text()
        return '"settled"' in log

    def test_processes_share_the_slots(self):
        for _ in range(3):
            self.service.start()
        tasks = [self.service.add(f"chemistry=(MAJ,SiO2,{low},52)&{SLOW}")["id"] for low in range(40, 50)]
        for task in tasks:
            self.assertEqual(self.service.ended(task, seconds=120)["status"], "Succeeded")
        self.assertLessEqual(most_at_once(self.service.lines("audit")), 3)


class Store(TaskService):
    def test_init_makes_what_doctor_checks(self):
        self.assertEqual(self.service.run("doctor").returncode, 1)
        self.service.call("init")
        self.service.call("init")
        self.assertIn("ok", self.service.call("doctor"))
        secret = self.service.data / "secret"
        self.assertEqual(os.stat(secret).st_mode & 0o777, 0o600)
        shutil.rmtree(self.service.data / "work")
        done = self.service.run("doctor")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"WRONG", done.stdout)

    def test_a_backup_is_restored_into_a_new_store(self):
        kept = self.service.add("variables=REE")["id"]
        self.service.start()
        self.service.ended(kept)
        self.service.stop()
        self.service.call("backup")
        later = self.service.add("variables=Zr")["id"]
        time.sleep(1.1)
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        time.sleep(1.1)
        after = self.service.add("variables=Nb")["id"]
        before = (self.service.data / "tasks.sqlite").read_bytes()
        self.service.call("restore", "--to", moment)
        self.assertEqual((self.service.data / "tasks.sqlite").read_bytes(), before)
        restored = next(self.service.data.glob("tasks-restored-*.sqlite"))
        self.service.config.write_text(self.service.config.read_text() + f'[store]\npath = "{restored}"\n')
        self.assertEqual(self.service.show(kept)["status"], "Succeeded")
        self.assertEqual(self.service.show(later)["status"], "Pending")
        self.assertEqual(self.service.run("tasks", "show", after).returncode, 1)
        self.service.start()
        self.assertEqual(self.service.ended(later)["status"], "Succeeded")
        tokens = [a["token"] for e in self.service.lines("audit") for a in e["record"]["attempts"]]
        self.assertGreater(max(tokens), 1)

    def test_a_damaged_store_is_said(self):
        self.service.call("init")
        store = self.service.data / "tasks.sqlite"
        store.write_bytes(b"no database at all" * 1000)
        done = self.service.run("tasks", "list")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"task store", done.stderr)


if __name__ == "__main__":
    unittest.main()
