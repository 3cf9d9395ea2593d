"""The bodies inside the seals: what caller and desk say to each other (protocol sections 4, 5).

Promises: reading never fails on members it does not know; the raw bytes stay the record.
"""

from collections.abc import Sequence
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from .envelope import MalformedEnvelope
from .keys import to_base64url
from .sealing import REPLY_BODY_BYTES

GOT_AT_MOST = 31
Body = TypeVar("Body", "Message", "Cover", "Status", "Reply")
Number = Annotated[int, Meta(ge=0, le=2**32 - 1)]
"""A count that fits the four bytes of a reply's number, and any database."""
Part = Annotated[int, Meta(ge=1, le=255)]
Label = Annotated[str, Meta(max_length=64)]
"""A name given by a program: of a session, a language, a line."""
Answer = str | Annotated[int, Meta(ge=-(2**53), le=2**53)] | bool | tuple[str, ...]


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of kind 1. A long text goes as `parts` messages of one `n`, joined in order."""

    session: Label
    n: Number
    text: str = ""
    lang: Label = "en"
    part: Part = 1
    parts: Part = 1
    ack: Number = 0
    again: Number | None = None
    answers: dict[str, Answer] = {}
    via: Label | None = None

    def __post_init__(self) -> None:
        if self.part > self.parts:
            reason = "a part is one of its parts"
            raise ValueError(reason)

    def __repr__(self) -> str:
        return "<Message>"


class Cover(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of kind 2: "I am here", and up to where I read; `again` asks for what came after n."""

    ack: Number = 0
    again: Number | None = None


class Status(msgspec.Struct, frozen=True):
    """Reply number 0, replaced in place.

    `got`: the last 31 message ids that the desk has committed; `base`: the highest reply number
    ever acknowledged; `first`: the lowest still kept (older replies are gone after 14 days);
    `seen`: whether a person at the desk has opened all that came; `start`: the number at which
    this conversation began to count (another one than before is another conversation).
    """

    got: tuple[str, ...]
    base: Number = 0
    first: Number = 1
    seen: bool = False
    start: Number = 1


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reply, parts joined: its text and when it was written (Unix seconds, of the tick)."""

    text: str
    at: int
    lang: str = ""

    def __repr__(self) -> str:
        return "<Reply>"


def write_body(body: Message | Cover | Status | Reply) -> bytes:
    """Write JSON, unescaped."""
    return msgspec.json.encode(body)


def read_body(raw: bytes, kind: type[Body]) -> Body:
    """Read JSON; anything else is a `MalformedEnvelope`."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise MalformedEnvelope from None


def cut_text(text: str, first: int, later: int) -> list[str]:
    """A text as pieces whose JSON has at most `first` bytes, and `later` each after that."""
    pieces, start, room = [], 0, first
    for at, letter in enumerate(text):
        cost = len(msgspec.json.encode(letter)) - 2
        if cost > room:
            pieces.append(text[start:at])
            start, room = at, later
        room -= cost
    return [*pieces, text[start:]]


def status(got: Sequence[bytes], *, base: int, first: int, seen: bool, start: int = 1) -> bytes:
    """Write the status so that it fits one part of a reply."""
    newest = tuple(to_base64url(message_id) for message_id in got[-GOT_AT_MOST:])
    written = write_body(Status(newest, base, first, seen, start))
    if len(written) > REPLY_BODY_BYTES:
        reason = "a status fits one part of a reply"
        raise ValueError(reason)
    return written
