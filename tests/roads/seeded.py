"""Networks and hazards drawn by seeded chance, small enough for going through everything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from aman.roads.answers import Goal
from aman.roads.graph import Mode
from aman.roads.network import NO_CROSSING, Network
from aman.roads.rates import Table
from aman.roads.search import Question

HOUR = 3600
SIX_HOURS = 6 * HOUR


@dataclass(frozen=True)
class Arc:
    """One arc of a network that is written down by hand."""

    source: int
    target: int
    seconds: int
    row: int = 0
    crossing: int = NO_CROSSING


def network_of(arcs: Sequence[Arc], rows: Sequence[int], may_wait: Sequence[bool]) -> Network:
    """A network; node v waits in the table's row rows[v]."""
    n = len(rows)
    ordered = sorted(arcs, key=lambda arc: arc.source)
    source = np.array([arc.source for arc in ordered], np.int32)
    target = np.array([arc.target for arc in ordered], np.int32)
    zone_set = np.array([arc.row for arc in ordered], np.int32)
    crossing_set = np.array([arc.crossing for arc in ordered], np.int32)
    sets = max([*rows, *zone_set.tolist()]) + 1
    crossings = max([*crossing_set.tolist(), NO_CROSSING]) + 1
    return Network(
        mode=Mode.FOOT,
        n_zones=sets,
        lon=np.zeros(n),
        lat=np.zeros(n),
        first=starts(source, n),
        source=source,
        target=target,
        seconds=np.array([arc.seconds for arc in ordered], np.int32),
        edge=np.arange(len(ordered), dtype=np.int32),
        part=np.tile([0.0, 1.0], (len(ordered), 1)),
        zone_set=zone_set,
        crossing_set=crossing_set,
        reverse_first=starts(target, n),
        reverse_arc=np.argsort(target, kind="stable").astype(np.int32),
        may_wait=np.array(may_wait, np.bool_),
        node_zone_set=np.array(rows, np.int32),
        zone_set_first=np.arange(sets + 1, dtype=np.int64),
        zone_set_zones=np.arange(sets, dtype=np.int32),
        least_first=np.zeros(1, np.int64),
        least_sets=np.zeros(0, np.int32),
        crossing_first=np.arange(crossings + 1, dtype=np.int64),
        crossing_zones=np.arange(crossings, dtype=np.int32),
    )


def starts(nodes: NDArray[np.int32], n: int) -> NDArray[np.int64]:
    """Where the arcs of each node begin."""
    counts = np.bincount(nodes, minlength=n) if len(nodes) else np.zeros(n)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def table_of(
    phase_start: Sequence[int],
    rate: Sequence[Sequence[float]] | NDArray[np.float64],
    crossing: Sequence[Sequence[float]] | NDArray[np.float64] = (),
) -> Table:
    """A hazard table of rates per second, each row one set, each column one phase."""
    breaks = np.array(phase_start, np.int32)
    rates = np.array(rate, np.float64)
    cumulative = np.zeros((len(rates), len(breaks)))
    cumulative[:, 1:] = np.cumsum(rates * np.diff(breaks), axis=1)
    lines = np.array(crossing, np.float64).reshape(-1, len(breaks) - 1)
    return Table(breaks, rates, cumulative, lines)


def drawn(seed: int, side: int = 14, *, waiting: float = 1.0, step: int = 10) -> Question:
    """A crooked grid with dangerous discs that change places every hour, for six hours.

    `waiting` is the share of junctions at which one may wait.
    """
    chance = np.random.default_rng(seed)
    metres, n = 200, side * side
    across, along = np.meshgrid(np.arange(side), np.arange(side))
    place = np.stack([across.ravel(), along.ravel()], axis=1) * metres
    place = place + chance.normal(0, metres / 4, place.shape)
    number = np.arange(n).reshape(side, side)
    pairs = np.concatenate(
        [
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1),
            np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1),
        ]
    )
    pairs = pairs[chance.random(len(pairs)) < 0.8]
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    length = np.hypot(*(place[pairs[:, 0]] - place[pairs[:, 1]]).T)
    seconds = np.maximum(1, np.round(length / 1.3 / step)).astype(int) * step
    zones = int(chance.integers(6, 25))
    centre = chance.random((zones, 2)) * side * metres
    radius = chance.uniform(0.08, 0.25, zones) * side * metres
    middle = (place[pairs[:, 0]] + place[pairs[:, 1]]) / 2
    inside = np.concatenate([covered(place, centre, radius), covered(middle, centre, radius)])
    sets, row = np.unique(inside, axis=0, return_inverse=True)
    row = row.ravel()
    per_second = np.exp(chance.uniform(np.log(1e-4), np.log(3e-2), zones)) / 60
    active = (np.arange(6) + chance.integers(0, 2, zones)[:, None]) % 2 == 0
    no_data = float(chance.choice([0, 1e-5])) / 60
    rate = sets @ (per_second[:, None] * active) + no_data
    guarded = chance.random(len(pairs)) < 0.05
    crossing = chance.uniform(0, 0.05, (2, 6))
    arcs = [
        Arc(int(a), int(b), int(s), int(r), int(chance.integers(0, 2)) if g else NO_CROSSING)
        for (a, b), s, r, g in zip(pairs, seconds, row[n:], guarded, strict=True)
    ]
    arcs.append(Arc(0, 1, step, 0, 0))
    arcs.append(Arc(0, 1, step, 0, 1))
    network = network_of(arcs, row[:n].tolist(), (chance.random(n) < waiting).tolist())
    origin, near, far = (int(node) for node in chance.integers(0, n, 3))
    goals = (Goal(near, ((0, SIX_HOURS),)), Goal(far, ((1000, 1503), (9000, 14000)), 307))
    table = table_of(np.arange(7) * HOUR, rate, crossing)
    start = int(chance.integers(0, 200)) * 10
    chosen = goals if seed % 2 else goals[:1]
    return Question(network, table, origin, chosen, start, SIX_HOURS - start, step)


def alleys(seed: int) -> Question:
    """A handful of places and four phases, with rates and tolls that change in few of them.

    What `drawn` hides: a zone that stays as it is from one phase to the next and changes then.
    """
    chance = np.random.default_rng(seed)
    n, phases = int(chance.integers(3, 6)), 4
    arcs = [
        Arc(a, b, *(int(each) for each in chance.integers((5, 0, -1), (25, 4, 3)) * (10, 1, 1)))
        for a in range(n)
        for b in range(n)
        if a != b and (b == a + 1 or chance.random() < 0.25)
    ]
    rate = chance.choice([0, 0, 1e-3, 5e-3], (4, phases))
    rate[0] = chance.choice([0, 1e-4], phases)
    toll = chance.choice([0, 0, 0.5, 2.0], (3, phases))
    rows, waits = chance.choice([0, 0, 1], n), chance.random(n) < 0.9
    network = network_of(arcs, rows.tolist(), waits.tolist())
    table = table_of(np.arange(phases + 1) * 600, rate, toll)
    return Question(network, table, 0, (Goal(n - 1, ((0, 2400),)),), 0, 2400, 10)


def covered(
    place: NDArray[np.float64], centre: NDArray[np.float64], radius: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """[places, discs], which disc covers which place."""
    apart = place[:, None] - centre
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]) < radius)


def with_step(network: Network, step: int) -> Network:
    """The network with times that are multiples of a step, the nearest and at least one."""
    steps = np.maximum(1, np.round(network.seconds / step)).astype(np.int32)
    return replace(network, seconds=steps * np.int32(step))
