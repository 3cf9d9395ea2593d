"""Nine words or thirty digits that stand in what somebody wrote to a line.

Promises: the words are taken out of the text, as often as they stand in it, and what leaves the
line is the token alone. Only a phrase whose check bits fit is one; any other text, three telephone
numbers among it, stays as it was written. While no core is free it waits for the provider to ask
again (`FrontAway`) rather than let the words through.
"""

import re
from dataclasses import dataclass

from aman.core.keys import Secret
from aman.core.phrase import PHRASE_DIGITS, PHRASE_WORDS, Phrase, WrongPhrase, read_phrase
from aman.core.words import word_lists

from .derivations import Busy, Derivations
from .front import FrontAway

_WORD = re.compile(r"[^\s\d,.;:!?()،؛؟·•\-–—]+")
_GROUPS = PHRASE_DIGITS // 5
_DIGITS = re.compile(
    rf"(?<![\d+])(?:\d{{{PHRASE_DIGITS}}}|\d{{5}}(?:[\s\-]+\d{{5}}){{{_GROUPS - 1}}})(?!\d)"
)
"""In one, or in the groups of five in which they are shown: check bits alone would take one list
of telephone numbers in a hundred for a phrase."""
_MOST_WORDS = 400
"""Of a long text only so many words are looked at: a flood of words must not cost a core."""
_KNOWN_AT_LEAST = 7
_MOST_PHRASES = 8


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text without the phrase, and the phrase's token."""

    text: str
    token: Secret

    def __repr__(self) -> str:
        return "<Recognised>"


def recognise(text: str, lang: str, hotline: bytes, derivations: Derivations) -> Recognised | None:
    """Find a phrase in the text and take it out, and every one that stands there besides.

    None when there is none; `FrontAway` when no core is free to derive.
    """
    found = find_phrase(text, lang)
    if found is None:
        return None
    try:
        with derivations.place():
            token = found[0].keys(hotline).token
    except Busy:
        raise FrontAway from None
    for _ in range(_MOST_PHRASES):
        _, start, end = found
        text = f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()
        found = find_phrase(text, lang)
        if found is None:
            break
    return Recognised(text, token)


def find_phrase(text: str, lang: str) -> tuple[Phrase, int, int] | None:
    """The phrase, and where it starts and ends in the text."""
    for match in _DIGITS.finditer(text):
        phrase = _read(match.group(), lang)
        if phrase is not None:
            return phrase, match.start(), match.end()
    words = list(_WORD.finditer(text))[:_MOST_WORDS]
    for first in _places([match.group() for match in words]):
        start, end = words[first].start(), words[first + PHRASE_WORDS - 1].end()
        phrase = _read(text[start:end], lang)
        if phrase is not None:
            return phrase, start, end
    return None


def _places(words: list[str]) -> list[int]:
    """Where nine words begin of which one list knows at least seven; two may be misspelt."""
    known = [[each.knows(word) for word in words] for each in word_lists().values()]
    return [
        first
        for first in range(len(words) - PHRASE_WORDS + 1)
        if any(sum(each[first : first + PHRASE_WORDS]) >= _KNOWN_AT_LEAST for each in known)
    ]


def _read(typed: str, lang: str) -> Phrase | None:
    try:
        return read_phrase(typed, word_lists(), lang).phrase
    except WrongPhrase:
        return None
