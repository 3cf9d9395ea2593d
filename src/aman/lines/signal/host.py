"""What is asked of signal-cli-rest-api, and what its answers mean.

Promises: an answer's text is looked at and never passed on, since it may name a number. Refuses to
know: events.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus

import httpx
import msgspec

from aman.core.attachment import MOST_FILE_BYTES
from aman.lines.connector import LastingFault, PassingFault, UnknownOutcome

_SECONDS = httpx.Timeout(20.0, connect=5.0)
_SEND_SECONDS = httpx.Timeout(90.0, connect=5.0)
"""While a call to our webhook stands, the service gives no answer to a sending."""
_RATE_SECONDS = 60.0
_CAPTCHA_SECONDS = 600.0
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}")
_WAIT = re.compile(r'wait "?(\d{1,6})"? seconds')
_AWAY = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_FOUND = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.UNAUTHORIZED}
_LASTING = (
    ("untrusted", "safety number changed"),
    ("not registered", "no such address"),
    ("unregistered", "no such address"),
    ("invalid request", "not understood"),
    ("please provide", "not understood"),
)


class TooLarge(Exception):  # noqa: N818 - becomes a file's fault
    """More than a file may have."""

    person = "This file is too large. At most 5 MB."
    operator = "A file was too large and was not taken."


class NotFetched(Exception):  # noqa: N818 - becomes a file's fault
    """The host did not give it."""

    person = "This file could not be read."
    operator = "A file could not be fetched from the Signal host."


class _Taken(msgspec.Struct, frozen=True):
    timestamp: str | int = ""


class _Refusal(msgspec.Struct, frozen=True):
    error: str = ""
    challenge_tokens: list[str] | None = None

    def __repr__(self) -> str:
        return "<_Refusal>"


@dataclass(frozen=True, slots=True)
class Host:
    """The service at one address."""

    url: str

    def send(self, number: str, to: str, text: str) -> str:
        """Send one text; gives its timestamp. Raises the three faults of sending."""
        body = {
            "number": number,
            "recipients": [to],
            "message": text,
            "text_mode": "normal",  # asterisks stay asterisks
            "notify_self": False,
        }
        try:
            with httpx.Client(timeout=_SEND_SECONDS, trust_env=False) as client:
                answer = client.post(f"{self.url}/v2/send", json=body)
        except _AWAY:
            reason = "Signal host away"
            raise PassingFault(reason) from None
        except httpx.HTTPError:
            reason = "no answer"
            raise UnknownOutcome(reason) from None
        if answer.status_code != HTTPStatus.CREATED:
            raise _fault(answer)
        try:
            return str(msgspec.json.decode(answer.content, type=_Taken).timestamp)
        except msgspec.MsgspecError:
            return ""

    def look(self, number: str) -> None:
        """Have Signal's server answer to our account; `PassingFault` when it does not."""
        try:
            with httpx.Client(timeout=_SECONDS, trust_env=False) as client:
                answer = client.get(f"{self.url}/v1/devices/{number}")
        except httpx.HTTPError:
            reason = "Signal host away"
            raise PassingFault(reason) from None
        if answer.status_code != HTTPStatus.OK:
            reason = "Signal refuses the account"
            raise PassingFault(reason)

    def fetch(self, attachment: str, most: int = MOST_FILE_BYTES) -> bytes:
        """An attachment's bytes; `TooLarge`, `NotFetched`."""
        content = bytearray()
        try:
            with (
                httpx.Client(timeout=_SECONDS, trust_env=False) as client,
                client.stream("GET", self._attachment(attachment)) as answer,
            ):
                if answer.status_code != HTTPStatus.OK:
                    raise NotFetched
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > most:
                        raise TooLarge
        except httpx.HTTPError:
            raise NotFetched from None
        return bytes(content)

    def forget(self, attachment: str) -> bool:
        """Have the host delete it; whether it did."""
        try:
            with httpx.Client(timeout=_SECONDS, trust_env=False) as client:
                answer = client.delete(self._attachment(attachment))
        except (httpx.HTTPError, NotFetched):
            return False
        return answer.status_code in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND}

    def _attachment(self, attachment: str) -> str:
        if not _ID.fullmatch(attachment):
            raise NotFetched
        return f"{self.url}/v1/attachments/{attachment}"


def _fault(answer: httpx.Response) -> PassingFault | LastingFault | UnknownOutcome:
    """What a refusal means for the message."""
    refusal = _refusal(answer)
    said = refusal.error.lower()
    captcha = bool(refusal.challenge_tokens) or "captcha" in said
    if captcha or answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or "rate limit" in said:
        return _slower(said, captcha=captcha)
    if answer.status_code in _NOT_FOUND:
        return PassingFault("not a Signal service")
    if answer.status_code != HTTPStatus.BAD_REQUEST:
        return UnknownOutcome("the service failed")
    for words, reason in _LASTING:
        if words in said:
            return LastingFault(reason)
    return UnknownOutcome("refused without a reason")


def _slower(said: str, *, captcha: bool) -> PassingFault:
    told = _WAIT.search(said)
    if captcha:
        return PassingFault("captcha needed", float(told[1]) if told else _CAPTCHA_SECONDS)
    return PassingFault("rate limit", float(told[1]) if told else _RATE_SECONDS)


def _refusal(answer: httpx.Response) -> _Refusal:
    try:
        return msgspec.json.decode(answer.content, type=_Refusal)
    except msgspec.MsgspecError:
        return _Refusal()
