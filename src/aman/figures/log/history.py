"""What the entries say together: each is checked against all before it.

Promises: the same rules for who writes an entry and for who reads one. A figure that breaks one
(its own price and what it is in epsilon, its announced day, the difference, rounding, order) is
refused.
Refuses to know: files, signatures, true counts and noise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from aman.figures.budget import BudgetExceeded, Priced, after_opening, plain, protected_by
from aman.figures.disclosure import Stated, change, never_falling, rounding, well_stated
from aman.figures.doubts import Reason, Why
from aman.figures.epsilon import DELTA, is_epsilon_of
from aman.figures.factorisation import keeps, margins
from aman.figures.measures import Unit
from aman.figures.plan import NOTICE, SeriesPlan, UnusablePlan, usable

from .entries import (
    AnyEntry,
    Calendar,
    Closed,
    Correction,
    EarlyAccess,
    Opened,
    Release,
    Revision,
    moment,
)

_HASH_LETTERS = 64


class BrokenRule(Exception):  # noqa: N818 - twin of WrongProgramme
    """An entry can't follow from those before it; `doubts_told` says why in words."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Series:
    """One series, as far as it was published."""

    plan: SeriesPlan
    scale: int
    releases: tuple[Release, ...] = ()
    revision: Revision | None = None
    announced: Mapping[int, str] = field(default_factory=dict)
    """The day of each release to come, by period."""
    closed: str = ""
    """"ended", "stopped", or empty."""
    closed_on: str = ""
    """The day of that; empty while it runs."""
    withdrawn: frozenset[int] = frozenset()
    """Periods whose figures must not be used."""
    is_held: bool = False
    """A figure was withdrawn, and nothing says yet that later totals are right."""

    def revision_is_due(self) -> bool:
        """Whether the next entry about it has to be a revision."""
        done = 0 if self.revision is None else len(self.revision.totals)
        return len(self.releases) - done >= self.plan.revised

    def in_order(self, number: int | None = None) -> list[Stated | None]:
        """What a revision makes of the totals; None: withdrawn, and no other is moved by it.

        `number`: of the first so many; else of all.
        """
        first = self.releases[:number]
        stand = [each for each in first if each.period not in self.withdrawn]
        totals = never_falling([each.total for each in stand])
        known = {each.period: total for each, total in zip(stand, totals, strict=True)}
        return [known.get(each.period) for each in first]


@dataclass(frozen=True, slots=True)
class Promised:
    """A budget: its total, for good, and what is spent of it (rho)."""

    total: str
    spent: Fraction


@dataclass(frozen=True, slots=True)
class History:
    """All of it so far."""

    size: int = 0
    at: str = ""
    budgets: Mapping[Unit, Promised] = field(default_factory=dict)
    """By what they protect, each from the first opening on that it pays for."""
    series: Mapping[str, Series] = field(default_factory=dict)
    early_access: tuple[EarlyAccess, ...] = ()
    entries: tuple[AnyEntry, ...] = ()

    def after(self, entry: AnyEntry) -> "History":
        """With one more; raises BrokenRule."""
        _must(entry.index == self.size, Why.NOT_ITS_PLACE)
        try:
            _must(not self.at or moment(entry.at) >= moment(self.at), Why.OLDER_THAN_LAST)
        except ValueError:
            _must(holds=False, otherwise=Why.NO_TIME)
        match entry:
            case Opened():
                known = _opened(self, entry)
            case Calendar():
                known = _announced(self, entry)
            case Release():
                known = self._with(entry.series, _released(self._open(entry.series), entry))
            case Revision():
                known = self._with(entry.series, _revised(self._open(entry.series), entry))
            case Correction():
                known = _corrected(self, entry)
            case Closed():
                known = self._with(entry.series, _closed(self._open(entry.series), entry))
        return replace(known, size=self.size + 1, at=entry.at, entries=(*self.entries, entry))

    def chains(self, protected: Unit) -> dict[str, list[Priced]]:
        """What the series that one budget pays for cost: by measure, in their order."""
        found: dict[str, list[Priced]] = {}
        for each in self.series.values():
            if protected_by(each.plan.measure) is protected:
                price = Priced(each.plan.price(), is_stopped=each.closed == "stopped")
                found.setdefault(each.plan.measure, []).append(price)
        return found

    def running(self) -> tuple[Series, ...]:
        """The series that are not closed."""
        return tuple(each for each in self.series.values() if not each.closed)

    def release(self, index: int) -> Release:
        """A release, by its number; raises BrokenRule."""
        found = self.entries[index] if 0 <= index < self.size else None
        if not isinstance(found, Release):
            raise BrokenRule(Why.WITHDRAWS_NO_FIGURE)
        return found

    def _open(self, series: str) -> Series:
        found = self.series.get(series)
        if found is None or found.closed:
            raise BrokenRule(Why.SERIES_NOT_OPEN)
        return found

    def _with(self, series: str, changed: Series) -> "History":
        return replace(self, series={**self.series, series: changed})


