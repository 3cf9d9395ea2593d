"""Words to find in a folded text, written so that a person who knows a language can mend them.

Promises: `*` stands for any ending, `…` for up to four words, `#` for a number in digits or a
word, `@` for a month. Arabic words may have "and", "by", "for" and "the" written before them, but
for those with `=` before them.
Refuses to know: what the words mean.
"""

import re
from collections.abc import Iterable
from typing import Final

from .folding import fold
from .words.numbers import MONTHS

_GAP: Final = "…"
_SPECIAL: Final = {"#": r"(?:\d[\d .,]*|[\w']+)", "@": rf"(?:{MONTHS.pattern})"}
_ARABIC: Final = re.compile("[\u0600-\u06ff]")


def mark_pattern(mark: str) -> str:
    """The words of a mark as a pattern over a folded text."""
    return _whole(_words_pattern(mark))


def any_mark(marks: Iterable[str]) -> re.Pattern[str]:
    """One of several marks; longer ones first, so that a phrase wins over its first word."""
    longest = sorted(dict.fromkeys(marks), key=len, reverse=True)
    joined = "|".join(_words_pattern(mark) for mark in longest)
    return re.compile(_whole(rf"(?:{joined})") if joined else r"(?!)")


def _whole(words: str) -> str:
    return rf"(?<![\w']){words}(?![\w'])"


def _words_pattern(mark: str) -> str:
    words: list[str] = []
    for word in fold(mark.replace(_GAP, " \x00 ")).split():
        if word == "\x00":
            words[-1] += r"(?:\s+\S+){0,4}"
            continue
        if word in _SPECIAL:
            words.append(_SPECIAL[word])
            continue
        is_bare = word.startswith("=")
        stem = re.escape(word.removeprefix("=").rstrip("*"))
        ending = r"[\w']*" if word.endswith("*") else ""
        before = "(?:[وف])?(?:[بك]|لل?)?(?:ال)?" if _ARABIC.match(word) and not is_bare else ""
        words.append(f"{before}{stem}{ending}")
    return r"\s+".join(words)
