"""Slow and certain: the least hazard at every place and every step, by going through all of them.

Promises: exact on its grid of steps; shares with the search nothing but the step and the data.
Refuses to know: bounds, labels, which way was taken.
"""

from collections.abc import Sequence

import numpy as np

from .answers import Goal
from .compiled import compiled
from .graph import Bools, Floats, Ints, Longs
from .network import Network
from .rates import Table


def gridded(table: Table, start_s: int, steps: int, step_s: int) -> tuple[Floats, Floats]:
    """C of each zone set at each step [steps + 1, S]; the price of each crossing there [.., X]."""
    times = start_s + step_s * np.arange(steps + 1)
    phase = np.searchsorted(table.phase_start[1:], times, side="right")
    phase = np.minimum(phase, table.rate.shape[1] - 1)
    since = times - table.phase_start[phase]
    hazard = table.cumulative[:, phase] + table.rate[:, phase] * since
    return np.ascontiguousarray(hazard.T), np.ascontiguousarray(table.crossing[:, phase].T)


def steps_of(network: Network, step_s: int) -> Ints:
    """The steps of each arc; a network whose times are no multiples of the step is refused."""
    if (network.seconds % step_s).any():
        message = f"arc times are not multiples of {step_s} s"
        raise ValueError(message)
    return (network.seconds // step_s).astype(np.int32)


def least_hazard(  # noqa: PLR0913, PLR0917 - the parts of a question
    network: Network,
    table: Table,
    origin: int,
    nodes: Sequence[int],
    start_s: int,
    horizon_s: int,
    step_s: int,
) -> Floats:
    """Forward from one origin: the least hazard of being at each node at each step [K + 1, n]."""
    steps = horizon_s // step_s
    hazard, crossing = gridded(table, start_s, steps, step_s)
    return _forward(
        steps_of(network, step_s),
        network.source,
        network.zone_set,
        network.crossing_set,
        network.reverse_first,
        network.reverse_arc,
        network.may_wait,
        network.node_zone_set,
        hazard,
        crossing,
        origin,
        np.asarray(nodes, np.int64),
    )


@compiled
def _forward(  # noqa: C901, PLR0913, PLR0917 - arrays, for the compiler
    steps: Ints,
    source: Ints,
    zone_set: Ints,
    crossing_set: Ints,
    reverse_first: Longs,
    reverse_arc: Ints,
    may_wait: Bools,
    node_zone_set: Ints,
    hazard: Floats,
    crossing: Floats,
    origin: int,
    nodes: Longs,
) -> Floats:
    n = len(may_wait)
    length = 2
    while len(steps) and length <= steps.max():
        length *= 2  # so that a remainder is a mask
    ring = np.full((length, n), np.inf)
    at = np.empty((len(hazard), len(nodes)))
    for now in range(len(hazard)):
        row = ring[now & (length - 1)]
        for node in range(n):
            best = np.inf
            if now == 0:
                if node == origin:
                    best = 0.0
            elif may_wait[node]:
                here = node_zone_set[node]
                waited = hazard[now, here] - hazard[now - 1, here]
                best = ring[(now - 1) & (length - 1), node] + waited
            for index in range(reverse_first[node], reverse_first[node + 1]):
                arc = reverse_arc[index]
                left = now - steps[arc]
                if left < 0:
                    continue
                before = ring[left & (length - 1), source[arc]]
                if before >= best:
                    continue
                price = hazard[now, zone_set[arc]] - hazard[left, zone_set[arc]]
                if crossing_set[arc] >= 0:
                    price += crossing[left, crossing_set[arc]]
                best = min(best, before + price)
            row[node] = best
        for column in range(len(nodes)):
            at[now, column] = row[nodes[column]]
    return at


def front_of(  # noqa: PLR0913, PLR0917 - the parts of a question
    network: Network,
    table: Table,
    origin: int,
    goals: Sequence[Goal],
    start_s: int,
    horizon_s: int,
    step_s: int,
) -> tuple[Ints, Floats]:
    """The exact front on the grid: arrivals, ascending, and hazards, descending."""
    at = least_hazard(
        network, table, origin, [goal.node for goal in goals], start_s, horizon_s, step_s
    )
    end = start_s + horizon_s
    seconds, _ = gridded(table, 0, end, 1)
    best: dict[int, float] = {}
    for column, goal in enumerate(goals):
        price = seconds[:, network.node_zone_set[goal.node]]
        for step in np.flatnonzero(np.isfinite(at[:, column])):
            time = start_s + int(step) * step_s
            served = [
                max(time, opens) + goal.service_s
                for opens, closes in goal.windows
                if max(time, opens) + goal.service_s <= min(closes, end)
            ]
            if not served:
                continue
            arrival = min(served)
            hazard = float(at[step, column] + price[arrival] - price[time])
            best[arrival] = min(best.get(arrival, np.inf), hazard)
    arrivals, hazards = [], []
    least = np.inf
    for arrival in sorted(best):
        if best[arrival] < least:
            least = best[arrival]
            arrivals.append(arrival)
            hazards.append(least)
    return np.asarray(arrivals, np.int32), np.asarray(hazards, np.float64)


def desk_table(  # noqa: PLR0913, PLR0917 - the parts of a question
    network: Network,
    table: Table,
    goals: Sequence[Goal],
    start_s: int,
    horizon_s: int,
    step_s: int,
) -> Floats:
    """Backward from the goals: the least hazard from every node at every step [K + 1, N].

    Row k is for who is at the node at start_s + k * step_s; infinite where no goal is reached.
    """
    steps = horizon_s // step_s
    hazard, crossing = gridded(table, start_s, steps, step_s)
    ends = np.full((len(goals), steps + 1), -1, np.int64)
    nodes = np.asarray([goal.node for goal in goals], np.int64)
    price = np.full((len(goals), steps + 1), np.inf)
    end = start_s + horizon_s
    seconds, _ = gridded(table, 0, end, 1)
    for row, goal in enumerate(goals):
        here = network.node_zone_set[goal.node]
        for step in range(steps + 1):
            time = start_s + step * step_s
            for opens, closes in goal.windows:
                served = max(time, opens) + goal.service_s
                if served <= min(closes, end) and not 0 <= ends[row, step] <= served:
                    ends[row, step] = served
        reached = np.flatnonzero(ends[row] >= 0)
        times = start_s + reached * step_s
        price[row, reached] = seconds[ends[row, reached], here] - seconds[times, here]
    return _backward(
        steps_of(network, step_s),
        network.first,
        network.target,
        network.zone_set,
        network.crossing_set,
        network.may_wait,
        network.node_zone_set,
        hazard,
        crossing,
        nodes,
        price,
    )


@compiled
def _backward(  # noqa: PLR0913, PLR0917 - arrays, for the compiler
    steps: Ints,
    first: Longs,
    target: Ints,
    zone_set: Ints,
    crossing_set: Ints,
    may_wait: Bools,
    node_zone_set: Ints,
    hazard: Floats,
    crossing: Floats,
    nodes: Longs,
    price: Floats,
) -> Floats:
    n = len(may_wait)
    last = len(hazard) - 1
    out = np.full((last + 1, n), np.inf)
    for now in range(last, -1, -1):
        row = out[now]
        here_now = hazard[now]
        for goal in range(len(nodes)):
            row[nodes[goal]] = min(row[nodes[goal]], price[goal, now])
        for node in range(n):
            best = row[node]
            if now < last and may_wait[node]:
                here = node_zone_set[node]
                best = min(best, out[now + 1, node] + hazard[now + 1, here] - here_now[here])
            for arc in range(first[node], first[node + 1]):
                there = now + steps[arc]
                if there > last:
                    continue
                after = out[there, target[arc]]
                if after >= best:
                    continue
                cost = hazard[there, zone_set[arc]] - here_now[zone_set[arc]]
                if crossing_set[arc] >= 0:
                    cost += crossing[now, crossing_set[arc]]
                best = min(best, after + cost)
            row[node] = best
    return out
