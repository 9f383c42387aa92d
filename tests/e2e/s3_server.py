"""A real S3 server for the tests: versitygw, or MinIO, on loopback and on a folder. boto3 beside it, as users have it.

The programs are built once, into build/s3-peer (tools/s3_peers.sh), boto3 comes with build/python. A server ends with
the process that started it, even one that is killed. Any number of gateways may serve one folder.
"""

import os
import pathlib
import signal
import site
import subprocess
import sys
import time
import urllib.error
import urllib.request

from .harness import ROOT
from .mail_server import free_port

KEY_ID, SECRET, REGION = "exportd0test", "a-secret/of+the-tests", "eu-central-1"
START_SECONDS_MAX = 60
BUILT = ROOT / "build" / "s3-peer"


def program(name):
    done = subprocess.run([ROOT / "tools" / "s3_peers.sh", name], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} could not be built: {(done.stdout + done.stderr)[-3000:]}")
    return BUILT / name


def vendors_client():
    """boto3, out of build/python."""
    subprocess.run([ROOT / "tools" / "python_packages.sh"], check=True)
    for folder in (ROOT / "build" / "python" / "lib").glob("python3*/site-packages"):
        site.addsitedir(str(folder))
    import boto3  # pylint: disable=import-outside-toplevel

    return boto3


def keeps_attributes(folder):
    """Whether versitygw can keep its own beside a file."""
    try:
        os.setxattr(folder, "user.exportd", b"")
    except OSError:
        return False
    os.removexattr(folder, "user.exportd")
    return True


class S3Server:
    """`folder` keeps objects and log; a server started on it again finds them."""

    def __init__(self, folder, *, kind=None, versioning=False):
        self.kind = kind or os.environ.get("EXPORTD_S3_PEER", "versitygw")
        self.folder = pathlib.Path(folder).absolute()
        self.versioning = versioning
        self.port, self.process = 0, None
        self._client = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def _command(self, binary):
        root = self.folder / "root"
        root.mkdir(parents=True, exist_ok=True)
        if self.kind == "minio":
            # Its /minio/health/ready says 200 before it takes requests.
            return [binary, "server", "--quiet", "--address", f"127.0.0.1:{self.port}", root], "/minio/health/cluster"
        command = [binary, "--quiet", "--port", f"127.0.0.1:{self.port}", "--region", REGION, "--health", "/healthz"]
        command += ["--access", KEY_ID, "--secret", SECRET, "--keep-alive", "posix"]
        if not keeps_attributes(root):
            command += ["--sidecar", self._made("attributes")]
        if self.versioning:
            command += ["--versioning-dir", self._made("versions")]
        return [*command, root], "/healthz"

    def _made(self, name):
        made = self.folder / name
        made.mkdir(exist_ok=True)
        return made

    def start(self):
        """At the port of the time before, if there was one: clients may still know it."""
        binary = program(self.kind)
        for _ in range(10):  # a free port may be taken by somebody else before the server has it
            self.port = self.port or free_port()
            command, health = self._command(binary)
            if self._came_up(command, health):
                return
            self.port = 0
        raise RuntimeError(f"{self.kind} did not come up: {self._log_text()[-3000:]}")

    def _came_up(self, command, health):
        environment = {**os.environ, "MINIO_ROOT_USER": KEY_ID, "MINIO_ROOT_PASSWORD": SECRET, "MINIO_REGION": REGION}
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *map(str, command)], env=environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.url + health, timeout=5) as answer:
                    if answer.status == 200 and self.process.poll() is None:
                        return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.kill()
        return False

    def _log_text(self):
        return (self.folder / "server.log").read_text(errors="replace")

    def stop(self):
        self._end(signal.SIGTERM)

    def kill(self):
        self._end(signal.SIGKILL)

    def _end(self, how):
        if self._client is not None:
            self._client.close()
            self._client = None
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def gateway(self):
        """Another server on the same folder: only versitygw can."""
        return S3Server(self.folder, kind=self.kind, versioning=self.versioning)

    @property
    def client(self):
        """boto3's, which signs as this server wants it and tries nothing twice."""
        if self._client is None:
            self._client = self._new_client()
        return self._client

    def _new_client(self):
        boto3 = vendors_client()
        from botocore.config import Config  # pylint: disable=import-outside-toplevel

        return boto3.client(
            "s3", endpoint_url=self.url, region_name=REGION, aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )  # fmt: skip

    def make_bucket(self, name):
        self.client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})

    def keys(self, bucket, prefix=""):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        return [one["Key"] for page in pages for one in page.get("Contents", [])]

    def uploads(self, bucket):
        return [one["Key"] for one in self.client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])]

    def read(self, bucket, key):
        return self.client.get_object(Bucket=bucket, Key=key)["Body"].read()


def credentials(secret=SECRET):
    """What a process needs in its environment to sign as this server wants it."""
    return {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": REGION}


if __name__ == "__main__":
    # For a look by hand: python3 -m e2e.s3_server FOLDER
    with S3Server(sys.argv[1]) as by_hand:
        print(by_hand.url, KEY_ID, SECRET, REGION, flush=True)
        by_hand.process.wait()
