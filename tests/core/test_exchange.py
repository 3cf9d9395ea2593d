"""`/x`: what courier and front say to each other round-trips, and nothing else is read."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.bucket import BUCKET_BYTES
from aman.core.envelope import ENVELOPE_BYTES
from aman.core.exchange import (
    FILLED_TO,
    Cursor,
    InviteKey,
    MalformedExchange,
    Pull,
    Push,
    looks_sealed,
)
from aman.core.keys import to_base64url
from aman.core.manifest import MANIFEST_BYTES
from core.cast import fixed

Vectors = Callable[[str], dict[str, Any]]
Reader = Callable[[str], bytes]
MANIFEST = bytes(MANIFEST_BYTES)
ids = st.binary(min_size=16, max_size=16)
numbers = st.integers(0, 2**64 - 1)


def test_the_bytes_are_those_of_the_protocol(vectors: Vectors, b64: Reader) -> None:
    """A push and a pull that JavaScript laid out by hand."""
    said = vectors("exchange")
    cursor = Cursor.from_text(said["cursor"])
    assert cursor == Cursor(b64(said["store_id"]), said["seq"])
    bucket, envelope = fixed("bucket", BUCKET_BYTES), fixed("envelope", ENVELOPE_BYTES)
    assert sha256(bucket).digest() == b64(said["bucket_digest"])
    push = Push(
        cursor,
        b64(said["parts"]["manifest"]),
        (bucket,),
        (("sms", (b64(said["parts"]["instruction"]),)),),
        (InviteKey(**said["invite"]),),
    )
    raw = push.to_bytes()
    assert raw[4 : 4 + int.from_bytes(raw[:4], "big")] == b64(said["head"])
    assert sha256(raw).digest() == b64(said["push_digest"])
    assert Push.read(raw) == push
    pull = Pull(cursor.store_id, said["pull_first_seq"], (envelope, envelope))
    raw = pull.to_bytes(lambda size: b"\7" * size)
    assert len(raw) == said["pull_bytes"]
    assert sha256(raw).digest() == b64(said["pull_digest"])
    assert Pull.read(raw) == pull


@given(ids, numbers)
def test_a_cursor_round_trips(store_id: bytes, seq: int) -> None:
    """As text, in its one form."""
    cursor = Cursor(store_id, seq)
    assert Cursor.from_text(cursor.to_text()) == cursor


@pytest.mark.parametrize("text", ["", "A" * 31, "A" * 33, "A" * 32 + "=", "ش" * 32])
def test_other_text_is_no_cursor(text: str) -> None:
    """A ValueError says so."""
    with pytest.raises(ValueError, match="base64url"):
        Cursor.from_text(text)


@given(
    st.none() | st.builds(Cursor, ids, numbers),
    st.integers(0, 2),
    st.dictionaries(st.text(max_size=8), st.integers(0, 2), max_size=3),
    st.none() | st.just(()) | st.just((InviteKey("AAAABw", "A" * 43),)),
)
def test_a_push_round_trips(
    cursor: Cursor | None,
    buckets: int,
    lines: dict[str, int],
    invites: tuple[InviteKey, ...] | None,
) -> None:
    """Each combination of what may be there."""
    instructions = tuple((line, (bytes(2048),) * count) for line, count in lines.items())
    push = Push(cursor, MANIFEST, (bytes(BUCKET_BYTES),) * buckets, instructions, invites)
    raw = push.to_bytes()
    assert Push.read(raw) == push
    for wrong in (raw[:-1], raw + b"\0", raw[:3]):
        with pytest.raises(MalformedExchange):
            Push.read(wrong)


HEADS = {
    "no JSON": b"{",
    "nothing": b"null",
    "a negative count": b'{"buckets":-1}',
    "negative instructions": b'{"instructions":{"sms":-1,"mail":1}}',
    "half a bucket": b'{"buckets":0.5}',
    "more buckets than there are": b'{"buckets":1}',
    "more buckets than memory": b'{"buckets":%d}' % 10**18,
    "more buckets than a number holds": b'{"buckets":%d}' % 10**400,
    "a cursor that is none": b'{"cursor":"AAAA"}',
    "invites that are none": b'{"invites":[1]}',
    "deeply nested": b'{"x":' + b"[" * 100_000,
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_push_with_a_wrong_head_is_refused(head: bytes) -> None:
    """By one error, before anything is laid out."""
    with pytest.raises(MalformedExchange):
        Push.read(len(head).to_bytes(4, "big") + head + MANIFEST)


@given(st.binary(max_size=100))
def test_other_bytes_are_no_push(raw: bytes) -> None:
    """Whatever comes."""
    for wrong in (raw, b"\0\0\0\2{}" + raw):
        with pytest.raises(MalformedExchange):
            Push.read(wrong)


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 16, 17, 64, 65, 256, 257, 1024])
def test_a_pull_is_filled_up(count: int) -> None:
    """To the least of the steps that holds it, so that its size tells only that."""
    envelopes = (bytes(ENVELOPE_BYTES),) * count
    pull = Pull(bytes(16), 2**63, envelopes)
    raw = pull.to_bytes(bytes)
    filled = (len(raw) - 28) // ENVELOPE_BYTES
    assert filled == min(step for step in FILLED_TO if step >= count)
    assert Pull.read(raw) == pull


def test_more_than_1024_envelopes_are_our_mistake() -> None:
    """The front asks for no more."""
    with pytest.raises(ValueError, match="1024"):
        Pull(bytes(16), 0, (b"",) * 1025).to_bytes(bytes)


@given(st.binary(max_size=100), st.integers(0, 3))
def test_other_bytes_are_no_pull(head: bytes, count: int) -> None:
    """Sizes between the steps, and counts beyond what is there."""
    for wrong in (head, head + bytes(2 * ENVELOPE_BYTES)):
        if len(wrong) - 28 in {step * ENVELOPE_BYTES for step in FILLED_TO}:
            continue
        with pytest.raises(MalformedExchange):
            Pull.read(wrong)
    too_many = bytes(24) + (2 + count).to_bytes(4, "big") + bytes(ENVELOPE_BYTES)
    with pytest.raises(MalformedExchange):
        Pull.read(too_many)


@given(st.binary(min_size=1, max_size=40))
def test_a_front_asks_for_size_and_first_byte_only(begin: bytes) -> None:
    """And for no more than that."""
    raw = begin.ljust(ENVELOPE_BYTES, b"\0")
    assert looks_sealed(raw) == (begin[0] == 1)
    assert not looks_sealed(raw[:-1])
    assert not looks_sealed(b"")


def test_members_that_nobody_knows_are_passed_over() -> None:
    """An older front beside a newer courier."""
    head = json.dumps({"buckets": 0, "later": to_base64url(b"x")}).encode()
    assert Push.read(len(head).to_bytes(4, "big") + head + MANIFEST).manifest == MANIFEST
