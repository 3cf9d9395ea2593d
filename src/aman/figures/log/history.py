"""What the entries say together: each is checked against all before it.

Promises: the same rules for who writes an entry and for who reads one. A figure that breaks one
(its own price and what it is in epsilon, its announced day, the difference, rounding, order) is
refused, in words.
Refuses to know: files, signatures, true counts and noise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from aman.figures.budget import BudgetExceeded, Priced, after_opening, plain, protected_by
from aman.figures.disclosure import Stated, change, never_falling, rounding, well_stated
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
    """An entry can't follow from those before it: its str says why."""


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
        _must(entry.index == self.size, "it has another number than its place")
        try:
            _must(not self.at or moment(entry.at) >= moment(self.at), "it is older than the last")
        except ValueError:
            _must(holds=False, otherwise="its time is none")
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
            message = "it withdraws what is no figure"
            raise BrokenRule(message)
        return found

    def _open(self, series: str) -> Series:
        found = self.series.get(series)
        if found is None or found.closed:
            message = "it speaks of a series that is not open"
            raise BrokenRule(message)
        return found

    def _with(self, series: str, changed: Series) -> "History":
        return replace(self, series={**self.series, series: changed})


def history_of(entries: Iterable[AnyEntry]) -> History:
    """All entries, in their order; raises BrokenRule."""
    found = History()
    for each in entries:
        found = found.after(each)
    return found


def _must(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise BrokenRule(otherwise)


def _is_hash(text: str) -> bool:
    return len(text) == _HASH_LETTERS and not set(text) - set("0123456789abcdef")


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        message = "a day in it is none"
        raise BrokenRule(message) from None
    _must(found.isoformat() == text, "a day in it is none")
    return found


def _opened(history: History, entry: Opened) -> History:
    plan, budget = entry.plan, entry.budget
    try:
        usable(plan)
        protected, total = protected_by(plan.measure), Fraction(budget.total)
        spent = after_opening(history.chains(protected), plan.measure, plan.price(), total)
    except (UnusablePlan, BudgetExceeded) as refusal:
        raise BrokenRule(str(refusal)) from None
    except (ValueError, ZeroDivisionError):
        message = "its budget is no number"
        raise BrokenRule(message) from None
    _must(plain(total) == budget.total and plain(spent) == budget.spent, "its budget is wrong")
    promised = history.budgets.get(protected, Promised(budget.total, spent))
    _must(promised.total == budget.total, "it changes the budget that was promised")
    _must(budget.delta == DELTA, "its delta is another than one in a million")
    for epsilon, rho in ((budget.epsilon, spent), (budget.epsilon_total, total)):
        _must(is_epsilon_of(epsilon, rho), "its epsilon is not what its rho costs")
    _must(plan.series not in history.series, "there is such a series already")
    _must(0 < entry.scale < 1 << 62, "its noise has an impossible scale")
    _must(keeps(plan.periods, entry.scale, plan.price()), "its noise is too small for its price")
    _must(_is_hash(entry.noise), "its noise is not committed to")
    for other in history.series.values():
        if other.plan.measure != plan.measure:
            continue
        _must(bool(other.closed), "a series of this measure is still open")
        end = other.plan.first(other.plan.periods)
        is_clear = other.closed == "stopped" or _day(plan.start) >= end
        _must(is_clear, "it begins before the last series ended")
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
        _must(len(series.releases) <= each.period < plan.periods, "it announces no release to come")
        _must(due >= plan.due(each.period), "it announces a release too early")
        if before is None:
            _must(due - day >= NOTICE, "it announces a release less than four weeks ahead")
            is_next = each.period == len(series.releases) or each.period - 1 in series.announced
            _must(is_next, "it leaves a release out")
        else:
            _must(due > _day(before), "it moves a release, but not to a later day")
            _must(_is_reason(entry.reason), "it moves a release without a reason")
        announced = {**series.announced, each.period: each.date}
        known = known._with(each.series, replace(series, announced=announced))  # noqa: SLF001
    for series in known.series.values():
        days = [day for _, day in sorted(series.announced.items())]
        _must(days == sorted(days), "its days are out of order")
    for role in entry.early_access:
        _must(bool(role.role) and role.hours >= 1, "it lists early access without a role or time")
    return replace(known, early_access=tuple(entry.early_access))


def _is_reason(reason: Mapping[str, str]) -> bool:
    return bool(reason) and all(text.strip() for text in reason.values())


def _released(series: Series, entry: Release) -> Series:
    plan, period = series.plan, len(series.releases)
    _must(entry.period == period < plan.periods, "it is not the period that comes next")
    _must(entry.measure == plan.measure, "it has another measure than its series")
    last = plan.end(period) - timedelta(days=1)
    window = (plan.first(period).isoformat(), last.isoformat())
    _must((entry.first, entry.last) == window, "its days are not those of its period")
    announced = series.announced.get(period)
    if announced is None:
        message = "it was never announced"
        raise BrokenRule(message)
    day, due = moment(entry.at).date(), _day(announced)
    _must(day >= due, "it comes before its day")
    _must(bool(entry.reason) == (day > due), "a late release says why, and only a late one")
    _must(not entry.reason or _is_reason(entry.reason), "its reason is empty")
    _must(not series.revision_is_due(), "a revision was due before it")
    _must(not series.is_held, "a figure before it is withdrawn, and none says it is mended")
    before = series.releases[-1].total if period else None
    _must(well_stated(entry.total), "its total is not rounded or left out as it has to be")
    _must(entry.change == change(before, entry.total), "its change is not the difference")
    expected = margins(plan.periods, period, series.scale, rounding(before))
    _must((entry.margin, entry.change_margin) == expected, "its margins are wrong")
    _must(_is_hash(entry.count), "its true count is not committed to")
    left = {key: day for key, day in series.announced.items() if key != period}
    return replace(series, releases=(*series.releases, entry), announced=left)


def _revised(series: Series, entry: Revision) -> Series:
    _must(series.revision_is_due(), "no revision was due")
    _must(entry.totals == series.in_order(), "its totals are not those released, put in order")
    _must(_is_reason(entry.reason), "it has no reason")
    return replace(series, revision=entry)


def _corrected(history: History, entry: Correction) -> History:
    _must(0 <= entry.of < history.size, "it speaks of an entry that is not there")
    _must(_is_reason(entry.reason), "it has no reason")
    if entry.effect == "explained":
        return history
    spoken_of = history.release(entry.of)
    series = history.series[spoken_of.series]
    if entry.effect == "mended":
        _must(series.is_held and spoken_of.period in series.withdrawn, "it mends nothing")
        known = replace(series, is_held=False)
    else:
        withdrawn = series.withdrawn | {spoken_of.period}
        known = replace(series, withdrawn=withdrawn, is_held=not series.closed)
    return history._with(spoken_of.series, known)  # noqa: SLF001


def _closed(series: Series, entry: Closed) -> Series:
    is_whole = len(series.releases) == series.plan.periods
    _must((entry.why == "ended") == is_whole, "its end is not what it says")
    _must(not is_whole or not series.revision_is_due(), "a revision was due before it")
    _must(_is_reason(entry.reason), "it has no reason")
    return replace(series, closed=entry.why, announced={}, is_held=False)
