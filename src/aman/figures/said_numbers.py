"""Numbers as people write them: digits of all scripts, grouped or not, thousands in words.

Promises: days, years, times, parts of a hundred and numbers of phones are left out.
Refuses to know: what is counted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import Final

from .words.numbers import JOINS, MONTHS, SCALES, VALUES, YEARS_TO_DAYS

_TOKEN: Final = re.compile(
    r"(?P<digits>(?:\d{1,3}(?:[ ,.'٬_]\d{3})+|\d+)(?:[.,٫]\d{1,2})?(?!\d))"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<other>[^\s])"
)
_DATE: Final = re.compile(r"(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\d)")
_YEARS: Final = range(1900, 2101)
_BEFORE_YEARS: Final = frozenset(
    ("in", "since", "until", "by", "of", "в", "у", "с", "з", "до", "по", "от", "від", "في", "منذ")
)
_MOST_DAYS: Final = 31
_PARTS: Final = frozenset("%٪‰°")
_NOT_COUNTS_AFTER: Final = frozenset("/:-")
_NOT_COUNTS_BEFORE: Final = frozenset("+#№/:-")
_HALF: Final = Fraction(1, 2)
_WAW: Final = "و"


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A number in a folded text, from `start` to before `end`."""

    start: int
    end: int
    value: int


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def numbers_in(folded: str) -> list[SaidNumber]:
    """The numbers of a folded text that may be counts, in its order."""
    undated = _DATE.sub(lambda date: "." * len(date.group()), folded)
    tokens = [
        _Token(str(match.lastgroup), match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(undated)
    ]
    return list(_Counted(undated, tokens).numbers())


class _Counted:
    """Walks over tokens: values are added up, scales multiply what stands before them."""

    def __init__(self, folded: str, tokens: list[_Token]) -> None:
        self._folded, self._tokens, self._at = folded, tokens, 0

    def numbers(self) -> Iterator[SaidNumber]:
        while self._at < len(self._tokens):
            first = self._at
            value = self._number()
            if value is None:
                self._at = first + 1
                continue
            start, end = self._tokens[first].start, self._tokens[self._at - 1].end
            is_whole = value.denominator == 1
            if is_whole and not self._is_of_the_calendar(first, self._at, int(value)):
                yield SaidNumber(start, end, int(value))

    def _number(self) -> Fraction | None:
        """Read on as far as one number goes."""
        total, current, is_begun, last = Fraction(0), Fraction(0), False, 1
        while True:
            joined = self._after_joins() if is_begun else self._at
            token = self._tokens[joined] if joined < len(self._tokens) else None
            if token is None or (is_begun and not self._is_near(joined)):
                break
            value, scale = _value(token), _scale(token)
            if value == _HALF and total and not current:
                total += last * value  # ألف ونصف: a thousand and half of it
            elif value is not None and _fits(total, current, value, token.kind):
                current += value
            elif scale is not None and (is_begun or token.text != "k"):
                if not is_begun and scale < 1000:  # noqa: PLR2004 - "hundreds" is no number
                    break
                current = (current or Fraction(1)) * scale
                if scale > 100:  # noqa: PLR2004
                    total, current, last = total + current, Fraction(0), scale
            else:
                break
            is_begun, self._at = True, joined + 1
        return total + current if is_begun else None

    def _after_joins(self) -> int:
        """Behind the words that may stand inside a number: six *and a* half."""
        at = self._at
        while at + 1 < len(self._tokens) and self._tokens[at].text in JOINS:
            at += 1
        return at + 1 if self._is_hyphen(at) else at

    def _is_hyphen(self, at: int) -> bool:
        """Of two words that it makes one number: eighty-three."""
        if not 0 < at < len(self._tokens) - 1 or self._tokens[at].text != "-":
            return False
        before, hyphen, behind = self._tokens[at - 1 : at + 2]
        touches = before.end == hyphen.start and hyphen.end == behind.start
        return touches and {before.kind, behind.kind} == {"word"} and _value(behind) is not None

    def _is_near(self, at: int) -> bool:
        """Only blanks, hyphens and joining words lie before it."""
        between = self._folded[self._tokens[self._at - 1].end : self._tokens[at].start]
        return not set(between.replace("-", " ").split()) - JOINS

    def _is_of_the_calendar(self, first: int, after: int, value: int) -> bool:
        before = self._tokens[first - 1] if first else None
        if (
            before
            and before.text == "."
            and first > 1
            and before.start == self._tokens[first - 2].end
        ):
            before = self._tokens[first - 2]  # Nov. 3
        behind = self._tokens[after] if after < len(self._tokens) else None
        start, end = self._tokens[first].start, self._tokens[after - 1].end
        beside = [each for each in (before, behind) if each]
        is_year = value in _YEARS and self._folded[start:end].isdecimal()
        if (is_year or value <= _MOST_DAYS) and any(_says(MONTHS, each) for each in beside):
            return True
        if is_year and before and (before.text in _BEFORE_YEARS or _says(YEARS_TO_DAYS, before)):
            return True
        if before and before.end == start and self._spoils(before, _NOT_COUNTS_BEFORE):
            return True
        return behind is not None and (
            _says(YEARS_TO_DAYS, behind)
            or behind.text in _PARTS
            or (behind.start == end and self._spoils(behind, _NOT_COUNTS_AFTER))
        )

    def _spoils(self, beside: _Token, signs: frozenset[str]) -> bool:
        """A sign or a letter that touches the number, so that it is none: 20th, 20:15, 20-го."""
        is_letter = beside.kind == "word" and not _is_arabic(beside.text)
        is_hyphen = beside.text == "-" and beside.end < len(self._folded)
        if beside.text == ":" and not self._folded[beside.end : beside.end + 1].isdecimal():
            return False
        if is_hyphen and beside.start and self._folded[beside.end].isspace():
            return False
        return is_letter or beside.text in signs


def _says(words: re.Pattern[str], token: _Token) -> bool:
    return words.fullmatch(_plain(token.text)) is not None


def _value(token: _Token) -> Fraction | None:
    if token.kind == "digits":
        return _digits(token.text)
    word = _plain(token.text)
    for each in (token.text, word):
        for pattern, value in VALUES:
            if pattern.fullmatch(each):
                return value
    return None


def _digits(text: str) -> Fraction:
    *groups, last = re.split(r"[ ,.'٬_٫]", text)
    is_decimal = groups and len(last) < 3  # noqa: PLR2004 - a group has three digits
    if is_decimal:
        return Fraction(f"{''.join(groups)}.{last}")
    return Fraction("".join((*groups, last)))


def _scale(token: _Token) -> int | None:
    for each in (token.text, _plain(token.text)):
        for pattern, scale in SCALES:
            if pattern.fullmatch(each):
                return scale
    return None


def _fits(total: Fraction, current: Fraction, value: Fraction, kind: str) -> bool:
    """Whether a value goes on with the number before it: five hundred forty, not five, six."""
    if kind == "digits" and (current or (total and value >= 1000)):  # noqa: PLR2004
        return False
    if value.denominator != 1 or current.denominator != 1:
        return not current or value == _HALF
    both = zip_longest(reversed(str(current)), reversed(str(value)), fillvalue="0")
    return not current or all("0" in pair for pair in both)


def _plain(word: str) -> str:
    """Without the Arabic "and", which is written together with what follows."""
    return word[1:] if word.startswith(_WAW) and len(word) > 1 else word


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"
