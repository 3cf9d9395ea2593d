"""Claims proposed from a report by rules: an amount beside a measure's verb or noun.

Promises: what is quoted stands in the report, letter for letter; where no hotline is in sight, the
claim says so. A person confirms or mends each.
Refuses to know: irony, pictures, and words that no table lists.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from aman.figures.folding import Folded
from aman.figures.marks import any_mark

from .chains import Chains
from .claim import Claim, Report, Statement, Worded
from .counts import Amount, counting, sentences
from .measuring import Mark, measuring
from .subjects import Subjects
from .tables import TABLES
from .tokens import words_in
from .words.forms import ClaimWords

_NEGATED_WITHIN: Final = 4
_TIMES: Final = any_mark(("times", "раз", "раза", "рази", "разів", "مرات", "مرة"))
_LONG: Final = 4
"""Letters: shorter words have no capital in titles."""
_ALONE: Final = 2
"""Words between an amount without a noun and what is said of it: 400 are in hiding."""


class _Reader:
    """The patterns of one language."""

    def __init__(self, lang: str, words: ClaimWords) -> None:
        self.counting, self.measuring = counting(lang), measuring(lang)
        self.periods = [any_mark((mark,)) for mark in words.periods]
        self.negations, self.denials = any_mark(words.negations), any_mark(words.denials)
        self.times = [(any_mark(marks), name) for name, marks in words.times.items()]


@cache
def _reader(lang: str) -> _Reader:
    return _Reader(lang, TABLES[lang])


def propose(report: Report) -> list[Claim]:
    """The claims of a report in its order."""
    return _Proposing(report).claims()


@dataclass(frozen=True, slots=True)
class _Read:
    """An amount of a sentence and what it counts."""

    amount: Amount
    mark: Mark


class _Proposing:
    def __init__(self, report: Report) -> None:
        self._report, self._reader = report, _reader(report.lang)
        self._text = Folded.of(report.text)
        self._sentences = list(sentences(self._text.text))
        self._chains = Chains(self._text, report.lang, self._sentences)
        outlets = [said.outlets for said in self._chains.said]
        self._subjects = Subjects(self._text, report.lang, self._sentences, outlets)

    def claims(self) -> list[Claim]:
        found: list[Claim] = []
        before: Mark | None = None
        for at, span in enumerate(self._sentences):
            amounts = self._amounts(at)
            marks = self._reader.measuring.marks(self._text.text, *span, amounts)
            is_near = bool(found) and found[-1].proposed.quote in self._quotes_near(at)
            for read in self._counted(span, amounts, marks, before):
                statement = self._statement(at, read, is_near=is_near)
                if statement is not None:
                    found.append(Claim(proposed=statement))
                    is_near = True
                before = read.mark
            if not amounts:
                others = [each for each in marks if each.measure not in {None, Worded.OTHER}]
                before = max(others, key=lambda each: each.start, default=before)
        return found

    def _amounts(self, at: int) -> list[Amount]:
        outlets = self._chains.said[at].outlets
        return [
            amount
            for amount in self._reader.counting.amounts(self._text.text, *self._sentences[at])
            if not any(o.start <= amount.start < o.end for o in outlets)
            and not self._is_in_name(amount, *self._sentences[at])
        ]

    def _counted(
        self,
        span: tuple[int, int],
        amounts: Sequence[Amount],
        marks: Sequence[Mark],
        before: Mark | None,
    ) -> list[_Read]:
        """What is only compared with another count counts the same as that one."""
        measures, text = self._reader.measuring, self._text.text
        found: list[_Read] = []
        goes_on = measures.is_of_the_count_before(text, *span)
        for amount in amounts:
            last = found[-1].mark if found else before
            mark = measures.mark_of(text, amount, marks, amounts, span[1])
            is_compared = measures.is_compared(text, span[0], amount)
            if found and measures.is_part(text, span[0], amount, span[1]):
                mark = mark if measures.is_beside(text, amount, mark) else last
            elif last and is_compared and not measures.is_beside(text, amount, mark):
                mark = last if found or goes_on or mark is None else mark
            elif mark is None and goes_on:
                mark = last
            mark = self._by_times(span, amount, mark)
            if mark is not None:
                found.append(_Read(amount, mark))
        return found

    def _by_times(self, span: tuple[int, int], amount: Amount, mark: Mark | None) -> Mark | None:
        """Who phoned so many times are calls; what was opened so many times are visits."""
        text = self._text.text
        if _TIMES.match(text[amount.end : span[1]].lstrip()) is None:
            return mark
        for pattern, measure in self._reader.times:
            found = pattern.search(text, *span)
            if found:
                return Mark(*found.span(), measure)
        is_contact = mark is not None and mark.measure is Worded.CONTACTED
        return replace(mark, measure=Worded.CALLS) if mark and is_contact else mark

    def _quotes_near(self, at: int) -> list[str]:
        return [self._written(*span).strip() for span in self._sentences[max(0, at - 1) : at + 1]]

    def _is_claim(self, at: int, read: _Read, *, is_in_sight: bool) -> bool:
        span, measure = self._sentences[at], read.mark.measure
        if measure is Worded.OTHER:
            unit = self._reader.counting.unit_after(self._text.text, read.amount, span[1])
            first, last = sorted((read.amount.start, read.mark.start))
            is_alone = len(self._text.text[first:last].split()) <= _ALONE + 1
            return is_in_sight and (unit is not None or is_alone)
        if measure is Worded.VISITED:
            first = self._sentences[at - 1][0] if at else span[0]
            return self._reader.measuring.is_of_pages(self._text.text, first, span[1])
        return measure is not None

    def _statement(self, at: int, read: _Read, *, is_near: bool) -> Statement | None:
        (start, end), amount, mark = self._sentences[at], read.amount, read.mark
        hotline = self._subjects.near(at)
        if mark.measure is None or not self._is_claim(
            at, read, is_in_sight=bool(hotline) or is_near
        ):
            return None
        unit = self._reader.counting.unit_after(self._text.text, amount, end)
        speaker, relays = self._chains.of(at)
        first, last = self._text.place(amount.start, amount.end)
        return Statement(
            number=amount.number,
            vague=amount.vague,
            precision=amount.precision,
            measure=mark.measure,
            wording=self._written(mark.start, mark.end),
            unit=self._written(*unit) if unit else "",
            period=self._period(amount, start, end),
            hotline=hotline,
            speaker=speaker,
            relays=relays,
            is_negated=amount.number != 0 and self._is_negated(start, amount, mark),
            quote=self._written(start, end).strip(),
            start=first,
            end=last,
            lang=self._report.lang,
            document=self._report.name,
        )

    def _written(self, start: int, end: int) -> str:
        first, last = self._text.place(start, end)
        return self._report.text[first:last]

    def _period(self, amount: Amount, start: int, end: int) -> str:
        found = [m for p in self._reader.periods for m in p.finditer(self._text.text, start, end)]
        if not found:
            return ""
        found = [_shortest(match) for match in found]
        near = min(found, key=lambda m: (_gap(amount, m), m.start() - m.end()))
        return self._written(*near.span())

    def _is_negated(self, start: int, amount: Amount, mark: Mark) -> bool:
        """Denied, or "not" stands near before what is counted: not 643."""
        end = mark.end if start <= mark.start else amount.end
        before = self._reader.counting.without_precision(self._text.text[start:end])
        near = re.search(rf"(?:\S+\s+){{0,{_NEGATED_WITHIN}}}\S+$", before)
        is_not = self._reader.negations.search(near.group() if near else before) is not None
        return is_not or self._reader.denials.search(before) is not None

    def _is_in_name(self, amount: Amount, start: int, end: int) -> bool:
        """Channel Nine: a number in words with a capital, behind a capital, but in no title."""
        if not self._written(amount.start, amount.end).istitle():
            return False
        words = words_in(self._text, start, end)
        before = [word for word in words if word.end <= amount.start]
        is_title = all(e.is_capital for e in words if len(e.folded) > _LONG and e.is_word)
        return bool(before) and before[-1].is_word and before[-1].is_capital and not is_title


def _shortest(match: re.Match[str]) -> re.Match[str]:
    """What matches latest within a match: "за данными, за месяц" is "за месяц"."""
    within = match.re.search(match.string, match.start() + 1, match.end())
    return _shortest(within) if within and within.end() == match.end() else match


def _gap(amount: Amount, match: re.Match[str]) -> int:
    return max(match.start() - amount.end, amount.start - match.end(), 0)
