"""What must hold for every network: found by drawing small ones until one breaks it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aman.roads.answers import Front, Goal
from aman.roads.network import NO_CROSSING, Network
from aman.roads.oracle import desk_table, front_of
from aman.roads.rates import Table
from aman.roads.search import Question, front
from roads.recounting import by_time, differences, recounted
from roads.seeded import Arc, network_of, table_of

TINY = 1e-4
RATES = st.sampled_from([0.0, 0.0, 1e-5, 1e-4, 1e-3, 3e-3])
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A few junctions, arcs of tens of seconds, a few phases of odd lengths."""
    n = draw(st.integers(2, 6))
    rows = draw(st.integers(1, 4))
    nodes = st.integers(0, n - 1)
    arcs = draw(
        st.lists(
            st.builds(
                Arc,
                nodes,
                nodes,
                st.integers(1, 12).map(lambda steps: 10 * steps),
                st.integers(0, rows - 1),
                st.sampled_from([NO_CROSSING, NO_CROSSING, NO_CROSSING, 0]),
            ),
            min_size=n,
            max_size=3 * n,
        )
    )
    arcs.append(Arc(0, n - 1, 120, rows - 1, 0))
    breaks = draw(st.lists(st.integers(1, 599), unique=True, max_size=4))
    phase_start = [0, *sorted(breaks), 600]
    phases = len(phase_start) - 1
    rate = [[draw(RATES) for _ in range(phases)] for _ in range(rows)]
    crossing = [[draw(st.sampled_from([0.0, 0.01, 0.2])) for _ in range(phases)]]
    network = network_of(
        arcs,
        [draw(st.integers(0, rows - 1)) for _ in range(n)],
        [draw(st.sampled_from([True, True, False])) for _ in range(n)],
    )
    opens = draw(st.integers(0, 400))
    goals = (Goal(n - 1, ((opens, 600),), draw(st.sampled_from([0, 17]))),)
    if draw(st.booleans()):
        goals = (*goals, Goal(draw(nodes), ((0, 90), (300, 420)), 40))
    start = draw(st.integers(0, 30))
    return Question(
        network, table_of(phase_start, rate, crossing), 0, goals, start, 600 - start, 10
    )


def probabilities(question: Question, answer: Front) -> np.ndarray:
    """By each second."""
    return by_time(answer.arrival_s, answer.hazard, question.end_s)


@often
@given(questions())
def test_the_front_is_the_oracles(question: Question) -> None:
    """With all that a question can have."""
    above, below = differences(question, front(question))
    assert max(above, below) <= TINY


@often
@given(questions())
def test_every_way_costs_what_is_said(question: Question) -> None:
    """Counted again, arc by arc."""
    for way in front(question):
        assert recounted(question, way) == pytest.approx(way.hazard, abs=1e-9)


@often
@given(questions(), st.data())
def test_adding_hazard_never_lowers_the_probability_of_harm(
    question: Question, data: st.DataObject
) -> None:
    """Whatever is added, wherever and whenever."""
    table = question.table
    more = data.draw(st.lists(RATES, min_size=table.rate.size, max_size=table.rate.size))
    higher = table_of(
        table.phase_start.tolist(),
        table.rate + np.reshape(more, table.rate.shape),
        table.crossing,
    )
    before = probabilities(question, front(question))
    after = probabilities(question, front(question._replace(table=higher)))
    assert (after >= before - TINY).all()


@often
@given(questions(), st.integers(0, 300), st.integers(0, 300))
def test_widening_a_window_never_raises_it(question: Question, before: int, after: int) -> None:
    """Whoever could be received still can."""
    wider = tuple(
        replace(
            goal, windows=tuple((opens - before, closes + after) for opens, closes in goal.windows)
        )
        for goal in question.goals
    )
    narrow = probabilities(question, front(question))
    wide = probabilities(question, front(question._replace(goals=wider)))
    assert (wide <= narrow + TINY).all()


@often
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_the_junctions_does_not_matter(question: Question, chance: object) -> None:
    """The same roads, numbered otherwise."""
    order = list(range(question.network.n_nodes))
    chance.shuffle(order)  # type: ignore[attr-defined]
    renumbered = question._replace(
        network=with_numbers(question.network, order),
        origin=order[question.origin],
        goals=tuple(replace(goal, node=order[goal.node]) for goal in question.goals),
    )
    here = probabilities(question, front(question))
    there = probabilities(renumbered, front(renumbered))
    assert np.abs(here - there).max() <= TINY


@often
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_the_layers_does_not_matter(question: Question, chance: object) -> None:
    """The same hazards, in other rows of the table."""
    order = list(range(len(question.table.rate)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    row_of = np.array(order, np.int32)
    rate = np.empty_like(question.table.rate)
    rate[row_of] = question.table.rate
    network = question.network
    moved = question._replace(
        table=table_of(question.table.phase_start.tolist(), rate, question.table.crossing),
        network=replace(
            network,
            zone_set=row_of[network.zone_set],
            node_zone_set=row_of[network.node_zone_set],
        ),
    )
    here = probabilities(question, front(question))
    assert np.abs(here - probabilities(moved, front(moved))).max() <= TINY


@often
@given(questions())
def test_without_any_hazard_the_fastest_way_is_the_answer(question: Question) -> None:
    """One way, at the earliest arrival that the oracle knows."""
    table = question.table
    none = Table(table.phase_start, table.rate * 0, table.cumulative * 0, table.crossing * 0)
    calm = question._replace(table=none)
    answer = front(calm)
    arrivals, _ = front_of(*calm)
    assert answer.arrival_s.tolist() == arrivals[:1].tolist()
    assert not answer.hazard.any()


@often
@given(questions())
def test_the_desk_wide_table_ends_where_the_front_does(question: Question) -> None:
    """Backward from the goals and forward from the origin, the least hazard is the same."""
    table = desk_table(*question[:2], *question[3:])
    answer = front(question)
    least = answer.hazard[-1] if len(answer) else np.inf
    assert -np.expm1(-table[0, question.origin]) == pytest.approx(-np.expm1(-least), abs=TINY)


def with_numbers(network: Network, order: list[int]) -> Network:
    """The network with node v as node order[v]."""
    back = np.argsort(order)
    return network_of(
        [
            Arc(
                order[network.source[arc]],
                order[network.target[arc]],
                int(network.seconds[arc]),
                int(network.zone_set[arc]),
                int(network.crossing_set[arc]),
            )
            for arc in range(network.n_arcs)
        ],
        network.node_zone_set[back].tolist(),
        network.may_wait[back].tolist(),
    )
