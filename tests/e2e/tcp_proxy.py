"""A proxy between a client and one server that knows nothing of what is said: refused, slow and cut connections."""

import asyncio
import contextlib

from .loopback_proxy import LoopbackProxy


class TcpProxy(LoopbackProxy):
    def __init__(self, server_port, server_host="127.0.0.1"):
        super().__init__(server_port, server_host)
        self.delay = 0.0  # seconds before each piece goes on

    async def serve(self, reader, writer):
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

    async def _pass_on(self, reader, writer):
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                await asyncio.sleep(self.delay)
                writer.write(piece)
                await writer.drain()
