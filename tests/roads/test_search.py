"""The search finds all that the oracle finds, and what it says of a way is what the way costs."""

import numpy as np
import pytest

from aman.roads import search
from aman.roads.answers import Goal
from aman.roads.oracle import front_of
from aman.roads.search import Question, first_answer, front, stay
from roads.recounting import differences, hazard_between, recounted
from roads.seeded import HOUR, SIX_HOURS, Arc, alleys, drawn, network_of, table_of

CLOSE = 1e-4
MINUTE = 60


@pytest.mark.parametrize("waiting", [1.0, 0.8, 0.3, 0.0])
@pytest.mark.parametrize("seed", range(12))
def test_the_front_is_the_oracles(seed: int, waiting: float) -> None:
    """None missing, none too good, whether one may wait everywhere, here and there or nowhere."""
    question = drawn(seed, waiting=waiting)
    answer = front(question)
    above, below = differences(question, answer)
    assert answer.exact
    assert above <= CLOSE
    assert below <= CLOSE


@pytest.mark.parametrize("waiting", [0.95, 0.8])
def test_the_front_is_the_oracles_in_small_crowded_networks(waiting: float) -> None:
    """A hundred times where many trains cross; one in some hundred shows what larger ones hide."""
    for seed in range(100):
        question = drawn(seed, side=5, waiting=waiting)
        assert max(differences(question, front(question))) <= CLOSE, seed


def test_the_front_is_the_oracles_where_zones_outlast_a_phase() -> None:
    """Most windows open and close while other zones stay as they are."""
    for seed in range(450):
        question = alleys(seed)
        assert max(differences(question, front(question))) <= CLOSE, seed


def test_who_sets_out_before_a_change_arrives_with_it_though_nothing_changed_before() -> None:
    """Danger on the road for two phases; who sets out in the second escapes the end of it."""
    network = network_of([Arc(0, 1, 200, row=1)], [0, 0], [True, True])
    table = table_of([0, 600, 1200, HOUR], [[0.0, 0.0, 0.0], [0.005, 0.005, 0.0]])
    question = Question(network, table, 0, (Goal(1, ((0, HOUR),)),), 0, HOUR, 10)
    answer = front(question)
    assert answer.arrival_s.tolist() == [200, *range(1210, 1401, 10)]
    assert answer.hazard == pytest.approx([1.0, *(0.05 * left for left in range(19, -1, -1))])


@pytest.mark.parametrize("seed", range(6))
def test_whole_seconds_are_as_exact_as_tens(seed: int) -> None:
    """On a grid of one second the search is still the oracle's."""
    question = drawn(seed, side=8, waiting=0.8, step=1)
    above, below = differences(question, front(question))
    assert max(above, below) <= CLOSE


