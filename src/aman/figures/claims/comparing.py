"""Claims beside each other: what contradicts what, the worst on top.

Promises: a count is called the same only for one hotline through one relay, names that differ only
where a person tied them; two measures with two counts are no conflict.
Refuses to know: which of two claims is right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import combinations
from typing import Any, Final

from aman.figures.folding import fold
from aman.figures.measures import MeasureId, Published
from aman.figures.withdrawn import Withdrawn

from .claim import OUTCOMES, Alias, Claim, Precision, Report, State, Statement, Vague, Worded


class Verdict(StrEnum):
    """What two claims are to each other, the worst first."""

    SAME_COUNT_DIFFERENT_MEASURE = "same_count_different_measure"
    WITHDRAWN = "withdrawn"
    """A figure of ours, said after we took it back."""
    DIFFERENT_COUNT = "different_count"
    UNRESOLVED = "unresolved"
    COMPATIBLE_LOWER_BOUND = "compatible_lower_bound"
    DIFFERENT_MEASURES = "different_measures"
    """Two counts of two things: both may be true."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Two claims, or a claim and our figure. `to_tie`: names that a person may tie."""

    verdict: Verdict
    first: Claim
    second: Claim | Published[Any] | Withdrawn
    to_tie: tuple[tuple[str, str], ...] = ()
    is_same_count: bool = False

    @property
    def is_read(self) -> bool:
        """Whether a person read every claim in it: only then is somebody written to."""
        return self.first.is_read and not (
            isinstance(self.second, Claim) and not self.second.is_read
        )


COUNTED: Final[Mapping[MeasureId, frozenset[Worded]]] = {
    MeasureId.CONTACTS: frozenset((Worded.CONTACTED, Worded.CALLS, Worded.MESSAGES)),
    MeasureId.PEOPLE: frozenset((Worded.CONTACTED,)),
    MeasureId.APPLICATIONS: frozenset((Worded.APPLIED,)),
    MeasureId.ARRIVED: OUTCOMES,
}
"""Words that say one of our measures right."""
_LEAST: Final = {
    Vague.DOZENS: 24,
    Vague.HUNDREDS: 200,
    Vague.THOUSANDS: 2_000,
    Vague.TENS_OF_THOUSANDS: 20_000,
    Vague.HUNDREDS_OF_THOUSANDS: 200_000,
    Vague.MILLIONS: 2_000_000,
}
_LOWER: Final = frozenset((Precision.MORE_THAN, Precision.AT_LEAST))
UPPER: Final = frozenset((Precision.LESS_THAN, Precision.UP_TO))


class _Tie(Enum):
    SAME = 1
    UNKNOWN = 2
    OTHER = 3


class Names:
    """Which names mean one, as far as a person tied them."""

    def __init__(self, aliases: Iterable[Alias] = ()) -> None:
        self._plain: dict[str, str] = {}
        self._first: dict[str, str] = {}
        for alias in aliases:
            firsts = {self._one(name) for name in alias.names}
            first = min(firsts, default="")
            self._first |= dict.fromkeys(firsts, first)
            self._first |= {name: first for name, one in self._first.items() if one in firsts}

    def are_one(self, first: str, second: str) -> bool:
        """The same letters, or tied, be it by a third name."""
        return self._one(first) == self._one(second)

    def _one(self, name: str) -> str:
        """The name by which all that are tied to it are known."""
        plain = self._plain.get(name)
        if plain is None:
            plain = self._plain[name] = _plain(name)
        return self._first.get(plain, plain)


def compare(
    claims: Sequence[Claim], aliases: Iterable[Alias] = (), reports: Iterable[Report] = ()
) -> list[Finding]:
    """Every two claims that have to do with each other. `reports`: their days and outlets."""
    comparing = _Comparing(Names(aliases), {report.name: report for report in reports})
    standing = [claim for claim in claims if claim.state is not State.REFUSED]
    found = [comparing.compared(a, b) for a, b in combinations(standing, 2)]
    return sorted((each for each in found if each), key=badness)


