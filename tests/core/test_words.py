"""The word lists: what makes a phrase that was written down badly still readable."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aman.core.wordlist import fold

ROOT = Path(__file__).parents[2]
STRIKES = ROOT / "scripts" / "wordlists" / "strikes"
LETTERS = {
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}


@pytest.fixture(params=sorted(LETTERS), name="lang")
def _lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(name="text")
def _text(lang: str) -> str:
    path = ROOT / "src" / "aman" / "core" / "words" / f"{lang}.txt"
    return path.read_bytes().decode("utf-8")


@pytest.fixture(name="folded")
def _folded(text: str) -> list[str]:
    return [fold(word) for word in text.splitlines()]


def test_each_list_has_a_word_for_every_eleven_bits(text: str) -> None:
    """A shorter or longer list would give other words for the same bits; each line ends."""
    lines = text.split("\n")
    assert len(lines) == 2049
    assert lines[-1] == ""
    assert all(line == line.strip() != "" for line in lines[:-1])


def test_words_are_in_folded_order(folded: list[str]) -> None:
    """A word's place is its value: a list that moves makes old phrases wrong."""
    assert folded == sorted(folded)


def test_words_use_the_letters_of_their_language_only(lang: str, text: str) -> None:
    """No marks, apostrophes, hyphens or look-alikes that a keyboard cannot type."""
    assert set(text) - {"\n"} <= set(LETTERS[lang])


def test_words_are_short_enough_to_write_down(folded: list[str]) -> None:
    """A frightened person writes these on a scrap of paper."""
    assert {len(word) for word in folded} <= set(range(3, 9))


def test_the_first_four_letters_tell_the_word(folded: list[str]) -> None:
    """An ending that was misheard or torn off does no harm."""
    assert len({word[:4] for word in folded}) == len(folded)
    short = {word for word in folded if len(word) == 3}
    assert not [word for word in folded if len(word) > 3 and word[:3] in short]


def test_one_wrong_letter_never_gives_another_word(folded: list[str]) -> None:
    """Words within one edit share a word or a word less one letter: none may."""
    owner: dict[str, str] = {}
    for word in folded:
        for near in _near(word):
            assert owner.setdefault(near, word) == word


# Letters that only their dots tell apart, and letters that a dialect says alike.
HURRIED = str.maketrans("تثنيجخذزشضظغف", "ببببححدرسصطعق")
SPOKEN = str.maketrans("ثصذظضطقح", "سسزززتكه")


@pytest.mark.parametrize("alike", [HURRIED, SPOKEN], ids=["without its dots", "as one hears it"])
def test_arabic_words_are_told_apart_by_ear_and_pen(alike: dict[int, int]) -> None:
    """Words whose only difference is dots left out or a dialect: nobody could say which it was."""
    words = (ROOT / "src" / "aman" / "core" / "words" / "ar.txt").read_text(encoding="utf-8")
    assert len({fold(word).translate(alike) for word in words.split()}) == 2048


def _near(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def test_struck_words_stay_out(lang: str, text: str) -> None:
    """What a reader struck with a reason must not come back when a list is made again."""
    lines = (STRIKES / f"{lang}.txt").read_text(encoding="utf-8").splitlines()
    reasons = dict(line.split("\t") for line in lines)
    assert all(reasons.values())
    assert not reasons.keys() & set(text.splitlines())
