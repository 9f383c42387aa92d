"""What an export leaves in a bucket that is stopped while it stores its file."""

import signal
import subprocess
import time
import unittest

from .fault_proxy import FaultProxy
from .faults import Delay
from .harness import BINARY
from .s3_store import BUCKET
from .test_s3 import PART, QUERY, OnS3

SMALL = "taxons=andesite"
PUT = ("PUT", r"\.csv\.age$")
FAR_TOO_SLOW = Delay(90)


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


if __name__ == "__main__":
    unittest.main()
