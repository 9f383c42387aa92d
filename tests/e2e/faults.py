"""What the fault proxy can do to a request, and to which."""

import re
import threading
from dataclasses import dataclass, field


@dataclass
class Answer:
    """The proxy's own; the server never hears of the request."""

    status: int
    body: bytes = b""
    retry_after: object = None
    headers: dict = field(default_factory=dict)
    delay: float = 0


@dataclass
class Cut:
    """The server's response ends after so many bytes: of its body (as framed, with chunk sizes), or, `of="response"`,
    from the first byte of its head on. "rst" is a reset, "fin" an orderly close."""

    after: int = 0
    of: str = "body"
    how: str = "rst"


@dataclass
class Delay:
    """The server is asked at once; the client waits for its answer."""

    seconds: float


@dataclass
class Hold:
    """The server is asked at once; the client waits until the test sets the event."""

    released: threading.Event = field(default_factory=threading.Event)


@dataclass
class Trickle:
    bytes_per_second: int


@dataclass
class Hang:
    """Nothing more comes. `after` None: the server is not even asked; else after so many bytes of the body."""

    after: int | None = None


@dataclass
class Corrupt:
    """One byte of the request's body arrives at the server as another."""

    at: int = 0


@dataclass
class Seen:
    """A request; `status` is what was answered, None when nothing was or not yet."""

    method: str
    path: str
    fields: dict
    body: bytes
    connection: int
    at: float
    fault: object = None
    status: int | None = None


@dataclass
class Rule:
    method: str | None
    path: re.Pattern
    body: re.Pattern
    nth: int
    times: int | None
    do: object
    matched: int = 0

    def takes(self, seen):
        """Counts the requests that it matches, whether or not another rule comes first."""
        if self.method not in (None, seen.method) or not self.path.search(seen.path):
            return False
        if not self.body.search(seen.body):
            return False
        self.matched += 1
        return self.matched >= self.nth and (self.times is None or self.matched < self.nth + self.times)


def own_response(answer):
    fields = {"Content-Type": "application/json", **answer.headers, "Content-Length": len(answer.body)}
    if answer.retry_after is not None:
        fields["Retry-After"] = answer.retry_after
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {answer.status} Injected\r\n{head}\r\n".encode() + answer.body
