"""The S3 file store behind a proxy that loses, damages and refuses what it carries: an object is stored once and whole,
or not at all, and nothing unfinished is left.

EXPORTD_S3_OBJECT: the program that stores one (default build/dev/tests/s3/object/s3_object).
"""

import os
import subprocess
import tempfile
import unittest

from .fault_proxy import FaultProxy
from .faults import Answer, Corrupt, Cut
from .harness import ROOT
from .s3_server import S3Server, credentials

BINARY = os.environ.get("EXPORTD_S3_OBJECT", str(ROOT / "build" / "dev" / "tests" / "s3" / "object" / "s3_object"))
BUCKET = "faults"
SMALL, LARGE = 100_000, 20_000_000  # one request; three parts

PUT, PART, COMPLETE, ABORT = ("PUT", r"/[^?]+$"), ("PUT", "partNumber="), ("POST", "uploadId="), ("DELETE", "uploadId=")
LOST = Cut(of="response")  # the server has done it, and its answer does not arrive


def error(status, code):
    return Answer(status, f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode())


# Why, bytes, [(request, which one, how many, what is done to it)], how it ends, and how often that request came.
CASES = [
    ("no fault", SMALL, [], "stored", (PUT, 1)),
    ("no fault, in parts", LARGE, [], "stored", (PART, 3)),
    ("the answer to the only request is lost", SMALL, [(PUT, 1, 1, LOST)], "stored", (PUT, 2)),
    ("the answer is lost, and what comes then fails", SMALL,
     [(PUT, 1, 1, LOST), (PUT, 1, None, error(503, "ServiceUnavailable"))], "stored", None),
    ("damaged once", SMALL, [(PUT, 1, 1, Corrupt(at=50_000))], "stored", (PUT, 2)),
    ("damaged each time", SMALL, [(PUT, 1, None, Corrupt(at=50_000))], "retry store_unavailable", (PUT, 5)),
    ("at the same moment as another", SMALL, [(PUT, 1, 1, error(409, "ConditionalRequestConflict"))], "stored", (PUT, 2)),
    ("not allowed", SMALL, [(PUT, 1, None, error(403, "AccessDenied"))], "ours not_allowed", (PUT, 1)),
    ("a part fails once", LARGE, [(PART, 2, 1, error(500, "InternalError"))], "stored", (PART, 4)),
    ("a part comes too soon", LARGE, [(PART, 1, 1, error(503, "SlowDown"))], "stored", (PART, 4)),
    ("a part's answer is lost", LARGE, [(PART, 3, 1, LOST)], "stored", (PART, 4)),
    ("a part is damaged once", LARGE, [(PART, 1, 1, Corrupt(at=4_000_000))], "stored", (PART, 4)),
    ("parts are damaged each time", LARGE, [(PART, 1, None, Corrupt(at=7))], "retry store_unavailable", None),
    ("parts fail each time", LARGE, [(PART, 1, None, error(500, "InternalError"))], "retry store_unavailable", None),
    ("the last answer is lost", LARGE, [(COMPLETE, 1, 1, LOST)], "stored", (COMPLETE, 2)),
    ("the last answer is lost, and the upload unknown then", LARGE,
     [(COMPLETE, 1, 1, LOST), (COMPLETE, 1, None, error(404, "NoSuchUpload"))], "stored", (COMPLETE, 2)),
    ("the last answer is lost, and the key taken then", LARGE,
     [(COMPLETE, 1, 1, LOST), (COMPLETE, 1, None, error(412, "PreconditionFailed"))], "stored", (COMPLETE, 2)),
    ("the upload is unknown, and there is no object", LARGE,
     [(COMPLETE, 1, None, error(404, "NoSuchUpload"))], "ours store_error", (COMPLETE, 1)),
    ("an error comes with 200", LARGE, [(COMPLETE, 1, 1, error(200, "InternalError"))], "stored", (COMPLETE, 2)),
    ("an error comes with 200 each time", LARGE, [(COMPLETE, 1, None, error(200, "InternalError"))],
     "retry store_unavailable", (COMPLETE, 5)),
    ("the last request at the same moment as another", LARGE,
     [(COMPLETE, 1, 1, error(409, "ConditionalRequestConflict"))], "stored", (COMPLETE, 2)),
]  # fmt: skip


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.server = cls.enterClassContext(S3Server(cls.folder))
        cls.server.make_bucket(BUCKET)

    def object(self, proxy, *arguments):
        environment = {**os.environ, **credentials(), "EXPORTD_S3": proxy.url, "EXPORTD_S3_BUCKET": BUCKET}
        done = subprocess.run(
            [BINARY, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        self.assertEqual(done.stderr, "")
        return done.stdout.strip()

    def test_an_object_is_stored_whole_or_not_at_all(self):
        for number, (why, size, rules, end, counted) in enumerate(CASES):
            with self.subTest(why), FaultProxy(self.server.port) as proxy:
                for (method, path), nth, times, fault in rules:
                    proxy.on(method, path, nth=nth, times=times, do=fault)
                key = f"case-{number}"
                said = self.object(proxy, "put", key, size)
                self.assertEqual(self.server.uploads(BUCKET), [], "an upload was left")
                if end == "stored":
                    self.assertEqual(said, "done stored")
                    proxy.pass_all()
                    self.assertEqual(self.object(proxy, "get", key), f"done {size}")
                else:
                    self.assertTrue(said.startswith(f"failed {end}"), said)
                    self.assertNotIn(key, self.server.keys(BUCKET))
                if counted:
                    self.assertEqual(len(proxy.seen(*counted[0])), counted[1])

    def test_what_could_not_be_aborted_is_found_later(self):
        with FaultProxy(self.server.port) as proxy:
            proxy.on(*ABORT, times=None, do=error(500, "InternalError"))
            self.assertEqual(self.object(proxy, "drop", "leftover", LARGE), "done dropped")
            self.assertEqual(self.server.uploads(BUCKET), ["leftover"])
            proxy.pass_all()
            self.assertEqual(self.object(proxy, "abort"), "done 1")
            self.assertEqual(self.server.uploads(BUCKET), [])

    def test_parts_go_at_the_same_time(self):
        with FaultProxy(self.server.port) as proxy:
            self.assertEqual(self.object(proxy, "put", "parallel", 3 * LARGE), "done stored")
            self.assertGreater(len({one.connection for one in proxy.seen(*PART)}), 1)

    def test_reading_is_tried_again_and_never_short(self):
        with FaultProxy(self.server.port) as proxy:
            self.object(proxy, "put", "read", LARGE)
            proxy.on("GET", "/read", nth=2, times=1, do=Cut(after=1_000))
            proxy.on("GET", "/read", nth=3, times=1, do=error(503, "SlowDown"))
            self.assertEqual(self.object(proxy, "get", "read"), f"done {LARGE}")
            self.assertLess(len(proxy.seen("GET", "/read")), 12, "a download asks seldom")
            proxy.on("GET", "/read", nth=2, times=None, do=Answer(206, b"short"))
            self.assertIn("failed retry store_unavailable", self.object(proxy, "get", "read"))


if __name__ == "__main__":
    unittest.main()
