"""Stamps: priority for who was invited or worked, the last lane for who pretends."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.keys import Secret
from aman.core.stamp import (
    Lane,
    Stamp,
    invited_stamp,
    lane,
    leading_zero_bits,
    plain_stamp,
    worked_stamp,
)

NOW = 1_770_000_005.5
DIGEST = sha256(b"an envelope").digest()
KEY = Secret(b"k" * 32)


def _lane(stamp: Stamp, *, bits: int = 0, time: float = NOW, digest: bytes = DIGEST) -> Lane:
    return lane(stamp, digest, time=time, invites={b"\0\0\0\7": KEY}, bits=bits)


def test_the_stamps_of_javascript_are_judged_alike(
    vectors: Callable[[str], dict[str, Any]], b64: Callable[[str], bytes]
) -> None:
    """Each lane, and each is what Python would have made."""
    said = vectors("stamp")
    digest, key, start = (b64(said[name]) for name in ("digest", "invite_key", "start"))
    invites = {b64(said["invite_id"]): Secret(key)}
    for case in said["cases"]:
        stamp = Stamp.read(b64(case["stamp"]))
        judged = lane(stamp, digest, time=said["time"], invites=invites, bits=case["bits"])
        assert judged.name == case["lane"]
    stamps = [Stamp.read(b64(case["stamp"])) for case in said["cases"]]
    assert stamps[0] == invited_stamp(said["time"], b64(said["invite_id"]), Secret(key), digest)
    assert stamps[1] == plain_stamp(said["time"], start)
    assert stamps[2] == worked_stamp(said["time"], start, digest, 8)
    assert stamps[3] == worked_stamp(said["time"], b"\xff" * 28, digest, 4)
    assert stamps[4] == worked_stamp(said["time"], start, digest, 0)


def test_an_invite_holds_for_its_envelope_and_its_time() -> None:
    """Ten minutes either way; neither another envelope nor another id."""
    stamp = invited_stamp(NOW, b"\0\0\0\7", KEY, DIGEST)
    assert _lane(stamp) is Lane.INVITED
    assert _lane(stamp, time=NOW + 600) is Lane.INVITED
    assert _lane(stamp, time=NOW + 1200) is Lane.WRONG
    assert _lane(stamp, digest=bytes(32)) is Lane.PLAIN
    assert _lane(invited_stamp(NOW, b"\0\0\0\x08", KEY, DIGEST)) is Lane.PLAIN
    assert _lane(invited_stamp(NOW, b"\0\0\0\7", Secret(bytes(32)), DIGEST)) is Lane.PLAIN


@pytest.mark.parametrize("bits", [0, 1, 6, 10])
def test_work_is_seen(bits: int) -> None:
    """For its envelope alone, and never less than was asked for."""
    stamp = worked_stamp(NOW, bytes(28), DIGEST, bits)
    assert _lane(stamp, bits=bits) is Lane.WORKED
    assert _lane(stamp, bits=40) is Lane.WRONG
    assert _lane(stamp, bits=bits, digest=bytes(32)) is Lane.WRONG


def test_a_search_that_finds_nothing_gives_a_plain_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller without luck is still served."""
    monkeypatch.setattr("aman.core.stamp.leading_zero_bits", lambda _: 0)
    assert worked_stamp(NOW, b"n" * 28, DIGEST, 2) == plain_stamp(NOW, b"n" * 28)


@given(st.binary(min_size=64, max_size=64), st.floats(0, 2**40), st.integers(0, 255))
def test_any_64_bytes_are_a_stamp(raw: bytes, time: float, bits: int) -> None:
    """A wrong one means the last lane, never a refusal."""
    stamp = Stamp.read(raw)
    assert stamp.to_bytes() == raw
    assert _lane(stamp, time=time, bits=bits) in set(Lane)


def test_another_size_is_no_stamp() -> None:
    """It is the front's mistake to ask."""
    with pytest.raises(ValueError, match="64 bytes"):
        Stamp.read(bytes(63))


def test_lanes_are_in_order() -> None:
    """Invited, worked, plain, wrong."""
    assert sorted(Lane) == [Lane.INVITED, Lane.WORKED, Lane.PLAIN, Lane.WRONG]


def test_zero_bits_are_counted() -> None:
    """From the first."""
    assert leading_zero_bits(b"\xff" * 32) == 0
    assert leading_zero_bits(b"\0\1" + bytes(30)) == 15
    assert leading_zero_bits(bytes(32)) == 256
