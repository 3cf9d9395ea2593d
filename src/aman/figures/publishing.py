"""What is published next, decided from book, log, counting events and the time: nothing is done.

Promises: each decision is a book in which the entries stand that are to be written, byte by byte,
and what is secret of them; whoever performs it keeps that book first. Each entry has passed the
rules that a reader checks.
Refuses to know: files, keys, the clock, chance; cases, but for how often something was counted.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final, Protocol

from .budget import after_opening, plain, protected_by
from .calendar import calendar_to_announce
from .commitments import commitment
from .disclosure import change, rounding, stated
from .doubts import Why
from .epsilon import DELTA, epsilon_of
from .factorisation import decoded, margins, norm, scale_for
from .log.canonical import written
from .log.checkpoint import next_checkpoint
from .log.entries import (
    Announced,
    AnyEntry,
    Budget,
    Calendar,
    Closed,
    Correction,
    EarlyAccess,
    Opened,
    Reason,
    Release,
    Revision,
    told,
)
from .log.history import Series
from .log.merkle import GrowingTree, leaf_hash
from .log.reading import Log
from .measures import MEASURES, MeasureId
from .noise import Noise
from .plan import SeriesPlan, UnusablePlan, usable
from .reasons import ENDED, LATE, LOST, REVISED
from .series import Pending, PrivateBook, SeriesState, standing

Salt = Callable[[], bytes]
"""Thirty-two random bytes."""


TOTAL: Final = "0.2"
"""What a budget is unless another is promised at its first series: rho 0.1 for two measures."""


class CountingEvents(Protocol):
    """How often something was counted: events are only ever added."""

    def between(self, measure: str, first: date, end: date) -> int:
        """Events of a measure on days from `first` on and before `end`."""
        ...


class EventsMissing(Exception):  # noqa: N818 - twin of WrongProgramme
    """Fewer events than were released already."""


class OlderBook(Exception):  # noqa: N818 - twin of WrongProgramme
    """The log knows more of a series than the book."""


class BeforeItsTime(Exception):  # noqa: N818 - twin of WrongProgramme
    """The clock is behind the log."""


class Unfinished(Exception):  # noqa: N818 - twin of WrongProgramme
    """What was decided last has to be out before anything else is decided."""


class Draft:
    """Entries being decided, one after the other, on top of a log.

    `close_older`: series of which the book is older than the log are closed; else OlderBook.
    Raises LogBehind, Unfinished, BeforeItsTime too.
    """

    def __init__(
        self, book: PrivateBook, log: Log, now: datetime, *, close_older: bool = False
    ) -> None:
        found = standing(book, log)
        if found.book.pending is not None:
            message = "What was decided last is not out yet: publish without --dry-run finishes it."
            raise Unfinished(message)
        if found.older and not close_older:
            raise OlderBook(_older(found.older))
        self.at = told(now)
        if log.history.at > self.at:
            message = "The clock is behind the last entry: set it right. Nothing was published."
            raise BeforeItsTime(message)
        self.day = now.date()
        self._book, self._log = found.book, log
        self.history = log.history
        self.states = {each.series: each for each in found.book.series}
        self.left: dict[str, str] = {}
        """Series that are due and not released, and why."""
        self._entries: list[bytes] = []
        for name in found.older:
            self.add(Closed(self.index, self.at, name, "stopped", LOST))

    def add(self, entry: AnyEntry) -> None:
        """One more, by the rules; raises BrokenRule."""
        self.history = self.history.after(entry)
        self._entries.append(written(entry))

    @property
    def entries(self) -> tuple[AnyEntry, ...]:
        """What was decided so far."""
        return self.history.entries[self._log.history.size :]

    @property
    def index(self) -> int:
        """The number of the next entry."""
        return self.history.size

    def book(self) -> PrivateBook:
        """The book to keep before anything is written; unchanged if there is nothing to write."""
        old, states = self._book, list(self.states.values())
        if not self._entries:
            return PrivateBook(old.hotline, old.size, old.root, states)
        tree = GrowingTree()
        tree.extend(leaf_hash(each) for each in (*self._log.entries, *self._entries))
        checkpoint = next_checkpoint(
            self._log.checkpoint, old.hotline, tree.size, tree.root(), self.at
        )
        pending = Pending(
            [each.decode() for each in self._entries],
            checkpoint.decode(),
            states,
            tree.root().hex(),
        )
        return PrivateBook(old.hotline, old.size, old.root, old.series, pending)


def _older(series: Sequence[str]) -> str:
    return (
        f"The private book is older than the public log: {', '.join(series)}. "
        "Bring back the newest copy of the book, the one that published last. If there is none, "
        "close these series: "
        "their noise is never drawn again."
    )


def open_series(
    draft: Draft, plan: SeriesPlan, total: str | None, noise: Noise, salt: Salt
) -> None:
    """Draw the noise of a series, once, open it and announce its first releases.

    `total`: the budget that pays for it (None: as promised, else 0.2). Raises UnusablePlan,
    BudgetExceeded, BrokenRule; then nothing was drawn that is kept.
    """
    usable(plan)
    # Asked of who opens, not of who reads: words may be mended later, and a log stays as it is.
    if plan.definition != MEASURES[MeasureId(plan.measure)].definition.counts:
        raise UnusablePlan(Why.OTHER_DEFINITION)
    protected = protected_by(plan.measure)
    promise = draft.history.budgets.get(protected)
    promised = Fraction((promise.total if promise else None) or total or TOTAL)
    chains = draft.history.chains(protected)
    spent = after_opening(chains, plan.measure, plan.price(), promised)
    scale = scale_for(plan.periods, plan.price())
    drawn = noise.draw(plan.periods, norm(plan.periods), scale, plan.price())
    state = SeriesState(plan.series, list(drawn), salt().hex())
    budget = Budget(
        plain(Fraction(total or promised)),
        plain(spent),
        epsilon_of(spent),
        epsilon_of(promised),
        DELTA,
    )
    committed = commitment(state.noise_content(), state.noise_salt)
    draft.add(Opened(draft.index, draft.at, plan, budget, scale, noise.name, committed))
    draft.states[plan.series] = state
    announce(draft)


def publish_due(
    draft: Draft,
    events: CountingEvents,
    salt: Salt,
    early_access: Iterable[EarlyAccess] | None = None,
) -> None:
    """Release what is due and announce what comes; what can't be released stands in `draft.left`.

    `early_access`: who sees figures earlier from now on; None: as before.
    """
    release_due(draft, events, salt)
    announce(draft, early_access)


def release_due(draft: Draft, events: CountingEvents, salt: Salt) -> None:
    """Release every period whose announced day has come, with revisions and endings due.

    A series that can't go on is left, and why stands in `draft.left`; the others go on.
    """
    for name in [each.plan.series for each in draft.history.running()]:
        try:
            _release_series(draft, name, events, salt)
        except EventsMissing as missing:
            draft.left[name] = str(missing)


def _release_series(draft: Draft, name: str, events: CountingEvents, salt: Salt) -> None:
    errors: Sequence[Fraction] = ()
    while (day := _next_day(draft.history.series[name])) and day <= draft.day:
        series, state = draft.history.series[name], draft.states[name]
        if series.is_held:
            draft.left[name] = _held(series)
            return
        if not errors:
            errors = decoded(series.plan.periods, state.noise)
        if len(state.counts) == len(series.releases):
            state = state.counted(_count(series, state, events), salt().hex())
        is_late = day < draft.day
        noisy = sum(state.counts[: len(series.releases) + 1]) + errors[len(series.releases)]
        draft.add(_release(draft, series, state, noisy, LATE if is_late else {}))
        draft.states[name] = state
        _revise_and_end(draft, name)


def _held(series: Series) -> str:
    entry = max(each.index for each in series.releases if each.period in series.withdrawn)
    return (
        f"{series.plan.series} is not released: a figure was withdrawn, and a later total would "
        "hold the same mistake. If the counting was wrong, close it: close-series "
        f"{series.plan.series}. If later totals are right, say so: "
        f"correct --entry {entry} --mended."
    )


def _next_day(series: Series) -> date | None:
    announced = series.announced.get(len(series.releases))
    return None if announced is None else date.fromisoformat(announced)


def count_early(draft: Draft, events: CountingEvents, salt: Salt, until: datetime) -> None:
    """Fix the counts of releases to come until then, for who sees them early.

    What he sees is what is released: events that come later fall into the next period.
    A series whose events are missing is left, and why stands in `draft.left`.
    """
    for series in draft.history.running():
        if series.is_held:
            continue
        plan, state = series.plan, draft.states[series.plan.series]
        try:
            while day := series.announced.get(len(state.counts)):
                period = len(state.counts)
                if date.fromisoformat(day) > until.date() or plan.end(period) > draft.day:
                    break
                state = state.counted(_count(series, state, events), salt().hex())
        except EventsMissing as missing:
            draft.left[plan.series] = str(missing)
        draft.states[plan.series] = state


def _count(series: Series, state: SeriesState, events: CountingEvents) -> int:
    """What was counted since the last count: late events fall into the period that is next."""
    plan, period = series.plan, len(state.counts)
    count = events.between(plan.measure, plan.first(0), plan.end(period)) - sum(state.counts)
    if count < 0:
        message = (
            f"{plan.series} is not released: there are fewer counting events than were released "
            "already. Are they an older copy? Then bring back the newest. Were some taken away "
            "because they were counted by mistake? Then this series can't go on: withdraw what "
            "was released with them, and close it: correct --withdraw --close."
        )
        raise EventsMissing(message)
    return count


def _release(
    draft: Draft, series: Series, state: SeriesState, noisy: Fraction, reason: Reason
) -> Release:
    plan, period = series.plan, len(series.releases)
    before = series.releases[-1].total if period else None
    total = stated(noisy)
    margin, change_margin = margins(plan.periods, period, series.scale, rounding(before))
    return Release(
        draft.index,
        draft.at,
        plan.series,
        plan.measure,
        period,
        plan.first(period).isoformat(),
        (plan.end(period) - timedelta(days=1)).isoformat(),
        total,
        margin,
        change(before, total),
        change_margin,
        commitment(state.count_content(period), state.salts[period]),
        reason,
    )


def _revise_and_end(draft: Draft, name: str) -> None:
    series = draft.history.series[name]
    if series.revision_is_due():
        draft.add(Revision(draft.index, draft.at, name, series.in_order(), REVISED))
    if len(series.releases) == series.plan.periods:
        draft.add(Closed(draft.index, draft.at, name, "ended", ENDED))


def announce(draft: Draft, early_access: Iterable[EarlyAccess] | None = None) -> None:
    """Announce what the calendar lacks; None: early access stays as it is."""
    roles = tuple(draft.history.early_access if early_access is None else early_access)
    dates = calendar_to_announce(draft.history, draft.day)
    if dates or roles != draft.history.early_access:
        draft.add(Calendar(draft.index, draft.at, dates, list(roles), {}))


def move(draft: Draft, series: str, period: int, day: date, reason: Reason) -> None:
    """Put a release off to a later day, and those after it that would overtake; BrokenRule."""
    later = day.isoformat()
    known = draft.history.series.get(series)
    others = {} if known is None else known.announced
    overtaken = [each for each in sorted(others) if each > period and others[each] < later]
    moved = [Announced(series, each, later) for each in (period, *overtaken)]
    roles = list(draft.history.early_access)
    draft.add(Calendar(draft.index, draft.at, moved, roles, reason))


def stop(draft: Draft, series: str, reason: Reason) -> None:
    """Close a series before its end; raises BrokenRule."""
    draft.add(Closed(draft.index, draft.at, series, "stopped", reason))


def correct(draft: Draft, of: int, reason: Reason, *, is_withdrawn: bool) -> None:
    """Say that an entry is wrong, and of no other; raises BrokenRule."""
    effect: Final = "withdrawn" if is_withdrawn else "explained"
    draft.add(Correction(draft.index, draft.at, of, effect, reason))


def withdraw(draft: Draft, of: int, reason: Reason) -> None:
    """Withdraw a figure and those of its series after it; raises BrokenRule.

    Totals count from the first day: what was counted by mistake is in every later one.
    """
    first = draft.history.release(of)
    series = draft.history.series[first.series]
    for each in series.releases[first.period :]:
        if each is first or each.period not in series.withdrawn:
            correct(draft, each.index, reason, is_withdrawn=True)


def mend(draft: Draft, of: int, reason: Reason) -> None:
    """Say that later totals do not hold what is wrong in a withdrawn one; raises BrokenRule."""
    draft.add(Correction(draft.index, draft.at, of, "mended", reason))
