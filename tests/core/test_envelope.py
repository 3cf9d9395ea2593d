"""The envelope: one size, one error, and nothing in it that can be changed."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.envelope import (
    BODY_BYTES,
    ENC_BYTES,
    ENVELOPE_BYTES,
    HEAD_BYTES,
    PLAINTEXT_BYTES,
    Kind,
    MalformedEnvelope,
    OpenedMessage,
    SealedEnvelope,
    envelope_info,
    line_token,
    part_token,
)
from aman.core.keys import KemPublicKey, KemSeed, Secret
from aman.core.opening import open_envelope
from aman.core.sealing import seal, seal_envelope
from core.cast import Cast

Vectors = Callable[[str], dict[str, Any]]
Reader = Callable[[str], bytes]


def _epochs(seed: KemSeed) -> dict[bytes, KemSeed]:
    return {seed.public_key().short_id: seed}


@pytest.fixture(scope="module")
def sealed(cast: Cast) -> bytes:
    """One genuine envelope."""
    return seal_envelope(cast.hotline, cast.epoch.public_key(), cast.message()).raw


def test_sizes_are_those_of_the_protocol() -> None:
    """8,192 outside, 7,048 inside, 5,749 for a body."""
    assert (ENVELOPE_BYTES, PLAINTEXT_BYTES, BODY_BYTES) == (8192, 7048, 5749)


def test_what_javascript_sealed_opens(vectors: Vectors, b64: Reader) -> None:
    """All kinds, member by member."""
    said = vectors("envelope")
    seed = KemSeed(b64(said["epoch_seed"]))
    assert len(said["cases"]) == 5
    for case in said["cases"]:
        envelope = SealedEnvelope(b64(case["sealed"]))
        opened = open_envelope(b64(said["hotline"]), _epochs(seed), envelope)
        assert opened.kind is Kind(case["kind"])
        assert opened.message_id == b64(case["message_id"])
        assert sha256(opened.caller_pk.raw).digest() == b64(case["caller_pk_digest"])
        assert opened.token.reveal() == b64(case["token"])
        assert opened.reply_key.reveal() == b64(case["reply_key"])
        assert opened.body.reveal() == b64(case["body"])


def test_the_line_tokens_are_those_of_javascript(vectors: Vectors, b64: Reader) -> None:
    """Kind 4 and kind 3 have labels of their own."""
    said = vectors("line")
    key = Secret(b64(said["line_key"]))
    given_ = (key, said["line"], b64(said["message_id"]), b64(said["body"]))
    assert line_token(*given_).reveal() == b64(said["line_token"])
    assert part_token(*given_).reveal() == b64(said["part_token"])


@given(
    st.sampled_from(Kind),
    st.binary(min_size=16, max_size=16),
    st.binary(max_size=BODY_BYTES),
)
def test_a_message_is_laid_out_and_read_back(kind: Kind, message_id: bytes, body: bytes) -> None:
    """Whatever is in it, it has one size."""
    key = Secret(bytes(32))
    message = OpenedMessage(kind, message_id, KemPublicKey(bytes(1216)), key, key, Secret(body))
    plaintext = message.to_plaintext()
    assert len(plaintext) == PLAINTEXT_BYTES
    assert OpenedMessage.from_plaintext(plaintext) == message


@given(st.binary(max_size=40), st.binary(max_size=40), st.integers(0, PLAINTEXT_BYTES + 2))
def test_other_plaintexts_raise_one_error_or_are_their_own_form(
    head: bytes, tail: bytes, size: int
) -> None:
    """No two plaintexts mean the same message."""
    plaintext = (head + bytes(max(0, size - len(head) - len(tail))) + tail)[:size]
    try:
        message = OpenedMessage.from_plaintext(plaintext)
    except MalformedEnvelope:
        return
    assert message.to_plaintext() == plaintext


def test_a_longer_body_is_our_mistake(cast: Cast) -> None:
    """It is told before anything is sealed."""
    with pytest.raises(ValueError, match="5749"):
        cast.message(bytes(BODY_BYTES + 1)).to_plaintext()


def test_every_one_bit_change_is_refused(cast: Cast, sealed: bytes) -> None:
    """All 65,536 of them, by `MalformedEnvelope` and nothing else."""
    epochs, hotline = _epochs(cast.epoch), cast.hotline
    assert open_envelope(hotline, epochs, SealedEnvelope(sealed)) == cast.message()
    refused = 0
    for bit in range(8 * ENVELOPE_BYTES):
        changed = bytearray(sealed)
        changed[bit >> 3] ^= 1 << (bit & 7)
        try:
            open_envelope(hotline, epochs, SealedEnvelope(bytes(changed)))
        except MalformedEnvelope:
            refused += 1
    assert refused == 65_536


def test_every_truncation_is_refused(cast: Cast, sealed: bytes) -> None:
    """And every lengthening by one byte, at either end."""
    wrongs = [sealed[:size] for size in range(ENVELOPE_BYTES)]
    for wrong in [*wrongs, sealed + b"\0", b"\1" + sealed]:
        with pytest.raises(MalformedEnvelope):
            open_envelope(cast.hotline, _epochs(cast.epoch), SealedEnvelope(wrong))


def test_another_hotline_or_epoch_is_refused(cast: Cast, sealed: bytes) -> None:
    """The seal binds both."""
    for hotline, epochs in [
        (bytes(32), _epochs(cast.epoch)),
        (cast.hotline, {}),
        (cast.hotline, {cast.epoch.public_key().short_id: KemSeed(bytes(32))}),
    ]:
        with pytest.raises(MalformedEnvelope):
            open_envelope(hotline, epochs, SealedEnvelope(sealed))


@pytest.mark.parametrize("point", [bytes(32), b"\1" + bytes(31)], ids=["zero", "one"])
def test_a_point_of_small_order_is_refused(cast: Cast, sealed: bytes, point: bytes) -> None:
    """It would make half of the secret known."""
    at = HEAD_BYTES + ENC_BYTES - 32
    wrong = sealed[:at] + point + sealed[at + 32 :]
    with pytest.raises(MalformedEnvelope):
        open_envelope(cast.hotline, _epochs(cast.epoch), SealedEnvelope(wrong))


@pytest.mark.parametrize("plaintext", [b"", bytes(7047), bytes(7049), bytes(7048)])
def test_a_genuine_seal_around_nonsense_is_refused(cast: Cast, plaintext: bytes) -> None:
    """A caller who seals rightly can still write wrongly."""
    public = cast.epoch.public_key()
    head = b"\1" + public.short_id
    raw = head + seal(public, envelope_info(cast.hotline, head), plaintext)
    with pytest.raises(MalformedEnvelope):
        open_envelope(
            cast.hotline, _epochs(cast.epoch), SealedEnvelope(raw[:8192].ljust(8192, b"\0"))
        )


def test_digests_name_an_envelope(sealed: bytes) -> None:
    """The front's H(envelope), the desk's H(enc), the epoch's seven bytes."""
    envelope = SealedEnvelope(sealed)
    assert envelope.digest == sha256(sealed).digest()
    assert envelope.enc_digest == sha256(sealed[8:1128]).digest()
    assert envelope.epoch_id == sealed[1:8]
