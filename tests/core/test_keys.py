"""Keys: secrets that show themselves nowhere, and derivations that the standards know."""

import copy
import pickle
import traceback
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.dialogue import Message, Reply
from aman.core.exchange import InviteKey
from aman.core.keys import (
    CallerKeys,
    KemPublicKey,
    KemSeed,
    Secret,
    from_base64url,
    hkdf,
    hotline_id,
    to_base64url,
)
from aman.core.opening import OpenedPart
from aman.core.phrase import Phrase
from aman.core.signing import SigningSeed
from core.cast import Cast

CANARY = b"CANARY-CANARY-CANARY-CANARY-CANA"
KINDS = [Secret, KemSeed, SigningSeed]


def _shown(thing: object) -> str:
    return f"{thing!r} {thing!s} {thing} {[thing]} {(thing,)}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_does_not_print(kind: type[Secret]) -> None:
    """Neither repr, str, format nor a container shows it."""
    assert "CANARY" not in _shown(kind(CANARY))
    assert CANARY.hex() not in _shown(kind(CANARY))


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_is_not_written_or_copied(kind: type[Secret]) -> None:
    """Pickle, copy and deep copy all fail; so does use as a key, which would hash it."""
    secret = kind(CANARY)
    actions: list[Any] = [pickle.dumps, copy.copy, copy.deepcopy, hash]
    for action in actions:
        with pytest.raises(TypeError):
            action(secret)


def test_a_secret_is_in_no_traceback() -> None:
    """Not even where the lines of the source and the exception's arguments are printed."""
    with pytest.raises(ValueError, match="Secret") as raised:
        raise ValueError(Secret(CANARY))
    shown = "".join(traceback.format_exception(raised.value))
    assert "CANARY" not in shown.replace("Secret(CANARY)", "")


def test_what_holds_secrets_or_text_prints_none(cast: Cast) -> None:
    """Compound types: caller's keys, an opened message, a part of a reply, bodies, invites."""
    secret, text = Secret(CANARY), CANARY.decode()
    holders = [
        CallerKeys(KemSeed(CANARY), secret, secret),
        cast.message(CANARY),
        OpenedPart(1, 1, 1, CANARY),
        Message(session="s", n=1, text=text),
        Reply(text=text, at=1),
        InviteKey(id="AAAAAA", key=text),
        Phrase(b"\0" + CANARY[:11]),
    ]
    for holder in holders:
        assert "CANARY" not in _shown(holder)


def test_secrets_are_equal_by_kind_and_bytes() -> None:
    """A seed to sign with is never taken for a seed to open with."""
    assert Secret(CANARY) == Secret(CANARY)
    assert Secret(CANARY) != Secret(CANARY[::-1])
    assert KemSeed(CANARY) != SigningSeed(CANARY)
    assert Secret(CANARY) != CANARY


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_seed_has_32_bytes(size: int) -> None:
    """Anything else is a mistake of ours."""
    with pytest.raises(ValueError, match="32 bytes"):
        KemSeed(bytes(size))


@pytest.mark.parametrize("size", [0, 1215, 1217])
def test_a_public_key_has_1216_bytes(size: int) -> None:
    """Anything else is no key."""
    with pytest.raises(ValueError, match="1216 bytes"):
        KemPublicKey(bytes(size))


def test_hkdf_of_rfc_5869() -> None:
    """Test case 1, the first 32 bytes, and test case 3, without salt."""
    salt, info = bytes(range(13)), bytes(range(0xF0, 0xFA))
    known = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    assert hkdf(b"\x0b" * 22, salt=salt, info=info).hex() == known
    unsalted = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert hkdf(b"\x0b" * 22, salt=b"", info=b"").hex() == unsalted


def test_the_three_caller_keys_differ() -> None:
    """One label each."""
    keys = CallerKeys.derive(Secret(CANARY))
    assert len({keys.reply_kem.reveal(), keys.token.reveal(), keys.reply_key.reveal()}) == 3


def test_the_hotline_id_commits_to_both_roots() -> None:
    """A change of either gives another hotline."""
    ids = {hotline_id(a, b) for a in (bytes(32), CANARY) for b in (bytes(1952), CANARY)}
    assert len(ids) == 4


@given(st.binary(max_size=100))
def test_base64url_round_trips(raw: bytes) -> None:
    """Without padding, and only in its one form."""
    text = to_base64url(raw)
    assert "=" not in text
    assert from_base64url(text, len(raw)) == raw
    with pytest.raises(ValueError, match="base64url"):
        from_base64url(text, len(raw) + 1)


@given(st.text(max_size=20))
def test_other_text_is_no_base64url(text: str) -> None:
    """Either it is exactly what we would write, or a ValueError."""
    try:
        raw = from_base64url(text)
    except ValueError:
        return
    assert to_base64url(raw) == text
