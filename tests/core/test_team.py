"""A team's words: each counts for one key, one hotline, one message, bit by bit."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.envelope import BODY_BYTES, MalformedEnvelope
from aman.core.keys import Secret, to_base64url
from aman.core.phrase import Phrase
from aman.core.signing import SigningSeed
from aman.core.team import (
    Accept,
    Enrol,
    Outcome,
    RefusalReason,
    Refuse,
    Seen,
    TeamKeys,
    TeamOutcome,
    TeamText,
    TeamWord,
    UnprovenWord,
    read_enrolment,
    read_word,
    sign_word,
    team_statement,
)
from core.cast import fixed

Vectors = Callable[[str], dict[str, Any]]
Reader = Callable[[str], bytes]

HOTLINE, ID = fixed("hotline"), fixed("team word", 16)
TEAM, MALLORY = SigningSeed(fixed("team")), SigningSeed(fixed("mallory"))
CODE = "52469106749656119402"
HANDOVER = to_base64url(fixed("handover", 16))

numbers = st.integers(0, 2**32 - 1)
handovers = st.binary(min_size=16, max_size=16).map(to_base64url)
usual = {
    "session": st.text(max_size=64),
    "n": numbers,
    "ack": numbers,
    "again": st.none() | numbers,
}
of = usual | {"handover": handovers, "revision": st.integers(1, 2**32 - 1)}
words: st.SearchStrategy[TeamWord] = st.one_of(
    st.builds(Accept, **of),
    st.builds(Seen, **of),
    st.builds(Refuse, **of, reason=st.sampled_from(RefusalReason)),
    st.builds(
        TeamOutcome,
        **of,
        outcome=st.sampled_from(Outcome),
        at=numbers,
        people=st.integers(1, 10_000),
    ),
    st.builds(TeamText, **usual, text=st.text(min_size=1, max_size=100), lang=st.text(max_size=64)),
)


def read(body: bytes, key: SigningSeed = TEAM) -> TeamWord:
    """As the desk does for a known team."""
    return read_word(body, key=key.public_key(), hotline=HOTLINE, message_id=ID)


def signed(said: object) -> bytes:
    """JSON that the team signs, right or wrong."""
    raw = said if isinstance(said, bytes) else json.dumps(said).encode()
    return TEAM.sign(team_statement(HOTLINE, ID, raw)) + raw


def accepted() -> bytes:
    """One word of the team's."""
    return sign_word(TEAM, HOTLINE, ID, Accept(session="s", n=1, handover=HANDOVER, revision=1))


def enrolment(seed: SigningSeed = TEAM) -> bytes:
    """The first word."""
    key = to_base64url(seed.public_key())
    return sign_word(seed, HOTLINE, ID, Enrol(session="s", n=1, key=key, code=CODE))


@given(words)
def test_a_word_round_trips(word: TeamWord) -> None:
    """Whatever a team may say is read as it was said."""
    assert read(sign_word(TEAM, HOTLINE, ID, word)) == word


def test_what_javascript_signed_is_read_and_signed_alike(vectors: Vectors, b64: Reader) -> None:
    """Keys from nine words, every kind of word, byte for byte."""
    said = vectors("team")
    hotline, key, seed = (b64(said[name]) for name in ("hotline", "sign_key", "sign_seed"))
    keys = TeamKeys.derive(Phrase(b64(said["entropy"])).stretched(hotline))
    assert keys.sign == SigningSeed(seed)
    assert keys.sign.public_key() == key
    assert keys.caller.token == Secret(b64(said["token"]))
    kinds = set()
    for case in said["cases"]:
        message_id, body = b64(case["message_id"]), b64(case["body"])
        word = read_word(body, key=key, hotline=hotline, message_id=message_id)
        kinds.add(type(word))
        assert json.loads(sign_word(keys.sign, hotline, message_id, word)[64:]) == json.loads(
            case["said"]
        )
        assert body[64:] == case["said"].encode()
        assert keys.sign.sign(team_statement(hotline, message_id, body[64:])) == body[:64]
    assert kinds == {Enrol, Seen, Accept, Refuse, TeamOutcome, TeamText}


def test_what_javascript_calls_malformed_is(vectors: Vectors, b64: Reader) -> None:
    """Rightly signed, and still no word of a team."""
    said = vectors("team")
    given_ = {
        "key": b64(said["sign_key"]),
        "hotline": b64(said["hotline"]),
        "message_id": b64(said["malformed_id"]),
    }
    assert len(said["malformed"]) >= 15
    for case in said["malformed"]:
        with pytest.raises(MalformedEnvelope):
            read_word(b64(case["body"]), **given_)


def test_every_changed_bit_of_a_signed_word_is_refused() -> None:
    """Of the signature and of what is signed, by the one error."""
    body = accepted()
    assert read(body)
    for bit in range(8 * len(body)):
        changed = bytearray(body)
        changed[bit >> 3] ^= 1 << (bit & 7)
        with pytest.raises(UnprovenWord):
            read(bytes(changed))


