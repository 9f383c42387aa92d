"""A port on loopback that stays its proxy's own while connections to it are accepted, refused and reset. What is done
with a connection is its subclass's, in a thread with an event loop."""

import asyncio
import socket
import threading


class LoopbackProxy:
    limit = 65_536  # bytes that a reader holds

    def __init__(self, server_port, server_host="127.0.0.1"):
        self.server = (server_host, server_port)
        # Bound but never listening: it keeps the port ours while connections are refused.
        self._held = self._bound(0)
        self.port = self._held.getsockname()[1]
        self._listener, self._clients = None, set()
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

    def refuse(self):
        """As when nothing listens. Connections that are open are broken off."""
        self._do(self._close())

    def accept(self):
        self._do(self._open())

    def reset_all(self):
        """Breaks off what is open, idle or not; new connections are welcome."""
        self._do(self._reset_clients())

    async def serve(self, reader, writer):
        """One connection, until it ends; cancelled when it is to be broken off."""
        raise NotImplementedError

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    def _bound(self, port):
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(("127.0.0.1", port))
        return made

    async def _open(self):
        if self._listener is None:
            self._listener = await asyncio.start_server(self._accepted, sock=self._bound(self.port), limit=self.limit)

    async def _close(self):
        if self._listener:
            self._listener.close()
            self._listener = None
        await self._reset_clients()

    async def _reset_clients(self):
        clients = list(self._clients)
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)

    async def _accepted(self, reader, writer):
        client = asyncio.current_task()
        self._clients.add(client)
        try:
            await self.serve(reader, writer)
        finally:
            self._clients.discard(client)
