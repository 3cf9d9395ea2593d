"""An interrupted search says so, and by how much at most it may be wrong."""

from collections.abc import Callable, Iterator
from itertools import count

import numpy as np
import pytest

from aman.roads.answers import Front, Goal
from aman.roads.oracle import front_of
from aman.roads.search import LABEL_CAP, Budget, Question, front
from roads.recounting import by_time, recounted
from roads.seeded import HOUR, Arc, alleys, drawn, network_of, table_of


def questions_left(answers: int) -> Callable[[], bool]:
    """A clock that has time for so many answers."""
    numbers = count()
    return lambda: next(numbers) < answers


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("cap", "budget"),
    [(1, None), (20, None), (300, None), (2000, None), (LABEL_CAP, 0), (LABEL_CAP, 500)],
)
def test_approximate_is_off_by_no_more_than_it_says(
    seed: int, cap: int, budget: Budget | None
) -> None:
    """At every arrival from the earliest way on; what is settled is exact; the ways are real."""
    question = drawn(seed, waiting=0.8)
    answer = front(question, label_cap=cap, budget=budget)
    arrivals, hazards = front_of(*question)
    exact = by_time(arrivals, hazards, question.end_s)
    found = by_time(answer.arrival_s, answer.hazard, question.end_s)
    off = found - exact
    assert (off >= -1e-4).all(), "it found what does not exist"
    assert off[: answer.settled_s].max() <= 1e-4
    if len(answer):
        assert off[answer.arrival_s[0] :].max() <= answer.at_most + 1e-4
    else:
        assert answer.staying.probability - exact[-1] <= answer.at_most + 1e-4
    assert 0 <= answer.at_most <= 1
    for way in answer:
        assert recounted(question, way) == pytest.approx(way.hazard, abs=1e-9)


def missed(question: Question, answer: Front) -> float:
    """By how much the worst served of the oracle's ways is less probable to harm."""
    arrivals, hazards = front_of(*question)
    if not len(answer):
        return float(answer.staying.probability - (1 - np.exp(-hazards.min(initial=np.inf))))
    off = by_time(answer.arrival_s, answer.hazard, question.end_s)
    off -= by_time(arrivals, hazards, question.end_s)
    return float(off[answer.arrival_s[0] :].max())


def interruptions(question: Question) -> Iterator[Front]:
    """The answers of a search that is interrupted sooner or later, until it no longer is."""
    for size in count(1):
        for answer in (
            front(question, label_cap=size),
            front(question, label_cap=1000, budget=size - 1),
        ):
            if answer.exact:
                return
            yield answer


def test_wherever_it_is_interrupted_no_way_is_missed_by_more() -> None:
    """After each label, on networks so small that little makes up for what was forgotten."""
    asked = 0
    for seed in range(60):
        question = alleys(seed)
        for answer in interruptions(question):
            assert missed(question, answer) <= answer.at_most + 1e-5, seed
            asked += 1
    assert asked > 500


def test_a_train_that_still_arrives_counts_with_the_least_it_will_bring() -> None:
    """Interrupted while a road becomes safe; who waits has .9 now, who comes with its end .05.

    Both roads cost a toll when that matters: to set out later, or to go on sooner, is no way out.
    """
    roads = [Arc(0, 1, 200, row=1, crossing=0), Arc(1, 2, 100, crossing=1)]
    network = network_of(roads, [0, 0, 0], [True, True, True])
    rate, toll = [[0.0, 0.0, 0.0], [0.005, 0.0, 0.0]], [[0.0, 0.9, 0.9], [2.0, 2.0, 0.0]]
    table = table_of([0, 600, 1200, HOUR], rate, toll)
    question = Question(network, table, 0, (Goal(2, ((0, HOUR),)),), 0, HOUR, 10)
    off = [
        (missed(question, answer), answer.at_most)
        for answer in (front(question, label_cap=1000, budget=labels) for labels in range(12))
        if not answer.exact
    ]
    assert max(missing for missing, _ in off) > 0.5
    assert all(missing <= at_most + 1e-9 for missing, at_most in off)


def test_what_was_not_interrupted_is_exact() -> None:
    """A clock that always has time, and a count that is not reached, change nothing."""
    question = drawn(5)
    whole = front(question)
    for budget in (1 << 40, lambda: True):
        answer = front(question, budget=budget)
        assert (answer.exact, answer.at_most) == (True, 0.0)
        assert np.array_equal(answer.hazard, whole.hazard)


def test_without_time_there_is_the_first_answer() -> None:
    """What is said to be approximate is still a way."""
    answer = front(drawn(5), budget=questions_left(0))
    assert not answer.exact
    assert len(answer) == 1
    assert answer.at_most > 0


def test_a_cap_is_no_endless_search() -> None:
    """Time without room ends too."""
    answer = front(drawn(5), label_cap=5, budget=questions_left(1000))
    assert not answer.exact
