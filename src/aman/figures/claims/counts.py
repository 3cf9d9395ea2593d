"""Amounts in a report: numbers and vague ones, with the words that say how they are meant.

Promises: days, ages, money, shares, times and units of an army are left out; "about a thousand" is
a number, "thousands" is not.
Refuses to know: what is counted, and by whom.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from aman.figures.marks import any_mark
from aman.figures.said_numbers import SaidNumber, numbers_in

from .claim import Precision, Vague
from .tables import TABLES
from .words.forms import ClaimWords

_MONEY: Final = frozenset("$€£₴₽¥")
_MOST: Final = 100_000_000
_FEW_IN_WORDS: Final = 3
_FILLED: Final = re.compile(r"(?:\s+(?:a|the|of|than|total|в|на|у|ما|مجموعه))*\s*")
_AGE: Final = re.compile(r"-?(?:year|летн|річн)")
_NEAR: Final = 20
_BESIDE: Final = 60
"""Letters in which words of precision are looked for."""
_TWO_WORDS: Final = re.compile(r"\s*(?:[\w']+\s+){0,2}")
_PLUS: Final = "+"
_AGES: Final = re.compile(r"(?:between|от|від|بين|aged|from) (?:\d\d (?:and|до|to|و ?) ?)?$")
_OLDEST: Final = 100
_YEARS: Final = range(1900, 2101)
_DIGITS_BEFORE: Final = re.compile(r"(?<![\d.,])(\d{1,7})[ -]$")
_DIGITS_BEHIND: Final = re.compile(r"[ -](\d{1,7})(?![\d.,])")
_NO_NOUNS: Final = frozenset(("times", "others", "this", "across", "always", "thus", "less"))
"""End like a plural."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a vague amount, from `start` to before `end` of a folded text."""

    start: int
    end: int
    number: int | None
    vague: Vague | None
    precision: Precision


class Counting:
    """Finds amounts by the words of one language."""

    def __init__(self, words: ClaimWords) -> None:
        self._vague = [(any_mark(marks), vague) for vague, marks in words.vague.items()]
        self._before = [(any_mark(marks), each) for each, marks in words.before.items()]
        self._after = [(any_mark(marks), each) for each, marks in words.after.items()]
        self._not_before = any_mark(words.not_counts_before)
        self._not_after = any_mark(words.not_counts_after)
        self._units, self._none = any_mark(words.units), any_mark(words.none)
        self._nobody = any_mark(words.nobody)
        self._codes, self._verbs = any_mark(words.codes), any_mark(words.stops)
        self._measured = any_mark(mark for marks in words.measures.values() for mark in marks)
        self._agents = words.agents
        self._plural = re.compile(rf"[a-z]{{3,}}{words.plural}") if words.plural else None

    def amounts(self, folded: str, start: int, end: int) -> list[Amount]:
        """The amounts of one sentence in their order."""
        sentence = folded[:end]
        numbers = numbers_in(folded[start:end])
        moved = [SaidNumber(n.start + start, n.end + start, n.value) for n in numbers]
        vague = [*self._none_in(sentence, start), *self._vague_in(sentence, start, moved)]
        taken = [(each.start, each.end) for each in vague]
        counted = [
            Amount(n.start, n.end, n.value, None, self._precision(sentence, start, n.start, n.end))
            for n in moved
            if not any(n.start < last and first < n.end for first, last in taken)
            and self._may_be_count(sentence, start, n)
        ]
        return sorted((*vague, *counted), key=lambda each: each.start)

    def without_precision(self, folded: str) -> str:
        """Without words such as "no more than", in which "no" denies nothing."""
        for pattern, _ in self._before:
            folded = pattern.sub(lambda match: "." * len(match.group()), folded)
        return folded

    def unit_after(self, folded: str, amount: Amount, end: int) -> tuple[int, int] | None:
        """Where the noun stands of which there are so many: at most four words on."""
        near = re.match(r"(?:\W*[\w'-]+){0,4}", folded[amount.end : end])
        stop = amount.end + (near.end() if near else 0)
        found = self._units.search(folded, amount.end, stop)
        return found.span() if found else None

    def _none_in(self, sentence: str, start: int) -> list[Amount]:
        """Not a single soldier: a count as well."""
        spans = [match.span() for match in self._none.finditer(sentence, start)]
        found = [Amount(first, last, 0, None, Precision.EXACT) for first, last in spans]
        nobody = [match.span() for match in self._nobody.finditer(sentence, start)]
        return [
            *(each for each in found if self.unit_after(sentence, each, each.end + _NEAR)),
            *(Amount(first, last, 0, None, Precision.EXACT) for first, last in nobody),
        ]

    def _vague_in(self, text: str, start: int, numbers: list[SaidNumber]) -> list[Amount]:
        found: list[Amount] = []
        spans = [(m.span(), vague) for p, vague in self._vague for m in p.finditer(text, start)]
        for (first, last), vague in spans:
            how = self._precision(text, start, first, last)
            beside = [n for n in numbers if n.start < last and first < n.end]
            is_number = any(_is_a_number(n, first, last, how) for n in beside)
            ahead = [n for n in numbers if 0 <= n.start - last < _BESIDE]
            is_number = is_number or (vague is Vague.INCREASE and bool(ahead))
            if is_number or any(e.start < last and first < e.end for e in found):
                continue
            found.append(Amount(first, last, None, vague, how))
        return found

    def _may_be_count(self, text: str, start: int, number: SaidNumber) -> bool:
        said = text[number.start : number.end]
        before = text[max(start, number.start - _BESIDE) : number.start].rstrip()
        behind = text[number.end : number.end + _BESIDE].lstrip()
        is_code = number.value > _MOST or (said[0] == "0" and len(said) > 1)
        is_code = is_code or self._is_code(text, start, number)
        is_money = before[-1:] in _MONEY or behind[:1] in _MONEY
        is_age = (
            number.value < _OLDEST
            and _AGES.search(text, max(start, number.start - _NEAR), number.start) is not None
        )
        is_age = is_age and self._unit_of(text, number) is None
        is_age = (
            is_age or _AGE.match(behind) is not None or self._not_after.match(behind) is not None
        )
        is_named = any(each.end() == len(before) for each in self._not_before.finditer(before))
        if is_code or is_money or is_age or is_named or self._is_of_others(text, number):
            return False
        if said[0].isdecimal() or number.value >= _FEW_IN_WORDS:
            return True
        amount = Amount(number.start, number.end, number.value, None, Precision.EXACT)
        return self.unit_after(text, amount, number.end + _NEAR) is not None

    def _is_code(self, text: str, start: int, number: SaidNumber) -> bool:
        """A telephone's number, or of a line, a page, a road: 0800 555 1200, the number 1707."""
        said = text[number.start : number.end]
        if not said.isdecimal():
            return False
        beside = _DIGITS_BEFORE.search(
            text, max(start, number.start - _NEAR), number.start
        ) or _DIGITS_BEHIND.match(text, number.end)
        if beside and int(beside.group(1)) not in _YEARS:
            return True
        if self._unit_of(text, number) is not None or number.value in _YEARS:
            return False
        near = text[max(start, number.start - _BESIDE) : number.start].rstrip()
        is_apposed = near.endswith(",") and text[number.end : number.end + 1] == ","
        if is_apposed and self._codes.search(near):
            return True
        before = near.rstrip(' («“"')
        return any(each.end() == len(before) for each in self._codes.finditer(before))

    def _unit_of(self, text: str, number: SaidNumber) -> tuple[int, int] | None:
        amount = Amount(number.start, number.end, number.value, None, Precision.EXACT)
        return self.unit_after(text, amount, number.end + _BESIDE)

    def _is_of_others(self, text: str, number: SaidNumber) -> bool:
        """Whether a noun follows that nobody listed: 64 cases, 600 buses."""
        if self._plural is None:
            return False
        behind = re.match(r"(?:[ -][a-z'-]+){0,3}", text[number.end : number.end + _BESIDE])
        for word in behind.group().split() if behind else ():
            if self._plural.fullmatch(word) and self._not_after.fullmatch(word):
                return True
            is_people = word.endswith(self._agents) or self._units.fullmatch(word) is not None
            if is_people or self._verbs.fullmatch(word):
                return False
            if self._plural.fullmatch(word):
                return word not in _NO_NOUNS and self._measured.fullmatch(word) is None
        return False

    def _precision(self, text: str, start: int, first: int, last: int) -> Precision:
        near = [
            (match.start(), -match.end(), precision)
            for pattern, precision in self._before
            for match in pattern.finditer(text, max(start, first - _BESIDE), first)
            if _FILLED.fullmatch(text, match.end(), first)
        ]
        if near:
            return min(near, key=lambda each: each[:2])[2]
        if text[last : last + 1] == _PLUS:
            return Precision.MORE_THAN
        for pattern, precision in self._after:
            for match in pattern.finditer(text, last, last + _BESIDE):
                if _TWO_WORDS.fullmatch(text, last, match.start()):
                    return precision
        return Precision.EXACT


