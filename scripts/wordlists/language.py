# ruff: noqa: INP001 - run from its own folder, not imported as a package
"""The alphabets, and the folding under which two spellings count as one word.

Promises: pure text in, pure text out. Knows nothing of dictionaries.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

SHORTEST = 3
LONGEST = 8
COMFORTABLE = 6
PREFIX = 4

_ARABIC_LETTERS = frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""}
# Letters that only their dots tell apart, as a hurried hand leaves them out.
_DOTS = str.maketrans("تثنيجخذزشضظغف", "ببببححدرسصطعق")
# Letters that one or another of the large dialects says alike.
_SOUNDS = str.maketrans("ثصذظضطقح", "سسزززتكه")


@dataclass(frozen=True)
class Language:
    """One list: its code, the letters a word may hold, and its folding."""

    code: str
    letters: frozenset[str]
    folds: dict[str, str] = field(default_factory=dict)
    alike: tuple[dict[int, int], ...] = ()

    def fold(self, word: str) -> str:
        """Give the form in which words are compared and sorted."""
        bare = "".join(c for c in word if unicodedata.category(c) != "Mn")
        return "".join(self.folds.get(c, c) for c in bare.lower())

    def disguises(self, folded: str) -> list[str]:
        """Give the forms a word takes in a hurried hand and in another's mouth."""
        return [f"{at}{folded.translate(table)}" for at, table in enumerate(self.alike)]

    def is_spelled_right(self, word: str) -> bool:
        """Say whether the word is short enough and holds allowed letters only."""
        return SHORTEST <= len(self.fold(word)) <= LONGEST and set(word) <= self.letters


LANGUAGES = {
    language.code: language
    for language in (
        Language("ar", _ARABIC_LETTERS, _ARABIC, (_DOTS, _SOUNDS)),
        Language("en", frozenset("abcdefghijklmnopqrstuvwxyz")),
        Language("ru", frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"), {"ё": "е"}),
        Language("uk", frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"), {"ґ": "г"}),
    )
}
