"""Worker processes killed with SIGKILL at random moments: every run ends with the file that it would have had.

EXPORTD_KILLS: how many (default 20). EXPORTD_SEED: of the moments.
"""

import os
import random
import shutil
import tempfile
import time
import unittest

from . import harness
from .service import LEASE_SECONDS, Service, most_at_once

KILLS = int(os.environ.get("EXPORTD_KILLS", "20"))
SEED = int(os.environ.get("EXPORTD_SEED", str(random.SystemRandom().randrange(1_000_000))))
QUERIES = [
    f"chemistry=(MAJ,SiO2,{low},{low + 9})&{options}"
    for low in (41, 43, 45)
    for options in ("layout=long&compression=zstd", "columns=all&fileType=json", "companions=method&layout=method")
]


class Crashes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.mkdtemp(dir=harness.work_dir())
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        # A run may be hit again and again: here that is no reason to give it up.
        self.service = Service(folder, retries=100, copies=5)
        self.addCleanup(self.service.kill_all)
        self.random = random.Random(SEED)

    def alive(self):
        return [process for process in self.service.processes if process.poll() is None]

    def victim(self):
        """Mostly one that is at work."""
        for _ in range(30):
            busy = [process for process in self.alive() if self.service.is_at_work(process)]
            if busy and self.random.random() < 0.9:
                return self.random.choice(busy)
            time.sleep(0.2)
        return self.random.choice(self.alive())

    def test_every_run_ends_with_its_file(self):
        print(f"seed {SEED}, {KILLS} kills")
        wanted = {query: self.service.direct(query) for query in QUERIES}
        asked = []
        for _ in range(KILLS):
            while len(self.alive()) < 3:
                self.service.start("--workers", "1")
            if len(self.service.lines("tasks", "list", "--status", "Pending")) < 3:
                query = self.random.choice(QUERIES)
                task = self.service.add(query, "--refresh", "--email", f"{len(asked)}@example.org")
                asked.append((query, task["id"], task["run"]))
            victim = self.victim()
            time.sleep(self.random.uniform(0, 1.5))
            victim.kill()
            victim.wait()
        while len(self.alive()) < 3:
            self.service.start("--workers", "1")
        for query, task, run in set(asked):
            done = self.service.ended(task, run, seconds=20 * LEASE_SECONDS)
            self.assertEqual(done["status"], "Succeeded", done)
            self.assertEqual(self.service.opened(self.service.object_of(task, run)), wanted[query], (task, run))
        self.assertLessEqual(most_at_once(self.service.lines("audit")), 3)
        self.check_nothing_is_left({(task, run) for _, task, run in asked})
        took_over = sum(event["event"] == "taken over" for event in self.service.lines("audit"))
        print(f"{len(set(asked))} runs, {KILLS} kills, {took_over} takeovers: all Succeeded, all files identical")

    def check_nothing_is_left(self, runs):
        """Objects that no run names go with the housekeeper's round; every address has been told."""
        named = set()
        for task, run in runs:
            key = self.service.object_of(task, run)
            stem = key.split(".", 2)
            named |= {key, f"{stem[0]}.{stem[1]}.metadata.json.age"}
        self.service.stop()
        self.service.start("--workers", "1")  # takes the duty when the last holder has been silent for a lease
        self.service.wait_until(
            lambda: set(self.service.objects()) == named, 3 * LEASE_SECONDS + 70, "the removal of what no run names"
        )
        self.service.wait_until(
            lambda: all(self.service.show(task, "--run", str(run))["notification"] == "sent" for task, run in runs),
            60,
            "the mail about every run",
        )
        self.assertEqual(list((self.service.data / "work").iterdir()), [])


if __name__ == "__main__":
    unittest.main()
