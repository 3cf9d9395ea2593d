# ruff: noqa: INP001 - run from its own folder, not imported as a package
"""Which words cannot stand together in one list.

Promises: any two words that are not rivals differ by two edits or more and in their first four
letters, neither is a word of three letters that begins the other, and no hurried hand and no
dialect makes one of the other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from language import PREFIX, SHORTEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from language import Language

EDIT = "within one edit of a chosen word"
LETTERS = "first letters of a chosen word"
ALIKE = "written or said like a chosen word"


def find_rivals(words: Iterable[str], language: Language) -> dict[str, dict[str, str]]:
    """For each folded word those that cannot stand with it, and why."""
    folded = set(words)
    holders: dict[str, set[str]] = defaultdict(set)
    rivals: dict[str, dict[str, str]] = {word: {} for word in sorted(folded)}
    for word in sorted(folded):
        for mark in _near(word):
            holders[mark].add(word)
        holders["^" + word[:PREFIX]].add(word)
        for form in language.disguises(word):
            holders["~" + form].add(word)
        short = word[:SHORTEST]
        if short in folded and short != word:
            rivals[word][short] = rivals[short][word] = LETTERS
    for mark, together in holders.items():
        reason = {"^": LETTERS, "~": ALIKE}.get(mark[:1], EDIT)
        for word in together:
            for other in together - {word}:
                if rivals[word].get(other) != EDIT:
                    rivals[word][other] = reason
    return rivals


def _near(word: str) -> Iterator[str]:
    """Two words within one edit share the word or the word less one letter."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