@pytest.mark.parametrize("seed", range(24))
def test_the_lower_bound_of_long_searches_prunes_nothing_that_counts(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same, with that bound from the first label on."""
    monkeypatch.setattr(search, "LONG", 0)
    question = drawn(seed, side=10, waiting=0.8)
    above, below = differences(question, front(question))
    assert max(above, below) <= CLOSE


@pytest.mark.parametrize("seed", range(12))
def test_every_way_costs_what_is_said(seed: int) -> None:
    """Counted again arc by arc, each way has its hazard and its arrival."""
    question = drawn(seed, waiting=0.7)
    answer = front(question)
    assert len(answer) > 0
    for way, arrival, hazard in zip(answer, answer.arrival_s, answer.hazard, strict=True):
        assert way.arrival_s == arrival
        assert way.hazard == pytest.approx(hazard, abs=1e-12)
        assert recounted(question, way) == pytest.approx(hazard, abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_no_way_is_dominated(seed: int) -> None:
    """Later is safer, from one way of the front to the next."""
    answer = front(drawn(seed))
    assert (np.diff(answer.arrival_s) > 0).all()
    assert (np.diff(answer.hazard) < 0).all()


def test_an_earlier_arrival_does_not_prune_a_later_one_where_nobody_may_wait() -> None:
    """At 10 minutes with .10 and at 40 with .20: the later wins when the hazard ends at 30.

    Both ways meet at a bridge on which one may not stop; behind it lies what is dangerous until 30.
    """
    danger, early, late, safe = 0.02, 0.10, 0.20, 0.0
    minutes = [0, 30 * MINUTE, 2 * HOUR]
    rate = [[safe, safe], [danger, safe], [early / 600, safe], [late / 1200, safe]]
    arcs = [
        Arc(0, 1, 10 * MINUTE, row=2),  # .10 by minute 10
        Arc(0, 2, 20 * MINUTE, row=3),  # .20 by minute 20
        Arc(2, 1, 20 * MINUTE),
        Arc(1, 3, 10 * MINUTE, row=1),
    ]
    network = network_of(arcs, [1, 1, 0, 0], [False, False, False, True])
    question = Question(
        network, table_of(minutes, rate), 0, (Goal(3, ((0, 2 * HOUR),)),), 0, 2 * HOUR
    )
    answer = front(question)
    assert answer.arrival_s.tolist() == [20 * MINUTE, 50 * MINUTE]
    assert answer.hazard == pytest.approx([early + danger * 600, late])
    assert [len(way.legs) for way in answer] == [2, 3]


def test_where_waiting_is_allowed_dominance_prices_it() -> None:
    """The same roads with a safe place to wait at the bridge: who came early waits, and wins."""
    minutes = [0, 30 * MINUTE, 2 * HOUR]
    rate = [[0.0, 0.0], [0.02, 0.0], [0.10 / 600, 0.0], [0.20 / 1200, 0.0]]
    arcs = [
        Arc(0, 1, 10 * MINUTE, row=2),
        Arc(0, 2, 20 * MINUTE, row=3),
        Arc(2, 1, 20 * MINUTE),
        Arc(1, 3, 10 * MINUTE, row=1),
    ]
    network = network_of(arcs, [1, 0, 0, 0], [False, True, True, True])
    question = Question(
        network, table_of(minutes, rate), 0, (Goal(3, ((0, 2 * HOUR),)),), 0, 2 * HOUR
    )
    answer = front(question)
    safest = answer[-1]
    assert safest.arrival_s == 40 * MINUTE
    assert safest.hazard == pytest.approx(0.10)
    assert [leg.wait_s for leg in safest.legs] == [0, 20 * MINUTE]
    above, below = differences(question, answer)
    assert max(above, below) <= CLOSE


def test_reception_is_within_a_window_and_waiting_for_it_is_priced() -> None:
    """Service of 5 minutes; the first window is too short once he is there, the next has room."""
    network = network_of([Arc(0, 1, 600)], [0, 1], [True, True])
    goal = Goal(1, ((700, 899), (2000, 2300)), service_s=300)
    question = Question(network, table_of([0, HOUR], [[0.0], [1e-5]]), 0, (goal,), 0, HOUR)
    (way,) = front(question)
    assert way.arrival_s == 2300
    # He sets out late: here it is safe, there it is not.
    assert (way.legs[0].wait_s, way.reached_s) == (1400, 2000)
    assert way.hazard == pytest.approx(300 * 1e-5)


def test_one_may_wait_at_a_reception_point_that_is_no_waiting_place() -> None:
    """Who waits to be received is not in the way of who passes through."""
    network = network_of([Arc(0, 1, 600)], [0, 1], [False, False])
    goal = Goal(1, ((2000, 2300),), service_s=300)
    question = Question(network, table_of([0, HOUR], [[0.0], [1e-5]]), 0, (goal,), 0, HOUR)
    (way,) = front(question)
    assert (way.reached_s, way.arrival_s) == (600, 2300)
    assert way.hazard == pytest.approx(1700 * 1e-5)


def test_who_is_already_there_is_only_received() -> None:
    """The origin may be a goal."""
    network = network_of([Arc(0, 1, 600)], [0, 1], [True, True])
    question = Question(
        network, table_of([0, HOUR], [[1e-5], [0.0]]), 0, (Goal(0, ((0, HOUR),), 60),), 0, HOUR
    )
    (way,) = front(question)
    assert way.legs == ()
    assert way.arrival_s == 60
    assert way.hazard == pytest.approx(60e-5)


@pytest.mark.parametrize("seed", range(6))
def test_staying_put_is_always_one_of_the_answers(seed: int) -> None:
    """Priced where he is, to the end of the horizon."""
    question = drawn(seed)
    staying = front(question).staying
    row = int(question.network.node_zone_set[question.origin])
    priced = hazard_between(question.table, row, question.start_s, question.end_s)
    assert staying == stay(question)
    assert staying.goal is None
    assert staying.hazard == pytest.approx(priced, abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_the_first_answer_is_a_real_way_and_no_better_than_the_front(seed: int) -> None:
    """One label at each node gives a way at once."""
    question = drawn(seed, waiting=0.8)
    first = first_answer(question)
    assert first is not None
    assert recounted(question, first) == pytest.approx(first.hazard, abs=1e-9)
    arrivals, hazards = front_of(*question)
    assert first.hazard >= hazards[arrivals <= first.arrival_s].min() - 1e-9


def test_few_ways_stand_for_all_of_them() -> None:
    """Each way left out has an earlier one among the few that is hardly worse."""
    answer = front(drawn(5, waiting=0.7))
    few = answer.few(0.01)
    assert 2 <= len(few) < len(answer)
    assert (few[0], few[-1]) == (0, len(answer) - 1)
    for index in range(len(answer)):
        nearest = max(each for each in few if each <= index)
        assert answer[nearest].probability <= answer[index].probability + 0.01


def test_a_wait_step_that_does_not_divide_the_times_is_refused() -> None:
    """Otherwise who waits would be between two steps for ever."""
    question = drawn(1, step=1)._replace(wait_step=10)
    with pytest.raises(ValueError, match="wait step"):
        front(question)


def test_a_table_that_ends_before_the_horizon_is_refused() -> None:
    """What nobody has told is not free of hazard."""
    question = drawn(1)
    with pytest.raises(ValueError, match="does not cover"):
        front(question._replace(horizon_s=SIX_HOURS + 10))