def _is_a_number(number: SaidNumber, first: int, last: int, how: Precision) -> bool:
    """Three thousand, or about a thousand: more than the vague word alone."""
    is_alone = (number.start, number.end) == (first, last)
    is_longer = number.start < first or number.end > last
    return is_longer or (is_alone and how is not Precision.EXACT)


_LONGEST: Final = 1500
"""Letters of a sentence: what is longer is no sentence, and would take minutes."""
_END: Final = re.compile(r"[!?؟…]|\n|\.(?=[\s\"”»“’]|$)")
_SHORT: Final = re.compile(
    r"(?<!\w)(?:тыс|тис|млн|млрд|mr|mrs|ms|dr|prof|gen|col|capt|sgt|lt|maj|gov|sen|rep|st|ул|вул)$"
)
_SHORT_BEFORE_NUMBERS: Final = re.compile(
    r"(?<!\w)(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|no|nos|pp?|art|fig|ст|стр|п|д)$"
)


def sentences(folded: str) -> Iterator[tuple[int, int]]:
    """From where to where each sentence of a folded text goes; endless ones are cut."""
    start = 0
    ends = [match.end() for match in _END.finditer(folded) if not _is_short(folded, match)]
    for end in (*ends, len(folded)):
        while end - start > _LONGEST:
            cut = folded.rfind(" ", start, start + _LONGEST)
            cut = start + _LONGEST if cut <= start else cut
            yield start, cut
            start = cut
        if folded[start:end].strip():
            yield start, end
        start = end


def _is_short(folded: str, end: re.Match[str]) -> bool:
    """Whether a stop only ends a shortened word: Ms. Font, Nov. 3."""
    if end.group() != ".":
        return False
    before = folded[max(0, end.start() - _NEAR) : end.start()]
    is_number_next = folded[end.end() :].lstrip()[:1].isdecimal()
    short = _SHORT_BEFORE_NUMBERS.search(before) if is_number_next else None
    return (short or _SHORT.search(before)) is not None


@cache
def counting(lang: str) -> Counting:
    """The counting of a language, made once."""
    return Counting(TABLES[lang])
