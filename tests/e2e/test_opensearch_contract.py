"""The contract of Search, the suite that every search store passes, on a real OpenSearch.

EXPORTD_CONTRACT: the test binary (default build/dev/tests/opensearch/opensearch_contract).
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

from .harness import ROOT
from .opensearch_server import OpenSearchServer

BINARY = os.environ.get("EXPORTD_CONTRACT", str(ROOT / "build" / "dev" / "tests" / "opensearch" / "opensearch_contract"))


class Contract(unittest.TestCase):
    def test_it_is_kept(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        server = self.enterContext(OpenSearchServer(pathlib.Path(folder)))
        done = subprocess.run(
            [BINARY], env={**os.environ, "EXPORTD_OPENSEARCH": server.url}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", timeout=900, check=False,
        )
        print(done.stdout[done.stdout.rfind("[==========]") :])
        self.assertEqual(done.returncode, 0, done.stdout[-20_000:])
        self.assertEqual(server.left_open(), {"scrolls": 0, "pointsInTime": 0})


if __name__ == "__main__":
    unittest.main()
