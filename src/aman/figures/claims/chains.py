"""Through whom each sentence came, where it does not say so itself: pronouns, quotes, interviews.

Promises: a name stands somewhere in the report; a sentence that nobody says has no chain.
Refuses to know: who is meant where two persons could be.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from aman.figures.folding import Folded

from .outlets import names_of
from .tokens import CLOSING, quotations
from .voices import Attribution, ordered, voices

_BACK: Final = 4
"""Sentences in which a pronoun's person is looked for."""
_ITEM: Final = re.compile(r"\s*[—–•▪*·-]")
_QUESTION: Final = re.compile(r"^\W*([^\n]{3,200})[?؟]\W*$", re.MULTILINE)
_FEWEST_QUESTIONS: Final = 2

Chain = tuple[str, tuple[str, ...]]
"""A speaker, and the relays."""


class Chains:
    """The chains of one report, sentence by sentence."""

    def __init__(self, text: Folded, lang: str, spans: Sequence[tuple[int, int]]) -> None:
        self._text, self._spans = text, spans
        self.said = attributions(text, lang, spans)

    def of(self, at: int) -> Chain:
        """Who said the sentence with this number, and who passed it on."""
        said = self.said[at]
        speaker, outlets = said.speaker, said.outlets
        after = self.said[at + 1] if at + 1 < len(self.said) else None
        if after is not None and after.refers_back:
            outlets = (*outlets, *after.outlets)
            speaker = speaker or self._meant_in(at + 1)
        relays = ordered(outlets)
        if said.is_pronoun and not speaker:
            speaker, before = self._antecedent(at)
            relays = relays or before
        if not speaker and not relays:
            speaker, relays = self._carried(at)
        if said.callers:
            return said.callers, tuple(each for each in (speaker, *relays) if each)
        return speaker, relays

    def _meant_in(self, at: int) -> str:
        said = self.said[at]
        return said.speaker or (self._antecedent(at)[0] if said.is_pronoun else "")

    def _antecedent(self, at: int) -> Chain:
        """Whom he, she or it means: the last one who spoke or was presented."""
        is_it = self.said[at].is_thing
        for n in range(at - 1, max(-1, at - _BACK - 1), -1):
            said = self.said[n]
            is_fit = not is_it if said.is_person else not self.said[at].is_someone
            if said.speaker and is_fit:
                return said.speaker, said.relays
            if said.presented and not is_it:
                return said.presented, ()
        return "", ()

    def _carried(self, at: int) -> Chain:
        """From another sentence of the same quotation, or the interview's guest."""
        for n in self._in_one_quotation(at):
            said = self.said[n]
            if said.speaker or said.is_pronoun:
                speaker = said.speaker or self._antecedent(n)[0]
                return speaker, said.relays
        listed = self._listed_by(at)
        if listed is not None:
            said = self.said[listed]
            return (said.speaker or self._antecedent(listed)[0]), said.relays
        return (self._guest, ()) if self._is_answer(at) else ("", ())

    def _in_one_quotation(self, at: int) -> list[int]:
        """Sentences that attribute the quotation in which this one stands, the nearest first."""
        start, end = self._spans[at]
        around = [s for s in self._quotations if s[0] < end and start < s[1]]
        if not around:
            return []
        first, last = min(s[0] for s in around), max(s[1] for s in around)
        line = self._text.text.rfind("\n", 0, first) + 1
        touched = [n for n, span in enumerate(self._spans) if span[0] < last and first < span[1]]
        behind = [touched[-1] + 1] if self._goes_on_behind(touched[-1], last) else []
        before = [
            n
            for n in range(touched[0] - 1, -1, -1)
            if self._spans[n][0] >= line and self._has_quotation(n)
        ]
        return [n for n in (*touched[::-1], *behind, *before[:1]) if n != at]

    def _listed_by(self, at: int) -> int | None:
        """The line with a colon above a list in which this sentence is an item."""
        for n in range(at, -1, -1):
            start = self._spans[n][0]
            line = self._text.text[self._text.text.rfind("\n", 0, start) + 1 : self._spans[n][1]]
            if n < at and line.rstrip().endswith(":"):
                return n
            if line.strip() and not _ITEM.match(line):
                return None
        return None

    def _goes_on_behind(self, at: int, end: int) -> bool:
        """Whether the next sentence is the rest of a line that closes a quotation: .» — said he."""
        if at + 1 >= len(self._spans):
            return False
        between = self._text.text[end : self._spans[at + 1][1]]
        return re.match(r"\W*[—–-]", between) is not None and "\n" not in between.rstrip()

    def _has_quotation(self, at: int) -> bool:
        return not CLOSING.isdisjoint(self._text.text[slice(*self._spans[at])])

    @property
    def _quotations(self) -> tuple[tuple[int, int], ...]:
        return quotations(self._text.text)

    @cached_property
    def _questions(self) -> list[re.Match[str]]:
        return list(_QUESTION.finditer(self._text.text))

    def _is_answer(self, at: int) -> bool:
        is_interview = len(self._questions) >= _FEWEST_QUESTIONS
        return is_interview and self._spans[at][0] > self._questions[0].end()

    @cached_property
    def _guest(self) -> str:
        """Who was presented before the first question."""
        first = self._questions[0].start()
        for said, span in zip(self.said, self._spans, strict=True):
            if span[0] < first and (said.speaker or said.presented or said.named):
                return said.presented or said.speaker or said.named
        return ""


def attributions(text: Folded, lang: str, spans: Sequence[tuple[int, int]]) -> list[Attribution]:
    """What each sentence says of where it comes from.

    What is an outlet in one sentence is one in all.
    """
    reader = voices(lang)
    first = [reader.attribution(text, *span) for span in spans]
    seen = names_of({each.name for said in first for each in said.outlets})
    return [
        reader.attribution(text, *span, seen) if seen.search(text.text, *span) else said
        for said, span in zip(first, spans, strict=True)
    ]
