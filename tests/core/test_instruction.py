"""An instruction in pieces: joins only with its own, and only when whole."""

# ruff: noqa: D103 - a test is named after what it protects

import os
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.envelope import MalformedEnvelope
from aman.core.instruction import MOST_PIECES, PIECE_BYTES, Piece, TooLong, cut, joined
from aman.core.keys import KemSeed, Secret
from aman.core.opening import open_instruction
from aman.core.sealing import INSTRUCTION_BYTES, seal_instruction

HOTLINE = bytes(32)


@given(st.binary(max_size=5000), st.randoms())
def test_pieces_join_in_any_order_and_beside_others(content: bytes, order: Random) -> None:
    mine, other = cut(b"a" * 16, content), cut(b"b" * 16, b"other")
    pieces = [Piece.read(piece.to_bytes()) for piece in (*mine, *other, *mine[:1])]
    order.shuffle(pieces)
    found = joined(pieces)
    assert found[b"a" * 16].reveal() == content
    assert found[b"b" * 16].reveal() == b"other"


def test_an_instruction_with_a_piece_missing_says_nothing() -> None:
    pieces = cut(b"a" * 16, bytes(3 * PIECE_BYTES))
    for missing in range(3):
        assert joined(pieces[:missing] + pieces[missing + 1 :]) == {}


def test_a_piece_travels_sealed_in_one_size() -> None:
    seed = KemSeed(os.urandom(32))
    for piece in cut(b"a" * 16, os.urandom(2000)):
        sealed = seal_instruction(HOTLINE, seed.public_key(), "sms", piece.to_bytes())
        assert len(sealed) == INSTRUCTION_BYTES
        opened = open_instruction(HOTLINE, seed, "sms", sealed)
        assert Piece.read(opened.reveal()) == piece
        with pytest.raises(MalformedEnvelope):
            open_instruction(HOTLINE, seed, "email", sealed)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"a" * 17,
        b"a" * 16 + b"\x00\x01",
        b"a" * 16 + b"\x02\x01",
        b"a" * 16 + bytes([1, MOST_PIECES + 1]),
    ],
)
def test_what_is_no_piece_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedEnvelope):
        Piece.read(raw)


def test_what_is_too_long_is_said_in_words() -> None:
    assert len(cut(b"a" * 16, bytes(MOST_PIECES * PIECE_BYTES))) == MOST_PIECES
    with pytest.raises(TooLong) as refused:
        cut(b"a" * 16, bytes(MOST_PIECES * PIECE_BYTES + 1))
    assert "Send it in two" in refused.value.operator


def test_what_a_piece_holds_never_prints() -> None:
    (piece,) = cut(b"a" * 16, b"to +4912345")
    assert "4912345" not in repr(piece)
    assert piece.content == Secret(b"to +4912345")
