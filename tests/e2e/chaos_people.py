"""Scientists who request, join, cancel, watch and download all the time, whatever befalls the cluster; and what each of
their accepted requests became."""

import hashlib
import random
import threading
import time
import uuid
from dataclasses import dataclass, field

import requests

from .sse import events

QUERIES = [
    f"chemistry=(MAJ,SiO2,{low},{low + width})&{options}"
    for low, width in ((41, 9), (45, 6), (48, 12))
    for options in ("layout=long&compression=zstd", "fileType=json", "columns=all", "companions=method&layout=method")
]
PATIENCE_SECONDS = 20


@dataclass
class Asked:
    """A request that was accepted."""

    query: str
    task: str
    run: int
    address: str
    token: str = field(repr=False)
    cancel_asked: bool = False


class People:
    def __init__(self, cluster, names, wanted, seed):
        self.cluster, self.names, self.wanted = cluster, names, wanted
        self.asked, self.faults = [], []
        self.tally = {"requests": 0, "reused": 0, "cancels": 0, "watched": 0, "downloads": 0, "resumed": 0}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._seeds = random.Random(seed)

    def begin(self, many):
        seeds = [self._seeds.random() for _ in range(many)]
        self.threads = [threading.Thread(target=self._live, args=(seed,), daemon=True) for seed in seeds]
        for thread in self.threads:
            thread.start()

    def end(self):
        self._over.set()
        for thread in self.threads:
            thread.join(timeout=120)

    def _count(self, what):
        with self._lock:
            self.tally[what] += 1

    def _live(self, seed):
        dice = random.Random(seed)
        while not self._over.is_set():
            try:
                self._one_visit(dice)
            except requests.RequestException:
                time.sleep(dice.uniform(0.1, 0.5))  # that instance is down: the next visit may go to the other
            except Exception as unexpected:
                with self._lock:
                    self.faults.append(repr(unexpected))
                return

    def base(self, dice):
        return self.cluster.addresses[dice.choice(self.names)]

    def _one_visit(self, dice):
        asked = self._request(dice)
        if asked is None:
            return
        chance = dice.random()
        if chance < 0.15:
            time.sleep(dice.uniform(0, 1.5))
            self._cancel(dice, asked)
        elif chance < 0.4:
            self._watch(dice, asked)
        elif chance < 0.9:
            self._download(dice, asked)

    def _request(self, dice):
        """The same idempotency key until there is an answer: the request is made once, whatever is lost."""
        query = dice.choice(QUERIES)
        address = f"{uuid.UUID(int=dice.getrandbits(128)).hex}@example.org"
        key = f"chaos-{dice.getrandbits(128):032x}"
        refresh = "&refresh=true" if dice.random() < 0.6 else ""
        while True:
            try:
                answer = requests.post(
                    f"{self.base(dice)}/v1/petdb/exports?{query}{refresh}",
                    json={"email": address},
                    headers={"Idempotency-Key": key},
                    timeout=PATIENCE_SECONDS,
                )
            except requests.RequestException:
                answer = None
            if answer is not None and answer.status_code in (200, 202):
                break
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                raise AssertionError(f"a request was refused: {answer.status_code} {answer.text[:300]}")
            time.sleep(dice.uniform(0.1, 0.6))
            if self._over.is_set() and answer is None:
                # Whether it was accepted is not known; nobody will ask for it again.
                return None
        told = answer.json()
        asked = Asked(query, told["id"], told["run"], address, told["cancelToken"])
        with self._lock:
            self.asked.append(asked)
            self.tally["requests"] += 1
            self.tally["reused"] += answer.status_code == 200
        return asked

    def _cancel(self, dice, asked):
        asked.cancel_asked = True
        answer = requests.delete(
            f"{self.base(dice)}/v1/exports/{asked.task}",
            headers={"Authorization": f"Bearer {asked.token}"},
            timeout=PATIENCE_SECONDS,
        )
        # 403: a newer run is not this requester's; 409: it has ended.
        if answer.status_code not in (200, 202, 403, 409, 500, 503):
            raise AssertionError(f"a cancellation: {answer.status_code} {answer.text[:300]}")
        self._count("cancels")

    def _watch(self, dice, asked):
        """Follows the run from instance to instance."""
        last, until = None, time.monotonic() + 30
        while time.monotonic() < until and not self._over.is_set():
            try:
                with requests.get(
                    f"{self.base(dice)}/v1/exports/{asked.task}/events?run={asked.run}",
                    headers={"Last-Event-ID": last} if last else {},
                    stream=True,
                    timeout=PATIENCE_SECONDS,
                ) as answer:
                    if answer.status_code == 204:
                        return
                    for number, _, data in events(answer):
                        if number is None:
                            continue
                        last = number
                        if data["run"] != asked.run:
                            raise AssertionError(f"the events of run {asked.run} tell of run {data['run']}")
                        if data["status"] in ("Succeeded", "Failed", "Cancelled"):
                            self._count("watched")
                            return
            except requests.RequestException:
                time.sleep(0.2)

    def _download(self, dice, asked):
        """When it is there, in as many pieces as the storm makes of it."""
        url = f"/v1/exports/{asked.task}/runs/{asked.run}/file"
        content, tag, until = b"", None, time.monotonic() + 40
        while time.monotonic() < until and not self._over.is_set():
            headers = {"Range": f"bytes={len(content)}-", "If-Range": tag} if content else {}
            try:
                with requests.get(self.base(dice) + url, headers=headers, stream=True, timeout=PATIENCE_SECONDS) as answer:
                    if answer.status_code in (404, 409, 500, 503):
                        time.sleep(0.5)
                        continue
                    if answer.status_code not in (200, 206):
                        raise AssertionError(f"a download: {answer.status_code} {answer.text[:300]}")
                    if answer.status_code == 200:
                        content = b""
                    elif content:
                        self._count("resumed")
                    tag = answer.headers["ETag"]
                    whole = int(answer.headers["Content-Length"]) + len(content)
                    for piece in answer.raw.stream(65536, decode_content=False):
                        content += piece
                    if len(content) < whole:
                        continue
            except (requests.RequestException, OSError):
                time.sleep(0.2)
                continue
            except Exception as broken:  # urllib3 says a body that is cut in its own words
                if "IncompleteRead" in repr(broken) or "Connection" in repr(broken):
                    continue
                raise
            if hashlib.sha256(content).digest() != hashlib.sha256(self.wanted[asked.query]).digest():
                raise AssertionError(f"run {asked.run} of {asked.task} is another file: {len(content)} bytes")
            self._count("downloads")
            return
