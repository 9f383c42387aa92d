"""Faults between the workers and OpenSearch: every run ends Succeeded and identical, or Failed with the right reason, and
no context stays open."""

import hashlib
import json
import pathlib
import tempfile
import unittest

from . import harness
from .fault_proxy import FaultProxy
from .faults import Answer, Cut, Delay, Hang, Trickle
from .opensearch_server import OpenSearchServer
from .opensearch_store import load
from .service import LEASE_SECONDS, LONG_LEASE_SECONDS, Service

PAGE = r"^/_search/scroll"
OPENING = r"^/petdb/_search\?.*scroll="
CLOSING = r"^/_search/(scroll|point_in_time)"
POINT_IN_TIME_PAGE = r"^/_search\?"
TIMEOUT_SECONDS = 8  # more than a page takes on a busy machine
LONG_CONTEXTS = "timeout_seconds = 60"  # they live 5 minutes: what is gone at the end of a test was closed


class OpenSearchService(Service):
    """Workers whose records are in an OpenSearch behind `url`."""

    def __init__(self, folder, url, search="", *, lease=LONG_LEASE_SECONDS, retries=3):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.config = self.folder / "exportd.toml"
        self.config.write_text(
            f"[queue]\nlease_seconds = {lease}\nretries = {retries}\n"
            f'[search]\nkind = "opensearch"\nurl = "{url}"\npage_rows = 500\n'
            f"{search or f'timeout_seconds = {TIMEOUT_SECONDS}'}\n"
        )
        self.processes = []


def answer(status, body):
    return Answer(status, json.dumps(body).encode())


def error(status, kind):
    return answer(status, {"error": {"type": kind, "root_cause": [{"type": kind}]}, "status": status})


def incomplete(**said):
    hits = {"total": {"value": 10_816, "relation": "eq"}, "hits": []}
    return answer(200, {"timed_out": False, "_shards": {"total": 1, "successful": 1, "failed": 0}, "hits": hits} | said)


# What happens once, at the third page; each ends the attempt, and the next one succeeds.
AT_A_PAGE = {
    "reset before the answer": (Cut(0, of="response"), "search_unavailable"),
    "reset in the middle of the body": (Cut(100_000), "search_unavailable"),
    "closed in the middle of the body": (Cut(100_000, how="fin"), "search_unavailable"),
    "closed inside the head": (Cut(20, of="response", how="fin"), "search_unavailable"),
    "never an answer": (Hang(), "search_unavailable"),
    "nothing more in the middle of the body": (Hang(100_000), "search_unavailable"),
    "a trickle": (Trickle(200), "search_unavailable"),
    "429": (error(429, "rejected_execution_exception"), "search_overloaded"),
    "503": (error(503, "unavailable"), "search_overloaded"),
    "500": (error(500, "io_exception"), "search_unavailable"),
    "a circuit breaker": (error(429, "circuit_breaking_exception"), "search_overloaded"),
    "an index that a node does not know yet": (error(404, "index_not_found_exception"), "search_index_missing"),
    "a lost context": (error(404, "search_context_missing_exception"), "search_context_lost"),
    "a search that ran out of time": (incomplete(timed_out=True), "search_incomplete"),
    "a failed shard": (incomplete(_shards={"total": 1, "successful": 0, "failed": 1}), "search_incomplete"),
    "a shard that is not up": (incomplete(_shards={"total": 2, "successful": 1, "failed": 0}), "search_incomplete"),
    "another total": (incomplete(hits={"total": {"value": 10_815, "relation": "eq"}, "hits": []}),
                      "search_total_changed"),
    "no documents": (incomplete(), "search_short"),
    "not JSON": (Answer(200, b"<html>a proxy's own page</html>"), "search_answer_broken"),
}

# What the same attempt gets over.
AT_THE_OPENING = {
    "429 three times": (OPENING, 1, 3, Answer(429, b"{}", retry_after=1)),
    "503 twice at the statistics": (r"^/petdb/_stats", 2, 2, Answer(503, b"{}")),  # the first is asked on admission
    "a reset of the sample": (r"^/petdb/_search\?request_cache", 1, 1, Cut(10)),
    "a slow sample": (r"^/petdb/_search\?request_cache", 1, 1, Delay(1.0)),
    "slow pages": (PAGE, 1, 3, Delay(0.6)),
}

