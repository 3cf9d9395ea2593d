"""Signatures: one label each, and garbage is simply not a signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.signing import online_statement, verified
from core.cast import Cast


@given(st.binary(max_size=100))
def test_what_was_signed_verifies(cast: Cast, message: bytes) -> None:
    """For its signer and its message alone."""
    signature = cast.root.sign(message)
    assert verified(cast.root.public_key(), signature, message)
    assert not verified(cast.root.public_key(), signature, message + b"\0")
    assert not verified(cast.online.public_key(), signature, message)


@given(st.binary(max_size=40), st.binary(max_size=70))
def test_garbage_is_not_a_signature(public_key: bytes, signature: bytes) -> None:
    """False, not an exception, whatever the sizes."""
    assert not verified(public_key, signature, b"")


@given(st.integers(0, 511))
def test_every_bit_of_a_signature_counts(cast: Cast, bit: int) -> None:
    """All 512."""
    changed = bytearray(cast.root.sign(b"message"))
    changed[bit >> 3] ^= 1 << (bit & 7)
    assert not verified(cast.root.public_key(), bytes(changed), b"message")


def test_the_statement_for_an_online_key() -> None:
    """Label, hotline, key, from, to: 13 + 32 + 32 + 8 + 8 bytes."""
    stated = online_statement(b"h" * 32, b"o" * 32, 1, 2)
    assert stated == b"aman/1 online" + b"h" * 32 + b"o" * 32 + bytes(7) + b"\1" + bytes(7) + b"\2"
    with pytest.raises(OverflowError):
        online_statement(b"", b"", -1, 2)
