"""The least dangerous way that can be told: in at most so many steps, each by something one sees.

Promises: what it says of hazard and time is what its steps cost, second by second; it never waits
where he could only guess the place. Not exact: of two labels on one road, in one phase, a later one
is kept only if it has less hazard, and there is a limit to how many are made.
Refuses to know: languages, people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Final, NamedTuple

import numpy as np

from .bounds import UNREACHED, hazard_to_goals, seconds_to_goals
from .graph import Floats, Ints, RoadGraph
from .network import NO_CROSSING, Network
from .pricing import prices_of, roads_of
from .search import Question, receptions
from .steps import AtPoint, Departure, Step, Turn, bend_of
from .telling import Arcs, Exit, Telling, Walk

STEPS_AT_MOST: Final = 7
START_EVERY_S: Final = 900
STARTS_AT_MOST: Final = 8
"""One starts at once, when hazards change, or at times such apart; nobody starts at a second."""
HAZARD_OF_A_SECOND: Final = 1e-8
"""Decides between ways that are equally dangerous."""
WORTH_A_STEP: Final = 0.02
"""Another step has to take away this share of the hazard."""
LABELS_AT_MOST: Final = 200_000


@dataclass(frozen=True, slots=True)
class ToldWay:
    """Steps, and where they lead on the map, which only the operator sees."""

    departure: Departure
    steps: tuple[Step, ...]
    edges: tuple[int, ...]
    """All edges of the graph on the way."""
    goal: int
    arrival_s: int
    hazard: float


class _Label(NamedTuple):
    hazard: float
    second: int
    """Of entering the edge."""
    edge: int
    parent: "_Label | None"
    exit: Exit | None
    waited: int
    """Seconds before entering."""


class _Found(NamedTuple):
    label: _Label
    after: int
    """Edges of the label's walk up to the goal."""
    arrival_s: int
    hazard: float


class _Leg(NamedTuple):
    begin: _Label
    walk: Walk
    after: int
    """Edges of the walk."""


@dataclass(frozen=True, slots=True)
class _Costs:
    """What edges and junctions cost, phase by phase."""

    question: Question
    seconds: list[int]
    """[E]; 0 where the network has not all of the edge."""
    rows: dict[int, list[tuple[int, int, int]]]
    """For each edge its arcs: row, crossing set, seconds."""
    phase_at: list[int]
    starts: list[int]
    rate: list[list[float]]
    cumulative: list[list[float]]
    crossing: list[list[float]]

    def between(self, row: int, since: int, until: int) -> float:
        """H(row, since, until)."""
        first, last = self.phase_at[since], self.phase_at[until]
        rate = self.rate[row]
        if first == last:
            return rate[first] * (until - since)
        whole = self.cumulative[row][last] - self.cumulative[row][first]
        return (
            whole
            + rate[last] * (until - self.starts[last])
            - rate[first] * (since - self.starts[first])
        )

    def along(self, edge: int, second: int) -> float:
        """Of an edge that is entered then; the second of leaving it lies within the horizon."""
        hazard = 0.0
        for row, crossing, seconds in self.rows[edge]:
            hazard += self.between(row, second, second + seconds)
            if crossing != NO_CROSSING:
                hazard += self.crossing[crossing][self.phase_at[second]]
            second += seconds
        return hazard


def told_way(
    question: Question, telling: Telling, most: float, steps_at_most: int = STEPS_AT_MOST
) -> ToldWay | None:
    """The best with at most so much hazard; None if none is found."""
    return _Search(question, telling, most, steps_at_most).best()


