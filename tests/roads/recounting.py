"""Counts again what a way costs, arc by arc and second by second from the table's definition.

It shares nothing with the search: a slow sum of whole phases.
"""

from collections.abc import Iterable

import numpy as np

from aman.roads.answers import Front, Way
from aman.roads.oracle import front_of
from aman.roads.rates import Table
from aman.roads.search import Question
from aman.roads.tellable import ToldWay


def hazard_between(table: Table, row: int, since: int, until: int) -> float:
    """The hazard of a stretch of time, phase by phase."""
    total = 0.0
    for phase in range(table.rate.shape[1]):
        begin, end = table.phase_start[phase], table.phase_start[phase + 1]
        total += table.rate[row, phase] * max(0, min(until, end) - max(since, begin))
    return total


def recounted(question: Question, way: Way) -> float:
    """The hazard of a way; an impossible way is an AssertionError that says what is."""
    network, table = question.network, question.table
    node, now, total = question.origin, question.start_s, 0.0
    if way.goal is None:
        return hazard_between(table, int(network.node_zone_set[node]), now, question.end_s)
    for leg in way.legs:
        assert network.source[leg.arc] == node, "the legs do not join"
        assert leg.depart_s - leg.wait_s == now, "a leg does not begin when the one before ended"
        assert leg.wait_s >= 0
        assert leg.wait_s % question.wait_step == 0
        assert leg.wait_s == 0 or network.may_wait[node], "waited where one may not"
        total += hazard_between(table, int(network.node_zone_set[node]), now, leg.depart_s)
        now = leg.depart_s + int(network.seconds[leg.arc])
        total += hazard_between(table, int(network.zone_set[leg.arc]), leg.depart_s, now)
        crossing = int(network.crossing_set[leg.arc])
        if crossing >= 0:
            later = [at for at in table.phase_start if at <= leg.depart_s]
            phase = min(len(later), table.rate.shape[1]) - 1
            total += table.crossing[crossing, phase]
        node = int(network.target[leg.arc])
    goal = question.goals[way.goal]
    assert goal.node == node, "the way ends elsewhere"
    assert way.reached_s == now
    begins = way.arrival_s - goal.service_s
    assert begins >= now
    assert any(begins >= opens and way.arrival_s <= closes for opens, closes in goal.windows)
    assert way.arrival_s <= question.end_s
    return total + hazard_between(table, int(network.node_zone_set[node]), now, way.arrival_s)


def recounted_by_steps(question: Question, told: ToldWay) -> float:
    """Along the edges, with the waits of the steps, by the table's definition."""
    network, table = question.network, question.table
    waits = [step.wait_until_s for step in told.steps if step.wait_until_s is not None]
    node, now = question.origin, told.departure.start_s
    hazard = hazard_between(table, int(network.node_zone_set[node]), question.start_s, now)
    lengths = np.cumsum([step.metres for step in told.steps])
    assert lengths[-1] > 0
    legs: list[list[int]] = [[]]
    seconds = 0
    for edge in told.edges:
        legs[-1].append(edge)
        arcs = np.flatnonzero(network.edge == edge)
        seconds += int(network.seconds[arcs].sum())
        if len(legs) < len(told.steps) and seconds == told.steps[len(legs) - 1].seconds:
            legs.append([])
            seconds = 0
    for number, leg in enumerate(legs):
        for edge in leg:
            arcs = np.flatnonzero(network.edge == edge)
            for arc in arcs[np.argsort(network.part[arcs, 0])].tolist():
                then = now + int(network.seconds[arc])
                hazard += hazard_between(table, int(network.zone_set[arc]), now, then)
                crossing = int(network.crossing_set[arc])
                if crossing >= 0:
                    phase = int(np.searchsorted(table.phase_start, now, side="right")) - 1
                    hazard += float(table.crossing[crossing, phase])
                node, now = int(network.target[arc]), then
        until = told.steps[number].wait_until_s
        if until is not None:
            hazard += hazard_between(table, int(network.node_zone_set[node]), now, until)
            now = until
    assert all(until <= told.arrival_s for until in waits)
    return hazard + hazard_between(table, int(network.node_zone_set[node]), now, told.arrival_s)


def by_time(arrivals: Iterable[int], hazards: Iterable[float], end: int) -> np.ndarray:
    """The least probability of harm of having arrived by each second; 1: not at all."""
    hazard = np.full(end + 1, np.inf)
    for arrival, each in zip(arrivals, hazards, strict=True):
        hazard[arrival] = min(hazard[arrival], each)
    return np.asarray(-np.expm1(-np.minimum.accumulate(hazard)))


def differences(question: Question, answer: Front) -> tuple[float, float]:
    """How far a front is above and below the oracle's, at most, at any second."""
    arrivals, hazards = front_of(
        question.network,
        question.table,
        question.origin,
        question.goals,
        question.start_s,
        question.horizon_s,
        question.wait_step,
    )
    exact = by_time(arrivals, hazards, question.end_s)
    found = by_time(answer.arrival_s, answer.hazard, question.end_s)
    return float((found - exact).max()), float((exact - found).max())
