"""A whole cluster on one machine: OpenSearch, DynamoDB, S3 and a mail server, each behind a proxy that can do harm, and
any number of API and worker processes on one configuration."""

import json
import os
import pathlib
import secrets
import signal
import subprocess
import time

from . import opensearch_store
from .dynamodb_server import DynamoServer
from .fault_proxy import FaultProxy
from .harness import BINARY, DATASETS, exportd
from .mail_server import MailServer
from .opensearch_server import OpenSearchServer
from .s3_server import KEY_ID, REGION, SECRET, S3Server
from .tcp_proxy import TcpProxy

LEASE_SECONDS = 10  # the least that may be configured
BUCKET, PREFIX, TABLES = "exports", "files", "chaos-"
REQUESTS_KEPT = 100  # with their bodies: half an hour of uploads would be gigabytes
ENDED = ("Succeeded", "Failed", "Cancelled")


class Cluster:
    def __init__(self, folder, *, parallel=3, retries=100, page_rows=0):
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "exportd.toml"
        self.admin_token = secrets.token_hex(16)
        self.processes = {}  # name → Popen
        self.starts = 0
        self.addresses = {}  # name of an API process → where it listens
        self.parallel, self.retries, self.page_rows = parallel, retries, page_rows
        self.opened = []

    def __enter__(self):
        try:
            self._start_servers()
            self._configure()
            self.call("init")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()
        for one in reversed(self.opened):
            one()

    def _start_servers(self):
        self.search = OpenSearchServer(self.folder / "opensearch", settings=["search.keep_alive_interval=1s"])
        self.tables = DynamoServer(self.folder / "dynamodb", folder=self.folder / "dynamodb" / "data")
        self.objects = S3Server(self.folder / "s3")
        for server in (self.search, self.tables, self.objects):
            self.opened.append(server.kill)
            server.start()
        opensearch_store.load(self.search, DATASETS["basalts"], ["petdb"])
        self.mail = MailServer(self.folder, tls=False, auth=False)
        self.opened.append(self.mail.stop)
        self.lines = {
            "search": FaultProxy(self.search.port, kept=REQUESTS_KEPT),
            "store": FaultProxy(self.tables.port, kept=REQUESTS_KEPT),
            "files": FaultProxy(self.objects.port, kept=REQUESTS_KEPT),
            "mail": TcpProxy(self.mail.port),
        }
        for line in self.lines.values():
            line.__enter__()
            self.opened.append(lambda one=line: one.__exit__())
        self.objects.client.create_bucket(Bucket=BUCKET)

    @property
    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {**kept, "AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}

    def _configure(self):
        for name, text in (("admin", self.admin_token), ("secret", secrets.token_hex(32))):
            path = self.folder / name
            path.write_text(text + "\n")
            path.chmod(0o600)
        done = exportd("keygen", "-o", self.folder / "identity.txt")
        recipient = next(word for word in (done.stdout + done.stderr).decode().split() if word.startswith("age1"))
        self.config.write_text(
            f"""
[server]
public_url = "https://exports.example.org"
admin_token_file = "{self.folder}/admin"
secret_file = "{self.folder}/secret"
[queue]
parallel = {self.parallel}
retries = {self.retries}
lease_seconds = {LEASE_SECONDS}
[limits]
requests_per_minute = 1000000
creations_per_minute = 1000000
mails_per_day = 0
[search]
kind = "opensearch"
url = "http://127.0.0.1:{self.lines["search"].port}"
timeout_seconds = 5
page_rows = {self.page_rows}
[store]
kind = "dynamodb"
region = "{REGION}"
endpoint = "http://127.0.0.1:{self.lines["store"].port}"
table_prefix = "{TABLES}"
[files]
kind = "s3"
bucket = "{BUCKET}"
prefix = "{PREFIX}"
region = "{REGION}"
endpoint = "http://127.0.0.1:{self.lines["files"].port}"
recipients = ["{recipient}"]
identity_file = "{self.folder}/identity.txt"
[mail]
kind = "smtp"
url = "smtp+plain://127.0.0.1:{self.lines["mail"].port}"
from = "exports@example.org"
timeout_seconds = 5
"""
        )

    def arguments(self):
        return ["--config", str(self.config), "--data", str(self.folder / "data")]

    def run(self, *arguments, **options):
        return exportd(*arguments, *self.arguments(), env=self.environment, **options)

    def call(self, *arguments):
        done = self.run(*arguments)
        if done.returncode:
            raise AssertionError(f"exportd {' '.join(map(str, arguments))}: {(done.stdout + done.stderr).decode()}")
        return done.stdout.decode()

    def lines_of(self, *arguments):
        return [json.loads(line) for line in self.call(*arguments).splitlines()]

    def direct(self, query):
        """The file as `exportd run` makes it, without the queue."""
        out = self.folder / "direct"
        self.call("run", "petdb", query, "-o", out)
        return out.read_bytes()

    def start(self, name):
        """An API process if its name begins so, else a worker; under a name that is used again after its death."""
        self.starts += 1
        log = self.folder / f"{name}-{self.starts}.log"
        listen = self.addresses.get(name, "127.0.0.1:0").removeprefix("http://")
        way = ["serve", "--listen", listen, "--workers", "0"] if name.startswith("api") else ["worker", "--workers", "1"]
        with open(log, "wb") as errors:
            process = subprocess.Popen(
                [BINARY, *way, *self.arguments()], stdout=subprocess.DEVNULL, stderr=errors, env=self.environment
            )
        process.log = log
        self.processes[name] = process
        return process

    def listening(self, name, seconds=60):
        """Waits for the address of an API process, which stays its own over restarts."""
        process = self.processes[name]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            told = [line for line in process.log.read_text().splitlines() if '"listening"' in line]
            if told:
                self.addresses[name] = json.loads(told[0])["text"]
                return self.addresses[name]
            if process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"{name} does not listen: {process.log.read_text()[-2000:]}")

    def alive(self, kind=""):
        return [n for n, process in self.processes.items() if n.startswith(kind) and process.poll() is None]

    def kill(self, name):
        self.processes[name].kill()
        self.processes[name].wait()

    def pause(self, name):
        self.processes[name].send_signal(signal.SIGSTOP)

    def resume(self, name):
        self.processes[name].send_signal(signal.SIGCONT)

    def stop(self, name):
        self.processes[name].send_signal(signal.SIGTERM)
        return self.processes[name].wait(timeout=60)

    def stored(self):
        """The keys of all objects, without the prefix."""
        pages = self.objects.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
        return sorted(key.removeprefix(PREFIX).lstrip("/") for key in keys)

    def uploads(self):
        return self.objects.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
