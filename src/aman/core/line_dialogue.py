"""What a line and the desk say to each other, inside the seals (protocol sections 4 and 6).

Promises: one event of a provider has one message id, however often it is delivered; reading never
fails on members it does not know. Refuses to know: providers, and how anything is sealed.
"""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from .dialogue import Answer, Label, Number, Part, cut_text
from .envelope import BODY_BYTES, MalformedEnvelope
from .keys import Secret, hmac_sha256, to_base64url

ID_BYTES = 16
ADDRESS_LETTERS = 320
MOST_FILES = 10
MOST_NAMES = 4
MUST_WRITE_FIRST = "must write first"
"""A line's reason: the provider takes nothing but a template until the person writes again."""

Address = Annotated[str, Meta(min_length=1, max_length=ADDRESS_LETTERS)]
"""Who wrote, as the provider names him: the same person on one line always has the same."""
Route = Annotated[str, Meta(max_length=2 * ADDRESS_LETTERS)]
"""What the line needs beside the address to answer: a room, a subject. Opaque to the desk."""
ProviderId = Annotated[str, Meta(max_length=512)]
"""A provider's name for one message."""
Order = Annotated[int, Meta(ge=0, le=2**53)]
"""Grows with each message of one address, as the provider counts: a number or a time."""
Name = Annotated[str, Meta(max_length=255)]


class State(StrEnum):
    """How far an instruction has come, as far as its line knows."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class AttachedFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file whose parts travel by themselves (kind 3); ids and digests are base64url.

    `bytes` 0 and `digest` empty: it was too large or could not be fetched, and `fault` says which.
    """

    id: Label
    media: Label = "application/octet-stream"
    name: Name = ""
    bytes: Number = 0
    digest: Label = ""
    fault: Label = ""

    def __repr__(self) -> str:
        return "<AttachedFile>"


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A pin: degrees (WGS 84), and how sure in metres where the line knows."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    accuracy: Annotated[float, Meta(ge=0)] | None = None
    name: Name = ""

    def __repr__(self) -> str:
        return "<Place>"


class ContactCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody's card that was passed on."""

    name: Name = ""
    numbers: tuple[Name, ...] = ()

    def __repr__(self) -> str:
        return "<ContactCard>"


class LineMessage(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="say", tag="message"):
    """What somebody sent through a line. Body of kind 4, and so are the other three.

    `session` names the provider's event, of which this is `part` of `parts`. `token` is that of a
    phrase which stood in the text and was taken out of it. `pressed` is a button's payload, `edits`
    the session of the message that this one replaces, `at` when the line had it (Unix seconds).
    `also` are other names of the same sender on this line, as the provider tells them: his number
    beside his account's id. By one of them he may have been named before he wrote.
    """

    line: Label
    address: Address
    session: Label
    route: Route = ""
    order: Order = 0
    at: Number = 0
    n: Number = 1
    part: Part = 1
    parts: Part = 1
    lang: Label = ""
    text: str = ""
    answers: dict[str, Answer] = {}
    pressed: Label | None = None
    edits: Label | None = None
    token: Label | None = None
    files: Annotated[tuple[AttachedFile, ...], Meta(max_length=MOST_FILES)] = ()
    place: Place | None = None
    contacts: Annotated[tuple[ContactCard, ...], Meta(max_length=MOST_FILES)] = ()
    also: Annotated[tuple[Address, ...], Meta(max_length=MOST_NAMES)] = ()

    def __post_init__(self) -> None:
        if self.part > self.parts:
            reason = "a part is one of its parts"
            raise ValueError(reason)

    def __repr__(self) -> str:
        return "<LineMessage>"


class LineReport(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="say", tag="report"):
    """What became of an instruction: `lasting` when trying again is of no use.

    `reason` is one word of the line's own (`blocked`, `no such address`), never a provider's text.
    """

    line: Label
    instruction: Label
    state: State
    reason: Label = ""
    lasting: bool = False
    provider_id: ProviderId = ""

    def __repr__(self) -> str:
        return f"<LineReport {self.state}>"


