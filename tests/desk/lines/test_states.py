"""The life of an instruction, as a table: never back, drawn in the documentation."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.line_dialogue import State
from aman.desk.lines.states import (
    MOVES,
    UNDECIDED,
    Event,
    Stage,
    combined,
    diagram,
    moved,
    told,
)

DOCS = Path(__file__).parents[3] / "docs"
TOLD = (Event.ACCEPTED, Event.DELIVERED, Event.READ, Event.FAILED, Event.REFUSED, Event.UNCERTAIN)
SENT = (Stage.ACCEPTED, Stage.DELIVERED, Stage.READ)


@given(st.lists(st.sampled_from(TOLD), max_size=12))
def test_no_report_takes_it_back(events: list[Event]) -> None:
    """Whatever is repeated, in whatever order: delivered stays delivered, read stays read."""
    stage = Stage.WAITING
    seen = [stage]
    for event in events:
        stage = moved(stage, event)
        seen.append(stage)
        assert moved(stage, event) is stage
    for before, after in pairwise(seen):
        if before in SENT[1:]:
            assert after in SENT
            assert SENT.index(after) >= SENT.index(before)
        assert after is not Stage.WAITING or before is Stage.WAITING
    if Event.READ in events:
        assert stage is Stage.READ
    elif Event.DELIVERED in events:
        assert stage is Stage.DELIVERED


@given(st.lists(st.sampled_from(list(Event)), max_size=12))
def test_only_an_operator_sends_again_or_lets_go(events: list[Event]) -> None:
    """No report and no time leads there."""
    stage = Stage.WAITING
    for event in events:
        stage = moved(stage, event)
    if stage in {Stage.SENT_AGAIN, Stage.LET_GO}:
        assert {Event.SEND_AGAIN, Event.LET_GO} & set(events)


def test_what_asks_for_a_decision_can_be_decided_and_nothing_else_can() -> None:
    """Nobody sends again what is under way or arrived."""
    for event in (Event.SEND_AGAIN, Event.LET_GO):
        assert {stage for stage in Stage if (stage, event) in MOVES} == set(UNDECIDED)
    assert {stage for stage in Stage if (stage, Event.WITHDRAW) in MOVES} == {Stage.WAITING}


def test_each_state_that_a_line_can_tell_is_an_event() -> None:
    """A failure is lasting or not."""
    assert {told(state, lasting=lasting) for state in State for lasting in (True, False)} == set(
        TOLD
    )


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([], ""),
        (["waiting"], "waiting"),
        (["waiting", "accepted"], "accepted"),
        (["waiting", "delivered"], "delivered"),
        (["read", "failed"], "read"),
        (["waiting", "refused"], "refused"),
        (["waiting", "uncertain", "accepted"], "uncertain"),
        (["sent again", "delivered"], "delivered"),
        (["withdrawn", "waiting"], "waiting"),
        (["expired", "accepted"], "expired"),
    ],
)
def test_an_answer_that_went_several_ways_says_what_matters_most(
    ways: list[str], said: str
) -> None:
    """That it arrived; else what asks for a decision; else that it is under way."""
    assert combined(ways) == said
    assert combined(reversed(ways)) == said


def test_the_documentation_shows_this_table() -> None:
    """The diagram is drawn from the code."""
    assert diagram() in (DOCS / "decisions" / "0010-desk-lines.md").read_text()
