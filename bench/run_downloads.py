#!/usr/bin/env python3
"""Downloads side by side: exportd opening a sealed object, `age -d` opening the same object, nginx sending the plain file.

    run_downloads.py EXPORTD [--megabytes N] [--rounds N]

The file is an export of generated records of at least N MB (default 300) as CSV. Clients are curl processes that throw
away what they get, 1 and 8 of them at once on the same machine; their own work is part of each row but that of age. A
figure is the best of the rounds, in which the programs take turns. age and nginx are left out where they are missing.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROWS = 20_000


def generate(path, megabytes):
    """Records with a comment long enough that ROWS of them make the file."""
    length = megabytes * 1_000_000 // ROWS
    noise = "".join(hashlib.sha256(str(i).encode()).hexdigest() for i in range(length // 64 + 2))
    with open(path, "w", encoding="utf-8") as out:
        for row in range(ROWS):
            at = row % 64
            out.write(f'{{"sampleId":"bench:{row:06}","comment":"{noise[at:at + length]}"}}\n')


class Exportd:
    def __init__(self, binary, folder):
        self.binary, self.data = binary, folder / "data"
        self.config = folder / "exportd.toml"
        self.config.write_text("[limits]\nrequests_per_minute = 1000000\n")
        self.log = folder / "serve.log"
        self.process = None

    def call(self, *arguments):
        return subprocess.run(
            [self.binary, *map(str, arguments), "--config", self.config, "--data", self.data],
            check=True,
            capture_output=True,
        ).stdout

    def start(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--listen", "127.0.0.1:0", "--config", self.config, "--data", self.data],
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        while True:
            told = [line for line in self.log.read_text().splitlines() if '"listening"' in line]
            if told:
                return json.loads(told[0])["text"]
            time.sleep(0.05)

    def export(self, query):
        task = json.loads(self.call("tasks", "add", "petdb", query))
        while task["status"] not in ("Succeeded", "Failed"):
            time.sleep(0.2)
            task = json.loads(self.call("tasks", "show", task["id"]))
        if task["status"] != "Succeeded":
            sys.exit(f"the export failed: {task['error']}")
        return task

    def object_of(self, task):
        events = [json.loads(line) for line in self.call("audit", task).splitlines()]
        succeeded = next(event for event in events if event["event"] == "succeeded")
        return self.data / "files" / succeeded["record"]["object"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_nginx(folder):
    """nginx with Debian's own settings for files, as far as they matter here, from a folder of its own."""
    port = free_port()
    config = folder / "nginx.conf"
    user = "user root;" if os.getuid() == 0 else ""
    config.write_text(
        f"daemon off; {user} worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/nginx.log;\n"
        f"events {{ worker_connections 64; }}\n"
        f"http {{ access_log off; sendfile on; tcp_nopush on; client_body_temp_path {folder}/t1;\n"
        f"proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;\n"
        f"scgi_temp_path {folder}/t5; server {{ listen 127.0.0.1:{port}; root {folder}/plain; }} }}\n"
    )
    process = subprocess.Popen(["nginx", "-c", config, "-p", folder], stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    return process, f"http://127.0.0.1:{port}/file"


def seconds(command, clients):
    """Of that many at once, from the first's start to the last's end."""
    started = time.monotonic()
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(clients)]
    if any(process.wait() for process in running):
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.monotonic() - started


def curl(url):
    return ["curl", "-sS", "-f", "-o", "/dev/null", url]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("exportd")
    arguments.add_argument("--megabytes", type=int, default=300)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        exportd = Exportd(options.exportd, folder)
        generate(folder / "records.ndjson", options.megabytes)
        exportd.call("import", "petdb", folder / "records.ndjson")
        base = exportd.start()
        nginx = None
        try:
            task = exportd.export("")
            url = f"{base}/v1/exports/{task['id']}/file"
            (folder / "plain").mkdir()
            plain = folder / "plain" / "file"
            subprocess.run(["curl", "-sS", "-f", "-o", plain, url], check=True)
            if hashlib.sha256(plain.read_bytes()).hexdigest() != task["file"]["sha256"]:
                sys.exit("the download is not the file")
            rows = [("exportd, sealed object", curl(url))]
            if shutil.which("age"):
                key = exportd.data / "identity.txt"
                rows.append(("age -d, sealed object", ["age", "-d", "-i", key, exportd.object_of(task["id"])]))
            if shutil.which("nginx"):
                nginx, plain_url = start_nginx(folder)
                rows.append(("nginx, plain file", curl(plain_url)))
            measure(rows, plain.stat().st_size / 1e6, options.rounds)
        finally:
            for process in (exportd.process, nginx):
                if process:
                    process.send_signal(signal.SIGTERM)
                    process.wait()


def measure(rows, megabytes, rounds):
    print(f"{'':<24}{'clients':>8}{'MB each':>9}{'wall s':>9}{'MB/s':>9}{'× exportd':>11}")
    for clients in (1, 8):
        best = {}
        for _ in range(rounds):
            for name, command in rows:
                best[name] = min(best.get(name, 1e9), seconds(command, clients))
        for name, _ in rows:
            rate = megabytes * clients / best[name]
            ratio = best[rows[0][0]] / best[name]
            print(f"{name:<24}{clients:>8}{megabytes:>9.0f}{best[name]:>9.2f}{rate:>9.0f}{ratio:>11.2f}", flush=True)


if __name__ == "__main__":
    main()
