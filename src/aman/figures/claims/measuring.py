"""What an amount counts: the nearest of a sentence's verbs and nouns that may count it.

Promises: calls count no people, a name's words ("surrender line") count nothing, and what is only
compared ("up from 43,605") is counted as what it is compared with.
Refuses to know: whether a hotline is in sight, and who says it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from aman.figures.marks import any_mark

from .claim import Vague, Worded
from .counts import Amount, Counting, counting
from .tables import TABLES
from .words.forms import ClaimWords

_CLAUSE: Final = re.compile(
    r"(?<!\d)[,،:;؛()—–](?!\d)|(?<!\w)(?:and|but|while|whereas|и|а|но|та|і|але|لكن|بينما|فيما)(?!\w)"
)
_COMMA: Final = re.compile("[,،—–]")
_OF: Final = re.compile(
    r"\W*[\w'-]+\s+(?:of|من|из|із|з)\s"
    r"|\s+(?:of (?:those|them|these|the)|из (?:тех|них)|і?з (?:тих|них)|من (?:اصل|بين))\W"
)
"""Before those of whom so many are a part."""
_BESIDE: Final = 40
"""Letters."""
_FAR: Final = 25
_WHOLE: Final = re.compile(r"(?<!\w)(?:of(?: the| those| these)?|из|із|з|من)\s*$")
"""Before those who are described: of the 300 who had signed up."""
_FAR_RISE: Final = 8
"""Words: much may rise in a sentence besides calls."""
_ACROSS_CLAUSE: Final = 4
_ACROSS_AMOUNT: Final = 9
_ACROSS_OF: Final = 8
_WISHED: Final = 5
_SOMETHING_ELSE: Final = 3
_BACK: Final = 3
_FEW_WORDS: Final = re.compile(r"\W*(?:[\w']+\W+){0,3}")
_AND: Final = re.compile(r"(?<!\w)(?:and|и|і|й|та)(?!\w)|(?<!\w)و")
_NO_WORDS: Final = re.compile(r"\W*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A verb or noun of a measure, from `start` to before `end` of a folded text."""

    start: int
    end: int
    measure: Worded | None
    """None: a loss, or an idiom, which counts no claim."""
    is_thing: bool = False
    """Calls, letters, forms: they are counted themselves, and count no people."""


