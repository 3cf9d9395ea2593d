"""A checkpoint: how long the log is and what its root is, signed, each naming the one before.

Promises: two readers who hold checkpoints can tell whether they were shown the same log.
Refuses to know: keys and signatures (`signatures`).
"""

from hashlib import sha256

import msgspec

from .canonical import NotCanonical, read, written


class Previous(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The checkpoint before: 0 and empty for the first."""

    size: int
    sha256: str


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed."""

    hotline: str
    size: int
    root: str
    at: str
    previous: Previous


FIRST = Previous(0, "")


def read_checkpoint(content: bytes) -> Checkpoint:
    """A checkpoint; raises NotCanonical."""
    found: Checkpoint = read(content, Checkpoint)
    if found.size < 1 or found.previous.size >= found.size:
        message = "Its sizes can't be."
        raise NotCanonical(message)
    return found


def next_checkpoint(before: bytes | None, hotline: str, size: int, root: bytes, at: str) -> bytes:
    """The checkpoint that follows the one of these bytes."""
    previous = FIRST
    if before is not None:
        previous = Previous(read_checkpoint(before).size, sha256(before).hexdigest())
    return written(Checkpoint(hotline, size, root.hex(), at, previous))
