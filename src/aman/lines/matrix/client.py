"""The client-server API, as far as this line needs it, over one connection.

Promises: only the configured homeserver is spoken to; every call ends in time and within its size;
what went wrong is one of the three faults, in our words.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from aman.lines.connector import LastingFault, PassingFault, UnknownOutcome
from aman.lines.events import NOT_FETCHED

from .account import Account
from .schema import Event, Fault, Made, Member, Members, Profile

CLIENT = "/_matrix/client/v3"
MOST_ANSWER_BYTES = 32 * 1024 * 1024
_SECONDS = 15.0
_REFUSED_SECONDS = 30.0
_TRIES = 3
_Read = TypeVar("_Read")
_LASTING = {
    HTTPStatus.FORBIDDEN: "blocked",
    HTTPStatus.NOT_FOUND: "no such address",
    HTTPStatus.BAD_REQUEST: "refused",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too long",
}


class Homeserver:
    """One connection to it; made anew in each short-lived process."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._http = httpx.Client(
            base_url=account.server,
            headers={
                "Authorization": f"Bearer {account.token.reveal().decode()}",
                "User-Agent": "",
            },
            verify=account.trust,
            timeout=_SECONDS,
            trust_env=False,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def get(
        self,
        path: str,
        kind: type[_Read],
        *,
        query: Mapping[str, str | int] | None = None,
        seconds: float = _SECONDS,
    ) -> _Read:
        """Ask for something. Raises `PassingFault` and `LastingFault`."""
        try:
            return self._call("GET", path, kind, query=query, seconds=seconds)
        except UnknownOutcome:
            reason = "away"
            raise PassingFault(reason) from None

    def post(self, path: str, body: object, kind: type[_Read]) -> _Read:
        """Have something done that may be done twice only if nobody knows."""
        return self._call("POST", path, kind, body=body)

    def put(self, path: str, body: object, kind: type[_Read]) -> _Read:
        """Have something done under a transaction's name: the server does it once."""
        for _ in range(_TRIES - 1):
            try:
                return self._call("PUT", path, kind, body=body)
            except UnknownOutcome:
                continue
        return self._call("PUT", path, kind, body=body)

    def media(self, path: str, most: int, seconds: float) -> bytes | None:
        """A file's bytes; None when it has more than `most`. Raises `PassingFault`."""
        content = bytearray()
        try:
            with self._http.stream("GET", path, timeout=seconds) as answer:
                if answer.status_code != HTTPStatus.OK:
                    raise PassingFault(NOT_FETCHED)
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > most:
                        return None
        except httpx.HTTPError:
            raise PassingFault(NOT_FETCHED) from None
        return bytes(content)

    def members(self, room: str) -> dict[str, str]:
        """Who is in a room or asked into it, and which of both."""
        path = f"{CLIENT}/rooms/{part(room)}/members"
        found = self.get(path, Members, query={"not_membership": "leave"}).chunk
        return {
            event.state_key: membership
            for event in found
            if event.state_key is not None
            and (membership := _membership(event)) in {"join", "invite"}
        }

    def talk_with(self, address: str) -> str:
        """Open a room with somebody, without encryption; gives its id."""
        wanted = {"preset": "trusted_private_chat", "is_direct": True, "invite": [address]}
        return self.post(f"{CLIENT}/createRoom", wanted, Made).room_id

    def say(self, room: str, transaction: str, text: str) -> str:
        """Send a text, and nothing but a text; gives the event's id."""
        path = f"{CLIENT}/rooms/{part(room)}/send/m.room.message/{part(transaction)}"
        return self.put(path, {"msgtype": "m.text", "body": text}, Made).event_id

    def _call(  # noqa: PLR0913 - what a request is made of
        self,
        method: str,
        path: str,
        kind: type[_Read],
        *,
        body: object = None,
        query: Mapping[str, str | int] | None = None,
        seconds: float = _SECONDS,
    ) -> _Read:
        content = None if method == "GET" else msgspec.json.encode(body)
        asked: dict[str, Any] = {"params": query} if query else {}
        try:
            with self._http.stream(
                method, path, content=content, timeout=seconds, **asked
            ) as answer:
                said = _whole(answer)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            reason = "away"
            raise PassingFault(reason) from None
        except httpx.HTTPError:
            reason = "no answer"
            raise UnknownOutcome(reason) from None
        if answer.status_code != HTTPStatus.OK:
            raise _fault(answer.status_code, said)
        try:
            return msgspec.json.decode(said, type=kind)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            reason = "not understood"
            raise UnknownOutcome(reason) from None


def shown_names(account: Account) -> tuple[str, ...]:
    """What people see: the display name, if there is one, and the address. Raises the faults."""
    server = Homeserver(account)
    try:
        path = f"{CLIENT}/profile/{part(account.address)}/displayname"
        profile = server.get(path, Profile)
    except LastingFault:  # no profile: the address alone
        profile = Profile()
    finally:
        server.close()
    return tuple(each for each in (profile.displayname, account.address) if each)


def part(text: str) -> str:
    """A part of a path."""
    return quote(text, safe="")


def _membership(event: Event) -> str:
    try:
        return msgspec.json.decode(event.content, type=Member).membership
    except (msgspec.MsgspecError, ValueError):
        return ""


def _whole(answer: httpx.Response) -> bytes:
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > MOST_ANSWER_BYTES:
            message = "too long"
            raise httpx.ReadError(message)
    return bytes(content)


def _fault(status: int, said: bytes) -> Exception:
    try:
        fault = msgspec.json.decode(said, type=Fault)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        fault = Fault()
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return PassingFault("too many", max(1.0, fault.retry_after_ms / 1000))
    if status == HTTPStatus.UNAUTHORIZED:
        return PassingFault("not let in", _REFUSED_SECONDS)
    if status in _LASTING:
        return LastingFault(_LASTING[HTTPStatus(status)])
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return PassingFault("away")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnknownOutcome("no answer")
    return LastingFault("refused")
