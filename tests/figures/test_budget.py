"""No order of commands costs anybody more than the promised total."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from aman.figures.budget import (
    BudgetExceeded,
    Priced,
    after_opening,
    cost_of,
    protected_by,
    spent,
)
from aman.figures.log.entries import Opened, read_entry
from aman.figures.log.history import BrokenRule, history_of
from aman.figures.log.reading import Log
from aman.figures.measures import MEASURES, MeasureId, Unit
from aman.figures.plan import SeriesPlan, UnusablePlan
from aman.figures.publishing import (
    Draft,
    OlderBook,
    open_series,
    publish_due,
    stop,
)
from aman.figures.series import PrivateBook

from .published import ROLES, START, Counted, noon, salt
from .seeded import SeededNoise

TENTH = Fraction(1, 10)
TOTAL = "0.3"


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
    with pytest.raises(BudgetExceeded, match=r"0\.2 would be spent"):
        after_opening({"people": one}, "arrived", TENTH, TENTH)


class Publishing(RuleBasedStateMachine):
    """Opens, publishes, stops, restarts, restores, lets time pass, in any order.

    Beside the log it keeps every series in which each imaginary person could be counted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.book = PrivateBook("h")
        self.older: list[PrivateBook] = []
        self.log = Log()
        self.today = START
        self.noise = SeededNoise()
        self.opened: list[tuple[SeriesPlan, tuple[int, ...]]] = []

    def decide(self, command: str, *, close_older: bool = False, **given: object) -> bool:
        """Decide, keep, and publish at once; a refusal changes nothing."""
        try:
            draft = Draft(self.book, self.log, self.now(), close_older=close_older)
            if command == "open":
                open_series(draft, given["plan"], str(given["total"]), self.noise, salt)  # type: ignore[arg-type]
            elif command == "stop":
                stop(draft, str(given["series"]), {"en": "Stopped."})
            else:
                publish_due(draft, Counted(), salt, ROLES)
        except (BudgetExceeded, BrokenRule, OlderBook, UnusablePlan):
            return False
        self.older = [*self.older, self.book][-4:]
        self.book = PrivateBook.from_bytes(draft.book().to_bytes())
        if self.book.pending is not None:
            entries = (*self.log.entries, *(e.encode() for e in self.book.pending.entries))
            history = history_of(read_entry(each) for each in entries)
            self.log = Log(entries, history, self.book.pending.checkpoint.encode(), "h")
            self.book = self.book.finished()
        return True

    def now(self) -> datetime:
        """Noon."""
        return noon(self.today).astimezone(UTC)

    @rule(
        measure=st.sampled_from(["people", "arrived", "contacts", "applications", "verified"]),
        rho=st.sampled_from(["0.1", "0.15", "0.3", "0.0001"]),
        periods=st.integers(1, 3),
        total=st.sampled_from([TOTAL, TOTAL, "0.4", "9"]),
        back=st.integers(-3, 3),
    )
    def open(self, measure: str, rho: str, periods: int, total: str, back: int) -> None:
        """Open another series, if it is let."""
        if protected_by(measure) not in self.log.history.budgets:
            total = TOTAL
        number = 1 + sum(plan.measure == measure for plan, _ in self.opened)
        start = self.today - timedelta(weeks=back)
        plan = plan_of(f"{measure}-{number}", start, periods, rho)
        if self.decide("open", plan=plan, total=total):
            assert measure != "verified"
            self.opened.append((plan, self.noise.drawn[-1]))

    @rule(days=st.sampled_from([1, 7, 29, 60]))
    def let_time_pass(self, days: int) -> None:
        """And publish what is due, if the book is new enough."""
        self.today += timedelta(days=days)
        self.decide("publish")

    @rule()
    def close_what_is_lost(self) -> None:
        """As an administrator does who has no newer book."""
        self.decide("publish", close_older=True)

    @precondition(lambda self: self.opened)
    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        """Stop a series."""
        plan, _ = data.draw(st.sampled_from(self.opened))
        self.decide("stop", series=plan.series)

    @precondition(lambda self: self.older)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Bring back an older book, or an empty one."""
        self.book = data.draw(st.sampled_from([*self.older, PrivateBook("h")]))

    @invariant()
    def nobody_is_charged_more_than_the_total(self) -> None:
        """Every way in which one person, or one week of one, can be in the series, one by one."""
        history = self.log.history
        for protected in Unit.PERSON, Unit.PERSON_WEEK:
            worst = Fraction(0)
            paid = [each for each in history.series.values() if _counts(each.plan, protected)]
            for chosen in product([False, True], repeat=len(paid)):
                inside = [one for one, is_in in zip(paid, chosen, strict=True) if is_in]
                if _is_possible([(one.plan.measure, one.closed) for one in inside]):
                    worst = max(worst, sum((one.plan.price() for one in inside), Fraction(0)))
            assert worst <= Fraction(TOTAL)
            assert not paid or worst == history.budgets[protected].spent

    @invariant()
    def noise_was_drawn_once_for_each_series(self) -> None:
        """And the book has no other."""
        assert len(self.log.history.series) == len(self.opened)
        first = {plan.series: list(noise) for plan, noise in self.opened}
        assert all(first[state.series] == state.noise for state in self.book.series)


def plan_of(series: str, start: date, periods: int, rho: str) -> SeriesPlan:
    """Weekly, revised after each second week; also of what can't be published."""
    measure = series.rpartition("-")[0]
    words = MEASURES[MeasureId(measure)].definition.counts
    return SeriesPlan(series, measure, words, start.isoformat(), "week", periods, rho, 7, 2)


def _counts(plan: SeriesPlan, protected: Unit) -> bool:
    """Contacts count a person again each week; every other measure counts a person once ever."""
    return (plan.measure == "contacts") is (protected is Unit.PERSON_WEEK)


def _is_possible(inside: list[tuple[str, str]]) -> bool:
    """One person, or one week of one, in these: once in a measure, and again after a stop only."""
    by_measure: dict[str, list[str]] = {}
    for measure, closed in inside:
        by_measure.setdefault(measure, []).append(closed)
    return all(all(closed == "stopped" for closed in chain[:-1]) for chain in by_measure.values())


TestPublishing = Publishing.TestCase
TestPublishing.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


def test_the_total_can_not_be_raised() -> None:
    """A later opening with a larger one is refused, in words."""
    book, noise = PrivateBook("h"), SeededNoise()
    draft = Draft(book, Log(), noon(START))
    plans = [plan_of(f"{m}-1", date(2026, 10, 1), 4, "0.1") for m in ("people", "arrived")]
    open_series(draft, plans[0], "0.1", noise, salt)
    with pytest.raises(BudgetExceeded, match="never raised"):
        open_series(draft, plans[1], "0.2", noise, salt)
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
    with pytest.raises(UnusablePlan, match="leave the definition as it is"):
        open_series(draft, plan, "0.1", SeededNoise(), salt)
