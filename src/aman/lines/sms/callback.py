"""What an HTTP gateway tells us: a text, or what became of one of ours.

Promises: a call without the right proof is refused before anything of it is read. A call that comes
again with the same id is the same event; one without id or time is rather two than none.
"""

import hmac
import os
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from hashlib import sha256
from urllib.parse import parse_qsl

import msgspec

from aman.core.keys import Secret, hmac_sha256
from aman.core.line_dialogue import State
from aman.core.ports import Clock
from aman.lines.connector import ForgedRequest, MalformedRequest
from aman.lines.events import Event, Incoming, PulseReturned, Receipt
from aman.lines.exchange import Answer, RawRequest
from aman.lines.pulse import NONCE

from .members import member
from .numbers import Numbers
from .settings import Call

_MILLISECONDS = 10**11
_MOST_TEXT = 20_000
_WRONG_METHOD = Answer(b"", 405, (("Allow", "POST"),))


class Callback:
    """The gateway's webhook."""

    most_body = 256 * 1024

    def __init__(
        self, call: Call, secret: Secret, numbers: Numbers, ours: str, clock: Clock
    ) -> None:
        self._call = call
        self._secret = secret
        self._numbers = numbers
        self._ours = ours
        self._clock = clock

    def read(self, request: RawRequest) -> Sequence[Event] | Answer:
        """Read one call."""
        if request.method != "POST":
            return _WRONG_METHOD
        self._prove(request)
        said = _members(request)
        if self._call.state_at and (word := member(said, self._call.state_at)):
            return self._receipt(said, word)
        return (self._message(said),)

    def _prove(self, request: RawRequest) -> None:
        given = request.headers.get(self._call.header.lower(), "")
        if not given.startswith(self._call.prefix):
            raise ForgedRequest
        proof = given.removeprefix(self._call.prefix).strip()
        expected = self._secret.reveal()
        found = proof.encode("latin-1", "replace")
        if self._call.proof == "hmac-sha256":
            expected, found = hmac_sha256(expected, request.body), _digest(proof)
        if not expected or not hmac.compare_digest(expected, found):
            raise ForgedRequest

    def _receipt(self, said: object, word: str) -> Sequence[Event]:
        state = self._call.states.get(word)
        name = member(said, self._call.receipt_id_at)
        return (Receipt(name[:128], State(state)),) if state and name else ()

    def _message(self, said: object) -> Event:
        call = self._call
        sender, text = member(said, call.from_at), member(said, call.text_at)
        if not sender:
            raise MalformedRequest
        address, now = self._numbers.address(sender), int(self._clock() * 1000)
        if address == self._ours and NONCE.fullmatch(text.strip()):
            return PulseReturned(text.strip())
        name, at = member(said, call.id_at), member(said, call.time_at)
        named = f"{name}\0{at}\0{address}\0{text}" if name or at else os.urandom(16).hex()
        event = sha256(named.encode("utf-8", "replace")).hexdigest()
        text = text.encode("utf-8", "replace").decode()[:_MOST_TEXT]
        return Incoming(event, address, text, order=min(now, _milliseconds(at) or now))


def _members(request: RawRequest) -> object:
    """A JSON body, or a form's fields."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/x-www-form-urlencoded":
            fields: Mapping[str, str] = dict(
                parse_qsl(request.body.decode("utf-8", "replace"), max_num_fields=200)
            )
            return fields
        return msgspec.json.decode(request.body)
    except (ValueError, RecursionError):
        raise MalformedRequest from None


def _digest(proof: str) -> bytes:
    try:
        return bytes.fromhex(proof)
    except ValueError:
        pass
    try:
        return b64decode(proof, validate=True)
    except (Error, ValueError):
        return b""


def _milliseconds(at: str) -> int | None:
    """A time in seconds or milliseconds since 1970."""
    if not at.isdecimal() or len(at) > 15:  # noqa: PLR2004 - no time is longer
        return None
    return int(at) if int(at) >= _MILLISECONDS else int(at) * 1000
