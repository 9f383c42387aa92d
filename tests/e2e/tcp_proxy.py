"""A proxy between a client and one server that knows nothing of what is said: refused, slow and reset connections."""

import asyncio
import contextlib
import socket
import threading


class TcpProxy:
    def __init__(self, server_port, server_host="127.0.0.1"):
        self.server = (server_host, server_port)
        self.delay = 0.0  # seconds before each piece goes on
        # Bound but never listening: it keeps the port ours while connections are refused.
        self._held = self._bound(0)
        self.port = self._held.getsockname()[1]
        self._listener, self._lines = None, set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self.accept()
        return self

    def __exit__(self, *_):
        self.refuse()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._held.close()

    def accept(self):
        self._do(self._open())

    def refuse(self):
        """As when nothing listens. Connections that are open are cut."""
        self._do(self._close())

    def reset_all(self):
        self._do(self._cut())

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    def _bound(self, port):
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(("127.0.0.1", port))
        return made

    async def _open(self):
        if self._listener is None:
            self._listener = await asyncio.start_server(self._serve, sock=self._bound(self.port))

    async def _close(self):
        if self._listener:
            self._listener.close()
            self._listener = None
        await self._cut()

    async def _cut(self):
        lines = list(self._lines)
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)

    async def _serve(self, reader, writer):
        line = asyncio.current_task()
        self._lines.add(line)
        server = None
        try:
            server = await asyncio.open_connection(*self.server)
            ways = [self._pass_on(reader, server[1]), self._pass_on(server[0], writer)]
            running = [asyncio.ensure_future(way) for way in ways]
            try:
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in running:
                    one.cancel()
        except (OSError, asyncio.CancelledError):
            pass  # one of the two is gone, or a cut was asked for
        finally:
            for end in (writer, server and server[1]):
                if end:
                    end.close()
            self._lines.discard(line)

    async def _pass_on(self, reader, writer):
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                await asyncio.sleep(self.delay)
                writer.write(piece)
                await writer.drain()
