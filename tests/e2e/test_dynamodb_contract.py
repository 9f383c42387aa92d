"""The contracts of the task store's tables and of the task store, on DynamoDB Local.

EXPORTD_DYNAMODB_CONTRACT: the test binary (default build/dev/tests/dynamodb/dynamodb_contract).
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

from .dynamodb_server import DynamoServer
from .harness import ROOT

BINARY = os.environ.get(
    "EXPORTD_DYNAMODB_CONTRACT", str(ROOT / "build" / "dev" / "tests" / "dynamodb" / "dynamodb_contract")
)


class Contract(unittest.TestCase):
    def test_it_is_kept(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        server = self.enterContext(DynamoServer(pathlib.Path(folder)))
        done = subprocess.run(
            [BINARY, *os.environ.get("EXPORTD_CONTRACT_ARGUMENTS", "").split()],
            env={**os.environ, "EXPORTD_DYNAMODB": server.url}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", timeout=1200, check=False,
        )
        print(done.stdout[done.stdout.rfind("[==========]") :])
        self.assertEqual(done.returncode, 0, done.stdout[-20_000:])


if __name__ == "__main__":
    unittest.main()
