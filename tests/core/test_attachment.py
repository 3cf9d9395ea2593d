"""Files in parts: a power of two of them, joined only to what was announced."""

# ruff: noqa: D103 - a test is named after what it protects

import os
from hashlib import sha256

import pytest

from aman.core.attachment import (
    MOST_FILE_BYTES,
    MOST_PARTS,
    PART_BYTES,
    FilePart,
    FileTooLarge,
    join_file,
    split_file,
)
from aman.core.envelope import BODY_BYTES, MalformedEnvelope

FILE_ID = b"f" * 16


@pytest.mark.parametrize(
    ("size", "count"),
    [
        (0, 1),
        (1, 1),
        (PART_BYTES, 1),
        (PART_BYTES + 1, 2),
        (3 * PART_BYTES, 4),
        (MOST_FILE_BYTES, MOST_PARTS),
    ],
)
def test_a_file_joins_again_and_its_parts_tell_only_a_power_of_two(size: int, count: int) -> None:
    content = os.urandom(size)
    parts = split_file(FILE_ID, content)
    assert len(parts) == count
    bodies = [part.to_bytes() for part in parts]
    assert all(len(body) <= BODY_BYTES for body in bodies)
    read = {part.index: part.content for part in map(FilePart.read, reversed(bodies))}
    assert join_file(read, count, sha256(content).digest()) == content


def test_a_file_with_a_part_missing_or_changed_does_not_join() -> None:
    content = os.urandom(3 * PART_BYTES)
    parts = {part.index: part.content for part in split_file(FILE_ID, content)}
    digest = sha256(content).digest()
    assert join_file({**parts, 1: b"x"}, 4, digest) is None
    del parts[2]
    assert join_file(parts, 4, digest) is None


def test_a_file_above_the_cap_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        split_file(FILE_ID, bytes(MOST_FILE_BYTES + 1))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        FILE_ID + bytes(7),
        FILE_ID + (0).to_bytes(4, "big") + (0).to_bytes(4, "big"),
        FILE_ID + (0).to_bytes(4, "big") + (3).to_bytes(4, "big"),
        FILE_ID + (2).to_bytes(4, "big") + (2).to_bytes(4, "big"),
        FILE_ID + (0).to_bytes(4, "big") + (2 * MOST_PARTS).to_bytes(4, "big"),
    ],
)
def test_what_is_no_part_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedEnvelope):
        FilePart.read(raw)
