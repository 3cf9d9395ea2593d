"""The life of a journey, as a table: two persons, a plan that was agreed, and a signature."""

# ruff: noqa: D103 - a test is named after what it protects

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.team import Outcome, RefusalReason, Refuse, Seen, TeamOutcome
from aman.desk.journeys.models import JourneyEvent
from aman.desk.journeys.states import (
    ENDED,
    MOVES,
    WITH_A_TEAM,
    Event,
    Life,
    Note,
    NotNow,
    SecondPersonNeeded,
    SignedEvent,
    Stage,
    diagram,
    told_by,
)

DOCS = Path(__file__).parents[3] / "docs"
ALL = (*Event, *SignedEvent)
_steps = st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from((1, 2, None))), max_size=40)
_ahead = (
    (Event.WROTE_PLAN, 1),
    (Event.TOLD, 1),
    (Event.REPEATED, 1),
    (Event.RELEASED, 1),
    (Event.HANDED_OVER, 2),
    (Event.SET_OUT, 1),
    (SignedEvent.ACCEPTED, None),
    (Event.PLANNED_ANEW, 1),
)
_often_ahead = st.lists(
    st.one_of(
        st.lists(st.sampled_from(ALL).map(lambda each: (each, 1)), max_size=1),
        st.integers(0, len(_ahead)).map(lambda upto: list(_ahead[:upto])),
        _steps,
    ),
    max_size=8,
).map(lambda lists: [step for each in lists for step in each])


def lived(steps: list[tuple[Event | SignedEvent, int | None]]) -> list[tuple[object, ...]]:
    """What really happened of these: event, by whom, and the life after it."""
    life, happened = Life(), []
    for event, by in steps:
        try:
            after = life.after(event, by)
        except (NotNow, SecondPersonNeeded):
            continue
        happened.append((event, by, life, after))
        life = after
    return happened


@given(_often_ahead)
def test_nobody_reaches_released_without_an_agreed_plan(
    steps: list[tuple[Event | SignedEvent, int | None]],
) -> None:
    """Since the plan was last written it was told and repeated."""
    since: list[object] = []
    for event, _by, _before, after in lived(steps):
        since = [] if after.stage is Stage.CHOSEN else [*since, event]  # type: ignore[attr-defined]
        if after.stage in {Stage.RELEASED, Stage.HANDED_OVER}:  # type: ignore[attr-defined]
            assert Event.TOLD in since
            assert Event.REPEATED in since


@given(_often_ahead)
def test_handed_over_needs_two_different_operators(
    steps: list[tuple[Event | SignedEvent, int | None]],
) -> None:
    first = None
    for event, by, _before, _after in lived(steps):
        if event is Event.RELEASED:
            first = by
        if event is Event.HANDED_OVER:
            assert None not in {first, by}
            assert first != by


@given(_often_ahead)
def test_only_a_signed_word_makes_anybody_arrived(
    steps: list[tuple[Event | SignedEvent, int | None]],
) -> None:
    for event, _by, before, after in lived(steps):
        if after.stage is Stage.ARRIVED and before.stage is not Stage.ARRIVED:  # type: ignore[attr-defined]
            assert event is SignedEvent.ARRIVED


@given(_often_ahead)
def test_no_team_has_a_word_before_anything_was_handed_over(
    steps: list[tuple[Event | SignedEvent, int | None]],
) -> None:
    happened: list[object] = []
    for event, _by, _before, _after in lived(steps):
        if isinstance(event, SignedEvent):
            assert Event.HANDED_OVER in happened
        happened.append(event)


@given(_often_ahead)
def test_what_is_planned_anew_needs_everything_again(
    steps: list[tuple[Event | SignedEvent, int | None]],
) -> None:
    """Told, repeated, released by one and handed over by another, between any two hand-overs."""
    since: list[object] = []
    for event, _by, _before, after in lived(steps):
        if event is Event.PLANNED_ANEW:
            assert after == Life(Stage.CHOSEN, None, was_out=True)
            since = []
        if event is Event.HANDED_OVER:
            assert {Event.TOLD, Event.REPEATED, Event.RELEASED} <= set(since)
            since = []
        since.append(event)


@given(_often_ahead)
def test_while_it_is_planned_anew_only_what_ends_it_counts(
    steps: list[tuple[Event | SignedEvent, int | None]],
) -> None:
    for event, _by, before, after in lived(steps):
        if isinstance(event, SignedEvent) and before.stage not in WITH_A_TEAM:  # type: ignore[attr-defined]
            assert after.stage in {Stage.ARRIVED, Stage.HARMED}  # type: ignore[attr-defined]


