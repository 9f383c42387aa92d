"""Whether the service is what its OpenAPI document says: Schemathesis asks for everything in it, rightly and wrongly."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from .harness import ROOT
from .service import Service
from .test_api import LIMITS

SCHEMATHESIS = ROOT / "build" / "python" / "bin" / "schemathesis"
EXAMPLES = os.environ.get("EXPORTD_SCHEMATHESIS_EXAMPLES", "6")
TOKEN = "an-admin-token-for-tests"


@unittest.skipUnless(SCHEMATHESIS.exists(), "Schemathesis is not installed (tools/python_packages.sh)")
class Document(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.service = Service(self.folder)
        self.addCleanup(self.service.kill_all)
        token = self.folder / "admin"
        token.write_text(TOKEN + "\n")
        token.chmod(0o600)
        with open(self.service.config, "a", encoding="utf-8") as config:
            config.write(f'{LIMITS}\n[server]\nadmin_token_file = "{token}"\n')

    def test_all_checks_pass(self):
        base = self.service.serve()
        done = subprocess.run(
            [SCHEMATHESIS, "--config-file", pathlib.Path(__file__).with_name("schemathesis.toml"), "run",
             f"{base}/openapi.json", "--checks", "all", "--max-examples", EXAMPLES, "--seed", "1",
             "--generation-deterministic", "--request-timeout", "30", "--no-color", "--warnings", "off",
             "--header", f"Authorization: Bearer {TOKEN}"],
            cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1_200, check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout[-20_000:])
        summary = done.stdout[done.stdout.index("SUMMARY") :]
        print(summary)
        tested = re.search(r"Selected: (\d+)/\1\s+Tested: \1", summary)
        self.assertTrue(tested, "not every operation was tested")
        log = self.service.processes[-1].log.read_text()
        self.assertNotIn('"internal_error"', log)


if __name__ == "__main__":
    unittest.main()
