"""moto for the tests: what DynamoDB Local lacks (backups, point-in-time recovery), as call shapes without their meaning.

It and boto3 are in build/python (tools/python_packages.sh).
"""

import pathlib
import re
import site
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "python"
MOTO = PYTHON / "bin" / "moto_server"
START_SECONDS_MAX = 120


def boto3():
    """The module; Debian's own packages come first where both have one."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site.addsitedir(str(PYTHON / "lib" / version / "site-packages"))
    import boto3 as module

    return module


# Ends with whoever started it, however that one ended.
LAUNCH = """
import os, sys, threading
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
print("PORT", server.port, flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
"""


class MotoServer:
    def __init__(self, log_folder):
        self.log = pathlib.Path(log_folder) / "moto.log"
        self.process = None
        self.port = 0

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [PYTHON / "bin" / "python", "-c", LAUNCH], stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self.process.poll() is None:
            told = re.search(r"^PORT (\d+)$", self.log.read_text(errors="replace"), re.MULTILINE)
            if told:
                self.port = int(told[1])
                return self
            time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(f"moto did not come up: {self.log.read_text(errors='replace')[-3000:]}")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"