@given(_often_ahead)
def test_who_is_on_the_way_without_an_alarm_is_awaited(
    steps: list[tuple[Event | SignedEvent, int | None]],
) -> None:
    """Since the newest hand-over a team has taken it."""
    since: list[object] = []
    for event, _by, _before, after in lived(steps):
        since = [] if event is Event.HANDED_OVER else [*since, event]
        if after.stage is Stage.SET_OUT:  # type: ignore[attr-defined]
            assert SignedEvent.ACCEPTED in since
        if after.stage is Stage.SET_OUT_UNTAKEN:  # type: ignore[attr-defined]
            assert SignedEvent.ACCEPTED not in since


def test_each_way_to_a_team_leads_through_the_second_person() -> None:
    """No other event of an operator, of time or of a team enters from outside."""
    entering = {
        event
        for (start, event), end in MOVES.items()
        if end in WITH_A_TEAM and start not in WITH_A_TEAM
    }
    assert entering == {Event.HANDED_OVER}


def test_who_released_it_first_does_not_hand_it_over() -> None:
    life = Life(Stage.REPEATED).after(Event.RELEASED, 1)
    with pytest.raises(SecondPersonNeeded):
        life.after(Event.HANDED_OVER, 1)
    with pytest.raises(SecondPersonNeeded):
        life.after(Event.HANDED_OVER, None)
    assert life.after(Event.HANDED_OVER, 2).stage is Stage.HANDED_OVER


def test_it_can_be_aborted_from_everywhere_before_arrival() -> None:
    over = {Stage.ARRIVED, Stage.HARMED, Stage.ABORTED, Stage.RECALLED}
    assert {start for start, event in MOVES if event is Event.ABORT} == set(Stage) - over
    assert Life(Stage.SET_OUT).after(Event.ABORT).stage is Stage.RECALLED
    assert Life(Stage.TOLD).after(Event.ABORT).stage is Stage.ABORTED


def test_a_plan_past_its_end_is_released_by_nobody() -> None:
    for stage in (Stage.CHOSEN, Stage.TOLD, Stage.REPEATED, Stage.RELEASED):
        expired = Life(stage).after(Event.EXPIRED)
        assert expired.stage is Stage.EXPIRED
        for event in (Event.RELEASED, Event.HANDED_OVER):
            with pytest.raises(NotNow):
                expired.after(event, 2)


def test_a_refusal_leads_back_and_the_first_release_counts_no_more() -> None:
    life = Life(Stage.HANDED_OVER, 1, was_out=True).after(SignedEvent.REFUSED)
    assert life == Life(Stage.CHOSEN, was_out=True)


def test_a_late_word_is_believed_after_the_desk_gave_up() -> None:
    for stage in (Stage.OVERDUE, Stage.RECALLED, Stage.DID_NOT_COME, Stage.LOST_CONTACT):
        assert Life(stage, was_out=True).after(SignedEvent.ARRIVED).stage is Stage.ARRIVED


def test_each_outcome_and_no_other_word_is_an_event() -> None:
    word = {"session": "s", "n": 1, "handover": "A" * 22, "revision": 1}
    told = {
        told_by(TeamOutcome(**word, outcome=outcome, at=1, people=1))  # type: ignore[arg-type]
        for outcome in Outcome
    }
    assert told == set(SignedEvent) - {SignedEvent.ACCEPTED, SignedEvent.REFUSED}
    refused = Refuse(**word, reason=RefusalReason.TIME)  # type: ignore[arg-type]
    assert told_by(refused) is SignedEvent.REFUSED
    assert told_by(Seen(**word)) is None  # type: ignore[arg-type]


def test_every_stage_can_be_reached() -> None:
    reached, more = {Stage.ASKED}, True
    while more:
        new = {end for (start, _event), end in MOVES.items() if start in reached} - reached
        reached |= new
        more = bool(new)
    assert reached == set(Stage)
    assert Stage.EXPIRED not in ENDED


def test_whatever_happens_fits_into_the_history() -> None:
    widths = {name: JourneyEvent._meta.get_field(name).max_length for name in ("event", "stage")}
    assert all(len(each) <= (widths["event"] or 0) for each in (*Event, *SignedEvent, *Note))
    assert all(len(each) <= (widths["stage"] or 0) for each in Stage)


def test_the_documentation_shows_this_table() -> None:
    """The diagram is drawn from the code."""
    assert diagram() in (DOCS / "journeys.md").read_text()
