"""An instruction to a line: one thing to send, cut into pieces of one size (protocol section 6).

Promises: pieces of one instruction join only with each other and only when all are there.
Refuses to know: what it says.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from .envelope import MalformedEnvelope
from .keys import Secret
from .sealing import INSTRUCTION_PLAINTEXT_BYTES

ID_BYTES = 16
_HEAD = struct.Struct(f">{ID_BYTES}sBB")
PIECE_BYTES = INSTRUCTION_PLAINTEXT_BYTES - 2 - _HEAD.size  # 892
MOST_PIECES = 64


class TooLong(ValueError):  # noqa: N818 - what the operator is told
    """It does not fit so many pieces."""

    person = "The answer is too long."
    operator = "This is too long for this line. Send it in two."


@dataclass(frozen=True, slots=True)
class Piece:
    """`id(16) ‖ part(1) ‖ parts(1) ‖ bytes`, before it is sealed to the line."""

    id: bytes
    part: int
    parts: int
    content: Secret

    def to_bytes(self) -> bytes:
        """Lay it out."""
        return _HEAD.pack(self.id, self.part, self.parts) + self.content.reveal()

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read it back; `MalformedEnvelope` when it is none."""
        if len(raw) < _HEAD.size:
            raise MalformedEnvelope
        id_, part, parts = _HEAD.unpack_from(raw)
        if not 1 <= part <= parts <= MOST_PIECES:
            raise MalformedEnvelope
        return cls(id_, part, parts, Secret(raw[_HEAD.size :]))


def cut(id_: bytes, content: bytes) -> list[Piece]:
    """Cut what an instruction says; `TooLong` beyond 64 pieces."""
    starts = range(0, max(1, len(content)), PIECE_BYTES)
    if len(starts) > MOST_PIECES:
        raise TooLong
    return [
        Piece(id_, number, len(starts), Secret(content[at : at + PIECE_BYTES]))
        for number, at in enumerate(starts, 1)
    ]


def joined(pieces: Iterable[Piece]) -> dict[bytes, Secret]:
    """What each instruction of which every piece is there says, by its id."""
    found: dict[bytes, dict[int, Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.id, {})[piece.part] = piece
    return {
        id_: Secret(b"".join(parts[number].content.reveal() for number in sorted(parts)))
        for id_, parts in found.items()
        if len(parts) == min(part.parts for part in parts.values()) == max(parts)
    }
