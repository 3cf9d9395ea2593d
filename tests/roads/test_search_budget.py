"""An interrupted search says so, and by how much at most it may be wrong."""

from collections.abc import Callable
from itertools import count

import numpy as np
import pytest

from aman.roads.oracle import front_of
from aman.roads.search import LABEL_CAP, Budget, front
from roads.recounting import by_time, recounted
from roads.seeded import drawn


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
