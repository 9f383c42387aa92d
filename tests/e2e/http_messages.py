"""HTTP/1.1 messages as they pass: heads parsed, bodies in pieces with their framing left as it came."""

import asyncio
from dataclasses import dataclass

HEAD_BYTES_MAX = 1_000_000
PIECE_BYTES = 65_536


class Malformed(Exception):
    """Not HTTP/1.1 as we know it."""


@dataclass
class Head:
    """`raw` is all of it, with the blank line."""

    raw: bytes
    first: list  # of a request: method, path, version; of a response: version, status, reason
    fields: dict

    def has(self, name, token):
        return token in self.fields.get(name, "").lower()

    @property
    def keeps_open(self):
        version = next(part for part in self.first if part.startswith("HTTP/"))
        return not self.has("connection", "close") and (version == "HTTP/1.1" or self.has("connection", "keep-alive"))


async def read_head(reader):
    """None when the other side closed without another message."""
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as cut:
        if cut.partial:
            raise
        return None
    lines = raw.decode("latin-1").split("\r\n")
    first = lines[0].split(" ", 2)
    if len(first) < 2 or not (first[0].startswith("HTTP/") or first[-1].startswith("HTTP/")):
        raise Malformed(lines[0][:100])
    fields = {}
    for line in filter(None, lines[1:]):
        name, colon, value = line.partition(":")
        if not colon:
            raise Malformed(line[:100])
        fields[name.strip().lower()] = value.strip()
    return Head(raw, first, fields)


async def body_pieces(reader, head, *, of_request, asked_with=""):
    """The body's bytes as they come, chunk sizes and all. `asked_with`: the method that a response answers."""
    if _is_bodiless(head, asked_with) or (of_request and not _says_its_end(head)):
        return
    if head.has("transfer-encoding", "chunked"):
        async for piece in _chunked_pieces(reader):
            yield piece
    elif "content-length" in head.fields:
        async for piece in _exactly(reader, int(head.fields["content-length"])):
            yield piece
    else:
        while piece := await reader.read(PIECE_BYTES):  # until the server closes
            yield piece


def ends_by_closing(response, asked_with):
    return not _is_bodiless(response, asked_with) and not _says_its_end(response)


def _is_bodiless(head, asked_with):
    return asked_with == "HEAD" or head.first[1] in ("204", "304")


def _says_its_end(head):
    return "content-length" in head.fields or head.has("transfer-encoding", "chunked")


async def _exactly(reader, left):
    while left:
        piece = await reader.read(min(left, PIECE_BYTES))
        if not piece:
            raise EOFError("the message is cut off")
        left -= len(piece)
        yield piece


async def _chunked_pieces(reader):
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line.split(b";")[0], 16)
        yield line
        if not size:
            break
        async for piece in _exactly(reader, size + 2):
            yield piece
    while True:  # trailers and the blank line
        line = await reader.readuntil(b"\r\n")
        yield line
        if line == b"\r\n":
            return


def unchunked(body):
    """What a chunked body says."""
    said = []
    while body:
        line, _, rest = body.partition(b"\r\n")
        size = int(line.split(b";")[0], 16)
        if not size:
            break
        said.append(rest[:size])
        body = rest[size + 2 :]
    return b"".join(said)