def history_of(entries: Iterable[AnyEntry]) -> History:
    """All entries, in their order; raises BrokenRule."""
    found = History()
    for each in entries:
        found = found.after(each)
    return found


def _must(holds: bool, otherwise: Why) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise BrokenRule(otherwise)


def _is_hash(text: str) -> bool:
    return len(text) == _HASH_LETTERS and not set(text) - set("0123456789abcdef")


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BrokenRule(Why.NO_DAY) from None
    _must(found.isoformat() == text, Why.NO_DAY)
    return found


def _opened(history: History, entry: Opened) -> History:
    plan, budget = entry.plan, entry.budget
    try:
        usable(plan)
        protected, total = protected_by(plan.measure), Fraction(budget.total)
        spent = after_opening(history.chains(protected), plan.measure, plan.price(), total)
    except (UnusablePlan, BudgetExceeded) as refusal:
        raise BrokenRule(refusal.why) from None
    except (ValueError, ZeroDivisionError):
        raise BrokenRule(Why.BUDGET_NO_NUMBER) from None
    _must(plain(total) == budget.total and plain(spent) == budget.spent, Why.BUDGET_WRONG)
    promised = history.budgets.get(protected, Promised(budget.total, spent))
    _must(promised.total == budget.total, Why.BUDGET_CHANGED)
    _must(budget.delta == DELTA, Why.OTHER_DELTA)
    for epsilon, rho in ((budget.epsilon, spent), (budget.epsilon_total, total)):
        _must(is_epsilon_of(epsilon, rho), Why.EPSILON_WRONG)
    _must(plan.series not in history.series, Why.SERIES_TWICE)
    _must(0 < entry.scale < 1 << 62, Why.IMPOSSIBLE_SCALE)
    _must(keeps(plan.periods, entry.scale, plan.price()), Why.NOISE_TOO_SMALL)
    _must(_is_hash(entry.noise), Why.NOISE_NOT_COMMITTED)
    for other in history.series.values():
        if other.plan.measure != plan.measure:
            continue
        _must(bool(other.closed), Why.MEASURE_STILL_OPEN)
        end = other.plan.first(other.plan.periods)
        is_clear = other.closed == "stopped" or _day(plan.start) >= end
        _must(is_clear, Why.BEGINS_TOO_EARLY)
    opened = {**history.series, plan.series: Series(plan, entry.scale)}
    budgets = {**history.budgets, protected: Promised(budget.total, spent)}
    return replace(history, budgets=budgets, series=opened)


