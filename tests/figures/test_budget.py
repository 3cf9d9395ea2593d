"""No order of commands costs anybody more than the promised total."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from aman.desk.publication.publisher import Publisher
from aman.figures.budget import (
    BudgetExceeded,
    Priced,
    after_opening,
    cost_of,
    protected_by,
    spent,
)
from aman.figures.commitments import audited
from aman.figures.doubts import OverBudget, Why
from aman.figures.log.entries import Opened, Release
from aman.figures.log.history import BrokenRule, Series
from aman.figures.log.reading import Log, read_log
from aman.figures.measures import MEASURES, MeasureId, Unit
from aman.figures.plan import SeriesPlan, UnusablePlan
from aman.figures.publishing import (
    Draft,
    EventsMissing,
    OlderBook,
    correct,
    count_early,
    mend,
    move,
    open_series,
    publish_due,
    stop,
    withdraw,
)
from aman.figures.series import LogBehind, PrivateBook, standing

from .charged import most_charged
from .in_memory import FolderInMemory, KeeperInMemory, SignerInMemory
from .published import HOTLINE, ROLES, START, Counted, noon, salt
from .seeded import SeededNoise

TENTH = Fraction(1, 10)
TOTAL = "0.3"
WHY = {"en": "A reason."}


def test_series_that_follow_an_ended_one_cost_the_dearest() -> None:
    """A person is in one of them alone."""
    ended = Priced(TENTH, is_stopped=False)
    assert cost_of([ended, ended, Priced(TENTH / 2, is_stopped=False)]) == TENTH


def test_after_a_stopped_series_prices_add_up() -> None:
    """A person may be counted again in what comes next."""
    stopped, ended = Priced(TENTH, is_stopped=True), Priced(TENTH, is_stopped=False)
    assert cost_of([stopped, ended]) == 2 * TENTH
    assert cost_of([ended, stopped, ended]) == 2 * TENTH
    assert cost_of([stopped, stopped, ended]) == 3 * TENTH


def test_measures_add_up() -> None:
    """The same person contacts, applies and arrives."""
    one = [Priced(TENTH, is_stopped=False)]
    assert spent([one, one]) == 2 * TENTH
    assert after_opening({"people": one}, "arrived", TENTH, 2 * TENTH) == 2 * TENTH
    with pytest.raises(BudgetExceeded) as over:
        after_opening({"people": one}, "arrived", TENTH, TENTH)
    assert over.value.why == OverBudget("0.1", "0.2")


class Cut(Exception):  # noqa: N818 - not an error
    """Publishing is cut short after a step."""


class Publishing(RuleBasedStateMachine):
    """Opens, publishes, previews, moves, corrects, stops, is cut short, restores, in any order.

    By the real `Publisher`, which finishes what was begun before it decides anything else.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder, self.signer = FolderInMemory(), SignerInMemory()
        self.keeper = KeeperInMemory(HOTLINE)
        self.older: list[bytes] = []
        self.today, self.counted = START, Counted()
        self.noise = SeededNoise()
        self.log = Log()
        self.steps_left = 1_000
        self.seen_early: dict[tuple[str, int], int] = {}

    def step(self, _: str) -> None:
        """Announced when it is done; the last one is where it is cut short."""
        self.steps_left -= 1
        if self.steps_left < 0:
            raise Cut

    def decide(self, what: Callable[[Draft], None], *, close_older: bool = False) -> None:
        """As a command does, after a restart; a refusal changes nothing that was decided."""
        self.older = [*self.older, self.keeper.content][-6:]
        publisher = Publisher(self.folder, self.keeper, self.signer, announce=self.step)
        try:
            publisher.publish(what, noon(self.today), close_older=close_older)
        except (BudgetExceeded, BrokenRule, OlderBook, UnusablePlan, LogBehind, EventsMissing):
            return
        except Cut:
            return
        finally:
            self.steps_left = 1_000
            before, self.log = self.log, read_log(self.folder.files())
            assert self.log.entries[: len(before.entries)] == before.entries

    @initialize(rho=st.sampled_from(["0.1", "0.15", "0.2"]))
    def begin(self, rho: str) -> None:
        """There is something to go wrong with: some releases are out, two are to come."""
        self.open("people", rho, 8, TOTAL, 3)
        self.let_time_pass(28)

    @rule(steps=st.integers(0, 14))
    def be_cut_short(self, steps: int) -> None:
        """The next time, after so many steps."""
        self.steps_left = steps

    @rule(
        measure=st.sampled_from(["people", "people", "people", "arrived", "contacts", "persons"]),
        rho=st.sampled_from(["0.1", "0.15", "0.2", "0.3", "0.0001"]),
        periods=st.integers(1, 3),
        total=st.sampled_from([TOTAL, TOTAL, None, "0.4", "9"]),
        back=st.integers(-3, 3),
    )
    def open(self, measure: str, rho: str, periods: int, total: str | None, back: int) -> None:
        """Open another series, if it is let."""
        if measure in MEASURES and protected_by(measure) not in self.log.history.budgets:
            total = TOTAL
        number = 1 + sum(each.startswith(measure) for each in self.log.history.series)
        start = self.today - timedelta(weeks=back)
        plan = plan_of(f"{measure}-{number}", start, periods, rho)
        self.decide(lambda draft: open_series(draft, plan, total, self.noise, os_salt))

    @rule(days=st.sampled_from([7, 29, 1, 60]))
    def let_time_pass(self, days: int) -> None:
        """And publish what is due, if the book is new enough."""
        self.today += timedelta(days=days)
        self.decide(lambda draft: publish_due(draft, self.counted, os_salt, ROLES))

    @rule(hours=st.sampled_from([24, 24 * 40]))
    def look_early(self, hours: int) -> None:
        """Fix counts for who sees figures before everybody does."""
        until = noon(self.today) + timedelta(hours=hours)
        self.decide(lambda draft: count_early(draft, self.counted, os_salt, until))
        for state in self.keeper.book().series:
            for period, count in enumerate(state.counts):
                self.seen_early.setdefault((state.series, period), count)

    @rule(count=st.integers(1, 50), ago=st.integers(0, 40))
    def learn_late(self, count: int, ago: int) -> None:
        """Events of days that are over."""
        day = self.today - timedelta(days=ago)
        more = {**self.counted.more, day: self.counted.more.get(day, 0) + count}
        self.counted = Counted(more=more)

    @rule()
    def close_what_is_lost(self) -> None:
        """As an administrator does who has no newer book."""
        self.decide(lambda draft: publish_due(draft, self.counted, os_salt), close_older=True)

    @precondition(lambda self: self.log.history.series)
    @rule(data=st.data(), later=st.integers(-1, 20))
    def move(self, data: st.DataObject, later: int) -> None:
        """Put the next release off."""
        series = data.draw(st.sampled_from(sorted(self.log.history.series.values(), key=_name)))
        period = len(series.releases)
        day = date.fromisoformat(series.announced.get(period, self.today.isoformat()))
        day += timedelta(days=later)
        self.decide(lambda draft: move(draft, series.plan.series, period, day, WHY))

    @precondition(lambda self: self.log.entries)
    @rule(data=st.data(), is_withdrawn=st.booleans())
    def correct(self, data: st.DataObject, *, is_withdrawn: bool) -> None:
        """Say of any entry that it is wrong."""
        of = data.draw(st.integers(0, len(self.log.entries)))
        self.decide(lambda draft: correct(draft, of, WHY, is_withdrawn=is_withdrawn))

    @precondition(lambda self: self.log.entries)
    @rule(data=st.data(), then=st.sampled_from(["mend", "stop", "wait"]))
    def withdraw(self, data: st.DataObject, then: str) -> None:
        """Withdraw a release and those after it; then say that it is mended, stop, or wait."""
        releases = [e.index for e in self.log.history.entries if isinstance(e, Release)]
        of = data.draw(st.sampled_from([*releases, 0]))

        def decide(draft: Draft) -> None:
            withdraw(draft, of, WHY)
            if then == "mend":
                mend(draft, of, WHY)
            if then == "stop":
                stop(draft, draft.history.release(of).series, WHY)

        self.decide(decide)

    @precondition(lambda self: self.log.history.series)
    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        """Stop a series."""
        name = data.draw(st.sampled_from(sorted(self.log.history.series)))
        self.decide(lambda draft: stop(draft, name, WHY))

    @precondition(lambda self: self.log.history.running())
    @rule(data=st.data(), rho=st.sampled_from(["0.1", "0.15", "0.2"]))
    def stop_and_open_again(self, data: st.DataObject, rho: str) -> None:
        """As an administrator does who counted wrong."""
        series = data.draw(st.sampled_from(self.log.history.running()))
        self.decide(lambda draft: stop(draft, series.plan.series, WHY))
        self.open(series.plan.measure, rho, 2, TOTAL, 0)

    @precondition(lambda self: self.older)
    @rule(data=st.data(), is_newest_found=st.booleans())
    def restore(self, data: st.DataObject, *, is_newest_found: bool) -> None:
        """Bring back an older book, or an empty one, and publish; then perhaps the newest is found.

        What was only seen early may be lost.
        """
        newest, empty = self.keeper.content, PrivateBook(HOTLINE).to_bytes()
        self.keeper.content = data.draw(st.sampled_from([*reversed(self.older), empty]))
        self.let_time_pass(7)
        if is_newest_found:
            self.keeper.content = newest
        self.seen_early = {}

    @invariant()
    def nobody_is_charged_more_than_the_total(self) -> None:
        """Every way in which one person, or one week of one, can be in the series, one by one."""
        history = self.log.history
        for protected in Unit.PERSON, Unit.PERSON_WEEK:
            worst = most_charged(history, protected)
            assert worst is None or worst == history.budgets[protected].spent <= Fraction(TOTAL)

    @invariant()
    def noise_and_counts_are_those_that_were_committed_to(self) -> None:
        """One draw for each series, whatever was cut short or restored; counts never change."""
        history, book = self.log.history, self.keeper.book()
        assert all(tuple(state.noise) in self.noise.drawn for state in book.series)
        for series in history.running():
            name, state = series.plan.series, book.state(series.plan.series)
            if state is None or name in standing(book, self.log).older:
                continue  # a copy that publishing refuses
            openings = book.openings(
                history, name, min(len(series.releases), len(state.counts)) - 1
            )
            audited(history, openings)
            for period, count in enumerate(state.counts):
                assert self.seen_early.get((name, period), count) == count
        assert "persons-1" not in history.series