class LineReceipt(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="say", tag="receipt"):
    """What a provider told later about a message that it had accepted."""

    line: Label
    provider_id: ProviderId
    state: State
    reason: Label = ""

    def __repr__(self) -> str:
        return f"<LineReceipt {self.state}>"


class LinePulse(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="say", tag="pulse"):
    """The heart-beat: a nonce went out at `at` and came back through the provider, or did not.

    `milliseconds` is None when it did not, and `fault` is the line's word for why.
    """

    line: Label
    at: Annotated[int, Meta(ge=0, le=2**53)]
    milliseconds: Number | None = None
    fault: Label = ""


LineBody = LineMessage | LineReport | LineReceipt | LinePulse


class Button(msgspec.Struct, frozen=True):
    """One thing to press: what stands on it, and what comes back as `pressed`."""

    label: Annotated[str, Meta(max_length=64)]
    payload: Label

    def __repr__(self) -> str:
        return "<Button>"


class Outgoing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an instruction says: send this text to that address.

    `notice`: the line puts its own words on how strong it is before the text, in `lang`.
    A line without buttons writes them as numbered choices. After `until` (Unix seconds; 0: no
    bound) it is not sent any more: what was held back may be wrong by then. `template`: in place
    of any text the line says the neutral one that its provider has approved, and nothing else.
    """

    to: Address
    text: str = ""
    route: Route = ""
    lang: Label = "en"
    buttons: tuple[Button, ...] = ()
    notice: bool = False
    until: Number = 0
    template: bool = False

    def __repr__(self) -> str:
        return "<Outgoing>"


def write_line_body(body: LineBody | Outgoing) -> bytes:
    """Write JSON, unescaped."""
    return msgspec.json.encode(body)


def read_line_body(raw: bytes) -> LineBody:
    """Read a body of kind 4; anything else is a `MalformedEnvelope`."""
    try:
        body: LineBody = msgspec.json.decode(raw, type=LineBody)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise MalformedEnvelope from None
    return body


def read_outgoing(raw: bytes) -> Outgoing:
    """Read what an instruction says; anything else is a `MalformedEnvelope`."""
    try:
        return msgspec.json.decode(raw, type=Outgoing)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise MalformedEnvelope from None


def event_id(line_key: Secret, line: str, event: str, what: str) -> bytes:
    """The 16 bytes that name a thing (`what`) of a provider's event, the same at each delivery.

    Keyed, because an event's name may hold a number or an account.
    """
    named = b"\0".join(each.encode() for each in (line, what, event))
    return hmac_sha256(line_key.reveal(), b"aman/1 event" + named)[:ID_BYTES]


def in_parts(message: LineMessage) -> list[bytes]:
    """The bodies that carry a message of any length; all but the text rides in the first.

    `token` and `also` ride in every one: they come in any order, and the first to come says whose
    it is.
    ValueError when what rides in the first does not fit an envelope.
    """
    first = msgspec.structs.replace(message, text="", parts=255, part=255)
    later = LineMessage(
        line=message.line,
        address=message.address,
        session=message.session,
        order=message.order,
        at=message.at,
        lang=message.lang,
        token=message.token,
        also=message.also,
        part=255,
        parts=255,
    )
    texts = _cut(message.text, [BODY_BYTES - len(write_line_body(each)) for each in (first, later)])
    heads = [first, *[later] * (len(texts) - 1)]
    return [
        write_line_body(msgspec.structs.replace(head, text=text, part=number, parts=len(texts)))
        for number, (head, text) in enumerate(zip(heads, texts, strict=True), 1)
    ]


def _cut(text: str, rooms: list[int]) -> list[str]:
    """Cut a text so that the first piece fits the first room and the others the second."""
    first, later = (room - len(',"text":""') for room in rooms)
    if first < 0:
        reason = "what rides with the text is too long"
        raise ValueError(reason)
    return cut_text(text, first, later)


def session_of(line_key: Secret, line: str, event: str) -> str:
    """The label of a provider's event, as `LineMessage.session` and `edits` carry it."""
    return to_base64url(event_id(line_key, line, event, "session"))
