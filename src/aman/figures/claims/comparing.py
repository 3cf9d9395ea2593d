"""Claims beside each other and beside our own figures: what contradicts what, the worst on top.

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
from aman.figures.measures import MeasureId, Published, Row

from .claim import OUTCOMES, Alias, Claim, Precision, State, Statement, Vague, Worded


class Verdict(StrEnum):
    """What two claims are to each other, the worst first."""

    SAME_COUNT_DIFFERENT_MEASURE = "same_count_different_measure"
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
    second: "Claim | Published[Any]"
    to_tie: tuple[tuple[str, str], ...] = ()
    is_same_count: bool = False


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
_UPPER: Final = frozenset((Precision.LESS_THAN, Precision.UP_TO))


class _Tie(Enum):
    SAME = 1
    UNKNOWN = 2
    OTHER = 3


class Names:
    """Which names mean one, as far as a person tied them."""

    def __init__(self, aliases: Iterable[Alias] = ()) -> None:
        self._groups = [frozenset(map(_plain, alias.names)) for alias in aliases]

    def are_one(self, first: str, second: str) -> bool:
        """The same letters, or tied."""
        plain = {_plain(first), _plain(second)}
        return len(plain) == 1 or any(plain <= group for group in self._groups)


def compare(
    claims: Sequence[Claim], aliases: Iterable[Alias] = (), days: Mapping[str, str] | None = None
) -> list[Finding]:
    """Every two claims that have to do with each other. `days`: when a document was printed."""
    names = Names(aliases)
    standing = [claim for claim in claims if claim.state is not State.REFUSED]
    found = [_compared(a, b, names, days or {}) for a, b in combinations(standing, 2)]
    return sorted((each for each in found if each), key=_badness)


def compare_with_ours(
    claims: Sequence[Claim],
    figures: Sequence[Published[Any]],
    hotline: str,
    aliases: Iterable[Alias] = (),
) -> list[Finding]:
    """Claims about our hotline beside what we published; for each the figure that it is nearest."""
    names = Names(aliases)
    found: list[Finding] = []
    for claim in claims:
        said = claim.statement
        if claim.state is State.REFUSED or said.number is None or said.is_negated:
            continue
        finding = _beside_ours(claim, figures)
        if finding is None:
            continue
        if not said.hotline or not names.are_one(said.hotline, hotline):
            tie = ((said.hotline, hotline),) if said.hotline else ()
            finding = Finding(Verdict.UNRESOLVED, claim, finding.second, tie, finding.is_same_count)
        found.append(finding)
    return sorted(found, key=_badness)


def _beside_ours(claim: Claim, figures: Sequence[Published[Any]]) -> Finding | None:
    said = claim.statement
    fitting = [each for each in figures if _fits_row(said, each.row())]
    own = [each for each in figures if said.measure in COUNTED.get(each.measure.id, frozenset())]
    if any(each in own for each in fitting):
        return None
    if fitting:
        return Finding(Verdict.SAME_COUNT_DIFFERENT_MEASURE, claim, fitting[0], is_same_count=True)
    known = [each for each in own if each.row().value is not None]
    if not known or said.number is None:
        return None
    most = max(known, key=lambda each: each.row().value or 0)
    row = most.row()
    is_below = said.number <= (row.value or 0) and said.precision not in _UPPER
    return Finding(
        Verdict.COMPATIBLE_LOWER_BOUND if is_below else Verdict.DIFFERENT_COUNT, claim, most
    )


def _fits_row(said: Statement, row: Row) -> bool:
    if row.value is None or said.number is None:
        return False
    near = abs(said.number - row.value) <= row.within
    return near or _fits_number(said.number, said.precision, row.value)


def _compared(first: Claim, second: Claim, names: Names, days: Mapping[str, str]) -> Finding | None:
    a, b = first.statement, second.statement
    hotline = _tie(a, b, (a.hotline,), (b.hotline,), names)
    relay = _tie(a, b, a.relays, b.relays, names)
    is_unknown = Worded.OTHER in {a.measure, b.measure} or Vague.INCREASE in {a.vague, b.vague}
    if hotline is _Tie.OTHER or is_unknown:
        return None
    is_one_measure = a.measure is b.measure
    if a.vague or b.vague:
        return _vaguely(first, second, hotline) if is_one_measure else None
    is_same = _fits(a, b)
    to_tie = _to_tie(a, b, names)
    if a.is_negated != b.is_negated:
        return Finding(Verdict.UNRESOLVED, first, second, to_tie, is_same) if is_same else None
    if is_one_measure:
        verdict = Verdict.COMPATIBLE_LOWER_BOUND if is_same else _over_time(a, b, relay, days)
        if verdict is Verdict.DIFFERENT_COUNT and hotline is _Tie.UNKNOWN:
            verdict = Verdict.UNRESOLVED
    elif not is_same:
        verdict = Verdict.DIFFERENT_MEASURES
    elif hotline is _Tie.SAME and relay is _Tie.SAME and not _is_only_near(a, b):
        verdict = Verdict.SAME_COUNT_DIFFERENT_MEASURE
    else:
        verdict = Verdict.UNRESOLVED
    return Finding(verdict, first, second, to_tie if verdict is Verdict.UNRESOLVED else (), is_same)


def _vaguely(first: Claim, second: Claim, hotline: _Tie) -> Finding:
    numbers = [each.statement.number for each in (first, second)]
    least = [_LEAST.get(v) for v in (first.statement.vague, second.statement.vague) if v]
    fits = all(n is None or m is None or n >= m for n in numbers for m in least)
    is_sure = fits and hotline is _Tie.SAME
    return Finding(Verdict.COMPATIBLE_LOWER_BOUND if is_sure else Verdict.UNRESOLVED, first, second)


def _over_time(a: Statement, b: Statement, relay: _Tie, days: Mapping[str, str]) -> Verdict:
    """Two counts of one measure: an earlier one is a lower bound of a later one."""
    low, high = sorted((a, b), key=lambda each: each.number or 0)
    if low.precision in _LOWER or high.precision in _UPPER:
        return Verdict.COMPATIBLE_LOWER_BOUND
    low_day, high_day = days.get(low.document, ""), days.get(high.document, "")
    if low_day and high_day and low_day != high_day:
        is_grown = low_day < high_day
        return Verdict.COMPATIBLE_LOWER_BOUND if is_grown else Verdict.DIFFERENT_COUNT
    is_one_time = (low_day and low_day == high_day) or (a.period and a.period == b.period)
    return Verdict.DIFFERENT_COUNT if is_one_time or relay is _Tie.SAME else Verdict.UNRESOLVED


def _tie(
    a: Statement, b: Statement, ours: Sequence[str], theirs: Sequence[str], names: Names
) -> _Tie:
    pairs = [(x, y) for x in ours for y in theirs if x and y]
    if any(names.are_one(*pair) for pair in pairs):
        return _Tie.SAME
    if not pairs or a.lang != b.lang:
        return _Tie.UNKNOWN
    return _Tie.OTHER


def _to_tie(a: Statement, b: Statement, names: Names) -> tuple[tuple[str, str], ...]:
    pairs = [(a.hotline, b.hotline), *((x, y) for x in a.relays for y in b.relays)]
    return tuple(p for p in pairs if all(p) and a.lang != b.lang and not names.are_one(*p))


def _fits(a: Statement, b: Statement) -> bool:
    if a.number is None or b.number is None:
        return False
    if a.number == b.number:
        return True
    fits = _fits_number(a.number, a.precision, b.number) and b.precision in _CLOSE
    return fits or (_fits_number(b.number, b.precision, a.number) and a.precision in _CLOSE)


def _is_only_near(a: Statement, b: Statement) -> bool:
    """9,836 may be what "about 10,000" means; that alone makes them no one count."""
    return a.number != b.number and Precision.ABOUT in {a.precision, b.precision}


_CLOSE: Final = frozenset((Precision.EXACT, Precision.ABOUT))


def _fits_number(said: int, precision: Precision, count: int) -> bool:
    """Whether a number was said for this count: 6,543 fits "more than 6,500"."""
    step = _step(said)
    if precision in _LOWER:
        return said <= count < said + step
    if precision in _UPPER:
        return said - step < count <= said
    if precision is Precision.ABOUT:
        return 2 * abs(said - count) <= step
    return said == count


def _step(number: int) -> int:
    """How finely a number is said: by its last figure that is not 0, two figures at the least."""
    digits = str(number)
    zeros = len(digits) - len(digits.rstrip("0"))
    return int(10 ** max(0, min(zeros, len(digits) - 2)))


def _badness(finding: Finding) -> tuple[int, int, int, int]:
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
