"""A typed word is recognised as its writer meant it, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.wordlist import PREFIX_LETTERS, WORDS, WordList, fold
from aman.core.words import LANGUAGES, word_lists

SAME = [
    ("إسلامُ", "اسلام"),
    ("مَدْرَسَة", "مدرسه"),
    ("مؤمن", "مومن"),
    ("هُدًى", "هدي"),
    ("کتاب", "كتاب"),
    ("ســلام", "سلام"),
    ("Ёлка", "елка"),
    ("ґанок", "ганок"),
    ("м'ята", "мята"),
    ("м’ята", "мята"),
    ("и\u0306од", "йод"),
    ("\u200fWord\u200e", "word"),
]


@pytest.mark.parametrize(("typed", "meant"), SAME)
def test_keyboards_and_hands_differ(typed: str, meant: str) -> None:
    """And mean the same word."""
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("ї", "і"), ("ب", "ت")])
def test_other_letters_stay_others(one: str, other: str) -> None:
    """Folding passes over spellings, not over letters."""
    assert fold(one) != fold(other)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    """So that a folded list can be compared with folded typing."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_found_as_shown_and_by_four_letters(lang: str) -> None:
    """All 2,048."""
    words = word_lists()[lang]
    for number, word in enumerate(words.words):
        assert words.find(word) == number
        assert words.find(word.upper()) == number
        assert words.find(fold(word)[:PREFIX_LETTERS]) == number


@given(st.sampled_from(LANGUAGES), st.integers(0, WORDS - 1), st.data())
def test_one_wrong_letter_never_gives_another_word_than_the_nearest(
    lang: str, number: int, data: st.DataObject
) -> None:
    """Either the word, or nothing, or another word that is as near."""
    words = word_lists()[lang]
    word = fold(words.words[number])
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(sorted(set(word) | set("абвгдеabcdeابتث"))))
    typed = word[:at] + letter + word[at + 1 :]
    found = words.find(typed)
    if found not in {None, number}:
        other = fold(words.words[found or 0])
        assert other.startswith(typed) or abs(len(other) - len(typed)) <= 1


@given(st.text(max_size=12))
def test_strange_words_are_not_found_or_near(typed: str) -> None:
    """Whatever is typed, nothing is raised."""
    for words in word_lists().values():
        found = words.find(typed)
        assert found is None or 0 <= found < WORDS


def test_a_list_of_another_shape_is_refused() -> None:
    """Too few, or of the same beginnings."""
    numbered = [f"same{number}" for number in range(WORDS)]
    for wrong in (["one", "two"], numbered, [*numbered[:-1], numbered[0]]):
        with pytest.raises(ValueError, match="2048 words"):
            WordList.read("en", "\n".join(wrong))
