"""One request read and one answer written over one connection, with h11.

Promises: a head of at most 16 KiB and a body of at most `most_body` bytes, each by its deadline,
or nothing. Refuses to know: what a request asks for.
"""

import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

import h11

MOST_HEAD = 16 * 1024
_PIECE = 4 * 1024
Headers = Sequence[tuple[str, str]]


class Refused(Exception):  # noqa: N818 - named for what the other side sees: silence
    """Not HTTP as it is spoken here, or too slow: the connection closes without a word."""

    person = "The page did not load."
    operator = "A connection to a line was refused."


class TooLong(Refused):
    """The body is longer than any that is taken here; this is answered."""


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as it came; header names are lower case, the last of one name counts."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return "<RawRequest>"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `afterwards` is called once it has reached the other side."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    afterwards: Callable[[], None] | None = None

    def __repr__(self) -> str:
        return f"<Answer {self.status}>"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read, and how long it is waited for."""

    head_seconds: float
    body_seconds: float
    most_body: int


class Exchange:
    """One connection: `read` one request, then `write` one answer."""

    def __init__(self, connection: socket.socket, limits: Limits) -> None:
        self._connection = connection
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEAD - _PIECE)
        self._limits = limits

    def read(self) -> RawRequest:
        """Read the whole request; `Refused` when it is none, or is not here in time."""
        try:
            return self._read()
        except (h11.RemoteProtocolError, OSError, ValueError):
            raise Refused from None

    def _read(self) -> RawRequest:
        head = self._event(monotonic() + self._limits.head_seconds)
        if not isinstance(head, h11.Request):
            raise Refused
        headers = {name.decode("ascii"): value.decode("latin-1") for name, value in head.headers}
        body = self._body(monotonic() + self._limits.body_seconds)
        return RawRequest(head.method.decode("ascii"), head.target.decode("ascii"), headers, body)

    def _body(self, deadline: float) -> bytes:
        pieces, size = [], 0
        if self._http.they_are_waiting_for_100_continue:
            goes_on = h11.InformationalResponse(status_code=100, headers=[])
            self._connection.sendall(self._http.send(goes_on) or b"")
        while isinstance(event := self._event(deadline), h11.Data):
            pieces.append(bytes(event.data))
            size += len(event.data)
            if size > self._limits.most_body:
                raise TooLong
        return b"".join(pieces)

    def _event(self, deadline: float) -> h11.Event:
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                self._connection.settimeout(max(0.001, deadline - monotonic()))
                if monotonic() > deadline:
                    raise Refused
                self._http.receive_data(self._connection.recv(_PIECE))
            elif isinstance(event, h11.Event) and not isinstance(event, h11.ConnectionClosed):
                return event
            else:
                raise Refused

    def write(self, answer: Answer, always: Headers = (), *, seconds: float = 60) -> bool:
        """Write the answer and wait for the other side to close: True when it has all of it."""
        length = ("Content-Length", str(len(answer.body)))
        headers = [*always, *answer.headers, ("Connection", "close"), length]
        head = self._http.send(h11.Response(status_code=answer.status, headers=headers))
        body = self._http.send(h11.Data(data=answer.body))
        self._http.send(h11.EndOfMessage())
        try:
            self._connection.settimeout(seconds)
            self._connection.sendall((head or b"") + (body or b""))
            self._connection.shutdown(socket.SHUT_WR)
            return self._other_side_closed()
        except OSError:
            return False

    def _other_side_closed(self, seconds: float = 3) -> bool:
        deadline = monotonic() + seconds
        while (left := deadline - monotonic()) > 0:
            self._connection.settimeout(left)
            if not self._connection.recv(_PIECE):
                return True
        return False
