#!/usr/bin/env python3
"""The HTTP API under load at constant rates: latencies with no export under way, and with three.

    run_load.py EXPORTD VEGETA [--seconds N]

Rates are kept whatever the answers take (vegeta: an open loop, so that a slow answer does not slow the next request
down). Server, workers, load and feeder share the machine. The table gives milliseconds and, of all answers, those that were
as they should be.
"""

import argparse
import gzip
import json
import pathlib
import signal
import subprocess
import tempfile
import threading
import urllib.request

from run_downloads import Exportd

COPIES = 7  # of the bundled records: 75,712
TOKEN = "an-admin-token-for-load"


def many_records(source, target):
    with gzip.open(source, "rt", encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            for copy in range(COPIES):
                out.write(line.replace('"sampleId":"', f'"sampleId":"{copy}-', 1))


class Feeder:
    """Keeps the three slots busy with exports of all records, each of another form."""

    forms = [
        f"fileType={kind}&layout={layout}&compression={compression}&refresh=true"
        for compression in ("gzip", "zstd")
        for layout in ("long", "method", "sample")
        for kind in ("json", "csv", "ndjson")
    ]

    def __init__(self, base):
        self.base, self.stopping, self.busy, self.looks = base, threading.Event(), 0, 0
        self.thread = threading.Thread(target=self.feed)

    def feed(self):
        turn = 0
        while not self.stopping.is_set():
            stats = ask(self.base + "/v1/admin/stats")
            self.looks += 1
            self.busy += stats["runs"]["Processing"] >= 3
            if stats["runs"]["Pending"] < 3:
                ask(f"{self.base}/v1/petdb/exports?{self.forms[turn % len(self.forms)]}", "POST")
                turn += 1
            else:
                self.stopping.wait(0.05)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()


def ask(url, method="GET"):
    request = urllib.request.Request(url, method=method, headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


class Load:
    def __init__(self, vegeta, folder, seconds):
        self.vegeta, self.folder, self.seconds = vegeta, folder, seconds
        print(f"{'':58} {'rate/s':>7} {'p50':>8} {'p95':>8} {'p99':>8} {'max':>8} {'good':>7}")

    def run(self, name, rate, targets, seconds=None):
        file = self.folder / "targets"
        file.write_text("\n\n".join(f"{target}\nAuthorization: Bearer {TOKEN}" for target in targets) + "\n")
        attack = subprocess.run(
            [self.vegeta, "attack", "-targets", file, "-rate", str(rate), "-duration", f"{seconds or self.seconds}s",
             "-timeout", "30s", "-max-workers", "400"],
            check=True, capture_output=True,
        ).stdout
        done = subprocess.run([self.vegeta, "report", "-type", "json"], input=attack, check=True, capture_output=True)
        report = json.loads(done.stdout)
        at = {key: report["latencies"][key] / 1e6 for key in ("50th", "95th", "99th", "max")}
        print(f"{name:58} {rate:7} {at['50th']:8.2f} {at['95th']:8.2f} {at['99th']:8.2f} {at['max']:8.1f} "
              f"{report['success'] * 100:6.2f}%", flush=True)


def other_routes(base, task):
    one = f"{base}/v1/exports/{task}"
    return {
        "/v1/synthesis/search, bundled data": f"{base}/v1/synthesis/search?variables=Zr&limit=20",
        "/v1/synthesis/search, bundled data, everything": f"{base}/v1/synthesis/search?limit=20",
        "/v1/petdb/parameters": f"{base}/v1/petdb/parameters",
        "/v1/petdb/parameters/authors/values": f"{base}/v1/petdb/parameters/authors/values?prefix=l",
        "/v1/petdb/parameters/variables/values": f"{base}/v1/petdb/parameters/variables/values?prefix=z",
        "metadata": f"{one}/metadata",
        "/v1/admin/exports": f"{base}/v1/admin/exports?limit=100",
        "/v1/admin/exports/{id}/audit": f"{base}/v1/admin/exports/{task}/audit",
        "/v1/admin/stats": f"{base}/v1/admin/stats",
        "/healthz": base + "/healthz",
        "/readyz": base + "/readyz",
        "/metrics": base + "/metrics",
        "/openapi.json": base + "/openapi.json",
        "/reference": base + "/reference",
        "page of an export": f"{base}/exports/{task}",
    }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("exportd")
    options.add_argument("vegeta")
    options.add_argument("--seconds", type=int, default=15)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="exportd-load-") as name:
        folder = pathlib.Path(name)
        exportd = Exportd(given.exportd, folder)
        token = folder / "admin"
        token.write_text(TOKEN + "\n")
        token.chmod(0o600)
        exportd.config.write_text(
            "[limits]\nrequests_per_minute = 1000000\ncreations_per_minute = 1000000\n"
            f'[server]\nadmin_token_file = "{token}"\n'
        )
        bundled = pathlib.Path(__file__).parents[1] / "data" / "basalts.ndjson.gz"
        many_records(bundled, folder / "many.ndjson")
        exportd.call("import", "petdb", folder / "many.ndjson")
        exportd.call("import", "synthesis", bundled)
        base = exportd.start()
        try:
            load = Load(given.vegeta, folder, given.seconds)
            task = ask(f"{base}/v1/petdb/exports?variables=Zr", "POST")["id"]
            while ask(f"{base}/v1/exports/{task}")["status"] in ("Pending", "Processing"):
                pass
            load.run("no export: status", 2_000, [f"GET {base}/v1/exports/{task}"])
            for route, url in other_routes(base, task).items():
                load.run(f"no export: {route}", 20, [f"GET {url}"], 5)
            of_many = f"GET {base}/v1/petdb/search?variables=Zr&limit=20"
            load.run("no export: /v1/petdb/search, 75,712 records", 4, [of_many], 5)
            with Feeder(base) as feeder:
                load.run("three exports: status", 500, [f"GET {base}/v1/exports/{task}"])
                creations = [f"POST {base}/v1/petdb/exports?authors=nobody{n}" for n in range(20 * given.seconds)]
                load.run("three exports: creation", 20, creations)
            print(f"three exports were under way at {feeder.busy} of {feeder.looks} looks")
        finally:
            exportd.process.send_signal(signal.SIGTERM)
            exportd.process.wait()


if __name__ == "__main__":
    main()
