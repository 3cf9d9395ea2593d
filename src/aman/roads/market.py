"""From ways to a market: what each group may choose, and what each choice takes of whom.

Promises: reception is scheduled, not hoped for: an option has a turn of its own at the point, and
what waiting for it costs is in its harm. What was not looked at is here too, with a harm that is
certainly not above the true one, for the bound.
Refuses to know: who is chosen, how ways are found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import Final, NamedTuple

import numpy as np

from .answers import Front, Goal, Leg, Way, probability
from .graph import Floats, Ints, Longs
from .groups import Groups, Options
from .rates import Table
from .search import Question

HOUR_S: Final = 3600
TURN_S: Final = 60
"""No turn is shorter."""
FRONT_WITHIN: Final = 1e-4
"""What an exact front may be off by."""
TOLERANCE: Final = 1e-3
"""Ways that differ less in the probability of harm are one; the bound knows of that."""


@dataclass(frozen=True, slots=True)
class Point:
    """A reception point. It receives in turns: each takes the goal's seconds of service."""

    goal: Goal
    hands: int
    """Groups that are received at the same time."""
    people: int
    """Places, in each of its windows."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Edges of the graph that are one place on the map: who passes any of them is seen there."""

    edges: frozenset[int]
    people_per_hour: int


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What was searched for a group and a point: the question had that point's goal alone."""

    question: Question
    front: Front


class Of(StrEnum):
    """What a capacity is of."""

    PLACES = "places"
    """People at a point in one of its windows."""
    TURN = "turn"
    """Groups that a point receives at once."""
    TEAM = "team"
    """Groups that the teams of a point fetch in an hour."""
    ROAD = "road"
    """People at a bottleneck in an hour."""


class Capacity(NamedTuple):
    """Which capacity it is, for those who read that it is full."""

    of: Of
    number: int
    """Which point, or which bottleneck."""
    since_s: int
    until_s: int
    most: float


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What an option is: a way to a point, received until a second."""

    point: int
    front: Front
    index: int
    received_s: int
    """When reception ends: the way's arrival, or later if its turn is later."""

    @property
    def way(self) -> Way:
        """Put together anew: thousands of options would not fit into memory with theirs."""
        return self.front[self.index]


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """What `assign` is asked, and what its numbers stand for."""

    options: Options
    unlooked: Options
    capacities: tuple[Capacity, ...]
    chosen: tuple[Chosen, ...]
    """[K], what each option is."""

    @property
    def capacity(self) -> Floats:
        """[R]."""
        return np.array([each.most for each in self.capacities], np.float64)


def market(  # noqa: PLR0913 - what there is
    groups: Groups,
    points: Sequence[Point],
    looked: Mapping[tuple[int, int], Looked],
    *,
    end_s: int,
    teams: Ints | None = None,
    bottlenecks: Sequence[Bottleneck] = (),
    least_hazard: Floats | None = None,
) -> Market:
    """The market of groups and points.

    `looked` is by (group, point). `teams` [points, hours] is how many groups they fetch there in
    each hour; None: the points do without. `least_hazard` [groups, points] is what no way between
    them is certainly below, infinite where there is no way, for pairs that were not looked at;
    None: nothing is known of them.
    """
    limits = _Limits(points, end_s, teams, bottlenecks)
    known, unlooked = _Rows(), _Rows()
    chosen: list[Chosen] = []
    for group, number in product(range(len(groups)), range(len(points))):
        people = float(groups.people[group])
        turns = limits.turns(number)
        pair = looked.get((group, number))
        if pair is not None:
            for offer in _offers(pair, turns, limits):
                uses = limits.at_point(number, offer.turn, people)
                uses.update(dict.fromkeys(offer.roads, people))
                known.add(group, probability(offer.hazard), uses)
                chosen.append(Chosen(number, pair.front, offer.place, offer.turn.until_s))
        for turn in turns:
            if pair is not None:
                harm = _least(pair.front, turn.until_s)
            else:
                harm = probability(0.0 if least_hazard is None else least_hazard[group, number])
            if harm < 1:
                unlooked.add(group, harm, limits.at_point(number, turn, people))
    return Market(known.options(), unlooked.options(), tuple(limits.found), tuple(chosen))


