"""What a client can send besides requests: half ones, doubled ones, endless ones; and thousands of them."""

import pathlib
import re
import resource
import selectors
import socket
import threading
import time
import unittest

import requests

from .test_api import LIMITS, QUERY, Api

HOST = b"Host: exportd.example\r\n"


class Raw(Api):
    def connect(self):
        host, port = self.base.removeprefix("http://").split(":")
        made = socket.create_connection((host, int(port)), timeout=40)
        self.addCleanup(made.close)
        return made

    def say(self, sent):
        """All that is answered until the server closes, or the last answer is whole."""
        with self.connect() as client:
            try:
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass
            got = b""
            while True:
                try:
                    more = client.recv(65_536)
                except ConnectionResetError:
                    more = b""
                if not more:
                    return got
                got += more

    def statuses(self, sent):
        return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", self.say(sent))]


class Malformed(Raw):
    def test_what_says_its_length_in_two_ways_is_refused_and_what_follows_is_no_request(self):
        smuggled = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
        for fields, status in (
            (b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", 400),
            (b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n", 400),
            (b"Content-Length: 5\r\nContent-Length: 6\r\n", 400),
            (b"Content-Length: 5, 6\r\n", 400),
            (b"Content-Length: -1\r\n", 400),
            (b"Content-Length: +5\r\n", 400),
            (b"Content-Length: 0x5\r\n", 400),
            (b"Content-Length: 99999999999999999999999\r\n", 400),
            (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", 400),
            (b"Transfer-Encoding: gzip\r\n", 501),
            (b"Transfer-Encoding: xchunked\r\n", 501),
            (b"Transfer-Encoding : chunked\r\n", 400),
            (b" Content-Length: 5\r\n", 400),
            (b"Content-Length\x00: 5\r\n", 400),
        ):
            sent = b"POST /v1/petdb/exports HTTP/1.1\r\n" + HOST + fields + b"\r\n0\r\n\r\n" + smuggled
            self.assertEqual(self.statuses(sent), [status], fields)

    def test_lines_that_are_no_request_are_refused(self):
        for line, status in (
            (b"GET\r\n", 400),
            (b"GET /healthz\r\n", 400),
            (b"GET /healthz HTTP/2.0\r\n", 505),
            (b"GET /healthz HTTP/1.2\r\n", 505),
            (b"GET healthz HTTP/1.1\r\n", 400),
            (b"GET /health\x00z HTTP/1.1\r\n", 400),
            (b"GET /health\x7fz HTTP/1.1\r\n", 400),
            (b"GET /healthz#x HTTP/1.1\r\n", 400),
            (b"G\xc3\x84T /healthz HTTP/1.1\r\n", 400),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
            (b"CONNECT exportd.example:80 HTTP/1.1\r\n", 400),
        ):
            self.assertEqual(self.statuses(line + HOST + b"\r\n"), [status], line)

    def test_a_request_names_its_host_once(self):
        self.assertEqual(self.statuses(b"GET /healthz HTTP/1.1\r\n\r\n"), [400])
        self.assertEqual(self.statuses(b"GET /healthz HTTP/1.1\r\n" + HOST + HOST + b"\r\n"), [400])
        self.assertEqual(self.statuses(b"GET /healthz HTTP/1.0\r\n\r\n"), [200])

    def test_odd_requests_that_are_right_are_answered(self):
        for sent, status in (
            (b"GET http://other.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n", [200]),
            (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", [404]),
            (b"\r\nGET /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [200]),
            (b"GET /healthz HTTP/1.1\r\nhOsT: x\r\n\r\n", [200]),
            (2 * (b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"), [200, 200]),
            (b"POST /v1/petdb/exports HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
             b"Transfer-Encoding: chunked\r\n\r\n4\r\n{\"au\r\nd\r\nthors\":\"Bow\"}\r\n0\r\n\r\n", [202]),
            (b"POST /v1/petdb/exports HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Type: application/json\r\n"
             b"Content-Length: 2\r\n\r\n{}", [100, 202]),
            (b"GET /healthz HTTP/1.1\r\n" + HOST + b"Expect: a-miracle\r\n\r\n", [417]),
            (b"BREW /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [405]),
        ):
            self.assertEqual(self.statuses(sent), status, sent)

    def test_no_path_leads_out_of_the_table(self):
        for path in (b"/../etc/passwd", b"/v1/../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"//etc/passwd",
                     b"/v1/exports/../admin/stats", b"/v1/exports/" + b"a" * 26 + b"/runs/1/file/../../..",
                     b"/exports/..%2f..%2fetc%2fpasswd", b"/v1//exports", b"/healthz/", b"/" + b"a/" * 2000):
            self.assertEqual(self.statuses(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n"), [404], path)

    def test_long_and_many_fields_are_refused(self):
        for fields in (b"X: " + b"y" * 20_000 + b"\r\n", b"X: y\r\n" * 4_000):
            self.assertEqual(self.statuses(b"GET /healthz HTTP/1.1\r\n" + HOST + fields + b"\r\n"), [431])

    def test_what_a_client_calls_its_request_cannot_break_a_line(self):
        for given in ("a" * 65, "x y", "ä", ""):
            answer = self.get("/healthz", headers={"X-Request-Id": given.encode("latin-1")})
            self.assertRegex(answer.headers["X-Request-Id"], "^[0-9a-f]{16}$")
        self.assertEqual(self.get("/healthz", headers={"X-Request-Id": "a-b_c.1"}).headers["X-Request-Id"], "a-b_c.1")


class Slow(Raw):
    def test_a_request_that_trickles_in_is_cut_and_others_are_answered_meanwhile(self):
        half = [self.connect() for _ in range(200)]
        for client in half:
            client.sendall(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
        began = time.monotonic()
        while time.monotonic() - began < 8:
            for client in half[:100]:
                client.sendall(b"x")
            self.assertEqual(self.get("/healthz").status_code, 200)
            time.sleep(0.5)
        for client in half:  # ten seconds for a header, whatever trickles in
            try:
                self.assertEqual(client.recv(4_096), b"")
            except ConnectionResetError:
                pass
        self.assertLess(time.monotonic() - began, 20)


class ManyStreams(Raw):
    """5,000 streams of one run: one read of the store a second, little memory each."""

    config = LIMITS.replace("event_streams = 100", "event_streams = 6000")
    workers = 0
    streams = 5_000

    def memory_mib(self):
        status = pathlib.Path(f"/proc/{self.service.processes[-1].pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1024

    def test_five_thousand_idle_streams_are_all_told_of_the_end(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        task = self.post("authors=Sinton").json()
        before = self.memory_mib()
        request = f"GET /v1/exports/{task['id']}/events HTTP/1.1\r\n".encode() + HOST + b"\r\n"
        clients = [self.connect() for _ in range(self.streams)]
        for client in clients:
            client.sendall(request)
        got = {client: b"" for client in clients}
        self.drain(got, lambda: all(b"event: status" in one for one in got.values()))
        each = (self.memory_mib() - before) * 1024 / self.streams
        print(f"{self.streams} streams: {each:.0f} KiB each")
        self.assertLess(self.get("/healthz").elapsed.total_seconds(), 5)
        self.cancel(task["id"], task["cancelToken"])
        self.drain(got, lambda: all(one.endswith(b"0\r\n\r\n") for one in got.values()))
        self.assertTrue(all(b'"status":"Cancelled"' in one for one in got.values()))

    def drain(self, got, done):
        with selectors.DefaultSelector() as selector:
            for client in got:
                client.setblocking(False)
                selector.register(client, selectors.EVENT_READ)
            deadline = time.monotonic() + 120
            while not done():
                self.assertLess(time.monotonic(), deadline, sum(1 for one in got.values() if one))
                for key, _ in selector.select(1):
                    more = key.fileobj.recv(65_536)
                    got[key.fileobj] += more
                    if not more:
                        selector.unregister(key.fileobj)


class Overload(Raw):
    def test_many_requests_at_once_are_answered_or_told_to_come_back(self):
        statuses = []

        def ask():
            with requests.Session() as session:
                for _ in range(20):
                    statuses.append(session.post(f"{self.base}/v1/petdb/exports?{QUERY}", timeout=60).status_code)

        threads = [threading.Thread(target=ask) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(statuses), 640)
        self.assertLessEqual(set(statuses), {200, 202, 503})
        self.assertEqual(len({run["run"] for run in self.service.lines("tasks", "list")}), 1)


if __name__ == "__main__":
    unittest.main()
