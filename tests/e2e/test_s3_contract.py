"""The contract of FileStore, the suite that every file store passes, and what only S3 has to do, on a real server.

EXPORTD_S3_CONTRACT: the test binary (default build/dev/tests/s3/s3_contract). EXPORTD_S3_PEER: versitygw (the default)
or minio.
"""

import os
import subprocess
import tempfile
import unittest

from .harness import ROOT
from .s3_server import S3Server, credentials

BINARY = os.environ.get("EXPORTD_S3_CONTRACT", str(ROOT / "build" / "dev" / "tests" / "s3" / "s3_contract"))
BUCKET = "contract"


class Contract(unittest.TestCase):
    def test_it_is_kept(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        server = self.enterContext(S3Server(folder))
        server.make_bucket(BUCKET)
        environment = {**os.environ, **credentials(), "EXPORTD_S3": server.url, "EXPORTD_S3_BUCKET": BUCKET}
        done = subprocess.run(
            [BINARY, *os.environ.get("EXPORTD_S3_CONTRACT_FLAGS", "").split()],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            timeout=3_600, check=False,
        )  # fmt: skip
        print(done.stdout[done.stdout.rfind("[==========]") :])
        self.assertEqual(done.returncode, 0, done.stdout[-20_000:])
        self.assertEqual((server.keys(BUCKET), server.uploads(BUCKET)), ([], []), "something was left")


if __name__ == "__main__":
    unittest.main()
