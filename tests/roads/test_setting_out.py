"""Who has to wait waits at the beginning, where he is hidden, and not where he is awaited."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from aman.roads.answers import Goal, Leg, Way
from aman.roads.search import Question, first_answer, front
from roads.recounting import recounted
from roads.seeded import Arc, alleys, drawn, network_of, table_of

OPENS, CLOSES = 7200, 9000
EXACTLY = 1e-12


def asked(rate: Sequence[Sequence[float]], *, may_wait: bool = True) -> Question:
    """35 minutes by two arcs of row 1, from row 0 to a point in row 2 that opens in two hours."""
    network = network_of([Arc(0, 1, 900, 1), Arc(1, 2, 1200, 1)], [0, 1, 2], [may_wait, True, True])
    table = table_of([0, 3600, 10_800], rate)
    return Question(network, table, 0, (Goal(2, ((OPENS, CLOSES),), 60),), 0, 10_800)


CALM = [[1e-6, 1e-6]] * 3


def sets_out(question: Question) -> int:
    """When one does on the only way, which has to cost what it says."""
    (way,) = front(question)
    assert recounted(question, way) == pytest.approx(way.hazard, abs=EXACTLY)
    assert way.arrival_s == OPENS + 60
    return way.legs[0].depart_s


def test_where_all_is_alike_one_leaves_in_time_for_the_opening() -> None:
    """And does not stand at the meeting point for an hour and a half."""
    assert sets_out(asked(CALM)) == OPENS - 35 * 60
    first = first_answer(asked(CALM))
    assert first is not None
    assert first.legs == (Leg(0, OPENS - 35 * 60, OPENS - 35 * 60), Leg(1, OPENS - 20 * 60, 0))
    assert first.reached_s == OPENS


def test_where_the_point_is_safer_one_goes_there_and_waits() -> None:
    """A second at the beginning costs more there."""
    assert sets_out(asked([[1e-5, 1e-5], [1e-6, 1e-6], [1e-6, 1e-6]])) == 0


def test_where_one_may_not_wait_one_goes_at_once() -> None:
    """Nobody stands on a motorway to be less long at a point."""
    assert sets_out(asked(CALM, may_wait=False)) == 0


def test_one_is_no_later_than_the_road_is_safe() -> None:
    """It becomes dangerous after an hour: one is at the point by then."""
    assert sets_out(asked([[0, 0], [0, 1e-4], [0, 0]])) == 3600 - 35 * 60


def test_a_wait_on_the_way_goes_to_the_beginning_too() -> None:
    """The second half is dangerous for an hour: nobody waits before it who can wait at home."""
    network = network_of([Arc(0, 1, 900, 0), Arc(1, 2, 1200, 1)], [0, 0, 0], [True, True, True])
    table = table_of([0, 3600, 10_800], [[1e-6, 1e-6], [1e-3, 1e-6]])
    question = Question(network, table, 0, (Goal(2, ((0, 10_800),)),), 0, 10_800)
    way = front(question)[-1]
    assert way.legs == (Leg(0, 3600 - 900, 3600 - 900), Leg(1, 3600, 0))
    assert recounted(question, way) == pytest.approx(way.hazard, abs=EXACTLY)


def drawn_questions() -> Iterator[Question]:
    """Points that open late, places where one may not wait, lines that are crossed."""
    for seed in range(40):
        question = alleys(seed)
        (goal,) = question.goals
        opens = 200 + 37 * seed
        yield question._replace(goals=(replace(goal, windows=((opens, 2400),)),))
        if seed < 12:
            yield drawn(2 * seed + 1, side=5, waiting=0.8)


def moved(way: Way, halt: int, by: int) -> Way:
    """The same, but all before a wait is so much later, and the wait so much shorter."""
    legs = [
        Leg(leg.arc, leg.depart_s + (by if place < halt else 0),
            leg.wait_s + (by if place == 0 else -by if place == halt else 0))
        for place, leg in enumerate(way.legs)
    ]  # fmt: skip
    return replace(
        way, legs=tuple(legs), reached_s=way.reached_s + (by if halt == len(legs) else 0)
    )


def test_on_drawn_networks_nobody_could_set_out_later_for_the_same() -> None:
    """What one could have waited less at the point would have cost more, second by second."""
    waits = 0
    for question in drawn_questions():
        answer = front(question)
        for index in answer.few(0.001):
            way = answer[index]
            assert way.arrival_s == answer.arrival_s[index]
            assert way.hazard <= answer.hazard[index] + EXACTLY
            assert recounted(question, way) == pytest.approx(way.hazard, abs=1e-9)
            if not way.legs or not question.network.may_wait[question.origin]:
                assert not way.legs or way.legs[0].wait_s == 0
                continue
            goal = question.goals[way.goal or 0]
            waited = way.arrival_s - goal.service_s - way.reached_s
            waits += way.legs[0].wait_s > 0
            for by in range(question.wait_step, waited + 1, question.wait_step):
                later = recounted(question, moved(way, len(way.legs), by))
                assert later > way.hazard + EXACTLY / 2
    assert waits > 50
