"""Processes of the task service on one data directory, and what the tests ask of them."""

import gzip
import json
import pathlib
import signal
import subprocess
import time

from .harness import BINARY, DATASETS, exportd

LEASE_SECONDS = 10  # the least that may be configured, where a run is to be taken over
LONG_LEASE_SECONDS = 30  # elsewhere: no busy machine holds a worker up for so long


class Service:
    """A data directory with the bundled records in it, and any number of worker processes on it."""

    def __init__(self, folder, *, retries=3, parallel=3, copies=1, lease=LEASE_SECONDS):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.config = self.folder / "exportd.toml"
        self.config.write_text(
            f"[queue]\nlease_seconds = {lease}\nretries = {retries}\nparallel = {parallel}\n"
        )
        self.processes = []
        self.call("import", "petdb", self.records(copies))

    def records(self, copies):
        """The bundled records, or several times as many, for exports that take a while."""
        bundled = DATASETS["basalts"].path()
        if copies == 1:
            return bundled
        more = self.folder / "more.ndjson"
        with gzip.open(bundled, "rt", encoding="utf-8") as lines, open(more, "w", encoding="utf-8") as out:
            for line in lines:
                for copy in range(copies):
                    out.write(line.replace('"sampleId":"', f'"sampleId":"{copy}-', 1))
        return more

    def arguments(self):
        return ["--config", str(self.config), "--data", str(self.data)]

    def run(self, *arguments, **options):
        return exportd(*arguments, *self.arguments(), **options)

    def call(self, *arguments):
        done = self.run(*arguments)
        if done.returncode:
            raise AssertionError(f"exportd {' '.join(map(str, arguments))}: {done.stderr.decode()}")
        return done.stdout.decode()

    def lines(self, *arguments):
        return [json.loads(line) for line in self.call(*arguments).splitlines()]

    def add(self, query, *arguments):
        return self.lines("tasks", "add", "petdb", query, *arguments)[0]

    def show(self, task, *arguments):
        return self.lines("tasks", "show", task, *arguments)[0]

    def start(self, *arguments):
        """A worker process; its log goes to a file of the folder."""
        log = open(self.folder / f"worker-{len(self.processes)}.log", "wb")
        process = subprocess.Popen(
            [BINARY, "worker", *map(str, arguments), *self.arguments()], stdout=subprocess.DEVNULL, stderr=log
        )
        log.close()
        self.processes.append(process)
        return process

    def serve(self, *arguments):
        """A process with the HTTP API on a free port; its base address."""
        log = self.folder / f"serve-{len(self.processes)}.log"
        with open(log, "wb") as errors:
            process = subprocess.Popen(
                [BINARY, "serve", "--listen", "127.0.0.1:0", *map(str, arguments), *self.arguments()],
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        process.log = log
        self.processes.append(process)

        def listening():
            if process.poll() is not None:
                raise AssertionError(f"exportd serve ended: {log.read_text()}")
            told = [line for line in log.read_text().splitlines() if '"listening"' in line]
            return told and json.loads(told[0])["text"]

        return self.wait_until(listening, what="an address to ask at")

    def is_at_work(self, process):
        """Whether it has a run in hand, by its log."""
        log = self.folder / f"worker-{self.processes.index(process)}.log"
        events = [line.split('"event":"')[1].split('"')[0] for line in log.read_text().splitlines() if '"event"' in line]
        ends = ("settled", "given back", "lease lost")
        return sum(e == "claimed" for e in events) > sum(e in ends for e in events)

    def stop(self, process=None):
        """SIGTERM, and the exit codes."""
        wanted = [process] if process else [one for one in self.processes if one.poll() is None]
        for one in wanted:
            one.send_signal(signal.SIGTERM)
        return [one.wait(timeout=30) for one in wanted]

    def kill_all(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()

    def wait_until(self, condition, seconds=180, what="a condition"):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = condition()
            if answer:
                return answer
            time.sleep(0.1)
        raise AssertionError(f"{what} did not come about within {seconds} s")

    def ended(self, task, run=1, seconds=180):
        def look():
            record = self.show(task, "--run", str(run))
            return record if record["status"] in ("Succeeded", "Failed", "Cancelled") else None

        return self.wait_until(look, seconds, f"the end of run {run} of {task}")

    def objects(self):
        files = self.data / "files"
        return sorted(str(path.relative_to(files)) for path in files.rglob("*.age"))

    def opened(self, key):
        """The plain file of a stored object."""
        out = self.folder / "opened"
        self.call("decrypt", self.data / "files" / key, "-o", out)
        return out.read_bytes()

    def direct(self, query):
        """The file as `exportd run` makes it, without the queue."""
        out = self.folder / "direct"
        self.call("run", "petdb", query, "-o", out)
        return out.read_bytes()

    def object_of(self, task, run):
        """As the audit log names it."""
        named = [event["record"] for event in self.lines("audit", task) if event["run"] == run and "record" in event]
        return named[-1].get("object")


def most_at_once(events):
    """The greatest number of runs that were Processing at one time, by the audit log."""
    moves = []
    for event in events:
        if event.get("to") == "Processing":
            moves.append((event["at"], 1))
        elif event.get("from") == "Processing":
            moves.append((event["at"], -1))
    running = most = 0
    for _, move in sorted(moves):  # at the same millisecond, ends first
        running += move
        most = max(most, running)
    return most
