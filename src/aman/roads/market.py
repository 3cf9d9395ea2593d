"""From ways to a market: what each group may choose, and what each choice takes of whom.

Promises: reception is scheduled, not hoped for: an option has a turn of its own at the point, and
what waiting for it costs is in its harm. What can't be chosen is here too, with a harm that is not
above the true one, for the bound.
Refuses to know: who is chosen, how ways are found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from .answers import Goal, Way
from .graph import Floats, Ints, Longs
from .groups import Groups, Options
from .network import Network
from .rates import Table
from .receiving import HOUR_S, WITHIN, Looked, Reached, Turn, turns_of
from .search import Question


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
    ways: Reached
    index: int
    received_s: int
    """When reception ends; who is there earlier has waited for his turn."""

    @property
    def way(self) -> Way:
        """Until one is there; put together anew."""
        return self.ways[self.index]


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """What `assign` is asked, and what its numbers stand for."""

    options: Options
    unlooked: Options
    capacities: tuple[Capacity, ...]
    looked: Sequence[Looked]
    """[G]."""
    what: Longs
    """[K, 3], of each option its point, which of the ways, and when reception ends."""

    @property
    def capacity(self) -> Floats:
        """[R]."""
        return np.array([each.most for each in self.capacities], np.float64)

    def chosen(self, option: int) -> Chosen:
        """What an option is; a million of them would not fit into memory."""
        point, index, received = self.what[option].tolist()
        return Chosen(
            point, self.looked[int(self.options.group[option])].ways[point], index, received
        )


def market(  # noqa: PLR0913 - what there is
    groups: Groups,
    points: Sequence[Point],
    looked: Sequence[Looked],
    *,
    end_s: int,
    teams: Ints | None = None,
    bottlenecks: Sequence[Bottleneck] = (),
) -> Market:
    """The market of groups and points, by what was searched for each group.

    What was not kept of that can't be chosen, and counts in the bound. `teams` [points, hours] is
    how many groups they fetch there in each hour; None: the points do without.
    """
    limits = _Limits(points, end_s, teams, bottlenecks)
    known, unlooked = _Rows(), _Rows()
    for group, each in enumerate(looked):
        people, staying = float(groups.people[group]), float(groups.staying[group])
        for number, reached in enumerate(each.ways):
            place = limits.places[number]
            if not len(place.until):
                continue
            free = np.full(len(place.until), staying)
            for offer in _offers(each.question, reached, place, limits):
                # Who passes more narrows than he need has no better harm to show for it.
                good = np.flatnonzero(offer.harm < free)
                if not offer.roads:
                    free = np.minimum(free, offer.harm)
                known.add(group, people, place, offer, good, number)
            least = -np.expm1(-reached.least)
            nobody = np.full(len(least), -1, np.int64)
            left = np.flatnonzero((least < staying) & (least < free - WITHIN))
            unlooked.add(group, people, place, _Offer((), least, nobody), left, number)
        if each.reachable and not known.has(group):
            unlooked.add_staying(group, staying)
    return Market(known.options(), unlooked.options(), tuple(limits.found), looked, known.what())


class _Place(NamedTuple):
    """The turns of a point."""

    node: int
    until: Longs
    latest: Longs
    """[T], when one must be there."""
    rows: Ints
    """[T, 2 or 3], which capacities a group takes there, ascending; the first by its people."""


class _Offer(NamedTuple):
    """Ways that pass the same narrows in the same hours."""

    roads: tuple[int, ...]
    """Those capacities, ascending."""
    harm: Floats
    """[T], the probability of harm at each turn; 1 if none is in time."""
    which: Longs
    """[T], which way that is."""


class _Limits:
    """Capacities, numbered as they come; those of narrows after those of all points."""

    def __init__(
        self,
        points: Sequence[Point],
        end_s: int,
        teams: Ints | None,
        bottlenecks: Sequence[Bottleneck],
    ) -> None:
        self.found: list[Capacity] = []
        self._rows: dict[tuple[Of, int, int], int] = {}
        self._bottlenecks = bottlenecks
        self._at: dict[int, Longs] = {}
        self.places = [
            self._place(number, point, turns_of(point.goal, end_s), teams)
            for number, point in enumerate(points)
        ]

    def _place(
        self, number: int, point: Point, turns: Sequence[Turn], teams: Ints | None
    ) -> _Place:
        rows = [
            [self._row(Capacity(Of.PLACES, number, *turn.window, point.people)) for turn in turns]
        ]
        if teams is not None:
            hours = [turn.since_s // HOUR_S for turn in turns]
            fetched = [int(teams[number, each]) if each < teams.shape[1] else 0 for each in hours]
            rows.append(
                [
                    self._row(_hourly(Of.TEAM, number, hour, most))
                    for hour, most in zip(hours, fetched, strict=True)
                ]
            )
        rows.append(
            [
                self._row(Capacity(Of.TURN, number, turn.since_s, turn.until_s, point.hands))
                for turn in turns
            ]
        )
        until = np.array([turn.until_s for turn in turns], np.int64)
        return _Place(
            point.goal.node, until, until - point.goal.service_s, np.array(rows, np.int32).T
        )

    def roads(self, network: Network, reached: Reached) -> list[tuple[int, ...]]:
        """The bottlenecks that each way passes, each hour a capacity of its own."""
        passed: list[set[tuple[int, int]]] = [set() for _ in range(len(reached))]
        if self._bottlenecks:
            arcs = reached.legs[:, 0]
            legs = np.flatnonzero(self._of_arcs(network)[arcs] >= 0)
            way = np.searchsorted(reached.first, legs, side="right") - 1
            which = self._of_arcs(network)[arcs[legs]]
            begins = reached.legs[legs, 1]
            hours = begins // HOUR_S, (begins + network.seconds[arcs[legs]] - 1) // HOUR_S
            for each, number, first, last in np.stack([way, which, *hours], axis=1).tolist():
                passed[each].update((number, hour) for hour in range(first, last + 1))
        return [
            tuple(
                sorted(
                    self._row(
                        _hourly(Of.ROAD, number, hour, self._bottlenecks[number].people_per_hour)
                    )
                    for number, hour in each
                )
            )
            for each in passed
        ]

    def _of_arcs(self, network: Network) -> Longs:
        """[arcs], which bottleneck each is of, or -1."""
        found = self._at.get(id(network))
        if found is None:
            found = np.full(len(network.edge), -1, np.int64)
            for number, each in enumerate(self._bottlenecks):
                found[np.isin(network.edge, np.fromiter(each.edges, np.int64))] = number
            self._at[id(network)] = found
        return found

    def _row(self, capacity: Capacity) -> int:
        row = self._rows.setdefault(capacity[:3], len(self.found))
        if row == len(self.found):
            self.found.append(capacity)
        return row


def _hourly(of: Of, number: int, hour: int, most: float) -> Capacity:
    return Capacity(of, number, hour * HOUR_S, (hour + 1) * HOUR_S, most)


class _Rows:
    """Options as they are written down, many at once."""

    def __init__(self) -> None:
        self._group: list[Longs] = [np.zeros(0, np.int64)]
        self._harm: list[Floats] = [np.zeros(0)]
        self._uses: list[Longs] = [np.zeros(0, np.int64)]
        self._capacity: list[Ints] = [np.zeros(0, np.int32)]
        self._amount: list[Floats] = [np.zeros(0)]
        self._what: list[Longs] = [np.zeros((0, 3), np.int64)]
        self._last = -1

    def add(  # noqa: PLR0913, PLR0917 - what an option is
        self, group: int, people: float, place: _Place, offer: _Offer, turns: Longs, number: int
    ) -> None:
        """One option for each of these turns."""
        count, roads = len(turns), len(offer.roads)
        if not count:
            return
        at_point = place.rows[turns]
        each = at_point.shape[1] + roads
        amount = np.ones(each)
        amount[0] = people
        amount[at_point.shape[1] :] = people
        on_roads = np.broadcast_to(np.array(offer.roads, np.int32), (count, roads))
        self._group.append(np.full(count, group, np.int64))
        self._harm.append(offer.harm[turns])
        self._uses.append(np.full(count, each, np.int64))
        self._capacity.append(np.concatenate([at_point, on_roads], axis=1).ravel())
        self._amount.append(np.tile(amount, count))
        what = np.empty((count, 3), np.int64)
        what[:, 0], what[:, 1], what[:, 2] = number, offer.which[turns], place.until[turns]
        self._what.append(what)
        self._last = group

    def add_staying(self, group: int, harm: float) -> None:
        """There are ways, none of them better than staying."""
        self._group.append(np.array([group], np.int64))
        self._harm.append(np.array([harm]))
        self._uses.append(np.zeros(1, np.int64))

    def has(self, group: int) -> bool:
        """Whether the last options are of this group."""
        return self._last == group

    def options(self) -> Options:
        """All of them."""
        return Options(
            np.concatenate(self._group),
            np.concatenate(self._harm),
            np.concatenate([[0], np.cumsum(np.concatenate(self._uses))]).astype(np.int64),
            np.concatenate(self._capacity),
            np.concatenate(self._amount),
        )

    def what(self) -> Longs:
        """[K, 3], as in Market."""
        return np.concatenate(self._what)


def _offers(
    question: Question, reached: Reached, place: _Place, limits: _Limits
) -> Iterator[_Offer]:
    """For each turn the least harm for each choice of bottlenecks; who is early waits there."""
    if not len(reached):
        return
    row = int(question.network.node_zone_set[place.node])
    # What waiting there adds is the same for all: the best of those in time is a running minimum.
    early = reached.hazard - _accrued(question.table, row, reached.reached_s)
    waited = _accrued(question.table, row, place.until)
    by_roads: dict[tuple[int, ...], list[int]] = {}
    for index, roads in enumerate(limits.roads(question.network, reached)):
        by_roads.setdefault(roads, []).append(index)
    for roads, members in sorted(by_roads.items(), key=lambda each: (len(each[0]), each[0])):
        own = np.array(members, np.int64)
        best = own[_running(early[own])]
        count = np.searchsorted(reached.reached_s[own], place.latest, side="right")
        which = best[np.maximum(count - 1, 0)]
        harm = np.where(count > 0, -np.expm1(-np.maximum(early[which] + waited, 0.0)), 1.0)
        yield _Offer(roads, harm, which)


def _accrued(table: Table, row: int, seconds: Ints | Longs) -> Floats:
    """C(t) of a row of the table."""
    phase = np.searchsorted(table.phase_start[1:-1], seconds, side="right")
    since = seconds - table.phase_start[phase]
    return np.asarray(table.cumulative[row, phase] + table.rate[row, phase] * since, np.float64)


def _running(values: Floats) -> Longs:
    """For each place the index of the least value up to there."""
    least = np.minimum.accumulate(values)
    return np.maximum.accumulate(np.where(values <= least, np.arange(len(values)), 0))