class Measuring:
    """Finds what amounts count by the words of one language."""

    def __init__(self, words: ClaimWords, counted: Counting) -> None:
        self._counting = counted
        self._measures = [(any_mark(marks), name) for name, marks in words.measures.items()]
        self._losses, self._idioms = any_mark(words.losses), any_mark(words.idioms)
        self._things, self._stood = any_mark(words.things), any_mark(words.stood)
        self._compounds, self._senders = any_mark(words.compounds), any_mark(words.senders)
        self._relative, self._wished = any_mark(words.relative), any_mark(words.wished)
        self._compared, self._partitive = any_mark(words.compared), any_mark(words.partitive)
        self._pages, self._anaphora = any_mark(words.pages), any_mark(words.anaphora)
        self._asides = any_mark((*words.says, *words.meant, *words.according))

    def marks(self, text: str, start: int, end: int, amounts: Sequence[Amount]) -> list[Mark]:
        """Those of a sentence that may count; longer ones hide those within them."""
        patterns = (*self._measures, (self._losses, None))
        found = [
            Mark(m.start(), m.end(), measure, self._is_thing(m.group()))
            for pattern, measure in patterns
            for m in pattern.finditer(text, start, end)
        ]
        idle = [m.span() for m in self._idioms.finditer(text, start, end)]
        idle += [
            (m.start(), m.start() + len(m.group().split()[0]))
            for m in self._stood.finditer(text, start, end)
            if any(_FEW_WORDS.fullmatch(text, m.end(), each.start) for each in amounts)
        ]
        idioms = [Mark(*span, None) for span in idle]
        kept: list[Mark] = []
        for mark in sorted((*idioms, *found), key=_precedence):
            if not any(mark.start < each.end and each.start < mark.end for each in kept):
                kept.append(mark)
        return [mark for mark in kept if mark not in idioms and self._may_count(text, mark, end)]

    def _is_thing(self, said: str) -> bool:
        return self._things.fullmatch(said) is not None

    def _may_count(self, text: str, mark: Mark, end: int) -> bool:
        behind = _NO_WORDS.match(text, mark.end, end)
        at = behind.end() if behind else mark.end
        is_name = text[mark.end : at].strip(" -") == "" and self._compounds.match(text, at, end)
        return not is_name

    def mark_of(
        self, text: str, amount: Amount, marks: Sequence[Mark], amounts: Sequence[Amount], end: int
    ) -> Mark | None:
        """What counts this amount, if anything does."""
        behind = min((mark.start for mark in marks if mark.start >= amount.end), default=-1)
        unit = self._counting.unit_after(text, amount, end)
        is_nobody = amount.number == 0 and unit is None
        is_people = is_nobody or (unit is not None and not self._is_thing(text[slice(*unit)]))
        costs = [
            (self._cost(text, amount, mark, amounts) + self._part(text, amount, mark, behind), mark)
            for mark in marks
            if not (is_people and mark.is_thing and not self._is_sent_by(text, mark, amount))
        ]
        far = _FAR_RISE if amount.vague is Vague.INCREASE else _FAR
        near = [each for each in costs if each[0] <= far]
        if not near:
            return None
        best = min(near, key=lambda each: (each[0], each[1].start))[1]
        return next((m for _, m in near if self._is_of_one(text, best, m, amounts)), best)

    @staticmethod
    def _is_of_one(text: str, best: Mark, mark: Mark, amounts: Sequence[Amount]) -> bool:
        """Whether who arrived surrendered, too: they crossed and gave themselves up."""
        if mark.measure is not Worded.SURRENDERED or best.measure is not Worded.ARRIVED:
            return False
        first, last = sorted((best, mark), key=lambda each: each.start)
        is_alone = not any(first.start < each.start < last.end for each in amounts)
        return is_alone and _AND.search(text, first.end, last.start) is not None

    def _is_sent_by(self, text: str, mark: Mark, amount: Amount) -> bool:
        """Calls from 300 people."""
        found = self._senders.finditer(text, mark.end, amount.start)
        return any(_FEW_WORDS.fullmatch(text, each.end(), amount.start) for each in found)

    def _cost(self, text: str, amount: Amount, mark: Mark, amounts: Sequence[Amount]) -> int:
        first, last = sorted(((amount.start, amount.end), (mark.start, mark.end)))
        between = self._plainly(text[first[1] : last[0]])
        crossed = sum(first[1] <= each.start and each.end <= last[0] for each in amounts)
        clauses = len(_CLAUSE.findall(between))
        is_before = mark.start < amount.start
        words = len(re.findall(r"\w+", between))
        is_else = mark.measure is Worded.OTHER
        return (
            words
            + clauses * _ACROSS_CLAUSE
            + crossed * _ACROSS_AMOUNT
            + is_before
            + is_else * _SOMETHING_ELSE
            + self._is_before(self._wished, text, mark.start) * _WISHED
        )

    @staticmethod
    def _is_before(pattern: re.Pattern[str], text: str, at: int) -> bool:
        """Whether one of these words stands just before."""
        near = text[max(0, at - _BESIDE) : at].rstrip()
        return any(each.end() == len(near) for each in pattern.finditer(near))

    def _part(self, text: str, amount: Amount, mark: Mark, behind: int) -> int:
        """What 64 of those who called did stands behind "called"."""
        if mark.start != behind:
            return 0
        is_of = _OF.match(text, amount.end, behind) is not None
        is_whole = _WHOLE.search(text[max(0, amount.start - _BESIDE) : amount.start]) is not None
        is_relative = self._relative.search(text, amount.end, behind) is not None and not is_whole
        return _ACROSS_OF if is_of or is_relative else 0

    def _plainly(self, between: str) -> str:
        """Without what only says who says it, between commas."""
        first, *inner = _COMMA.split(between)
        if len(inner) < _BACK - 1:
            return between
        kept = [each for each in inner[:-1] if not self._asides.search(each)]
        return ",".join((first, *kept)) + ("," if kept else " ") + inner[-1]

    def is_compared(self, text: str, start: int, amount: Amount) -> bool:
        """Whether it only stands beside another count: up from, compared with."""
        first = max(start, amount.start - _BESIDE)
        found = self._compared.finditer(text, first, amount.start)
        return any(_FEW_WORDS.fullmatch(text, each.end(), amount.start) for each in found)

    def is_part(self, text: str, start: int, amount: Amount, end: int) -> bool:
        """Whether it is a part of the amount before it: including 40, 900 of them — from."""
        near = text[max(start, amount.start - _BESIDE) : amount.start]
        near = self._counting.without_precision(near).rstrip(" .")
        if self._is_before(self._partitive, near, len(near)):
            return True
        behind = _NO_WORDS.match(text, amount.end, end)
        found = self._partitive.match(text, behind.end(), end) if behind else None
        return found is not None and _CLAUSE.match(text[found.end() : end].lstrip()) is not None

    @staticmethod
    def is_beside(text: str, amount: Amount, mark: Mark | None) -> bool:
        """Whether what counts it stands just behind it."""
        return mark is not None and _FEW_WORDS.fullmatch(text, amount.end, mark.start) is not None

    def is_of_the_count_before(self, text: str, start: int, end: int) -> bool:
        """Whether a sentence speaks on of the count before it: that is up from, it was."""
        found = self._anaphora.search(text, start, end)
        return found is not None and _FEW_WORDS.fullmatch(text, start, found.start()) is not None

    def is_of_pages(self, text: str, start: int, end: int) -> bool:
        """Whether a page is there that can be visited."""
        return self._pages.search(text, start, end) is not None


def _precedence(mark: Mark) -> tuple[int, bool]:
    """Longer ones first; "calls" are calls before they are what somebody does."""
    return mark.start - mark.end, mark.measure is Worded.CONTACTED


@cache
def measuring(lang: str) -> Measuring:
    """The measuring of a language, made once."""
    return Measuring(TABLES[lang], counting(lang))
