"""Calls to Meta's Graph API for one business number.

Promises: the token goes to the Graph API and to Meta's own file servers only; every trouble
becomes one of the three faults; at most 5 MB of a file are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from aman.core.attachment import MOST_FILE_BYTES
from aman.core.keys import Secret
from aman.lines.connector import LastingFault, PassingFault, UnknownOutcome

from .codes import fault_of

OFFICIAL = "https://graph.facebook.com/v24.0"
_FILE_SERVERS = ("fbsbx.com", "facebook.com", "fbcdn.net", "whatsapp.net")
_TIMEOUT = httpx.Timeout(30, connect=10)
_MOST_ANSWER = 256 * 1024
_OK = 200


class TooLarge(Exception):  # noqa: N818 - what the person is told
    """A file beyond the cap."""

    person = "This file is too large. At most 5 MB."
    operator = "A file was too large and was not taken."


class _Sent(msgspec.Struct, frozen=True):
    id: str


class _Answer(msgspec.Struct, frozen=True):
    messages: tuple[_Sent, ...]


class _Error(msgspec.Struct, frozen=True):
    code: int


class _Refusal(msgspec.Struct, frozen=True):
    error: _Error


class _Named(msgspec.Struct, frozen=True):
    verified_name: str


class _File(msgspec.Struct, frozen=True):
    url: str
    file_size: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """One business number; `base` is the Graph API with its version."""

    token: Secret
    number: str
    base: str = OFFICIAL

    def client(self) -> httpx.Client:
        """A connection for one short-lived process."""
        token = self.token.reveal().decode()
        return httpx.Client(
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TIMEOUT,
            trust_env=False,
        )

    def say(self, client: httpx.Client, body: Mapping[str, Any]) -> str:
        """Send one message; gives its wamid."""
        whole = {"messaging_product": "whatsapp", "recipient_type": "individual", **body}
        url = f"{self.base}/{self.number}/messages"
        headers = {"Content-Type": "application/json"}
        answer = _call(client, "POST", url, content=msgspec.json.encode(whole), headers=headers)
        try:
            return msgspec.json.decode(answer, type=_Answer).messages[0].id
        except (msgspec.MsgspecError, IndexError):
            reason = "answer not understood"
            raise UnknownOutcome(reason) from None

    def names(self) -> tuple[str, ...]:
        """What people see: the name that Meta has verified. Raises the three faults."""
        with self.client() as client:
            asked = {"fields": "verified_name"}
            answer = _call(client, "GET", f"{self.base}/{self.number}", params=asked)
        try:
            return (msgspec.json.decode(answer, type=_Named).verified_name,)
        except msgspec.MsgspecError:
            reason = "answer not understood"
            raise UnknownOutcome(reason) from None

    def file(self, client: httpx.Client, media: str, deadline: float) -> bytes:
        """A file's bytes by `deadline` (monotonic); `TooLarge`, or one of the faults."""
        url = f"{self.base}/{media}"
        asked = {"phone_number_id": self.number}
        answer = _call(client, "GET", url, deadline=deadline, params=asked)
        try:
            found = msgspec.json.decode(answer, type=_File)
        except msgspec.MsgspecError:
            reason = "answer not understood"
            raise UnknownOutcome(reason) from None
        if found.file_size > MOST_FILE_BYTES:
            raise TooLarge
        if not self._is_metas(found.url):
            reason = "not a file server"
            raise LastingFault(reason)
        return _call(client, "GET", found.url, most=MOST_FILE_BYTES, deadline=deadline)

    def _is_metas(self, url: str) -> bool:
        there, here = urlsplit(url), urlsplit(self.base)
        if (there.scheme, there.netloc) == (here.scheme, here.netloc):
            return True
        host = there.hostname or ""
        return there.scheme == "https" and any(
            host == server or host.endswith("." + server) for server in _FILE_SERVERS
        )


def _call(
    client: httpx.Client,
    method: str,
    url: str,
    *,
    most: int = _MOST_ANSWER,
    deadline: float = inf,
    **given: Any,  # noqa: ANN401 - what httpx takes
) -> bytes:
    """One request, its whole answer. Raises `TooLarge` and the three faults."""
    try:
        with client.stream(method, url, **given) as response:
            most = most if response.status_code == _OK else _MOST_ANSWER
            body = _read(response, most, deadline)
            if response.status_code == _OK:
                return body
            raise fault_of(_code(body), response.status_code, _after(response))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        reason = "not reachable"
        raise PassingFault(reason) from None
    except httpx.HTTPError:
        reason = "no answer"
        raise UnknownOutcome(reason) from None


def _read(response: httpx.Response, most: int, deadline: float) -> bytes:
    read = bytearray()
    for piece in response.iter_bytes():
        read += piece
        if len(read) > most:
            raise TooLarge
        if monotonic() > deadline:
            reason = "too slow"
            raise UnknownOutcome(reason)
    return bytes(read)


def _code(body: bytes) -> int | None:
    try:
        return msgspec.json.decode(body, type=_Refusal).error.code
    except (msgspec.MsgspecError, ValueError):
        return None


def _after(response: httpx.Response) -> float | None:
    said = response.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() else None