class _Search:
    def __init__(self, question: Question, telling: Telling, most: float, steps: int) -> None:
        self.question, self.telling, self.steps = question, telling, steps
        self.graph = telling.views.graph
        self.costs = _costs(question, telling)
        self.nodes, self.served, tolls, self.limit = receptions(question)
        roads = roads_of(question.network)
        horizon = self.limit - question.start_s
        left = seconds_to_goals(roads, self.nodes, tolls, horizon)
        prices = prices_of(question.table, self.limit)
        self.left = left.tolist()
        self.hazard_left = hazard_to_goals(roads, prices, left, self.nodes).tolist()
        self.least: dict[tuple[int, int], float] = {}
        """Of labels with as many steps or fewer."""
        self.row_of = {int(node): row for row, node in enumerate(self.nodes)}
        self.most = most
        self.found: _Found | None = None

    def best(self) -> ToldWay | None:
        if self.left[self.question.origin] == UNREACHED:
            return None
        layer = {self._key(label): label for label in self._beginnings()}
        labels = 0
        for _ in range(self.steps):
            following: dict[tuple[int, int], _Label] = {}
            for label in sorted(layer.values(), key=lambda each: each.hazard):
                for new in self._onward(label):
                    labels += 1
                    key, cost = self._key(new), self._cost(new)
                    if cost < self.least.get(key, inf):
                        self.least[key] = cost
                        following[key] = new
                if labels > LABELS_AT_MOST:
                    break
            layer = following
            if self.found is not None:
                self.most = self.found.hazard * (1 - WORTH_A_STEP)
        return None if self.found is None else self._told(self.found)

    def _key(self, label: _Label) -> tuple[int, int]:
        return label.edge, self.costs.phase_at[label.second]

    @staticmethod
    def _cost(label: _Label) -> float:
        return label.hazard + HAZARD_OF_A_SECOND * label.second

    def _beginnings(self) -> Iterator[_Label]:
        question, origin = self.question, self.question.origin
        row = int(question.network.node_zone_set[origin])
        starts = self._starts() if question.network.may_wait[origin] else [question.start_s]
        for edge in self.telling.views.out(origin):
            if self.telling.compass(edge) is None:
                continue
            for start in starts:
                hazard = self.costs.between(row, question.start_s, start)
                if not self._is_hopeless(origin, start, hazard):
                    yield _Label(hazard, start, edge, None, None, start - question.start_s)

    def _starts(self) -> list[int]:
        """Spread over all from which one can still arrive."""
        begin = self.question.start_s
        last = self.limit - self.left[self.question.origin]
        times = {begin, *range(begin + START_EVERY_S, last, START_EVERY_S)}
        changes = {each for each in self.costs.starts if begin < each <= last}
        apart = max(1, len(times) // STARTS_AT_MOST)
        return sorted(changes | set(sorted(times)[::apart]))

    def _onward(self, label: _Label) -> Iterator[_Label]:
        """Along the walk to a goal, and to each exit."""
        walk = self.telling.walk(label.edge)
        exits = iter(self.telling.exits(label.edge))
        exit_ = next(exits, None)
        hazard, second = label.hazard, label.second
        for place, edge in enumerate(walk.edges, 1):
            seconds = self.costs.seconds[edge]
            if not seconds or second + seconds > self.limit:
                return
            hazard += self.costs.along(edge, second)
            second += seconds
            node = walk.nodes[place]
            if hazard > self.most:
                return
            row = self.row_of.get(node)
            if row is not None:
                self._arrive(_Found(label, place, second, hazard), row)
                return
            if self._is_hopeless(node, second, hazard):
                return
            while exit_ is not None and exit_.after == place:
                yield from self._leave(label, exit_, node, second, hazard)
                exit_ = next(exits, None)

    def _is_hopeless(self, node: int, second: int, hazard: float) -> bool:
        left = self.left[node]
        if left == UNREACHED or second + left > self.limit:
            return True
        return bool(hazard + self.hazard_left[node][self.costs.phase_at[second]] > self.most)

    def _leave(
        self, label: _Label, exit_: Exit, node: int, second: int, hazard: float
    ) -> Iterator[_Label]:
        yield _Label(hazard, second, exit_.branch.edge, label, exit_, 0)
        if (
            not isinstance(exit_.cue, self.telling.waits_at)
            or not self.question.network.may_wait[node]
        ):
            return
        row = int(self.question.network.node_zone_set[node])
        for start in self.costs.starts[1:-1]:
            if second < start <= self.limit:
                later = hazard + self.costs.between(row, second, start)
                if not self._is_hopeless(node, start, later):
                    yield _Label(later, start, exit_.branch.edge, label, exit_, start - second)

    def _arrive(self, there: _Found, row: int) -> None:
        """Who is there then is received when it opens."""
        arrival = int(self.served[row, there.arrival_s])
        if arrival < 0:
            return
        waits_in = int(self.question.network.node_zone_set[self.nodes[row]])
        hazard = there.hazard + self.costs.between(waits_in, there.arrival_s, arrival)
        if hazard <= self.most:
            self.found = there._replace(arrival_s=arrival, hazard=hazard)
            self.most = hazard

    def _told(self, found: _Found) -> ToldWay:
        label = found.label
        legs = [_Leg(label, self.telling.walk(label.edge), found.after)]
        while label.parent is not None and label.exit is not None:
            after, label = label.exit.after, label.parent
            legs.append(_Leg(label, self.telling.walk(label.edge), after))
        legs.reverse()
        steps = [self._step(*each) for each in zip(legs, [*legs[1:], None], strict=True)]
        edges = [edge for leg in legs for edge in leg.walk.edges[: leg.after]]
        first = legs[0].begin
        compass = self.telling.compass(first.edge)
        if compass is None:
            message = "a way begins where no direction can be told"
            raise ValueError(message)
        departure = Departure(
            first.second,
            self.telling.sight_at(self.question.origin),
            compass,
            self.telling.views.look(first.edge),
            self.telling.street(legs[0].walk, legs[0].after),
        )
        goal = self._goal(legs[-1].walk.nodes[found.after], found.arrival_s)
        return ToldWay(departure, tuple(steps), tuple(edges), goal, found.arrival_s, found.hazard)

    def _goal(self, node: int, arrival: int) -> int:
        return next(
            number
            for number, goal in enumerate(self.question.goals)
            if goal.node == node
            and any(opens + goal.service_s <= arrival <= closes for opens, closes in goal.windows)
        )

    def _step(self, leg: _Leg, following: _Leg | None) -> Step:
        metres = round(leg.walk.metres[leg.after])
        seconds = sum(self.costs.seconds[edge] for edge in leg.walk.edges[: leg.after])
        begin = None if following is None else following.begin
        if following is None or begin is None or begin.exit is None:
            return Step(metres, seconds, AtPoint(), None, None)
        branch = begin.exit.branch
        street = self.telling.street(following.walk, following.after)
        turn = Turn(bend_of(branch.angle), round(branch.angle), branch.look, street)
        wait_until = begin.second if begin.waited else None
        return Step(metres, seconds, begin.exit.cue, wait_until, turn)


def _costs(question: Question, telling: Telling) -> _Costs:
    network, table = question.network, question.table
    kept = telling.arcs
    if not kept or kept[0].network is not network:  # the same for all questions of one search
        kept[:] = [Arcs(network, *_rows(network, telling.views.graph))]
    rows, seconds = kept[0].rows, kept[0].seconds
    starts: Ints = table.phase_start
    phases = table.rate.shape[1]
    phase_at = np.repeat(np.arange(phases), np.diff(starts)).tolist()
    lists: list[Floats] = [table.rate, table.cumulative, table.crossing]
    rate, cumulative, crossing = (each.tolist() for each in lists)
    return _Costs(
        question,
        seconds,
        rows,
        [*phase_at, phases - 1],
        starts.tolist(),
        rate,
        cumulative,
        crossing,
    )


def _rows(
    network: Network, graph: RoadGraph
) -> tuple[dict[int, list[tuple[int, int, int]]], list[int]]:
    """The arcs of each edge that the network has all of, in their order; and its seconds."""
    order = np.lexsort((network.part[:, 0], network.edge))
    rows: dict[int, list[tuple[int, int, int]]] = {}
    for edge, row, crossing, seconds in zip(
        network.edge[order].tolist(),
        network.zone_set[order].tolist(),
        network.crossing_set[order].tolist(),
        network.seconds[order].tolist(),
        strict=True,
    ):
        rows.setdefault(edge, []).append((row, crossing, seconds))
    whole = graph.seconds[network.mode].tolist()
    found = [0] * graph.n_edges
    for edge, arcs in rows.items():
        if sum(arc[2] for arc in arcs) == whole[edge]:
            found[edge] = whole[edge]
    return rows, found
