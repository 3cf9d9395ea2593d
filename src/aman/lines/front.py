"""The way to the front: what a line may ask of it, and nothing else.

Promises: every call ends within its timeout; a retry sends the same bytes.
"""

import ssl
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from aman.core.bucket import BUCKET_BYTES
from aman.core.keys import Secret, to_base64url
from aman.core.manifest import MANIFEST_BYTES
from aman.core.sealing import INSTRUCTION_BYTES

MOST_INSTRUCTION_BYTES = 4096 * INSTRUCTION_BYTES
_STORED = 204
_FOUND = 200
_TRIES = 2


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities of this system, read once: a child inherits them from its parent."""
    return ssl.create_default_context()


class FrontAway(Exception):  # noqa: N818 - what the person is told
    """The front can't be reached, or does not do what it is asked."""

    person = "The server cannot be reached now. Look again in a moment."
    operator = "A line cannot reach its front."


class Front:
    """One front, over one kept connection."""

    def __init__(self, url: str, *, seconds: float = 6) -> None:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if parts.scheme == "https":
            self._connection: HTTPConnection = HTTPSConnection(
                host, port, timeout=seconds, context=_trusted()
            )
        else:
            self._connection = HTTPConnection(host, port, timeout=seconds)

    def manifest(self) -> bytes:
        """`GET /k`."""
        return self._get("/k", MANIFEST_BYTES)

    def bucket(self, number: int) -> bytes:
        """`GET /b/{n}`."""
        return self._get(f"/b/{number}", BUCKET_BYTES)

    def store(self, stamped: bytes) -> None:
        """`POST /e`: returns when the envelope is on the front's disk."""
        status, _ = self._call("POST", "/e", stamped, 0)
        if status != _STORED:
            raise FrontAway

    def instructions(self, line: str, token: Secret) -> list[bytes]:
        """`GET /l/{line}`: sealed instructions, random ones among them."""
        status, body = self._call("GET", f"/l/{line}", None, MOST_INSTRUCTION_BYTES, token)
        if status != _FOUND or not body or len(body) % INSTRUCTION_BYTES:
            raise FrontAway
        return [body[at : at + INSTRUCTION_BYTES] for at in range(0, len(body), INSTRUCTION_BYTES)]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _get(self, path: str, size: int) -> bytes:
        status, body = self._call("GET", path, None, size)
        if status != _FOUND or len(body) != size:
            raise FrontAway
        return body

    def _call(
        self, method: str, path: str, body: bytes | None, size: int, token: Secret | None = None
    ) -> tuple[int, bytes]:
        headers = {"Accept-Encoding": "identity"}
        if body is not None:
            headers["Content-Type"] = "application/octet-stream"
        if token is not None:
            headers["Authorization"] = f"Bearer {to_base64url(token.reveal())}"
        for _ in range(_TRIES):
            try:
                self._connection.request(method, path, body, headers)
                response = self._connection.getresponse()
                return response.status, response.read(size + 1)
            except (OSError, HTTPException):
                self._connection.close()
        raise FrontAway