def test_every_changed_bit_of_an_enrolment_is_refused() -> None:
    """Nobody can put another key or another code into it."""
    body = enrolment()
    given_ = {"hotline": HOTLINE, "message_id": ID}
    assert read_enrolment(body, **given_).code == CODE
    for bit in range(8 * len(body)):
        changed = bytearray(body)
        changed[bit >> 3] ^= 1 << (bit & 7)
        with pytest.raises((UnprovenWord, MalformedEnvelope)):
            read_enrolment(bytes(changed), **given_)


def test_every_truncation_is_refused() -> None:
    """And a byte more, at either end."""
    body = accepted()
    for wrong in [*(body[:size] for size in range(len(body))), body + b" ", b"\0" + body]:
        with pytest.raises((UnprovenWord, MalformedEnvelope)):
            read(wrong)


def test_a_signature_is_no_other_for_adding_the_order_of_the_group() -> None:
    """RFC 8032 section 5.1.7: S below L, or one word would have many forms."""
    order = 2**252 + 27742317777372353535851937790883648493
    body = accepted()
    s = int.from_bytes(body[32:64], "little") + order
    with pytest.raises(UnprovenWord):
        read(body[:32] + s.to_bytes(32, "little") + body[64:])


def test_another_hotline_is_refused() -> None:
    """A word to one hotline says nothing to another."""
    with pytest.raises(UnprovenWord):
        read_word(accepted(), key=TEAM.public_key(), hotline=fixed("other"), message_id=ID)


def test_a_word_replayed_under_another_message_id_is_refused() -> None:
    """Who recorded "we take it" can't say it again."""
    other = fixed("another word", 16)
    with pytest.raises(UnprovenWord):
        read_word(accepted(), key=TEAM.public_key(), hotline=HOTLINE, message_id=other)
    with pytest.raises(UnprovenWord):
        read_enrolment(enrolment(), hotline=HOTLINE, message_id=other)


def test_another_teams_word_is_refused() -> None:
    """Whoever is enrolled speaks for himself alone."""
    with pytest.raises(UnprovenWord):
        read(accepted(), MALLORY)


def test_an_enrolment_is_signed_by_the_key_it_brings() -> None:
    """Mallory can't enrol the team's key, nor send her own key in the team's name."""
    stolen = Enrol(session="s", n=1, key=to_base64url(TEAM.public_key()), code=CODE)
    with pytest.raises(UnprovenWord):
        read_enrolment(sign_word(MALLORY, HOTLINE, ID, stolen), hotline=HOTLINE, message_id=ID)
    mine = msgspec.structs.replace(stolen, key=to_base64url(MALLORY.public_key()))
    with pytest.raises(MalformedEnvelope):
        read(sign_word(TEAM, HOTLINE, ID, mine))


def test_nothing_but_an_enrolment_comes_from_nobody() -> None:
    """A word that brings no key can't prove itself."""
    with pytest.raises(MalformedEnvelope):
        read_enrolment(accepted(), hotline=HOTLINE, message_id=ID)


@pytest.mark.parametrize(
    "said", [b"\xff", b"", b"null", b"[]", b"{}", b'{"say":"seen"}', b"[" * 2000, b'{"say":1}']
)
def test_other_bytes_are_malformed(said: bytes) -> None:
    """Signed or not, what is no word is one kind of refusal."""
    with pytest.raises(MalformedEnvelope):
        read(signed(said))
    with pytest.raises(MalformedEnvelope):
        read_enrolment(signed(said), hotline=HOTLINE, message_id=ID)


@given(st.binary(max_size=200))
def test_bytes_of_strangers_raise_one_of_two_errors(body: bytes) -> None:
    """Nothing else comes out of the reader."""
    with pytest.raises((UnprovenWord, MalformedEnvelope)):
        read(body)
    with pytest.raises((UnprovenWord, MalformedEnvelope)):
        read_enrolment(body, hotline=HOTLINE, message_id=ID)


def test_members_that_nobody_knows_are_passed_over() -> None:
    """A page of tomorrow can speak to a desk of today."""
    later = {"say": "seen", "session": "s", "n": 1, "handover": HANDOVER, "revision": 1, "new": [1]}
    assert read(signed(later)) == Seen(session="s", n=1, handover=HANDOVER, revision=1)


def test_the_longest_text_fits_one_envelope_or_is_our_mistake() -> None:
    """2,000 Arabic letters do; 2,000 that take four bytes each do not, and nothing is sealed."""
    text = TeamText(session="s" * 22, n=1, text="ش" * 2000, lang="ar")
    assert len(sign_word(TEAM, HOTLINE, ID, text)) <= BODY_BYTES
    with pytest.raises(ValueError, match="one envelope"):
        sign_word(TEAM, HOTLINE, ID, msgspec.structs.replace(text, text="😀" * 2000))


@pytest.mark.parametrize(("hotline", "message_id"), [(HOTLINE[1:], ID), (HOTLINE, ID + b"\0")])
def test_a_statement_of_other_sizes_is_our_mistake(hotline: bytes, message_id: bytes) -> None:
    """Else a byte could move from one field to the next."""
    with pytest.raises(ValueError, match="32 bytes"):
        team_statement(hotline, message_id, b"{}")


@given(words)
def test_a_word_does_not_print(word: TeamWord) -> None:
    """No text, no place, no number reaches a log by a repr."""
    assert repr(word) == f"<{type(word).__name__}>"
