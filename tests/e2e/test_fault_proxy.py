"""The fault proxy does what it says, seen by curl and by a bare socket, with a small HTTP server behind it."""

import http.server
import json
import socket
import subprocess
import threading
import time
import unittest

import requests

from .fault_proxy import FaultProxy
from .faults import Answer, Corrupt, Cut, Delay, Hang, Trickle

BODY = bytes(range(256)) * 400  # 102,400 bytes
RESET, REFUSED, TIMED_OUT, PARTIAL, EMPTY = 56, 7, 28, 18, 52  # what curl ends with


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        if self.path.startswith("/chunked"):
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for start in range(0, len(BODY), 10_000):
                piece = BODY[start : start + 10_000]
                self.wfile.write(b"%x\r\n" % len(piece) + piece + b"\r\n")
            self.wfile.write(b"0\r\n\r\n")
        elif self.path.startswith("/closing"):
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(BODY)
        else:
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(BODY)

    do_HEAD = do_GET

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_DELETE(self):
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class FaultProxyTest(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.asked = []
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.proxy = FaultProxy(self.server.server_port)
        self.proxy.__enter__()
        self.addCleanup(self.proxy.__exit__)
        self.session = requests.Session()
        self.session.trust_env = False
        self.addCleanup(self.session.close)

    def curl(self, *arguments):
        """(exit code, body)"""
        done = subprocess.run(["curl", "-s", "--noproxy", "*", "--max-time", "10", *arguments], capture_output=True)
        return done.returncode, done.stdout

    def get(self, path="/whole"):
        return self.session.get(self.proxy.url + path, timeout=10)

    def test_passes_what_has_no_fault(self):
        for path in ("/whole", "/chunked", "/closing", "/whole?x=1"):
            self.assertEqual(self.get(path).content, BODY, path)
        self.assertEqual(self.session.head(self.proxy.url + "/whole", timeout=10).status_code, 200)
        self.assertEqual(self.session.delete(self.proxy.url + "/any", timeout=10).status_code, 204)
        posted = self.session.post(self.proxy.url + "/echo", data=BODY * 20, timeout=10)
        self.assertEqual(posted.content, BODY * 20)
        self.assertEqual([one.method for one in self.proxy.requests], ["GET"] * 4 + ["HEAD", "DELETE", "POST"])
        self.assertEqual([one.status for one in self.proxy.seen("GET", "^/whole")], [200, 200])
        self.assertEqual(self.proxy.requests[-1].body, BODY * 20)
        self.assertEqual(self.proxy.connections, 2)  # one was closed by the server, all else went over a kept one

    def test_passes_what_libcurl_sends(self):
        """Expect: 100-continue, and a chunked request is understood (the server here is not asked: it cannot)."""
        code, body = self.curl("-d", "x" * 9, "-H", "Expect: 100-continue", self.proxy.url + "/echo")
        self.assertEqual((code, body), (0, b"x" * 9))
        self.proxy.on("POST", "/chunks", do=Answer(200, b"taken"))
        done = self.curl("-H", "Transfer-Encoding: chunked", "-d", "some text", self.proxy.url + "/chunks")
        self.assertEqual(done, (0, b"taken"))
        self.assertEqual(self.proxy.requests[-1].body, b"some text")
        self.assertEqual(self.proxy.connections, 2)

    def test_damages_one_byte_of_a_request(self):
        self.proxy.on("POST", nth=2, do=Corrupt(at=2))
        echoed = [self.session.post(self.proxy.url, data=b"abcd", timeout=10).content for _ in range(3)]
        self.assertEqual(echoed, [b"abcd", b"abbd", b"abcd"])

    def test_refuses_and_accepts_again(self):
        self.get()
        self.proxy.refuse()
        self.assertEqual(self.curl(self.proxy.url)[0], REFUSED)
        self.proxy.accept()
        self.assertEqual(self.get().content, BODY)

    def test_resets_in_the_kth_response_after_exactly_so_many_bytes(self):
        for path in ("/whole", "/closing"):
            self.proxy.on("GET", path, nth=3, do=Cut(after=70_001))
            for _ in range(2):
                self.assertEqual(self.curl(self.proxy.url + path), (0, BODY))
            self.assertEqual(self.curl(self.proxy.url + path), (RESET, BODY[:70_001]))
            self.assertEqual(self.curl(self.proxy.url + path), (0, BODY))

    def test_acts_on_the_nth_request_of_one_connection(self):
        self.proxy.on("GET", "page=", nth=3, do=Cut(after=10))
        self.get("/whole?page=1")
        self.get("/whole?page=2")
        with self.assertRaises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            self.get("/whole?page=3")
        self.assertEqual(self.proxy.connections, 1)

    def test_closes_in_order_in_the_middle_of_a_body(self):
        self.proxy.on(do=Cut(after=5_000, how="fin"))
        self.assertEqual(self.curl(self.proxy.url + "/whole"), (PARTIAL, BODY[:5_000]))
        self.proxy.on("GET", "/chunked", do=Cut(after=5_000, how="fin"))
        code, body = self.curl(self.proxy.url + "/chunked")
        self.assertEqual((code, BODY.startswith(body)), (PARTIAL, True))

    def test_cuts_in_the_head_and_before_it(self):
        for how in ("rst", "fin"):
            for after in (0, 20):
                self.proxy.pass_all()
                self.proxy.on(do=Cut(after=after, of="response", how=how))
                with socket.create_connection(("127.0.0.1", self.proxy.port)) as client:
                    client.sendall(b"GET /whole HTTP/1.1\r\nHost: x\r\n\r\n")
                    got, was_reset = read_all(client)
                self.assertEqual((len(got), was_reset), (after, how == "rst"), (how, after))
        self.assertEqual(len(self.server.asked), 4)
        self.proxy.on(do=Cut(after=0, of="response", how="fin"))
        self.assertEqual(self.curl(self.proxy.url)[0], EMPTY)

    def test_answers_itself(self):
        body = json.dumps({"error": "es_rejected_execution_exception"}).encode()
        self.proxy.on("GET", "/whole", times=2, do=Answer(429, body, retry_after=7))
        self.proxy.on("POST", body='"slice"', times=None, do=Answer(503))
        for _ in range(2):
            answer = self.get()
            self.assertEqual((answer.status_code, answer.headers["Retry-After"], answer.content), (429, "7", body))
        self.assertEqual(self.get().status_code, 200)
        for text, status in (('{"slice":1}', 503), ("{}", 200), ('{\n"slice":2}', 503)):
            self.assertEqual(self.session.post(self.proxy.url, data=text, timeout=10).status_code, status)
        self.assertEqual(self.server.asked, ["/whole"])
        self.assertEqual([one.status for one in self.proxy.requests], [429, 429, 200, 503, 200, 503])
        self.assertEqual(self.proxy.connections, 1)

    def test_delays_and_trickles(self):
        self.proxy.on("GET", "/whole", do=Delay(0.5))
        started = time.monotonic()
        self.assertEqual(self.get().content, BODY)
        self.assertGreater(time.monotonic() - started, 0.5)
        self.proxy.on("GET", "/chunked", do=Trickle(200_000))
        started = time.monotonic()
        self.assertEqual(self.get("/chunked").content, BODY)
        self.assertGreater(time.monotonic() - started, 0.5)

    def test_hangs_and_lets_go_of_a_client_that_leaves(self):
        self.proxy.on("GET", "/whole", do=Hang())
        self.assertEqual(self.curl("--max-time", "0.5", self.proxy.url + "/whole"), (TIMED_OUT, b""))
        self.assertEqual(self.server.asked, [])
        self.proxy.on("GET", "/whole", nth=1, do=Hang(after=1_000))
        self.assertEqual(self.curl("--max-time", "5", self.proxy.url + "/whole"), (TIMED_OUT, BODY[:1_000]))
        self.assertEqual(self.get().content, BODY)

    def test_resets_what_is_open(self):
        self.proxy.on("GET", "/whole", do=Hang())
        with socket.create_connection(("127.0.0.1", self.proxy.port)) as client:
            client.sendall(b"GET /whole HTTP/1.1\r\nHost: x\r\n\r\n")
            while not self.proxy.requests:
                time.sleep(0.01)
            self.proxy.reset_all()
            self.assertEqual(read_all(client), (b"", True))
        self.assertEqual(self.get().content, BODY)

    def test_a_server_that_is_gone_is_a_reset(self):
        self.server.shutdown()
        self.server.server_close()
        self.assertEqual(self.curl(self.proxy.url)[0], RESET)


def read_all(client):
    """(bytes, whether a reset ended them)"""
    got = b""
    client.settimeout(10)
    while True:
        try:
            piece = client.recv(65_536)
        except ConnectionResetError:
            return got, True
        if not piece:
            return got, False
        got += piece


if __name__ == "__main__":
    unittest.main()
