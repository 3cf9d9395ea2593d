"""The oracle itself, against going through every way by hand."""

from functools import cache

import numpy as np
import pytest

from aman.roads.oracle import desk_table, front_of, least_hazard
from aman.roads.search import Question
from roads.recounting import hazard_between
from roads.seeded import drawn

STEPS = 60


def short(seed: int, side: int = 3) -> Question:
    """A few junctions, ten minutes around a change of the hour."""
    question = drawn(seed, side=side, waiting=0.7)
    goal = question.goals[0].__class__(question.goals[0].node, ((0, 3900), (4000, 6000)), 20)
    return question._replace(start_s=3600 - 300, horizon_s=10 * STEPS, goals=(goal,))


def by_hand(question: Question, node: int) -> list[float]:
    """The least hazard of being at the node at each step, by recursion from the definition."""
    network, table, start = question.network, question.table, question.start_s

    @cache
    def least(at: int, step: int) -> float:
        found = [0.0] if (at, step) == (question.origin, 0) else []
        now = start + 10 * step
        if step and network.may_wait[at]:
            row = int(network.node_zone_set[at])
            found.append(least(at, step - 1) + hazard_between(table, row, now - 10, now))
        for arc in np.flatnonzero(network.target == at).tolist():
            before = step - int(network.seconds[arc]) // 10
            if before < 0:
                continue
            left = start + 10 * before
            price = hazard_between(table, int(network.zone_set[arc]), left, now)
            if network.crossing_set[arc] >= 0:
                phase = int(np.searchsorted(table.phase_start, left, side="right")) - 1
                price += table.crossing[network.crossing_set[arc], phase]
            found.append(least(int(network.source[arc]), before) + price)
        return min(found, default=np.inf)

    return [least(node, step) for step in range(STEPS + 1)]


@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_recursion_finds(seed: int) -> None:
    """At every step, at every junction."""
    question = short(seed)
    nodes = list(range(question.network.n_nodes))
    at = least_hazard(
        question.network, question.table, question.origin, nodes, question.start_s, 10 * STEPS, 10
    )
    for node in nodes:
        assert at[:, node] == pytest.approx(by_hand(question, node), abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_backward_it_ends_where_forward_it_does(seed: int) -> None:
    """From every origin, the table's first row is the last point of the front."""
    question = short(seed, side=4)
    network, table, _, goals, start, horizon, step = question
    rows = desk_table(network, table, goals, start, horizon, step)
    for origin in range(network.n_nodes):
        _, hazards = front_of(network, table, origin, goals, start, horizon, step)
        least = hazards[-1] if len(hazards) else np.inf
        assert rows[0, origin] == pytest.approx(least, abs=1e-12)


def test_later_rows_are_for_who_sets_out_later() -> None:
    """Row k is the first row of the same question asked k steps later."""
    network, table, _, goals, start, horizon, step = short(1, side=4)
    rows = desk_table(network, table, goals, start, horizon, step)
    later = desk_table(network, table, goals, start + 7 * step, horizon - 7 * step, step)
    assert rows[7] == pytest.approx(later[0], abs=1e-12)


def test_times_that_are_no_multiples_of_the_step_are_refused() -> None:
    """It would be exact for other roads."""
    question = drawn(1, side=3, step=1)
    with pytest.raises(ValueError, match="multiples"):
        front_of(*question[:6], 10)