def plan_of(series: str, start: date, periods: int, rho: str) -> SeriesPlan:
    """Weekly, revised after each second week; also of what can't be published."""
    measure = series.rpartition("-")[0]
    known = measure in MEASURES
    words = MEASURES[MeasureId(measure)].definition.counts if known else "Who is counted."
    return SeriesPlan(series, measure, words, start.isoformat(), "week", periods, rho, 7, 2)


def os_salt() -> bytes:
    """Another each time, as in truth: whoever decides anew decides other bytes."""
    return os.urandom(32)


def _name(series: Series) -> str:
    return series.plan.series


TestPublishing = Publishing.TestCase
TestPublishing.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_the_total_can_not_be_raised() -> None:
    """A later opening with a larger one is refused, in words."""
    book, noise = PrivateBook("h"), SeededNoise()
    draft = Draft(book, Log(), noon(START))
    plans = [plan_of(f"{m}-1", date(2026, 10, 1), 4, "0.1") for m in ("people", "arrived")]
    open_series(draft, plans[0], "0.1", noise, salt)
    with pytest.raises(BudgetExceeded) as over:
        open_series(draft, plans[1], "0.2", noise, salt)
    assert over.value.why == OverBudget("0.1", "0.2")
    assert len(noise.drawn) == 1


def test_contacts_have_a_budget_of_their_own() -> None:
    """Somebody who comes in ten weeks would cost a hundred times their rho: no total holds that."""
    noise, start = SeededNoise(), date(2026, 10, 1)
    draft = Draft(PrivateBook("h"), Log(), noon(START))
    for measure, total in (("people", "0.2"), ("arrived", "0.2"), ("contacts", "0.1")):
        open_series(draft, plan_of(f"{measure}-1", start, 4, "0.1"), total, noise, salt)
    person, week = (draft.history.budgets[each] for each in (Unit.PERSON, Unit.PERSON_WEEK))
    assert (person.total, person.spent) == ("0.2", 2 * TENTH)
    assert (week.total, week.spent) == ("0.1", TENTH)
    opened = [each.budget for each in draft.entries if isinstance(each, Opened)]
    assert [each.epsilon_total for each in opened] == ["3.14", "3.14", "2.15"]


def test_a_series_says_what_its_measure_counts_and_nothing_else() -> None:
    """Free words would stay for ever and may say something else than the page."""
    draft = Draft(PrivateBook("h"), Log(), noon(START))
    plan = msgspec.structs.replace(plan_of("people-1", START, 4, "0.1"), definition="Surrendered.")
    with pytest.raises(UnusablePlan) as refused:
        open_series(draft, plan, "0.1", SeededNoise(), salt)
    assert refused.value.why is Why.OTHER_DEFINITION