class _Turn(NamedTuple):
    since_s: int
    until_s: int
    window: tuple[int, int]


class _Offer(NamedTuple):
    """A way that is in time for a turn."""

    turn: _Turn
    place: int
    """In the front."""
    hazard: float
    roads: frozenset[int]


class _Limits:
    """Capacities, numbered as they come."""

    def __init__(
        self,
        points: Sequence[Point],
        end_s: int,
        teams: Ints | None,
        bottlenecks: Sequence[Bottleneck],
    ) -> None:
        self.found: list[Capacity] = []
        self._rows: dict[tuple[Of, int, int], int] = {}
        self._point_rows: dict[tuple[int, _Turn], tuple[int, list[int]]] = {}
        self._points, self._end_s, self._teams = points, end_s, teams
        self._bottlenecks = bottlenecks
        self._at = {edge: number for number, each in enumerate(bottlenecks) for edge in each.edges}

    def turns(self, number: int) -> list[_Turn]:
        """Of a point, one after the other."""
        return _turns(self._points[number].goal, self._end_s)

    def at_point(self, number: int, turn: _Turn, people: float) -> dict[int, float]:
        """What a group takes of a point."""
        rows = self._point_rows.get((number, turn))
        if rows is None:
            point, hour = self._points[number], turn.since_s // HOUR_S
            limits = [Capacity(Of.TURN, number, turn.since_s, turn.until_s, point.hands)]
            if self._teams is not None:
                fetched = int(self._teams[number, hour]) if hour < self._teams.shape[1] else 0
                limits.append(_hourly(Of.TEAM, number, hour, fetched))
            places = self._row(Capacity(Of.PLACES, number, *turn.window, point.people))
            rows = (places, [self._row(each) for each in limits])
            self._point_rows[number, turn] = rows
        uses = dict.fromkeys(rows[1], 1.0)
        uses[rows[0]] = people
        return uses

    def roads(self, question: Question, way: Way) -> frozenset[int]:
        """The bottlenecks that a way passes, each hour a capacity of its own."""
        network = question.network
        passed: set[tuple[int, int]] = set()
        for leg in way.legs:
            number = self._at.get(int(network.edge[leg.arc]))
            if number is not None:
                last = (leg.depart_s + int(network.seconds[leg.arc]) - 1) // HOUR_S
                passed.update((number, hour) for hour in range(leg.depart_s // HOUR_S, last + 1))
        return frozenset(
            self._row(_hourly(Of.ROAD, number, hour, self._bottlenecks[number].people_per_hour))
            for number, hour in sorted(passed)
        )

    def _row(self, capacity: Capacity) -> int:
        row = self._rows.setdefault(capacity[:3], len(self.found))
        if row == len(self.found):
            self.found.append(capacity)
        return row


def _turns(goal: Goal, end_s: int) -> list[_Turn]:
    length = max(goal.service_s, TURN_S)
    return [
        _Turn(since, since + length, (opens, closes))
        for opens, closes in goal.windows
        for since in range(opens, min(closes, end_s) - length + 1, length)
    ]


def _hourly(of: Of, number: int, hour: int, most: float) -> Capacity:
    return Capacity(of, number, hour * HOUR_S, (hour + 1) * HOUR_S, most)


class _Rows:
    """Options as they are written down."""

    def __init__(self) -> None:
        self._group: list[int] = []
        self._harm: list[float] = []
        self._first = [0]
        self._capacity: list[int] = []
        self._amount: list[float] = []

    def add(self, group: int, harm: float, uses: Mapping[int, float]) -> None:
        """One more."""
        self._group.append(group)
        self._harm.append(harm)
        for row in sorted(uses):
            self._capacity.append(row)
            self._amount.append(uses[row])
        self._first.append(len(self._capacity))

    def options(self) -> Options:
        """All of them."""
        return Options(
            np.array(self._group, np.int64),
            np.array(self._harm, np.float64),
            np.array(self._first, np.int64),
            np.array(self._capacity, np.int32),
            np.array(self._amount, np.float64),
        )


def _offers(pair: Looked, turns: Sequence[_Turn], limits: _Limits) -> Iterator[_Offer]:
    """For each turn the least hazard for each choice of bottlenecks; who is early waits there."""
    question, front = pair.question, pair.front
    (goal,) = question.goals
    turns = [turn for turn in turns if turn.until_s <= question.end_s]
    if not len(front) or not turns:
        return
    row = int(question.network.node_zone_set[goal.node])
    ends = np.array([turn.until_s for turn in turns])
    # What waiting there adds is the same for all: the best of those in time is a running minimum.
    early = front.hazard - _accrued(question.table, row, front.arrival_s)
    waited = _accrued(question.table, row, ends)
    by_roads: dict[frozenset[int], list[int]] = {}
    for index in worth_keeping(question, front).tolist():
        by_roads.setdefault(limits.roads(question, front[index]), []).append(index)
    for roads, members in by_roads.items():
        own = np.array(members, np.int64)
        best = own[_running(early[own])]
        count = np.searchsorted(front.arrival_s[own], ends, side="right")
        for turn, wait, known in zip(turns, waited.tolist(), count.tolist(), strict=True):
            if known:
                index = int(best[known - 1])
                yield _Offer(turn, index, float(early[index]) + wait, roads)


def worth_keeping(question: Question, front: Front) -> Longs:
    """The ways of a front to one point that a market looks at; the others may be forgotten."""
    (goal,) = question.goals
    row = int(question.network.node_zone_set[goal.node])
    ends = [turn.until_s for turn in _turns(goal, question.end_s)]
    early = front.hazard - _accrued(question.table, row, front.arrival_s)
    in_time = np.searchsorted(front.arrival_s, ends, side="right")
    least = _running(early)[in_time[in_time > 0] - 1]
    return np.union1d(np.array(front.few(TOLERANCE), np.int64), least).astype(np.int64)


def thinned(question: Question, front: Front) -> Front:
    """The same front without the search that found it: ways worth keeping, as small as they are."""
    kept: dict[int, tuple[int | None, Ints, int, int, float]] = {}
    for index in worth_keeping(question, front).tolist():
        way = front[index]
        legs = np.array([(leg.arc, leg.depart_s, leg.wait_s) for leg in way.legs], np.int32)
        kept[index] = (way.goal, legs.reshape(-1, 3), way.reached_s, way.arrival_s, way.hazard)

    def build(index: int) -> Way:
        goal, legs, reached, arrival, hazard = kept[index]
        return Way(goal, tuple(Leg(*leg) for leg in legs.tolist()), reached, arrival, hazard)

    return replace(front, arrival_s=front.arrival_s.copy(), hazard=front.hazard.copy(), build=build)


def _accrued(table: Table, row: int, seconds: Ints) -> Floats:
    """C(t) of a row of the table."""
    phase = np.searchsorted(table.phase_start[1:-1], seconds, side="right")
    since = seconds - table.phase_start[phase]
    return np.asarray(table.cumulative[row, phase] + table.rate[row, phase] * since, np.float64)


def _running(values: Floats) -> Longs:
    """For each place the index of the least value up to there."""
    least = np.minimum.accumulate(values)
    return np.maximum.accumulate(np.where(values <= least, np.arange(len(values)), 0))


def _least(front: Front, until_s: int) -> float:
    """What the probability of harm is at least of who is received by a second; 1: nobody is."""
    count = int(np.searchsorted(front.arrival_s, until_s, side="right"))
    if count:
        known = probability(float(front.hazard[count - 1]))
    elif front.exact or until_s < front.settled_s:
        return 1.0
    else:
        known = 0.0 if len(front) else front.staying.probability
    return max(known - front.at_most - FRONT_WITHIN, 0.0)
