"""A cluster in a storm: two API and four worker processes on real OpenSearch, DynamoDB, S3 and SMTP servers, all behind
proxies that do harm; processes killed, paused and restarted while people request, join, cancel, watch and download.
Afterwards everything must be as if nothing had happened.

EXPORTD_CHAOS_SECONDS: how long (default 120). EXPORTD_SEED: of what happens.
"""

import os
import random
import shutil
import tempfile
import time
import unittest
from collections import Counter

from . import harness
from .chaos_people import QUERIES, People
from .chaos_perils import Perils
from .cluster import ENDED, LEASE_SECONDS, Cluster
from .service import most_at_once

SECONDS = int(os.environ.get("EXPORTD_CHAOS_SECONDS", "120"))
SEED = int(os.environ.get("EXPORTD_SEED", str(random.SystemRandom().randrange(1_000_000))))
APIS, WORKERS = ["api-0", "api-1"], ["worker-0", "worker-1", "worker-2", "worker-3"]
# Housekeeping rounds are up to ten minutes apart; the process that takes the duty begins with one of each.
QUIET_SECONDS = 3 * LEASE_SECONDS + 120


class Chaos(unittest.TestCase):
    def test_everything_ends_as_it_should(self):
        folder = tempfile.mkdtemp(dir=harness.work_dir())
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        with Cluster(folder) as self.cluster:
            self.wanted = {query: self.cluster.direct(query) for query in QUERIES}
            for name in APIS + WORKERS:
                self.cluster.start(name)
            for name in APIS:
                self.cluster.listening(name)
            self.storm()
            self.calm()
            self.judge_runs()
            self.judge_log()
            self.judge_mail()
            self.judge_leftovers()
        self.tell()

    def storm(self):
        print(f"seed {SEED}, {SECONDS} s", flush=True)
        self.people = People(self.cluster, APIS, self.wanted, SEED)
        self.perils = Perils(self.cluster, SEED)
        dice = random.Random(SEED)
        self.people.begin(5)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            time.sleep(dice.uniform(0.2, 2.0))
            self.perils.strike()
        self.perils.pass_over()

    def calm(self):
        for name in APIS:
            self.cluster.listening(name)
        self.people.end()
        self.assertEqual(self.people.faults, [])
        self.assertEqual(self.perils.tally.get("failed", []), [])
        print(f"people: {self.people.tally}\nperils: {self.perils.tally}", flush=True)

    def wait_until(self, condition, seconds, what, state=None):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = condition()
            if answer:
                return answer
            time.sleep(0.5)
        raise AssertionError(f"{what} did not come about within {seconds} s: {(state or self.state)()}")

    def state(self):
        return [(one["id"], one["run"], one["status"], one["error"]) for one in self.newest()][:20]

    def newest(self):
        return self.cluster.lines_of("tasks", "list", "--limit", "1000")

    def judge_runs(self):
        """Every run has ended: Cancelled only if somebody asked, Failed never, and Succeeded with the right file."""
        self.wait_until(
            lambda: all(one["status"] in ENDED for one in self.newest()), QUIET_SECONDS, "the end of every run"
        )
        query_of = {one.task: one.query for one in self.people.asked}
        newest, self.runs = {}, {}
        for one in self.newest():
            newest[one["id"]] = max(one["run"], newest.get(one["id"], 0))
        for task, last in newest.items():
            for run in range(1, last + 1):
                self.runs[task, run] = self.cluster.lines_of("tasks", "show", task, "--run", str(run))[0]
        cancelled_by_us = {(one.task, one.run) for one in self.people.asked if one.cancel_asked}
        for (task, run), record in self.runs.items():
            self.assertNotEqual(record["status"], "Failed", record)
            if record["status"] == "Cancelled":
                self.assertIn((task, run), cancelled_by_us, record)
        for one in self.people.asked:
            self.assertIn((one.task, one.run), self.runs, one)
        self.objects = {}
        for (task, run), record in self.runs.items():
            if record["status"] == "Succeeded":
                self.assertEqual(self.fetched(task, run), self.wanted[query_of[task]], (task, run))

    def fetched(self, task, run):
        import requests

        answer = requests.get(f"{self.cluster.addresses[APIS[run % 2]]}/v1/exports/{task}/runs/{run}/file", timeout=60)
        # Not `answer.text`: of a file it would be guessed, at length, in what encoding it is.
        self.assertEqual(answer.status_code, 200, answer.content[:300])
        return answer.content

    def judge_log(self):
        """The log, replayed, is the state; and it shows no moment with more than three at work."""
        events = self.cluster.lines_of("audit")
        self.assertLessEqual(most_at_once(events), 3)
        changes = [event for event in events if "record" in event and "download" not in event]
        last, sequences = {}, {}
        for event in changes:
            last[event["task"], event["run"]] = event
            sequences.setdefault(event["task"], []).append(event["sequence"])
        for task, numbers in sequences.items():
            self.assertEqual(sorted(numbers), list(range(1, len(numbers) + 1)), f"the sequence of {task}")
        by_sequence = {}
        for event in changes:
            kept = by_sequence.get((event["task"], event["run"]))
            if kept is None or kept["sequence"] < event["sequence"]:
                by_sequence[event["task"], event["run"]] = event
        self.assertEqual(set(by_sequence), set(self.runs))
        for key, event in by_sequence.items():
            self.assertEqual(event["record"]["status"], self.runs[key]["status"], event)
        taken = Counter((event["task"], event["run"]) for event in changes if event["event"] in ("created", "joined"))
        accepted = Counter((one.task, one.run) for one in self.people.asked)
        self.assertEqual(accepted - taken, Counter(), "requests that were accepted and are not in the log")
        self.objects = {
            event["record"]["object"] for event in by_sequence.values() if event["record"]["status"] == "Succeeded"
        }
        self.events = events

    def judge_mail(self):
        """Who asked and stayed is told, at least once."""
        stayed = [
            one
            for one in self.people.asked
            if not one.cancel_asked and self.runs[one.task, one.run]["status"] == "Succeeded"
        ]

        def told():
            return {address for mail in list(self.cluster.mail.received) for address in mail.recipients}

        # What a storm has kept from leaving again and again waits up to a quarter of an hour for its next try.
        self.wait_until(
            lambda: {one.address for one in stayed} <= told(),
            QUIET_SECONDS + 900,
            "mail to everybody",
            lambda: [one for one in stayed if one.address not in told()],
        )
        self.mails = len(self.cluster.mail.received), len(stayed)

    def judge_leftovers(self):
        """No object that no run names, no upload, no open search, no slot in use."""
        named = set(self.objects) | {described(key) for key in self.objects}
        for name in WORKERS[1:] + APIS:
            self.cluster.stop(name)
        self.cluster.stop(WORKERS[0])
        self.cluster.start(WORKERS[0])  # takes the duty, and begins with every chore
        self.wait_until(lambda: set(self.cluster.stored()) == named, QUIET_SECONDS, "the removal of what no run names")
        self.wait_until(
            lambda: not any(self.cluster.search.open_contexts().values()), QUIET_SECONDS, "the end of open searches"
        )
        self.assertEqual([one["Key"] for one in self.cluster.uploads()], [])
        self.assertEqual(list((self.cluster.folder / "data" / "work").glob("*")), [])

    def tell(self):
        by_status = {}
        for record in self.runs.values():
            by_status[record["status"]] = by_status.get(record["status"], 0) + 1
        took_over = sum(event["event"] == "taken over" for event in self.events)
        failed = sum(event["event"] == "attempt failed" for event in self.events)
        print(f"runs: {by_status}; attempts failed and tried again: {failed}; taken over: {took_over}")
        print(f"mails: {self.mails[0]} for {self.mails[1]} requesters; most at once: {most_at_once(self.events)}")


def described(key):
    """The key of the description beside a file."""
    stem, _, _ = key.rpartition("/")
    run, token = key.rpartition("/")[2].split(".")[:2]
    return f"{stem}/{run}.{token}.metadata.json.age"


if __name__ == "__main__":
    unittest.main()
