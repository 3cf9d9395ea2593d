"""Replies and instructions: sealed once, one size, split and joined, refused when changed."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.envelope import MalformedEnvelope
from aman.core.keys import KemSeed
from aman.core.opening import open_instruction, open_reply, open_sealed
from aman.core.sealing import (
    INNER_BYTES,
    INSTRUCTION_BYTES,
    REPLY_BODY_BYTES,
    instruction_info,
    reply_info,
    seal,
    seal_instruction,
    seal_reply,
    split_reply,
)
from core.cast import Cast

Vectors = Callable[[str], dict[str, Any]]
Reader = Callable[[str], bytes]


def test_what_javascript_sealed_opens(vectors: Vectors, b64: Reader) -> None:
    """A status, two parts, and the last number there is."""
    said = vectors("reply")
    seed = KemSeed(b64(said["reply_seed"]))
    for case in said["cases"]:
        opened = open_reply(b64(said["hotline"]), seed, b64(case["inner"]))
        assert (opened.seq, opened.part, opened.parts) == (case["seq"], case["part"], case["parts"])
        assert opened.body == b64(case["body"])


def test_an_instruction_of_javascript_opens(vectors: Vectors, b64: Reader) -> None:
    """For its line, and for no other."""
    said = vectors("line")
    hotline, seed = b64(said["hotline"]), KemSeed(b64(said["line_seed"]))
    sealed = b64(said["instruction"])
    assert open_instruction(hotline, seed, said["line"], sealed).reveal() == b64(said["said"])
    with pytest.raises(MalformedEnvelope):
        open_instruction(hotline, seed, "mail", sealed)


@given(st.binary(max_size=REPLY_BODY_BYTES), st.integers(0, 2**32 - 1), st.integers(1, 255))
def test_a_reply_round_trips(cast: Cast, body: bytes, seq: int, part: int) -> None:
    """Every body that fits, one size."""
    caller = cast.caller.reply_kem
    inner = seal_reply(cast.hotline, caller.public_key(), seq, body, part, 255)
    assert len(inner) == INNER_BYTES
    opened = open_reply(cast.hotline, caller, inner)
    assert (opened.seq, opened.part, opened.parts, opened.body) == (seq, part, 255, body)


def test_every_changed_bit_of_a_reply_is_refused(cast: Cast) -> None:
    """All 16,032 of them: its number is under the seal too."""
    caller = cast.caller.reply_kem
    inner = seal_reply(cast.hotline, caller.public_key(), 5, b"text")
    for bit in range(8 * INNER_BYTES):
        changed = bytearray(inner)
        changed[bit >> 3] ^= 1 << (bit & 7)
        with pytest.raises(MalformedEnvelope):
            open_reply(cast.hotline, caller, bytes(changed))


def test_every_truncation_of_a_reply_is_refused(cast: Cast) -> None:
    """And one byte more."""
    caller = cast.caller.reply_kem
    inner = seal_reply(cast.hotline, caller.public_key(), 5, b"text")
    for wrong in [*(inner[:size] for size in range(INNER_BYTES)), inner + b"\0"]:
        with pytest.raises(MalformedEnvelope):
            open_reply(cast.hotline, caller, wrong)


@pytest.mark.parametrize(
    "start", [b"\0\1\0\0", b"\2\1\0\0", b"\1\1\xff\xff", b"\1\1\x03\x5d", b"\1\1\0\0\7"]
)
def test_a_reply_that_is_wrongly_laid_out_is_refused(cast: Cast, start: bytes) -> None:
    """Part 0, part 2 of 1, a length beyond the end, something after the body."""
    caller = cast.caller.reply_kem
    plaintext = start.ljust(864, b"\0")
    sealed = seal(caller.public_key(), reply_info(cast.hotline, 9), plaintext)
    with pytest.raises(MalformedEnvelope):
        open_reply(cast.hotline, caller, b"\0\0\0\x09" + sealed)


@given(st.binary(max_size=5 * REPLY_BODY_BYTES))
def test_parts_join_to_the_reply(body: bytes) -> None:
    """Nothing lost, nothing twice, at least one part."""
    parts = split_reply(body)
    assert b"".join(parts) == body
    assert len(parts) >= 1
    assert all(len(part) == REPLY_BODY_BYTES for part in parts[:-1])


def test_a_reply_has_at_most_255_parts(cast: Cast) -> None:
    """More is told before anything is sealed."""
    assert len(split_reply(bytes(255 * REPLY_BODY_BYTES))) == 255
    with pytest.raises(ValueError, match="at most"):
        split_reply(bytes(255 * REPLY_BODY_BYTES + 1))
    with pytest.raises(ValueError, match="at most"):
        seal_reply(cast.hotline, cast.caller.reply_kem.public_key(), 1, bytes(861))


@given(st.binary(max_size=910))
def test_an_instruction_round_trips(cast: Cast, body: bytes) -> None:
    """One size, for one line."""
    line = cast.caller.reply_kem
    sealed = seal_instruction(cast.hotline, line.public_key(), "sms", body)
    assert len(sealed) == INSTRUCTION_BYTES
    assert open_instruction(cast.hotline, line, "sms", sealed).reveal() == body


def test_a_wrong_instruction_is_refused(cast: Cast) -> None:
    """Too long on our side; of another size or wrongly laid out on the other."""
    line = cast.caller.reply_kem
    public, info = line.public_key(), instruction_info(cast.hotline, "sms")
    with pytest.raises(ValueError, match="at most 910"):
        seal_instruction(cast.hotline, public, "sms", bytes(911))
    for plaintext in (b"\xff\xff", b"\0\0\1", b"\3\x8f"):
        sealed = seal(public, info, plaintext.ljust(912, b"\0"))
        with pytest.raises(MalformedEnvelope):
            open_instruction(cast.hotline, line, "sms", sealed)
    with pytest.raises(MalformedEnvelope):
        open_instruction(cast.hotline, line, "sms", bytes(2047))


@given(st.binary(max_size=1300))
def test_other_bytes_are_never_opened(cast: Cast, sealed: bytes) -> None:
    """Whatever comes, one error."""
    with pytest.raises(MalformedEnvelope):
        open_sealed(cast.epoch, b"", sealed)
