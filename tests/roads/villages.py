"""Drawn villages, small enough for going through everything that can be told in them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise, product

import numpy as np
from shapely import LineString, Point

from aman.roads.answers import Goal
from aman.roads.graph import NAME_LANGUAGES, Landmarks, Mode, RoadGraph
from aman.roads.junction_views import JunctionViews
from aman.roads.landmarks import KIND_NAMES
from aman.roads.network import cut
from aman.roads.rates import Phases, Rates, hazard_table
from aman.roads.search import Question
from aman.roads.shapes import Shape, around
from aman.roads.tellable import WORTH_A_STEP, told_way
from aman.roads.telling import Telling
from roads.drawn import Way, draw
from roads.recounting import recounted_by_steps

PHASE_S, PHASES = 1800, 3
END_S = PHASE_S * PHASES
STEPS = 5
ANY_HAZARD = 1e9
QUARTER_S = 900
"""One sets out at once, at each of these, or when hazards change."""
SIDE, STREET_M = 4, 250
KINDS = ("residential", "residential", "track", "path", "tertiary")
Best = tuple[float, int]
"""The least hazard, and the earliest arrival with it."""
NONE: Best = (np.inf, END_S + 1)


def village(seed: int) -> RoadGraph:
    """A crooked grid of streets of several kinds, churches beside some junctions."""
    chance = np.random.default_rng(seed)
    across, along = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    at = np.stack([across.ravel(), along.ravel()], axis=1) * STREET_M
    metres = at + chance.normal(0, STREET_M / 8, at.shape)
    places = [(9.5 + x / 75_835, 47.0 + y / 111_195) for x, y in metres]
    number = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    ways: list[Way] = []
    for line in [*number, *number.T]:
        street = {"highway": str(chance.choice(KINDS))}
        ways += [(pair, street) for pair in pairwise(line.tolist()) if chance.random() < 0.85]
    graph = draw(places, ways)
    nodes = chance.choice(graph.n_nodes, 5, replace=False).astype(np.int32)
    churches = Landmarks(
        kind=np.array(chance.choice([KIND_NAMES.index(each) for each in ("church", "well")], 5),
                      np.uint8),
        lon=graph.lon[nodes] + 1e-4,
        lat=graph.lat[nodes] + 1e-4,
        node=nodes,
        name_first=np.zeros(5 * len(NAME_LANGUAGES) + 1, np.int64),
        name_bytes=np.zeros(0, np.uint8),
    )  # fmt: skip
    return replace(graph, landmarks=churches)


def discs_in(graph: RoadGraph, seed: int, closed: int) -> list[Shape]:
    """Seven places, the first of which are closed."""
    chance = np.random.default_rng((seed, 2))
    places = chance.integers(0, graph.n_nodes, 7).tolist()
    radii = chance.uniform(60, 400, 7).tolist()
    return [
        Shape(around(Point(graph.lon[node] + 1e-3, graph.lat[node]), radius), number < closed)
        for number, (node, radius) in enumerate(zip(places, radii, strict=True))
    ]


def asked_in(
    graph: RoadGraph, seed: int, discs: Sequence[Shape], *, calm: bool = False
) -> Question:
    """Dangerous discs that change each half an hour, and a point that may open late."""
    chance = np.random.default_rng((seed, 1))
    network = cut(graph, Mode.FOOT, discs)
    per_second = np.exp(chance.uniform(np.log(1e-6), np.log(1e-3), 8)) * (not calm)
    per_second[-1] = 0 if calm else chance.choice([0, 1e-7])
    active = chance.random((8, PHASES)) < 0.6
    active[-1] = True
    starts = (np.arange(PHASES + 1) * PHASE_S).astype(np.int32)
    phases = Phases(datetime(2026, 1, 1, tzinfo=UTC), starts, active)
    table = hazard_table(network, phases, Rates(per_second, np.zeros(7)))
    origin, goal = chance.choice(graph.n_nodes, 2, replace=False).tolist()
    opens = int(chance.choice([0, 0, 2400]))
    windows = ((opens, opens + 900), (4200, END_S)) if opens else ((0, END_S),)
    goals = (Goal(goal, windows, int(chance.choice([0, 120]))),)
    return Question(network, table, origin, goals, 0, END_S)


def telling_of(graph: RoadGraph) -> Telling:
    """On foot."""
    return Telling(JunctionViews(graph, Mode.FOOT))


def best_that_can_be_told(question: Question, telling: Telling, steps: int) -> Best:
    """By going through every leg from every second on, from the definition: no bounds, no labels.

    What it shares with the search are the rules of telling: where a leg may end, and by which cue.
    """
    return _Everything(question, telling).best(steps)


class _Everything:
    def __init__(self, question: Question, telling: Telling) -> None:
        self.question, self.telling, self.network = question, telling, question.network
        (self.goal,) = question.goals
        self.starts: list[int] = question.table.phase_start.tolist()
        self.rate: list[list[float]] = question.table.rate.tolist()
        self.arcs = cache(self._arcs)
        self.from_edge = cache(self._from_edge)

    def best(self, steps: int) -> Best:
        best, origin = NONE, self.question.origin
        at_home = sorted({*range(0, self.question.end_s, QUARTER_S), *self.starts[1:-1]})
        for edge in self.telling.views.out(origin):
            if self.telling.compass(edge) is not None:
                for start in at_home if self.network.may_wait[origin] else [0]:
                    onward, arrival = self.from_edge(edge, start, steps)
                    best = min(best, (self.waiting(origin, 0, start) + onward, arrival))
        return best

    def _from_edge(self, first: int, second: int, steps: int) -> Best:
        walk, hazard, best = self.telling.walk(first), 0.0, NONE
        for after, edge in enumerate(walk.edges if steps else (), 1):
            for row, seconds in self.arcs(edge):
                hazard += self.between(row, second, second + seconds)
                second += seconds
            node = walk.nodes[after]
            if not self.arcs(edge) or second > self.question.end_s:
                break
            if node == self.goal.node:
                there, arrival = self.received(second)
                return min(best, (hazard + there, arrival))
            for exit_ in self.telling.exits(first):
                if exit_.after == after:
                    waits = isinstance(exit_.cue, self.telling.waits_at)
                    for start, waited in self.leaving(node, second, waits=waits):
                        onward, arrival = self.from_edge(exit_.branch.edge, start, steps - 1)
                        best = min(best, (hazard + waited + onward, arrival))
        return best

    def _arcs(self, edge: int) -> list[tuple[int, int]]:
        """Row and seconds of each, if they are there from one end of the edge to the other."""
        found = np.flatnonzero(self.network.edge == edge)
        found = found[np.argsort(self.network.part[found, 0])]
        ends = [0.0, *self.network.part[found].ravel().tolist(), 1.0]
        if not len(found) or ends[::2] != ends[1::2]:
            return []
        rows, seconds = self.network.zone_set[found], self.network.seconds[found]
        return list(zip(rows.tolist(), seconds.tolist(), strict=True))

    def received(self, second: int) -> Best:
        for opens, closes in self.goal.windows:
            arrival = max(second, opens) + self.goal.service_s
            if arrival <= min(closes, self.question.end_s):
                return self.waiting(self.goal.node, second, arrival), arrival
        return NONE

    def leaving(self, node: int, second: int, *, waits: bool) -> Iterator[tuple[int, float]]:
        yield second, 0.0
        if waits and self.network.may_wait[node]:
            for start in self.starts[1:-1]:
                if start > second:
                    yield start, self.waiting(node, second, start)

    def waiting(self, node: int, since: int, until: int) -> float:
        return self.between(int(self.network.node_zone_set[node]), since, until)

    def between(self, row: int, since: int, until: int) -> float:
        return sum(
            rate * (min(until, end) - max(since, begin))
            for rate, (begin, end) in zip(self.rate[row], pairwise(self.starts), strict=True)
            if begin < until and since < end
        )


def worst_told(seeds: Sequence[int]) -> float:
    """By how much a told way is worse than the best that can be told, at most; endless for none.

    In hazard, beyond the share that a step fewer is worth; without any hazard, in seconds.
    """
    worst = 0.0
    for seed in seeds:
        graph = village(seed)
        telling = telling_of(graph)
        for number, calm in product(range(3), (False, True)):
            discs = discs_in(graph, 10 * seed + number, number)
            question = asked_in(graph, 10 * seed + number, discs, calm=calm)
            hazard, arrival = best_that_can_be_told(question, telling, STEPS)
            told = told_way(question, telling, ANY_HAZARD, STEPS)
            if told is None:
                worst = max(worst, np.inf if hazard < np.inf else 0.0)
                continue
            counted = recounted_by_steps(question, told)
            worst = max(worst, abs(counted - told.hazard), counted - hazard / (1 - WORTH_A_STEP))
            if calm:
                worst = max(worst, told.arrival_s - arrival)
    return worst


def worst_entered(seeds: Sequence[int]) -> float:
    """Degrees of told ways within closed areas in which they do not begin, at most."""
    worst = 0.0
    for seed in seeds:
        graph, discs = village(seed), discs_in(village(seed), seed, 4)
        question = asked_in(graph, seed, discs)
        told = told_way(question, telling_of(graph), ANY_HAZARD)
        begin = Point(graph.lon[question.origin], graph.lat[question.origin])
        for disc in discs[:4]:
            if told is not None and not disc.geometry.buffer(1e-6).contains(begin):
                inside = line_of(graph, told.edges).intersection(disc.geometry)
                worst = max(worst, float(inside.length))
    return worst


def line_of(graph: RoadGraph, edges: Sequence[int]) -> LineString:
    """As it is on the map."""
    rows = [slice(*graph.shape_first[edge : edge + 2].tolist()) for edge in edges]
    lon, lat = (np.concatenate([of[each] for each in rows])
                for of in (graph.shape_lon, graph.shape_lat))  # fmt: skip
    return LineString(np.stack([lon, lat], axis=1))