# What does not heal: in how many attempts.
FOR_EVER = {
    "not signed in": (error(401, "security_exception"), "search_not_allowed", 1),
    "no such index": (error(404, "index_not_found_exception"), "search_index_missing", 4),
    "too many clauses": (error(400, "too_many_clauses"), "search_too_wide", 1),
    "a query that is refused": (error(400, "parsing_exception"), "search_refused", 1),
}


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.server = cls.enterClassContext(
            OpenSearchServer(cls.folder / "node", settings=["search.keep_alive_interval=1s"])
        )
        load(cls.server, harness.DATASETS["basalts"], environments=["petdb"])
        harness.imported("basalts", "petdb")
        wanted = cls.folder / "wanted"
        harness.run(harness.DATASETS["basalts"], "petdb", "", wanted)
        cls.sha256 = hashlib.sha256(wanted.read_bytes()).hexdigest()

    @classmethod
    def tearDownClass(cls):
        print(f"open contexts after all faults: {cls.server.open_contexts()}")
        super().tearDownClass()

    def setUp(self):
        self.proxy = self.enterContext(FaultProxy(self.server.port))
        self.use()

    def use(self, search="", **queue):
        folder = self.enterContext(tempfile.TemporaryDirectory(dir=self.folder))
        self.service = OpenSearchService(folder, self.proxy.url, search, **queue)
        self.service.call("init")
        self.addCleanup(self.service.kill_all)

    def tearDown(self):
        self.proxy.pass_all()

        self.assertEqual(self.server.left_open(5 * TIMEOUT_SECONDS + 10), {"scrolls": 0, "pointsInTime": 0})

    def exported(self, query="", seconds=300):
        task = self.service.add(query, "--refresh")["id"]
        run = self.service.show(task)["run"]
        return self.service.ended(task, run, seconds)

    def codes(self, task):
        return [one["error"]["code"] for one in task["attempts"] if one["error"]]

    def assert_whole(self, task, codes=()):
        self.assertEqual((task["status"], self.codes(task)), ("Succeeded", list(codes)), task["error"])
        self.assertEqual(task["file"]["sha256"], self.sha256)

    def test_a_fault_at_a_page_ends_the_attempt_and_the_next_one_succeeds(self):
        self.service.start()
        for name, (fault, code) in AT_A_PAGE.items():
            with self.subTest(name):
                self.proxy.on("POST", PAGE, nth=3, do=fault)
                task = self.exported()
                print(f"{name}: {task['status']}, attempts: {', '.join([*self.codes(task), 'whole'])}")
                self.assert_whole(task, [code])
                self.proxy.pass_all()

    def test_a_fault_before_the_first_page_is_got_over(self):
        self.service.start()
        for name, (path, nth, times, fault) in AT_THE_OPENING.items():
            with self.subTest(name):
                self.proxy.on(None, path, nth=nth, times=times, do=fault)
                task = self.exported()
                print(f"{name}: {task['status']} at the first attempt")
                self.assert_whole(task)
                self.proxy.pass_all()

    def test_what_does_not_heal_fails_with_its_reason(self):
        self.service.start()
        for name, (fault, code, attempts) in FOR_EVER.items():
            with self.subTest(name):
                self.proxy.on("POST", OPENING, times=None, do=fault)
                task = self.exported()
                print(f"{name}: {task['status']}, {task['error']}")
                self.assertEqual((task["status"], task["error"]["code"]), ("Failed", code))
                self.assertEqual(len(task["attempts"]), attempts)
                self.assertNotIn("127.0.0.1", json.dumps(task["error"]))
                self.proxy.pass_all()

    def test_a_server_that_is_gone_fails_the_run_after_four_attempts(self):
        task = self.service.add("")["id"]
        self.proxy.refuse()
        self.service.start()
        ended = self.service.ended(task, seconds=300)
        self.proxy.accept()
        self.assertEqual((ended["status"], self.codes(ended)), ("Failed", 4 * ["search_unavailable"]))

    def test_a_point_in_time_goes_on_where_it_was(self):
        self.use(f'paging = "pit"\ntimeout_seconds = {TIMEOUT_SECONDS}')
        self.service.start()
        for fault in (Cut(100_000), Hang(), error(503, "unavailable")):
            before = len(self.proxy.seen("POST", POINT_IN_TIME_PAGE))
            self.proxy.on("POST", POINT_IN_TIME_PAGE, nth=3, do=fault)
            self.assert_whole(self.exported())
            pages = len(self.proxy.seen("POST", POINT_IN_TIME_PAGE)) - before
            self.assertEqual(pages, 22 + 1)  # 10,816 records in pages of 500, one of them twice
            self.proxy.pass_all()

    def test_a_server_killed_in_the_middle_is_waited_for(self):
        self.use(retries=20)  # as long as it takes to start again
        self.service.start()
        self.proxy.on("POST", PAGE, times=None, do=Delay(0.2))
        task = self.service.add("", "--refresh")["id"]
        self.service.wait_until(lambda: len(self.proxy.seen("POST", PAGE)) > 3, what="some pages")
        self.server.kill()
        self.server.start()
        self.proxy.pass_all()
        ended = self.service.ended(task, seconds=300)
        print(f"killed and started again: {ended['status']}, attempts: {self.codes(ended)} and the last")
        self.assertEqual((ended["status"], ended["file"]["sha256"]), ("Succeeded", self.sha256))

    def test_cancelling_closes_the_context_at_once(self):
        self.use(LONG_CONTEXTS)
        self.service.start()
        self.proxy.on("POST", PAGE, times=None, do=Delay(0.5))
        task = self.service.add("")["id"]
        self.service.wait_until(lambda: len(self.proxy.seen("POST", PAGE)) > 3, what="some pages")
        self.service.call("tasks", "cancel", task)
        self.assertEqual(self.service.ended(task)["status"], "Cancelled")

    def test_a_context_is_closed_though_the_cluster_refuses_at_first(self):
        for paging in ("scroll", "pit"):
            for fault in (error(429, "circuit_breaking_exception"), Cut(0, of="response")):
                with self.subTest(paging=paging, fault=fault):
                    self.use(f'paging = "{paging}"\n{LONG_CONTEXTS}')
                    self.service.start()
                    self.proxy.on("DELETE", CLOSING, times=2, do=fault)
                    self.assert_whole(self.exported())
                    self.assertEqual(self.server.left_open(), {"scrolls": 0, "pointsInTime": 0})
                    self.proxy.pass_all()

    def test_what_a_dead_worker_left_open_is_closed_by_another(self):
        self.use(LONG_CONTEXTS, lease=LEASE_SECONDS)
        first = self.service.start()
        self.proxy.on("POST", PAGE, times=None, do=Delay(0.5))
        task = self.service.add("")["id"]
        self.service.wait_until(lambda: len(self.proxy.seen("POST", PAGE)) > 5, what="some pages")
        first.kill()
        self.proxy.pass_all()
        self.service.start()
        ended = self.service.ended(task)
        self.assertEqual((ended["status"], ended["file"]["sha256"]), ("Succeeded", self.sha256))
        self.assertEqual(self.server.left_open()["scrolls"], 0)


if __name__ == "__main__":
    unittest.main()
