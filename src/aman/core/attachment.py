"""A file in parts, each the body of an envelope of its own (protocol section 4, kind 3).

Promises: the number of parts is a power of two, so that a watcher learns no size; parts join only
to the file whose digest was announced. Refuses to know: what a file is.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from .envelope import BODY_BYTES, MalformedEnvelope

FILE_ID_BYTES = 16
_HEAD = struct.Struct(f">{FILE_ID_BYTES}sII")
PART_BYTES = BODY_BYTES - _HEAD.size  # 5,725
MOST_FILE_BYTES = 5 * 1024 * 1024
MOST_PARTS = 1024


class FileTooLarge(ValueError):  # noqa: N818 - what the person is told
    """Larger than 5 MB."""

    person = "This file is too large. At most 5 MB."
    operator = "A file was too large and was not taken."


@dataclass(frozen=True, slots=True)
class FilePart:
    """`file_id(16) ‖ index(4) ‖ count(4) ‖ bytes`; index from 0."""

    file_id: bytes
    index: int
    count: int
    content: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """Lay it out."""
        return _HEAD.pack(self.file_id, self.index, self.count) + self.content

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read it back; `MalformedEnvelope` when it is none."""
        if len(raw) < _HEAD.size:
            raise MalformedEnvelope
        file_id, index, count = _HEAD.unpack_from(raw)
        power_of_two = count and not count & (count - 1)
        if not power_of_two or count > MOST_PARTS or index >= count:
            raise MalformedEnvelope
        return cls(file_id, index, count, raw[_HEAD.size :])


def split_file(file_id: bytes, content: bytes) -> list[FilePart]:
    """Cut a file; the parts after its end are empty. `FileTooLarge` beyond 5 MB."""
    if len(content) > MOST_FILE_BYTES:
        raise FileTooLarge
    needed = max(1, -(-len(content) // PART_BYTES))
    count = 1 << (needed - 1).bit_length()
    return [
        FilePart(file_id, index, count, content[index * PART_BYTES : (index + 1) * PART_BYTES])
        for index in range(count)
    ]


def join_file(parts: Mapping[int, bytes], count: int, digest: bytes) -> bytes | None:
    """The file, or None while parts are missing or they are not those that were announced."""
    if len(parts) < count:
        return None
    content = b"".join(parts[index] for index in range(count) if index in parts)
    return content if sha256(content).digest() == digest else None
