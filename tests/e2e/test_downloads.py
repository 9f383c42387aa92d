"""Files over HTTP, by a client that knows nothing of exportd: whole, in parts, resumed, slow, broken off; and what the
audit log and the operator's log say of it."""

import base64
import hashlib
import json
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest
from urllib.parse import urlsplit

import requests

from . import harness
from .service import Service

CHUNK = 64 * 1024  # of a sealed object
QUERY = "layout=long&companions=method"


def etag_of(content):
    return '"' + hashlib.sha256(content).hexdigest()[:32] + '"'


class Downloads(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(dir=harness.work_dir())
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.service = Service(folder)
        cls.addClassCleanup(cls.service.kill_all)
        cls.service.config.write_text(
            cls.service.config.read_text() + "[retention]\nkeep_days = 1\n[limits]\nrequests_per_minute = 1000000\n"
        )
        cls.base = cls.service.serve()
        cls.task = cls.service.add(QUERY)["id"]
        cls.service.ended(cls.task)
        cls.record = cls.service.show(cls.task)
        cls.content = cls.service.direct(QUERY)
        cls.url = f"{cls.base}/v1/exports/{cls.task}/file"

    def finished(self, query):
        task = self.service.add(query)["id"]
        self.assertEqual(self.service.ended(task)["status"], "Succeeded")
        return task, f"{self.base}/v1/exports/{task}/file"

    def downloads(self, task):
        return [event for event in self.service.lines("audit", task) if "download" in event]

    def ended(self, task, seconds=20):
        def last():
            ends = [event for event in self.downloads(task) if event["event"] == "download ended"]
            return ends and ends[-1]

        return self.service.wait_until(last, seconds, "the end of a download in the audit log")

    def log(self):
        return self.service.processes[0].log.read_text()

    def store(self):
        return sqlite3.connect(self.service.data / "tasks.sqlite", timeout=10)

    # ---- whole files ----------------------------------------------------------------------------------------------

    def test_the_file_is_that_of_a_direct_run_and_of_the_receipt(self):
        got = requests.get(self.url, timeout=60)
        self.assertEqual(got.status_code, 200)
        self.assertEqual(got.content, self.content)
        sha256 = hashlib.sha256(self.content)
        self.assertEqual(self.record["file"]["sha256"], sha256.hexdigest())
        self.assertEqual(got.headers["ETag"], etag_of(self.content))
        digest = base64.b64encode(sha256.digest()).decode()
        self.assertEqual(got.headers["Repr-Digest"], f"sha-256=:{digest}:")
        self.assertEqual(got.headers["Content-Type"], "text/csv; charset=utf-8; header=present")
        name = self.record["file"]["name"]
        self.assertEqual(got.headers["Content-Disposition"], f'attachment; filename="{name}"')
        self.assertEqual(got.headers["X-Content-Type-Options"], "nosniff")
        of_run = requests.get(f"{self.base}/v1/exports/{self.task}/runs/1/file", timeout=60)
        self.assertEqual(of_run.content, self.content)

    def test_head_has_the_same_headers_and_counts_as_no_download(self):
        task, url = self.finished("variables=Ba")
        head = requests.head(url, timeout=60)
        self.assertEqual((head.status_code, head.content), (200, b""))
        self.assertEqual(self.downloads(task), [])
        got = requests.get(url, timeout=60)
        ignored = {"Date", "X-Request-Id", "RateLimit", "Connection"}
        for name in set(got.headers) - ignored:
            self.assertEqual(head.headers.get(name), got.headers[name], name)

    def test_compressed_files_are_delivered_as_they_are(self):
        for compression, kind, ending in (("gzip", "application/gzip", "gz"), ("zstd", "application/zstd", "zst")):
            _, url = self.finished(f"variables=REE&compression={compression}")
            got = requests.get(url, timeout=60)
            self.assertNotIn("Content-Encoding", got.headers)
            self.assertEqual(got.headers["Content-Type"], kind)
            self.assertIn(f".csv.{ending}", got.headers["Content-Disposition"])
            self.assertEqual(harness.plain_bytes(got.content, compression), self.service.direct("variables=REE"))
        for kind, wanted in (("json", "application/json"), ("ndjson", "application/x-ndjson")):
            _, url = self.finished(f"variables=REE&fileType={kind}")
            self.assertEqual(requests.get(url, timeout=60).headers["Content-Type"], wanted)

    def test_an_unchanged_file_is_not_sent_again(self):
        same = requests.get(self.url, headers={"If-None-Match": etag_of(self.content)}, timeout=60)
        self.assertEqual((same.status_code, same.content), (304, b""))
        other = requests.get(self.url, headers={"If-Match": '"another"'}, timeout=60)
        self.assertEqual((other.status_code, other.json()["code"]), (412, "precondition_failed"))

    # ---- parts ----------------------------------------------------------------------------------------------------

    def part(self, spec, **headers):
        return requests.get(self.url, headers={"Range": f"bytes={spec}", **headers}, timeout=60)

    def test_every_kind_of_range(self):
        size = len(self.content)
        for spec, first, last in (
            ("0-0", 0, 0),
            ("5-9", 5, 9),
            (f"{CHUNK - 1}-{CHUNK}", CHUNK - 1, CHUNK),
            (f"{CHUNK}-{2 * CHUNK - 1}", CHUNK, 2 * CHUNK - 1),
            (f"{3 * CHUNK - 7}-{9 * CHUNK + 5}", 3 * CHUNK - 7, 9 * CHUNK + 5),
            (f"{size - 1}-", size - 1, size - 1),
            ("-1", size - 1, size - 1),
            (f"-{CHUNK + 1}", size - CHUNK - 1, size - 1),
            (f"{size - 10}-{size + 10}", size - 10, size - 1),
            ("0-", 0, size - 1),
        ):
            with self.subTest(range=spec):
                got = self.part(spec)
                self.assertEqual(got.status_code, 206)
                self.assertEqual(got.headers["Content-Range"], f"bytes {first}-{last}/{size}")
                self.assertEqual(got.content, self.content[first : last + 1])
        beyond = self.part(f"{size}-")
        self.assertEqual(beyond.status_code, 416)
        self.assertEqual(beyond.headers["Content-Range"], f"bytes */{size}")
        for ignored in ("0-1,5-6", "9-5", "x"):
            self.assertEqual(self.part(ignored).status_code, 200)

    def test_a_part_is_sent_only_of_the_file_it_was_begun_with(self):
        right = self.part("10-", **{"If-Range": etag_of(self.content)})
        self.assertEqual((right.status_code, right.content), (206, self.content[10:]))
        for wrong in ('"another"', "W/" + etag_of(self.content), "Sun, 06 Nov 1994 08:49:37 GMT"):
            self.assertEqual(self.part("10-", **{"If-Range": wrong}).content, self.content)

    def test_curl_goes_on_where_a_download_was_cut(self):
        target = self.service.folder / "resumed.csv"
        target.write_bytes(self.content[: CHUNK + 1234])
        done = subprocess.run(["curl", "-sS", "-f", "-C", "-", "-o", target, self.url], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(target.read_bytes(), self.content)

    def test_ranges_of_one_minute_are_one_download(self):
        task, url = self.finished("variables=Sr")
        while time.time() % 60 > 50:
            time.sleep(1)
        for first in range(0, 3000, 1000):
            requests.get(url, headers={"Range": f"bytes={first}-{first + 999}"}, timeout=60)
        events = self.downloads(task)
        self.assertEqual([event["event"] for event in events], ["download started"])
        self.assertEqual(events[0]["download"]["range"], "0-999")
        end = self.ended(task, seconds=75)["download"]
        self.assertEqual((end["bytes"], end["requests"], end["id"]), (3000, 3, events[0]["download"]["id"]))

    # ---- clients that are slow, or leave --------------------------------------------------------------------------

    def reader(self, url):
        """A connection that has asked for the file and takes no more than the operating system does by itself."""
        parts = urlsplit(url)
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 128 * 1024)
        reader.settimeout(60)
        reader.connect((parts.hostname, parts.port))
        reader.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".encode())
        return reader

    def test_slow_readers_hold_up_nobody_and_get_every_byte(self):
        readers = [self.reader(self.url) for _ in range(20)]
        received = [bytearray(reader.recv(100)) for reader in readers[:2]]
        started = time.monotonic()
        for _ in range(20):
            self.assertEqual(requests.get(f"{self.base}/v1/exports/{self.task}", timeout=10).status_code, 200)
        self.assertLess(time.monotonic() - started, 10)
        for slow in readers[2:]:
            slow.close()
        reading = {0, 1}
        while reading:  # in turns: who takes nothing for a minute is taken for gone
            for i in tuple(reading):
                block = readers[i].recv(1 << 20)
                received[i] += block
                if not block:
                    reading.remove(i)
        for i in (0, 1):
            readers[i].close()
            self.assertEqual(received[i].split(b"\r\n\r\n", 1)[1], self.content)

    def test_a_client_that_leaves_is_in_the_audit_log_with_the_bytes_it_had(self):
        task, url = self.finished(QUERY + "&safe=true")
        size = self.service.show(task)["file"]["bytes"]
        reader = self.reader(url)
        reader.recv(100)
        self.assertEqual([event["event"] for event in self.downloads(task)], ["download started"])
        reader.close()
        end = self.ended(task)["download"]
        self.assertLess(end["bytes"], size)
        requests.get(url, timeout=60)
        self.service.wait_until(lambda: self.ended(task)["download"]["bytes"] == size, what="a whole download")
        text = json.dumps(self.downloads(task))
        self.assertNotIn("127.0.0.1", text)

    # ---- files that are not there ---------------------------------------------------------------------------------

    def test_a_damaged_object_is_never_sent_as_if_it_were_whole(self):
        task, url = self.finished(QUERY + "&bom=true")
        content = requests.get(url, timeout=60).content
        path = self.service.data / "files" / self.service.object_of(task, 1)
        sealed = bytearray(path.read_bytes())
        sealed[len(sealed) // 2] ^= 1
        path.chmod(0o600)
        path.write_bytes(sealed)
        target = self.service.folder / "cut.csv"
        done = subprocess.run(["curl", "-sS", "-f", "-o", target, url], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 18, "curl: end of transfer with outstanding data")
        self.assertLess(target.stat().st_size, len(content))
        self.assertTrue(content.startswith(target.read_bytes()))
        self.assertIn("seal_corrupt", self.log())
        path.unlink()
        gone = requests.get(url, timeout=60)
        self.assertEqual(gone.status_code, 500)
        self.assertNotIn(str(self.service.folder), gone.text)
        self.assertIn("object_missing", self.log())

    def test_a_file_that_is_not_ready_is_said(self):
        task = self.service.add(QUERY + "&compression=zstd&fileType=json")["id"]  # takes a second
        url = f"{self.base}/v1/exports/{task}/file"
        got = requests.get(url, timeout=60)
        self.assertEqual((got.status_code, got.json()["code"]), (409, "not_ready"))
        self.assertEqual(got.headers["Retry-After"], "10")
        self.service.ended(task)
        self.assertEqual(requests.get(url, timeout=60).status_code, 200)
        self.assertEqual(requests.get(f"{self.base}/v1/exports/{task}/runs/2/file", timeout=60).status_code, 404)

    def test_an_expired_file_tells_how_to_have_it_again(self):
        task, url = self.finished("variables=Rb&fileType=ndjson")
        with self.store() as store:
            where = (f"task#{task}".encode(), b"run#000001")
            (body,) = store.execute("SELECT body FROM record WHERE partition = ? AND sort = ?", where).fetchone()
            run = json.loads(body)
            run["expiresAt"] = run["createdAt"]
            store.execute(
                "UPDATE record SET body = ? WHERE partition = ? AND sort = ?", (json.dumps(run).encode(), *where)
            )
        got = requests.get(url, timeout=60)
        self.assertEqual((got.status_code, got.json()["code"]), (410, "expired"))
        again = got.json()["again"]
        self.assertIn(again, got.headers["Link"])
        self.assertEqual(requests.get(f"{self.base}/v1/exports/{task}/metadata", timeout=60).status_code, 200)
        asked = requests.post(self.base + urlsplit(again)._replace(scheme="", netloc="").geturl(), timeout=60)
        self.assertIn(asked.status_code, (200, 202))
        self.assertEqual(asked.json()["id"], task)

    def test_paths_lead_nowhere_else(self):
        host = urlsplit(self.base)
        for path in ("../../../../etc/passwd", "%2e%2e/%2e%2e/identity.txt", f"{self.task}/runs/..%2f1/file",
                     f"{self.task}/runs/1/../../file", "petdb/file", f"{self.task}//file"):
            with self.subTest(path=path), socket.create_connection((host.hostname, host.port), timeout=10) as raw:
                raw.sendall(f"GET /v1/exports/{path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".encode())
                self.assertIn(raw.recv(100).split(b" ")[1], (b"404", b"400"))

    def test_the_description_is_csvw(self):
        got = requests.get(f"{self.base}/v1/exports/{self.task}/metadata", timeout=60)
        self.assertEqual(got.headers["Content-Type"], "application/csvm+json")
        described = got.json()
        self.assertEqual(described["url"], self.record["file"]["name"])
        self.assertEqual(described["schema:sha256"], hashlib.sha256(self.content).hexdigest())
        linked = requests.head(self.url, timeout=60).links["describedby"]["url"]
        self.assertEqual(requests.get(self.base + linked, timeout=60).content, got.content)
        same = requests.get(got.url, headers={"If-None-Match": got.headers["ETag"]}, timeout=60)
        self.assertEqual(same.status_code, 304)


if __name__ == "__main__":
    unittest.main()
