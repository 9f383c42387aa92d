"""A proxy between a client and one HTTP server that does harm where a test says so, and keeps what it was asked.

toxiproxy would be the usual choice. It works on bytes of connections: it cannot answer 429 or 503 itself, cannot act on
the n-th page of a scroll (all pages come over one connection), and does not say which requests came. This one reads
HTTP/1.1, as libcurl and OpenSearch speak it: connections kept open, Content-Length, chunks both ways, no TLS.

    with FaultProxy(server.port) as proxy:
        proxy.on("POST", r"^/_search/scroll", nth=3, do=Cut(after=10_000))
        proxy.on("POST", r"_search", times=2, do=Answer(429, retry_after=1))
"""

import asyncio
import collections
import fcntl
import re
import socket
import struct
import termios
import threading
import time

from .faults import Answer, Corrupt, Cut, Delay, Hang, Hold, Rule, Seen, Trickle, own_response
from .http_messages import HEAD_BYTES_MAX, Malformed, body_pieces, ends_by_closing, read_head, unchunked
from .loopback_proxy import LoopbackProxy


class FaultProxy(LoopbackProxy):
    limit = HEAD_BYTES_MAX

    def __init__(self, server_port, server_host="127.0.0.1", *, kept=None):
        """`kept`: how many requests the log holds, the newest; None: all of them, whole."""
        super().__init__(server_port, server_host)
        self.requests = [] if kept is None else collections.deque(maxlen=kept)
        self.connections = 0
        self._rules, self._lock = [], threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def on(self, method=None, path="", *, body="", nth=1, times=1, do):
        """What to do with the nth request from now on that matches, and `times` of them (None: for ever). `path` is
        searched in path and query, `body` in the request's body. Of several rules the one added first acts."""
        rule = Rule(method, re.compile(path), re.compile(body.encode(), re.DOTALL), nth, times, do)
        with self._lock:
            self._rules.append(rule)
        return rule

    def pass_all(self):
        """No more faults; the log stays."""
        with self._lock:
            self._rules.clear()

    def seen(self, method=None, path=""):
        """The requests of that method whose path matches, in the order they came."""
        return [one for one in list(self.requests) if method in (None, one.method) and re.search(path, one.path)]

    async def serve(self, reader, writer):
        self.connections += 1
        client = Client(self, self.connections, reader, writer)
        try:
            await client.serve()
        except (OSError, EOFError, ValueError, Malformed, asyncio.LimitOverrunError, asyncio.CancelledError):
            reset(writer)  # the client is no longer there, the server failed, or a reset was asked for
        finally:
            client.drop_server()
            writer.close()

    def fault_for(self, seen):
        with self._lock:
            taking = [rule for rule in self._rules if rule.takes(seen)]
        seen.fault = taking[0].do if taking else None
        self.requests.append(seen)
        return seen.fault


class Client:
    """One connection of a client, and the one to the server that belongs to it."""

    def __init__(self, proxy, number, reader, writer):
        self.proxy, self.number, self.reader, self.writer = proxy, number, reader, writer
        self.server = None

    def drop_server(self):
        if self.server:
            self.server[1].close()
            self.server = None

    async def serve(self):
        while head := await read_head(self.reader):
            if head.has("expect", "100-continue"):
                self.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            framed = b"".join([piece async for piece in body_pieces(self.reader, head, of_request=True)])
            body = unchunked(framed) if head.has("transfer-encoding", "chunked") else framed
            seen = Seen(head.first[0], head.first[1], head.fields, body, self.number, time.monotonic())
            fault = self.proxy.fault_for(seen)
            stays = await self._while_client_stays(self._exchange(seen, head, framed, fault))
            if not stays or not head.keeps_open:
                return

    async def _while_client_stays(self, work):
        """A client that goes away has its request taken from the server as well."""
        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=0.05)
                if not task.done() and (self.reader.at_eof() or self.reader.exception()):
                    return False
            return task.result()
        finally:
            task.cancel()

    async def _exchange(self, seen, head, framed, fault):
        """Whether the connection may be used again."""
        if isinstance(fault, Hang) and fault.after is None:
            await asyncio.Event().wait()
        if isinstance(fault, Answer):
            await asyncio.sleep(fault.delay)
            seen.status = fault.status
            self.writer.write(own_response(fault))
            await self.writer.drain()
            return True
        if isinstance(fault, Corrupt):
            framed = framed[: fault.at] + bytes([framed[fault.at] ^ 1]) + framed[fault.at + 1 :]
        response = await self._ask_server(head.raw.replace(b"Expect: 100-continue\r\n", b"") + framed)
        seen.status = int(response.first[1])
        if isinstance(fault, Delay):
            await asyncio.sleep(fault.seconds)
        while isinstance(fault, Hold) and not fault.released.is_set():
            await asyncio.sleep(0.01)
        pieces = body_pieces(self.server[0], response, of_request=False, asked_with=seen.method)
        if isinstance(fault, (Cut, Hang)):
            return await self._break_off(response, pieces, fault)
        self.writer.write(response.raw)
        async for piece in pieces:
            await self._send(piece, fault)
        await self.writer.drain()
        lasts = response.keeps_open and not ends_by_closing(response, seen.method)
        if not lasts:
            self.drop_server()
        return lasts

    async def _ask_server(self, request):
        """On a connection that is kept, unless the server has closed it meanwhile."""
        for is_kept in (self.server is not None, False):
            if not is_kept:
                self.drop_server()
                self.server = await asyncio.open_connection(*self.proxy.server, limit=HEAD_BYTES_MAX)
            try:
                self.server[1].write(request)
                await self.server[1].drain()
                response = await read_head(self.server[0])
                while response and response.first[1].startswith("1"):
                    response = await read_head(self.server[0])
            except OSError:
                response = None
            if response:
                return response
            if not is_kept:
                break
        raise EOFError("the server closed without an answer")

    async def _send(self, piece, fault):
        if not isinstance(fault, Trickle):
            self.writer.write(piece)
            await self.writer.drain()
            return
        step = max(1, fault.bytes_per_second // 20)
        for start in range(0, len(piece), step):
            part = piece[start : start + step]
            self.writer.write(part)
            await self.writer.drain()
            await asyncio.sleep(len(part) / fault.bytes_per_second)

    async def _break_off(self, response, pieces, fault):
        left = fault.after + (0 if getattr(fault, "of", "body") == "response" else len(response.raw))
        self.writer.write(response.raw[:left])
        left -= len(response.raw)
        async for piece in pieces:
            if left <= 0:
                break
            self.writer.write(piece[:left])
            await self.writer.drain()
            left -= len(piece)
        await self._all_arrived()
        if isinstance(fault, Hang):
            await asyncio.Event().wait()
        if fault.how == "rst":
            reset(self.writer)
        return False

    async def _all_arrived(self):
        """A reset throws away what the kernel has not sent; the client is to get exactly what the test says."""
        connection = self.writer.get_extra_info("socket")
        for _ in range(500):
            waiting = struct.unpack("i", fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, bytes(4)))[0]
            if not waiting and not self.writer.transport.get_write_buffer_size():
                return
            await asyncio.sleep(0.01)


def reset(writer):
    connection = writer.get_extra_info("socket")
    if connection and connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
