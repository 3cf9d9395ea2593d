"""What courier and front say to each other at `/x` (protocol section 6).

Promises: the number of envelopes is filled up, so that the size tells a watcher only a power of
four; every length is checked before anything is cut.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

import msgspec

from .bucket import BUCKET_BYTES
from .envelope import ENVELOPE_BYTES, VERSION
from .keys import from_base64url, to_base64url
from .manifest import MANIFEST_BYTES
from .sealing import INSTRUCTION_BYTES

STORE_ID_BYTES = 16
FILLED_TO = (1, 4, 16, 64, 256, 1024)
MOST_JSON = 1 << 20
_ANSWER = struct.Struct(f">{STORE_ID_BYTES}sQI")


class MalformedExchange(Exception):  # noqa: N818 - twin of MalformedEnvelope
    """Courier and front do not speak the same protocol."""

    person = "The server could not be reached."
    operator = "The front or the courier sent something else than the protocol says."


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to where the desk has committed what the database `store_id` of a front took in."""

    store_id: bytes
    seq: int

    def to_text(self) -> str:
        """Base64url of `store_id(16) ‖ seq(8)`."""
        return to_base64url(self.store_id + struct.pack(">Q", self.seq))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it back; ValueError when it is none."""
        raw = from_base64url(text, STORE_ID_BYTES + 8)
        return cls(raw[:STORE_ID_BYTES], int.from_bytes(raw[STORE_ID_BYTES:], "big"))


class InviteKey(msgspec.Struct, frozen=True):
    """An invite as the front knows it; base64url of 4 and 32 bytes."""

    id: str
    key: str

    def __repr__(self) -> str:
        return "<InviteKey>"


_Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 16)]


class _Head(msgspec.Struct, frozen=True):
    cursor: str | None = None
    buckets: _Count = 0
    instructions: dict[str, _Count] = {}
    invites: tuple[InviteKey, ...] | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """What the courier brings: `buckets` empty or `invites` None means "keep what you have"."""

    cursor: Cursor | None
    manifest: bytes
    buckets: Sequence[bytes] = ()
    instructions: tuple[tuple[str, Sequence[bytes]], ...] = ()
    invites: tuple[InviteKey, ...] | None = None

    def to_bytes(self) -> bytes:
        """`length(4) ‖ JSON ‖ manifest ‖ buckets ‖ instructions`."""
        head = msgspec.json.encode(
            _Head(
                self.cursor.to_text() if self.cursor else None,
                len(self.buckets),
                {line: len(each) for line, each in self.instructions},
                self.invites,
            )
        )
        sealed = (part for _, each in self.instructions for part in each)
        return b"".join((len(head).to_bytes(4, "big"), head, self.manifest, *self.buckets, *sealed))

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read it, every length checked."""
        try:
            return cls._read(raw)
        except (ValueError, msgspec.MsgspecError, RecursionError):
            raise MalformedExchange from None

    @classmethod
    def _read(cls, raw: bytes) -> Self:
        length = int.from_bytes(raw[:4], "big")
        if len(raw) < 4 + length or length > MOST_JSON:
            raise MalformedExchange
        head = msgspec.json.decode(raw[4 : 4 + length], type=_Head)
        counts = head.instructions.values()
        sizes = [MANIFEST_BYTES, *[BUCKET_BYTES] * head.buckets]
        if sum(counts) > len(raw):
            raise MalformedExchange
        sizes += [INSTRUCTION_BYTES] * sum(counts)
        if len(raw) != 4 + length + sum(sizes):
            raise MalformedExchange
        at = 4 + length
        pieces = []
        for size in sizes:
            pieces.append(raw[at : at + size])
            at += size
        manifest, buckets, sealed = (
            pieces[0],
            pieces[1 : 1 + head.buckets],
            pieces[1 + head.buckets :],
        )
        instructions = []
        for line, count in head.instructions.items():
            instructions.append((line, tuple(sealed[:count])))
            sealed = sealed[count:]
        cursor = Cursor.from_text(head.cursor) if head.cursor is not None else None
        return cls(cursor, manifest, tuple(buckets), tuple(instructions), head.invites)


@dataclass(frozen=True, slots=True)
class Pull:
    """What the front gives back: envelopes numbered from `first_seq` on."""

    store_id: bytes
    first_seq: int
    envelopes: tuple[bytes, ...]

    def to_bytes(self, random_bytes: Callable[[int], bytes]) -> bytes:
        """`store_id ‖ first_seq(8) ‖ count(4) ‖ envelopes`, filled up with random ones."""
        count = len(self.envelopes)
        if count > FILLED_TO[-1]:
            reason = f"at most {FILLED_TO[-1]} envelopes at once"
            raise ValueError(reason)
        filled = next(number for number in FILLED_TO if number >= count)
        fill = (random_bytes(ENVELOPE_BYTES) for _ in range(filled - count))
        head = _ANSWER.pack(self.store_id, self.first_seq, count)
        return b"".join((head, *self.envelopes, *fill))

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read it, leaving the filling aside."""
        if len(raw) < _ANSWER.size:
            raise MalformedExchange
        store_id, first_seq, count = _ANSWER.unpack_from(raw)
        body = raw[_ANSWER.size :]
        if len(body) not in {number * ENVELOPE_BYTES for number in FILLED_TO}:
            raise MalformedExchange
        if count * ENVELOPE_BYTES > len(body):
            raise MalformedExchange
        each = range(0, count * ENVELOPE_BYTES, ENVELOPE_BYTES)
        return cls(store_id, first_seq, tuple(body[at : at + ENVELOPE_BYTES] for at in each))


def looks_sealed(raw: bytes) -> bool:
    """All that a front may ask of an envelope: its size and its first byte."""
    return len(raw) == ENVELOPE_BYTES and raw[0] == VERSION
