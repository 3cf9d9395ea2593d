"""The way to the front: its three public endpoints, and nothing else of it.

Promises: every call ends within its timeout; a retry sends the same bytes.
"""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from aman.core.bucket import BUCKET_BYTES
from aman.core.manifest import MANIFEST_BYTES

_STORED = 204
_FOUND = 200
_TRIES = 2


class FrontAway(Exception):  # noqa: N818 - what the person is told
    """The front can't be reached, or does not do what it is asked."""

    person = "The server cannot be reached now. Look again in a moment."
    operator = "The form cannot reach its front."


class Front:
    """One front, over one kept connection."""

    def __init__(self, url: str, *, seconds: float = 6) -> None:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=seconds)

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

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _get(self, path: str, size: int) -> bytes:
        status, body = self._call("GET", path, None, size)
        if status != _FOUND or len(body) != size:
            raise FrontAway
        return body

    def _call(self, method: str, path: str, body: bytes | None, size: int) -> tuple[int, bytes]:
        headers = {"Accept-Encoding": "identity"}
        if body is not None:
            headers["Content-Type"] = "application/octet-stream"
        for _ in range(_TRIES):
            try:
                self._connection.request(method, path, body, headers)
                response = self._connection.getresponse()
                return response.status, response.read(size + 1)
            except (OSError, HTTPException):
                self._connection.close()
        raise FrontAway
