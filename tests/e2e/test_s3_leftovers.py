"""What an export leaves in a bucket that is stopped, killed, or cannot reach it at the end; and who takes it away."""

import os
import re
import signal
import subprocess
import time
import unittest

from .fault_proxy import FaultProxy
from .faults import Answer, Delay
from .harness import BINARY
from .s3_store import BUCKET, PREFIX, full_key
from .test_s3 import PART, QUERY, OnS3

SMALL = "taxons=andesite"
PUT = ("PUT", r"\.csv\.age$")
FAR_TOO_SLOW = Delay(90)
STAGED = r"/local\.staged-[0-9a-f]{16}\.(csv|metadata\.json)\.age$"
DAY = 86_400


class Stops(OnS3):
    def cancelled(self, query, waiting):
        """Seconds until an export is Cancelled whose request `waiting` gets no answer."""
        with FaultProxy(self.server.port) as proxy:
            proxy.on(*waiting, times=None, do=FAR_TOO_SLOW)
            service = self.service(proxy.url)
            service.start("--workers", 1)
            task = service.add(query)["id"]
            service.wait_until(lambda: proxy.seen(*waiting), what="a request that waits")
            time.sleep(1)  # the server has it by now
            began = time.monotonic()
            service.call("tasks", "cancel", task)
            self.assertEqual(service.ended(task)["status"], "Cancelled")
            took = time.monotonic() - began
            print(f"{waiting}: cancelled within {took:.1f} s")
            self.assertEqual((self.server.uploads(BUCKET), self.server.keys(BUCKET)), ([], []))
            self.assertEqual(service.stop(), [0])
        return took

    def test_a_cancelled_export_does_not_wait_for_its_parts(self):
        self.assertLess(self.cancelled(QUERY, PART), 20)

    def test_nor_for_a_file_of_one_request_and_takes_back_what_came_of_it(self):
        self.assertLess(self.cancelled(SMALL, PUT), 20)

    def test_ctrl_c_does_not_wait_either(self):
        with FaultProxy(self.server.port) as proxy:
            proxy.on(*PART, times=None, do=FAR_TOO_SLOW)
            service = self.service(proxy.url)
            process = subprocess.Popen(
                [BINARY, "run", "petdb", QUERY, "-o", self.folder / "none", *service.arguments()],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )  # fmt: skip
            service.wait_until(lambda: proxy.seen(*PART), what="a part on its way")
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=30)[1].decode()
            self.assertEqual(process.returncode, 3, said)
            self.assertEqual((self.server.uploads(BUCKET), self.server.keys(BUCKET)), ([], []))
            self.assertFalse((self.folder / "none").exists())


class Leftovers(OnS3):
    def age_by(self, seconds):
        """All that the server has, as if it had been made so much earlier."""
        for path in (self.server.folder / "root").rglob("*"):
            then = path.stat().st_mtime - seconds
            os.utime(path, (then, then))

    @unittest.skipUnless(os.environ.get("EXPORTD_S3_PEER", "versitygw") == "versitygw", "only versitygw takes times that are set back")
    def test_what_a_local_run_could_not_remove_goes_after_a_day(self):
        with FaultProxy(self.server.port) as proxy:
            service = self.service(proxy.url)
            kept = service.lines("run", "petdb", SMALL, "-o", self.folder / "kept", "--json", "--keep-object")[0]
            kept = [full_key(kept["object"]), full_key(kept["metadataObject"])]
            proxy.on("DELETE", "/local", times=None, do=Answer(503, b"<Error><Code>ServiceUnavailable</Code></Error>"))
            done = service.run("run", "petdb", SMALL, "-o", self.folder / "out")
            self.assertEqual(done.returncode, 0, done.stderr)
            said = done.stderr.decode()
            self.assertEqual(said.count("left behind: the housekeeping of serve and worker removes it after a day"), 2, said)
            proxy.pass_all()
            left = sorted(set(self.server.keys(BUCKET)) - set(kept))
            self.assertEqual([bool(re.search(STAGED, key)) for key in left], [True, True], left)
            task = service.add(SMALL)["id"]
            looked = len(proxy.seen("GET", "uploads="))
            worker = service.start("--workers", 1)
            self.assertEqual(service.ended(task)["status"], "Succeeded")
            service.wait_until(lambda: len(proxy.seen("GET", "uploads=")) > looked, what="the housekeeping")
            self.assertEqual(sorted(set(self.server.keys(BUCKET)) & set(left)), left, "they may still be read")
            self.assertEqual(service.stop(worker), [0])

            self.server.client.create_multipart_upload(Bucket=BUCKET, Key=f"{PREFIX}/petdb/x/local.staged-0.csv.age")
            self.age_by(DAY + 60)
            before = set(self.server.keys(BUCKET))
            service.start("--workers", 1)
            service.wait_until(lambda: not self.server.uploads(BUCKET), what="the end of the upload")
            self.assertEqual(before - set(self.server.keys(BUCKET)), set(left), "nothing else, whatever its age")
            log = (self.folder / "worker-1.log").read_text()
            self.assertEqual(log.count("its exportd run is over"), 2, log)
            self.assertEqual(service.stop()[-1:], [0])


if __name__ == "__main__":
    unittest.main()
