"""Nine words are taken out of a text as often as they stand there, and nothing else is."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.core.phrase import ENTROPY_BYTES, Phrase
from aman.core.words import word_lists
from aman.lines.derivations import Busy, Derivations
from aman.lines.front import FrontAway
from aman.lines.recognition import find_phrase, recognise

HOTLINE = bytes(32)
WORDS = Phrase.from_random(bytes(range(ENTROPY_BYTES)))


@pytest.mark.parametrize("lang", ["ar", "en", "ru", "uk"])
def test_words_that_stand_there_twice_are_taken_out_twice(lang: str) -> None:
    """Somebody answers to what we sent him, with our words quoted below his own."""
    words = " ".join(WORDS.words(word_lists()[lang]))
    found = recognise(f"it is me {words}\n> {words}", lang, HOTLINE, Derivations(1))
    assert found is not None
    assert found.text == "it is me >"
    assert found.token == WORDS.keys(HOTLINE).token


def test_digits_are_a_phrase_in_groups_of_five_or_in_one() -> None:
    digits = WORDS.digits()
    for typed in (digits, digits.replace(" ", ""), digits.replace(" ", "\n"), f"({digits})"):
        assert find_phrase(typed, "en") is not None


def test_three_telephone_numbers_are_no_phrase_whatever_their_check_bits_say() -> None:
    """What is taken for a phrase is gone, and here it would be the numbers of his family."""
    digits = WORDS.digits().replace(" ", "")
    numbers = "\n".join(digits[at : at + 10] for at in range(0, 30, 10))
    assert find_phrase(f"call them\n{numbers}", "uk") is None
    assert find_phrase(" ".join((numbers[:3], numbers[3:])), "uk") is None


def test_while_no_core_is_free_the_words_wait_instead_of_going_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def busy(self: Derivations, seconds: float = 15) -> None:
        del self, seconds
        raise Busy

    monkeypatch.setattr(Derivations, "place", busy)
    words = " ".join(WORDS.words(word_lists()["en"]))
    with pytest.raises(FrontAway):
        recognise(words, "en", HOTLINE, Derivations(1))
