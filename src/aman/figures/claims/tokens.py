"""The words of a sentence, folded for comparing and as they are written.

Promises: places are those of the folded text; what is written is read from the report itself.
Refuses to know: what a word means.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aman.figures.folding import Folded

QUOTED: Final = re.compile(r"[«“”„\"]([^«»“”„\"\n]{2,60})[»“”\"]")
OPENING: Final = frozenset('«“”„"')
CLOSING: Final = frozenset('»“”"')
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*|[^\w\s]")
_LONGEST_NAME: Final = 6
_QUOTATION: Final = re.compile(r"«[^»\n]+»|“[^”\n]+”|„[^“”\n]+[“”]|\"[^\"\n]+\"")
_QUOTATION_WORDS: Final = 5
"""What is shorter in quotes is a name, where no stop or comma stands in it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign."""

    folded: str
    start: int
    end: int
    written: str

    @property
    def is_word(self) -> bool:
        """And no sign."""
        return self.folded[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """As names are written, numbers in them as well."""
        return self.written[0].isupper() or self.written[0].isdecimal()


@lru_cache(maxsize=2)
def quotations(folded: str) -> tuple[tuple[int, int], ...]:
    """From where to where somebody's words are quoted, line by line."""
    found = _QUOTATION.finditer(folded)
    return tuple(
        m.span()
        for m in found
        if len(m.group().split()) >= _QUOTATION_WORDS or m.group()[-2] in ",.!?"
    )


def words_in(text: Folded, start: int, end: int) -> list[Word]:
    """The words and signs from `start` to before `end` of the folded text."""
    return [
        Word(m.group(), m.start(), m.end(), written(text, m.start(), m.end()))
        for m in _TOKEN.finditer(text.text, start, end)
    ]


def written(text: Folded, start: int, end: int) -> str:
    """As the report has it."""
    first, last = text.place(start, end)
    return text.original[first:last]


def phrase(text: Folded, words: list[Word]) -> str:
    """From the first word to the last, as the report has it."""
    return written(text, words[0].start, words[-1].end)


def capitals_after(words: list[Word], at: int) -> tuple[int, int] | None:
    """A run of words with capitals from `at` on, `the` before it."""
    run: list[Word] = []
    for word in (each for each in words if each.start >= at):
        is_article = word.folded == "the" and not run
        if not word.is_word or not (word.is_capital or is_article) or len(run) == _LONGEST_NAME:
            break
        run.append(word)
    if not any(each.written[0].isupper() and each.folded != "the" for each in run):
        return None
    return run[0].start, run[-1].end