class _Comparing:
    """Knows which names are one, and of each report its day and outlet."""

    def __init__(self, names: Names, reports: Mapping[str, Report]) -> None:
        self._names, self._reports = names, reports

    def compared(self, first: Claim, second: Claim) -> Finding | None:
        a, b = first.statement, second.statement
        is_unknown = Worded.OTHER in (a.measure, b.measure) or Vague.INCREASE in (a.vague, b.vague)
        if is_unknown:
            return None
        hotline = self._tie(a, b, (a.hotline,), (b.hotline,))
        if hotline is _Tie.OTHER:
            return None
        is_one_measure = a.measure is b.measure
        if a.vague or b.vague:
            return _vaguely(first, second, hotline) if is_one_measure else None
        is_same = _fits(a, b)
        if a.is_negated != b.is_negated:
            verdict = Verdict.UNRESOLVED if is_same else None
        elif is_one_measure:
            verdict = Verdict.COMPATIBLE_LOWER_BOUND if is_same else self._over_time(a, b)
            if verdict is Verdict.DIFFERENT_COUNT and hotline is _Tie.UNKNOWN:
                verdict = Verdict.UNRESOLVED
        elif not is_same:
            verdict = Verdict.DIFFERENT_MEASURES
        else:
            is_one_way = self._is_one_way(a, b) or self._is_one_way(b, a)
            is_one = hotline is _Tie.SAME and is_one_way and not _is_only_near(a, b)
            verdict = Verdict.SAME_COUNT_DIFFERENT_MEASURE if is_one else Verdict.UNRESOLVED
        if verdict is None:
            return None
        asked = self._to_tie(a, b) if verdict is Verdict.UNRESOLVED else ()
        return Finding(verdict, first, second, asked, is_same)

    def _over_time(self, a: Statement, b: Statement) -> Verdict:
        """Two counts of one measure: an earlier one is a lower bound of a later one."""
        low, high = sorted((a, b), key=lambda each: each.number or 0)
        if low.precision in _LOWER or high.precision in UPPER:
            return Verdict.COMPATIBLE_LOWER_BOUND
        low_day, high_day = self._day(low), self._day(high)
        if low_day and high_day and low_day != high_day:
            is_grown = low_day < high_day
            return Verdict.COMPATIBLE_LOWER_BOUND if is_grown else Verdict.DIFFERENT_COUNT
        is_one_time = (low_day and low_day == high_day) or (a.period and a.period == b.period)
        is_one_time = is_one_time or self._tie(a, b, a.relays, b.relays) is _Tie.SAME
        return Verdict.DIFFERENT_COUNT if is_one_time else Verdict.UNRESOLVED

    def _day(self, said: Statement) -> str:
        report = self._reports.get(said.document)
        return report.day if report else ""

    def _is_one_way(self, a: Statement, b: Statement) -> bool:
        """Through one outlet; "The Monitor wrote" is said of the very outlet, too."""
        return self._tie(a, b, self._way(a), (*self._way(b), b.speaker)) is _Tie.SAME

    def _way(self, said: Statement) -> tuple[str, ...]:
        """Through whom it came, up to the report's own outlet."""
        report = self._reports.get(said.document)
        return (*said.relays, report.outlet) if report and report.outlet else said.relays

    def _tie(self, a: Statement, b: Statement, ours: Sequence[str], theirs: Sequence[str]) -> _Tie:
        pairs = [(x, y) for x in ours for y in theirs if x and y]
        if any(self._names.are_one(*pair) for pair in pairs):
            return _Tie.SAME
        if not pairs or a.lang != b.lang:
            return _Tie.UNKNOWN
        return _Tie.OTHER

    def _to_tie(self, a: Statement, b: Statement) -> tuple[tuple[str, str], ...]:
        """Names in two languages. An outlet is asked about where a report names no other."""
        ours, theirs = (each.relays or self._way(each) for each in (a, b))
        pairs = [(a.hotline, b.hotline), *((x, y) for x in ours for y in theirs)]
        is_tied = self._names.are_one
        return tuple(p for p in pairs if all(p) and a.lang != b.lang and not is_tied(*p))


def _vaguely(first: Claim, second: Claim, hotline: _Tie) -> Finding:
    numbers = [each.statement.number for each in (first, second)]
    least = [_LEAST.get(v) for v in (first.statement.vague, second.statement.vague) if v]
    fits = all(n is None or m is None or n >= m for n in numbers for m in least)
    is_sure = fits and hotline is _Tie.SAME
    return Finding(Verdict.COMPATIBLE_LOWER_BOUND if is_sure else Verdict.UNRESOLVED, first, second)


def _fits(a: Statement, b: Statement) -> bool:
    if a.number is None or b.number is None:
        return False
    if a.number == b.number:
        return True
    fits = fits_number(a.number, a.precision, b.number) and b.precision in _CLOSE
    return fits or (fits_number(b.number, b.precision, a.number) and a.precision in _CLOSE)


def _is_only_near(a: Statement, b: Statement) -> bool:
    """9,836 may be what "about 10,000" means; that alone makes them no one count."""
    return a.number != b.number and Precision.ABOUT in {a.precision, b.precision}


_CLOSE: Final = frozenset((Precision.EXACT, Precision.ABOUT))


def fits_number(said: int, precision: Precision, count: int) -> bool:
    """Whether a number was said for this count: 6,543 fits "more than 6,500"."""
    least, most = counts_for(said, precision)
    return least <= count <= most


def counts_for(said: int, precision: Precision) -> tuple[int, int]:
    """The least and the greatest count for which a number is said."""
    step = _step(said)
    if precision in _LOWER:
        return said, said + step - 1
    if precision in UPPER:
        return said - step + 1, said
    if precision is Precision.ABOUT:
        return said - step // 2, said + step // 2
    return said, said


def _step(number: int) -> int:
    """How finely a number is said: by its last figure that is not 0, two figures at the least."""
    digits = str(number)
    zeros = len(digits) - len(digits.rstrip("0"))
    return int(10 ** max(0, min(zeros, len(digits) - 2)))


def badness(finding: Finding) -> tuple[int, int, int, int]:
    """Sorts the worst on top: the same count as what people asked and as what became of them."""
    measures = {finding.first.statement.measure}
    if isinstance(finding.second, Claim):
        measures.add(finding.second.statement.measure)
    else:
        measures |= COUNTED.get(finding.second.measure.id, frozenset())
    is_out = measures & OUTCOMES and measures - OUTCOMES
    worst = {Worded.SURRENDERED, Worded.CONTACTED} <= measures
    return (
        list(Verdict).index(finding.verdict),
        0 if finding.is_same_count and is_out else 1,
        0 if worst else 1,
        -(finding.first.statement.number or 0),
    )


def _plain(name: str) -> str:
    return fold(name).strip(" «»“”\"'").removeprefix("the ")
