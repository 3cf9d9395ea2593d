"""The phrase: the same in every language and as digits, read as people type it."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.phrase import (
    ENTROPY_BYTES,
    PHRASE_BITS,
    Fault,
    Phrase,
    WrongPhrase,
    read_phrase,
)
from aman.core.words import LANGUAGES, word_lists

Vectors = Callable[[str], dict[str, Any]]
Reader = Callable[[str], bytes]
entropies = st.integers(0, 2**92 - 1).map(lambda number: number.to_bytes(ENTROPY_BYTES, "big"))
REGENERATE = "the word lists changed: run `npm run vectors`"


def test_keys_words_and_digits_are_those_of_javascript(vectors: Vectors, b64: Reader) -> None:
    """Six phrases: the least, the greatest and four between."""
    said = vectors("phrase")
    for case in said["cases"]:
        phrase = Phrase(b64(case["entropy"]))
        assert phrase.digits() == case["digits"]
        for lang, words in word_lists().items():
            assert list(phrase.words(words)) == case["words"][lang], REGENERATE
        keys = phrase.keys(b64(said["hotline"]))
        assert keys.token.reveal() == b64(case["token"])
        assert keys.reply_key.reveal() == b64(case["reply_key"])
        assert keys.reply_kem.public_key().raw == b64(case["reply_pk"])


def test_what_people_type_is_read_as_in_javascript(vectors: Vectors, b64: Reader) -> None:
    """Every case of `vectors/typing.json`, by name."""
    for case in vectors("typing")["cases"]:
        if "fault" in case:
            with pytest.raises(WrongPhrase) as wrong:
                read_phrase(case["typed"], word_lists(), case["page"])
            told = {"fault": wrong.value.fault.name.lower(), "unknown": list(wrong.value.unknown)}
            assert told == {"fault": case["fault"], "unknown": case["unknown"]}, case["name"]
        else:
            read = read_phrase(case["typed"], word_lists(), case["page"])
            assert read.phrase.reveal() == b64(case["entropy"]), case["name"]
            assert read.lang == case["lang"], case["name"]


def test_the_derivation_is_the_one_of_the_protocol() -> None:
    """Section 7 written once more, with nothing of ours."""
    import hmac  # noqa: PLC0415 - to be alone with the standard library
    from hashlib import pbkdf2_hmac  # noqa: PLC0415 - the same

    def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
        prk = hmac.digest(salt or bytes(32), key, "sha256")
        return hmac.digest(prk, info + b"\1", "sha256")

    entropy, hotline = b"\7" + b"e" * 11, b"h" * 32
    y = pbkdf2_hmac("sha512", hkdf(entropy, b"", b"stretch"), hotline, 210_000)[:32]
    mk = hkdf(entropy, y, b"mk")
    keys = Phrase(entropy).keys(hotline)
    assert keys.reply_kem.reveal() == hkdf(mk, b"aman/1", b"reply-kem")
    assert keys.token.reveal() == hkdf(mk, b"aman/1", b"token")
    assert keys.reply_key.reveal() == hkdf(mk, b"aman/1", b"reply-key")


def test_another_hotline_gives_other_keys() -> None:
    """A phrase says nothing about its owner elsewhere."""
    phrase = Phrase(bytes(12))
    assert phrase.stretched(bytes(32)) != phrase.stretched(b"\1" * 32)


@given(entropies)
def test_a_phrase_is_the_same_in_every_language_and_as_digits(entropy: bytes) -> None:
    """The key comes from the bits."""
    phrase = Phrase(entropy)
    assert read_phrase(phrase.digits(), word_lists(), "en").phrase == phrase
    for lang in LANGUAGES:
        words = phrase.words(word_lists()[lang])
        read = read_phrase(" ".join(words), word_lists(), lang)
        assert (read.phrase, read.lang) == (phrase, lang)


@given(entropies)
def test_the_number_is_entropy_then_check(entropy: bytes) -> None:
    """Seven bits of SHA-256."""
    number = Phrase(entropy).number()
    assert number >> 7 == int.from_bytes(entropy, "big")
    assert number & 127 == sha256(b"aman/1 check" + entropy).digest()[0] >> 1
    assert Phrase.from_number(number).reveal() == entropy


@given(entropies, st.integers(1, 127))
def test_other_check_bits_are_refused(entropy: bytes, change: int) -> None:
    """All 127 of them."""
    with pytest.raises(WrongPhrase) as wrong:
        Phrase.from_number(Phrase(entropy).number() ^ change)
    assert wrong.value.fault is Fault.CHECK


@given(st.integers(2**PHRASE_BITS, 10**30))
def test_a_number_beyond_99_bits_is_refused(number: int) -> None:
    """Not wrapped round to another phrase."""
    with pytest.raises(WrongPhrase):
        Phrase.from_number(number)


@given(st.text(max_size=60))
def test_other_text_is_no_phrase(typed: str) -> None:
    """Whatever is typed, one error."""
    with pytest.raises(WrongPhrase):
        read_phrase(typed, word_lists(), "en")


@given(st.lists(st.sampled_from(word_lists()["ru"].words), min_size=9, max_size=9))
def test_most_other_words_are_told_as_wrong(words: list[str]) -> None:
    """By the check bits, or they are a phrase that gives these very words."""
    try:
        read = read_phrase(" ".join(words), {"ru": word_lists()["ru"]}, "ru")
    except WrongPhrase:
        return
    assert list(read.phrase.words(word_lists()["ru"])) == words


@pytest.mark.parametrize("entropy", [b"", bytes(11), bytes(13), b"\x10" + bytes(11)])
def test_92_bits_and_no_more(entropy: bytes) -> None:
    """The first four of 96 are zero."""
    with pytest.raises(ValueError, match="92 bits"):
        Phrase(entropy)


@given(st.binary(min_size=12, max_size=12))
def test_twelve_random_bytes_make_a_phrase(random: bytes) -> None:
    """The first four bits are dropped, the others kept."""
    made = Phrase.from_random(random).reveal()
    assert made[1:] == random[1:]
    assert made[0] == random[0] % 16
