"""A list of 2,048 words, and how a typed word is recognised in it (protocol section 7).

Promises: a word is found without its diacritics, in other spellings of alef, ya and ta-marbuta,
with е for ё and г for ґ, by its first four letters, or with one letter wrong when only one word
is that near.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

WORDS = 2048
PREFIX_LETTERS = 4
_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        "ک": "ك",
        "ة": "ه",
        "ؤ": "و",
        "ё": "е",
        "ґ": "г",
    }
)
_MARKS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640'’ʼ`\u200c-\u200f\u202a-\u202e\u2066-\u2069]"
)


def fold(word: str) -> str:
    """The form in which words are compared."""
    composed = unicodedata.normalize("NFC", word).lower()
    return _MARKS.sub("", composed.translate(_SPELLINGS))


@dataclass(frozen=True, slots=True)
class WordList:
    """2,048 words of one language, in order; `find` gives a word's number."""

    lang: str
    words: tuple[str, ...]
    _exact: dict[str, int]
    _prefix: dict[str, int]
    _letters: frozenset[str]

    @classmethod
    def read(cls, lang: str, text: str) -> Self:
        """Read one word a line; ValueError unless folded words and prefixes are unique."""
        words = tuple(text.split())
        folded = [fold(word) for word in words]
        exact = {word: number for number, word in enumerate(folded)}
        prefix = {word[:PREFIX_LETTERS]: number for number, word in enumerate(folded)}
        if not len(exact) == len(prefix) == len(words) == WORDS:
            reason = f"the list for {lang} has to be {WORDS} words of unique first letters"
            raise ValueError(reason)
        return cls(lang, words, exact, prefix, frozenset("".join(folded)))

    def find(self, typed: str) -> int | None:
        """The number of the word that was meant, or None."""
        word = fold(typed)
        number = self._exact.get(word)
        if number is None and len(word) >= PREFIX_LETTERS:
            number = self._prefix.get(word[:PREFIX_LETTERS])
            if number is not None and not fold(self.words[number]).startswith(word):
                number = None
        return self._nearest(word) if number is None else number

    def knows(self, typed: str) -> bool:
        """Whether it is one of them, or begins like one with four letters; costs nearly nothing."""
        word = fold(typed)
        return word in self._exact or word[:PREFIX_LETTERS] in self._prefix

    def _nearest(self, word: str) -> int | None:
        others = _one_edit_away(word, self._letters)
        near = {self._exact[other] for other in others if other in self._exact}
        return near.pop() if len(near) == 1 else None


def _one_edit_away(word: str, letters: frozenset[str]) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        for letter in letters:
            yield head + letter + tail
            yield head + letter + tail[1:]
