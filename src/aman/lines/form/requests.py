"""One request read and one answer written over one connection, with h11.

Promises: a head of at most 16 KiB and a body of at most 256 KiB, each by its deadline, or
nothing; every answer carries the same security headers.
Refuses to know: what a request asks for.
"""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from urllib.parse import parse_qsl

import h11

MOST_HEAD = 16 * 1024
MOST_BODY = 256 * 1024
_MOST_FIELDS = 64
_PIECE = 4 * 1024
_FORM = "application/x-www-form-urlencoded"
_FROM_ELSEWHERE = frozenset({"cross-site", "same-site"})

HEADERS = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("X-DNS-Prefetch-Control", "off"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Origin-Agent-Cluster", "?1"),
    (
        "Permissions-Policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    ("Strict-Transport-Security", "max-age=63072000"),
    ("Connection", "close"),
)


class Refused(Exception):  # noqa: N818 - named for what the caller of the line sees: silence
    """Not HTTP as it is spoken here, or too slow: the connection closes without a word."""

    person = "The page did not load."
    operator = "A connection to the form was refused."


class TooLong(Refused):
    """The body is longer than any form of ours; this is answered."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request: method, target, the fields of its form, and the browser's languages."""

    method: str
    target: str
    fields: Mapping[str, str]
    languages: str = ""
    from_elsewhere: bool = False

    def __repr__(self) -> str:
        return "<Request>"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `afterwards` is called once it has reached the other side."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    afterwards: Callable[[], None] | None = None

    def __repr__(self) -> str:
        return f"<Answer {self.status}>"


class Exchange:
    """One connection: `read` one request, then `write` one answer."""

    def __init__(
        self, connection: socket.socket, *, head_seconds: float, body_seconds: float
    ) -> None:
        self._connection = connection
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEAD - _PIECE)
        self._head_seconds = head_seconds
        self._body_seconds = body_seconds

    def read(self) -> Request:
        """Read the whole request; `Refused` when it is none, or is not here in time."""
        try:
            return self._read()
        except (h11.RemoteProtocolError, OSError, ValueError):
            raise Refused from None

    def _read(self) -> Request:
        head = self._event(monotonic() + self._head_seconds)
        if not isinstance(head, h11.Request):
            raise Refused
        headers = {name.decode("ascii"): value.decode("latin-1") for name, value in head.headers}
        body = self._body(monotonic() + self._body_seconds)
        return Request(
            head.method.decode("ascii"),
            head.target.decode("ascii"),
            _fields(headers.get("content-type", ""), body),
            headers.get("accept-language", ""),
            headers.get("sec-fetch-site", "") in _FROM_ELSEWHERE,
        )

    def _body(self, deadline: float) -> bytes:
        pieces, size = [], 0
        if self._http.they_are_waiting_for_100_continue:
            goes_on = h11.InformationalResponse(status_code=100, headers=[])
            self._connection.sendall(self._http.send(goes_on) or b"")
        while isinstance(event := self._event(deadline), h11.Data):
            pieces.append(bytes(event.data))
            size += len(event.data)
            if size > MOST_BODY:
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

    def write(self, answer: Answer, *, seconds: float = 60) -> bool:
        """Write the answer and wait for the other side to close: True when it has all of it."""
        headers = [*HEADERS, *answer.headers, ("Content-Length", str(len(answer.body)))]
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


def _fields(content_type: str, body: bytes) -> dict[str, str]:
    if not body or content_type.partition(";")[0].strip().lower() != _FORM:
        return {}
    pairs = parse_qsl(
        body.decode("ascii"),
        keep_blank_values=True,
        strict_parsing=True,
        encoding="utf-8",
        errors="strict",
        max_num_fields=_MOST_FIELDS,
    )
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refused
    return fields
