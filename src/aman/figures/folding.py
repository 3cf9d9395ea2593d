"""Texts made alike for comparing: case, marks, Arabic letter forms, digits of all scripts.

Promises: every place in the folded text leads back to its place in the text as it was.
Refuses to know: words.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىئ", "ي"),
        "ؤ": "و",
        "ة": "ه",
        "ـ": "",
        **dict.fromkeys("'’ʼ`´", "'"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "),
    }
)


def fold(text: str) -> str:
    """The folded text alone."""
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    alike = letter.translate(_ALIKE)
    if alike.isdecimal():
        return str(unicodedata.decimal(alike))
    if alike.isspace() or not alike or alike.isascii():
        return alike.lower()
    parts = unicodedata.normalize("NFKD", alike.casefold())
    return "".join(each for each in parts if unicodedata.category(each) not in {"Mn", "Cf"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows where each of its letters stood."""

    original: str
    text: str
    _places: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> "Folded":
        """Fold a text."""
        letters = [_letter(letter) for letter in original]
        places = [at for at, letter in enumerate(letters) for _ in letter]
        return cls(original, "".join(letters), (*places, len(original)))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """From where to where a part of the folded text stood."""
        return self._places[start], self._places[end - 1] + 1


def line_and_column(text: str, place: int) -> tuple[int, int]:
    """The line and the letter in it, from 1."""
    lines = text[:place].split("\n")
    return len(lines), len(lines[-1]) + 1
