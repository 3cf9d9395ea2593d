"""Where there is no way, the constraint that forbids it is named."""

import pytest

from aman.roads.answers import Forbids, Goal
from aman.roads.reasons import why_none
from aman.roads.search import Question, first_answer, front
from roads.seeded import HOUR, Arc, drawn, network_of, table_of

ALWAYS = ((0, 10 * HOUR),)


def asked(goal: Goal, arcs: list[Arc], horizon: int = HOUR) -> Question:
    """From node 0 of three, without hazard."""
    network = network_of(arcs, [0, 0, 0], [True, True, True])
    return Question(network, table_of([0, 2 * HOUR], [[0.0]]), 0, (goal,), 0, horizon)


THERE = [Arc(0, 1, 600), Arc(1, 2, 600)]


@pytest.mark.parametrize(
    ("goal", "arcs", "reason"),
    [
        (Goal(2, ALWAYS), THERE, None),
        (Goal(2, ALWAYS), [Arc(0, 1, 600), Arc(2, 1, 600)], Forbids.UNREACHABLE),
        (Goal(2, ((0, 1199),)), THERE, Forbids.WINDOW),
        (Goal(2, ((0, 1500),), service_s=301), THERE, Forbids.WINDOW),
        (Goal(2, ((HOUR, 2 * HOUR),), service_s=1), THERE, Forbids.HORIZON),
        (Goal(2, ALWAYS), [Arc(0, 2, 40 * HOUR)], Forbids.WINDOW),
        (Goal(2, ((0, 99 * HOUR),)), [Arc(0, 2, 40 * HOUR)], Forbids.HORIZON),
    ],
)
def test_the_reason_is_named(goal: Goal, arcs: list[Arc], reason: Forbids | None) -> None:
    """And it is named exactly when the search finds nothing."""
    question = asked(goal, arcs)
    assert why_none(question) == reason
    assert (len(front(question)) == 0) == (reason is not None)
    assert (first_answer(question) is None) == (reason is not None)


def test_a_closed_area_is_told_from_a_road_that_does_not_exist() -> None:
    """By the same roads without closed areas."""
    question = asked(Goal(2, ALWAYS), THERE[:1])
    unclosed = asked(Goal(2, ALWAYS), THERE).network
    assert why_none(question) == Forbids.UNREACHABLE
    assert why_none(question, unclosed) == Forbids.CLOSED_AREA
    assert why_none(question, question.network) == Forbids.UNREACHABLE


def test_of_several_goals_the_one_that_is_nearest_to_being_possible_counts() -> None:
    """He could be received later at one of them: that is worth knowing."""
    question = asked(Goal(2, ALWAYS), THERE[:1])
    late = Goal(1, ((HOUR, 2 * HOUR),), service_s=1)
    shut = Goal(1, ((0, 10),))
    assert why_none(question._replace(goals=(*question.goals, shut))) == Forbids.WINDOW
    assert why_none(question._replace(goals=(*question.goals, shut, late))) == Forbids.HORIZON


@pytest.mark.parametrize("seed", range(8))
def test_where_there_is_a_way_nothing_forbids_it(seed: int) -> None:
    """Hazard never does."""
    question = drawn(seed, waiting=0.5)
    assert (why_none(question) is None) == (len(front(question)) > 0)