def _announced(history: History, entry: Calendar) -> History:
    day = moment(entry.at).date()
    known = history
    for each in entry.dates:
        series = known._open(each.series)  # noqa: SLF001 - the same module
        before = series.announced.get(each.period)
        due, plan = _day(each.date), series.plan
        _must(len(series.releases) <= each.period < plan.periods, Why.NO_RELEASE_TO_COME)
        _must(due >= plan.due(each.period), Why.ANNOUNCED_TOO_EARLY)
        if before is None:
            _must(due - day >= NOTICE, Why.SHORT_NOTICE)
            is_next = each.period == len(series.releases) or each.period - 1 in series.announced
            _must(is_next, Why.LEAVES_ONE_OUT)
        else:
            _must(due > _day(before), Why.NOT_LATER)
            _must(_is_reason(entry.reason), Why.MOVED_WITHOUT_REASON)
        announced = {**series.announced, each.period: each.date}
        known = known._with(each.series, replace(series, announced=announced))  # noqa: SLF001
    for series in known.series.values():
        days = [day for _, day in sorted(series.announced.items())]
        _must(days == sorted(days), Why.DAYS_OUT_OF_ORDER)
    for role in entry.early_access:
        _must(bool(role.role) and role.hours >= 1, Why.ROLE_INCOMPLETE)
    return replace(known, early_access=tuple(entry.early_access))


def _is_reason(reason: Mapping[str, str]) -> bool:
    return bool(reason) and all(text.strip() for text in reason.values())


def _released(series: Series, entry: Release) -> Series:
    plan, period = series.plan, len(series.releases)
    _must(entry.period == period < plan.periods, Why.NOT_NEXT_PERIOD)
    _must(entry.measure == plan.measure, Why.OTHER_MEASURE)
    last = plan.end(period) - timedelta(days=1)
    window = (plan.first(period).isoformat(), last.isoformat())
    _must((entry.first, entry.last) == window, Why.OTHER_DAYS)
    announced = series.announced.get(period)
    if announced is None:
        raise BrokenRule(Why.NEVER_ANNOUNCED)
    day, due = moment(entry.at).date(), _day(announced)
    _must(day >= due, Why.BEFORE_ITS_DAY)
    _must(bool(entry.reason) == (day > due), Why.LATE_WITHOUT_REASON)
    _must(not entry.reason or _is_reason(entry.reason), Why.EMPTY_REASON)
    _must(not series.revision_is_due(), Why.REVISION_DUE)
    _must(not series.is_held, Why.STILL_HELD)
    before = series.releases[-1].total if period else None
    _must(well_stated(entry.total), Why.NOT_ROUNDED)
    _must(entry.change == change(before, entry.total), Why.NOT_DIFFERENCE)
    expected = margins(plan.periods, period, series.scale, rounding(before))
    _must((entry.margin, entry.change_margin) == expected, Why.MARGINS_WRONG)
    _must(_is_hash(entry.count), Why.COUNT_NOT_COMMITTED)
    left = {key: day for key, day in series.announced.items() if key != period}
    return replace(series, releases=(*series.releases, entry), announced=left)


def _revised(series: Series, entry: Revision) -> Series:
    _must(series.revision_is_due(), Why.NO_REVISION_DUE)
    _must(entry.totals == series.in_order(), Why.NOT_THOSE_RELEASED)
    _must(_is_reason(entry.reason), Why.NO_REASON)
    return replace(series, revision=entry)


def _corrected(history: History, entry: Correction) -> History:
    _must(0 <= entry.of < history.size, Why.NO_SUCH_ENTRY)
    _must(_is_reason(entry.reason), Why.NO_REASON)
    if entry.effect == "explained":
        return history
    spoken_of = history.release(entry.of)
    series = history.series[spoken_of.series]
    if entry.effect == "mended":
        _must(series.is_held and spoken_of.period in series.withdrawn, Why.MENDS_NOTHING)
        known = replace(series, is_held=False)
    else:
        withdrawn = series.withdrawn | {spoken_of.period}
        known = replace(series, withdrawn=withdrawn, is_held=not series.closed)
    return history._with(spoken_of.series, known)  # noqa: SLF001


def _closed(series: Series, entry: Closed) -> Series:
    is_whole = len(series.releases) == series.plan.periods
    _must((entry.why == "ended") == is_whole, Why.NOT_ITS_END)
    _must(not is_whole or not series.revision_is_due(), Why.REVISION_DUE)
    _must(_is_reason(entry.reason), Why.NO_REASON)
    day = moment(entry.at).date().isoformat()
    return replace(series, closed=entry.why, closed_on=day, announced={}, is_held=False)
