"""Buckets: everybody gets the same, each finds his own, and nobody else can tell."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.bucket import (
    BUCKET_BYTES,
    HEADER_BYTES,
    SLOT_BYTES,
    Bucket,
    MalformedBucket,
    bucket_number,
    least_k,
    make_bucket,
    slot_tag,
    unwrap_slots,
    wrap_slot,
)
from aman.core.keys import KemSeed, Secret
from aman.core.opening import open_reply
from aman.core.sealing import INNER_BYTES, seal_reply
from core.cast import Cast

Vectors = Callable[[str], dict[str, Any]]
Reader = Callable[[str], bytes]
TICK = 1_770_000_000


def _made(cast: Cast, slots: list[bytes], tick: int = TICK) -> bytes:
    return make_bucket(
        hotline=cast.hotline,
        online=cast.online,
        tick=tick,
        k=2,
        n=3,
        slots=slots,
        random_bytes=secrets.token_bytes,
    )


@pytest.fixture(scope="module")
def raw(cast: Cast) -> bytes:
    """One genuine bucket with two of the caller's replies."""
    slots = []
    for i in range(2):
        inner = seal_reply(cast.hotline, cast.caller.reply_kem.public_key(), i, b"reply")
        nonce = secrets.token_bytes(12)
        slots.append(wrap_slot(cast.caller.reply_key, cast.hotline, TICK, i, inner, nonce))
    return _made(cast, slots)


def test_what_javascript_made_is_read(vectors: Vectors, b64: Reader) -> None:
    """Header, numbers, tags, and the caller's three slots among sixteen."""
    said = vectors("bucket")
    hotline, key = b64(said["hotline"]), Secret(b64(said["reply_key"]))
    bucket = Bucket.read(b64(said["raw"]), hotline, b64(said["online"]))
    header = bucket.header
    assert (header.tick, header.k, header.n) == (said["tick"], said["k"], said["n"])
    seed = KemSeed(b64(said["reply_seed"]))
    opened = [open_reply(hotline, seed, inner) for inner in unwrap_slots(bucket, key, hotline)]
    assert [part.seq for part in opened] == said["opens"]
    for case in said["numbers"]:
        assert bucket_number(key, hotline, case["tick"], case["k"]) == case["n"]
    tags = [slot_tag(key, hotline, said["tick"], i) for i in range(4)]
    assert tags == [b64(tag) for tag in said["tags"]]


def test_a_caller_finds_his_own_and_another_nothing(cast: Cast, raw: bytes) -> None:
    """In the order of i, wherever the slots stand."""
    bucket = Bucket.read(raw, cast.hotline, cast.online.public_key())
    inners = list(unwrap_slots(bucket, cast.caller.reply_key, cast.hotline))
    opened = [open_reply(cast.hotline, cast.caller.reply_kem, inner) for inner in inners]
    assert [part.seq for part in opened] == [0, 1]
    assert not list(unwrap_slots(bucket, Secret(bytes(32)), cast.hotline))
    assert not list(unwrap_slots(bucket, cast.caller.reply_key, bytes(32)))


def test_a_slot_under_a_right_tag_that_does_not_open_is_passed_over(cast: Cast) -> None:
    """The others are still found."""
    key, inner = cast.caller.reply_key, bytes(INNER_BYTES)
    right = wrap_slot(key, cast.hotline, TICK, 1, inner, bytes(12))
    broken = slot_tag(key, cast.hotline, TICK, 0) + bytes(SLOT_BYTES - 16)
    bucket = Bucket.read(_made(cast, [broken, right]), cast.hotline, cast.online.public_key())
    assert list(unwrap_slots(bucket, key, cast.hotline)) == [inner]


def test_nothing_of_a_slot_lingers_from_tick_to_tick(cast: Cast) -> None:
    """The same reply has another tag and other bytes in each tick."""
    key, inner = cast.caller.reply_key, bytes(INNER_BYTES)
    made = [wrap_slot(key, cast.hotline, tick, 0, inner, bytes(12)) for tick in (TICK, TICK + 5)]
    assert made[0][:16] != made[1][:16]
    assert made[0][28:] != made[1][28:]
    assert {len(slot) for slot in made} == {SLOT_BYTES}


def test_an_empty_bucket_looks_like_a_full_one(cast: Cast) -> None:
    """One size, no zeros, sixteen different slots."""
    raw = _made(cast, [])
    bucket = Bucket.read(raw, cast.hotline, cast.online.public_key())
    assert len(raw) == BUCKET_BYTES == 32_896
    assert len(set(bucket.slots)) == 16


def test_live_slots_stand_anywhere(cast: Cast) -> None:
    """The order is drawn, so that a place says nothing."""
    slot, places = bytes(SLOT_BYTES), set()
    for _ in range(40):
        made = Bucket.read(_made(cast, [slot]), cast.hotline, cast.online.public_key())
        places.add(made.slots.index(slot))
    assert len(places) > 3


def test_more_slots_than_fit_are_our_mistake(cast: Cast) -> None:
    """Nothing is dropped silently."""
    with pytest.raises(ValueError, match="16 slots"):
        _made(cast, [bytes(SLOT_BYTES)] * 17)
    with pytest.raises(ValueError, match="2004 bytes"):
        wrap_slot(Secret(bytes(32)), cast.hotline, TICK, 0, b"short", bytes(12))


def test_changed_bits_are_refused(cast: Cast, raw: bytes) -> None:
    """Each bit of the head, and one in each 37 bytes of the slots."""
    bits = [*range(8 * HEADER_BYTES), *range(8 * HEADER_BYTES, 8 * BUCKET_BYTES, 299)]
    online = cast.online.public_key()
    for bit in bits:
        changed = bytearray(raw)
        changed[bit >> 3] ^= 1 << (bit & 7)
        with pytest.raises(MalformedBucket):
            Bucket.read(bytes(changed), cast.hotline, online)


@given(st.binary(max_size=300), st.integers(-2, 2))
def test_other_bytes_are_refused(cast: Cast, begin: bytes, more: int) -> None:
    """Whatever the size."""
    for wrong in (begin, begin.ljust(BUCKET_BYTES + more, b"\0")):
        with pytest.raises(MalformedBucket):
            Bucket.read(wrong, cast.hotline, cast.online.public_key())


def test_another_signer_or_hotline_is_refused(cast: Cast, raw: bytes) -> None:
    """Also a signer that is no key at all."""
    for hotline, online in [
        (bytes(32), cast.online.public_key()),
        (cast.hotline, cast.root.public_key()),
        (cast.hotline, b""),
    ]:
        with pytest.raises(MalformedBucket):
            Bucket.read(raw, hotline, online)


@given(st.integers(0, 9000))
def test_k_is_the_least_that_holds_them(live: int) -> None:
    """Live slots <= 8 · 2^k, up to 1,024 buckets."""
    k = least_k(live)
    assert live <= 8 * 2**k or k == 10
    assert k == 0 or live > 8 * 2 ** (k - 1)


@given(st.integers(0, 2**40), st.integers(0, 10))
def test_a_bucket_number_holds_for_a_day_and_refines_with_k(tick: int, k: int) -> None:
    """It is a prefix: with one k more a caller moves to one of the two halves of his bucket."""
    key, hotline = Secret(b"k" * 32), b"h" * 32
    tick %= 2**32 * 86_400
    number = bucket_number(key, hotline, tick, k)
    assert 0 <= number < 2**k
    assert bucket_number(key, hotline, tick - tick % 86_400, k) == number
    assert bucket_number(key, hotline, tick, k + 1) >> 1 == number
