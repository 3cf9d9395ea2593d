"""From a task to a question of `aman.roads`: network, goals, origin, clock.

Promises: what can't be asked says why, as a word of `wire.Unanswerable`; a point that is far from
every road of this map is left out and named. The same network serves the next task with the same
shapes, whatever has become of rates, hours, sources and dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from aman.desk.ways.wire import Task, Unanswerable, Window
from aman.roads.entrances import FAR_M, entrances, stand
from aman.roads.graph import Ints, Mode, RoadGraph
from aman.roads.hazards import read_layers
from aman.roads.junction_views import JunctionViews
from aman.roads.network import Network, cut, cut_opened
from aman.roads.points import ReceptionPoint, read_points
from aman.roads.rates import Phases, clock, hazard_table, rates_of
from aman.roads.search import Question
from aman.roads.telling import Telling
from aman.roads.windows import spans
from aman.roads.zones import Guess, Level, Zone

_DAY: Final = 86_400


class NotAsked(Exception):  # noqa: N818 - what happened
    """The task is no question."""

    def __init__(self, why: Unanswerable) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True)
class Asked:
    """A question and what its figures stand for; `goals[i]` is `points[i]`."""

    graph: RoadGraph
    entrances: Ints
    question: Question
    phases: Phases
    zones: tuple[Zone, ...]
    no_data: Guess
    points: tuple[ReceptionPoint, ...]
    left_out: tuple[str, ...]
    without_closures: Network | None

    @property
    def start(self) -> int:
        """The Unix second that second 0 is."""
        return int(self.phases.start.timestamp())

    def at(self, second: int) -> int:
        """The Unix second of a second."""
        return self.start + second

    def windows(self, goal: int) -> list[tuple[int, int]]:
        """When a point is open, a day beyond the horizon; empty: always."""
        windows, horizon = self.points[goal].windows, self.question.horizon_s + _DAY
        return spans(windows, self.phases.start, horizon) if windows else []


class Networks:
    """The last network, for the next task that asks for the same, and what each mode can be told.

    Cutting and looking round at junctions are slow; neither knows who asked, or any rate.
    """

    def __init__(self, graph: RoadGraph) -> None:
        self.graph = graph
        self._telling: dict[Mode, Telling] = {}
        self._entrances: dict[Mode, Ints] = {}
        self._key: tuple[object, ...] = ()
        self._cut: tuple[Network, Network | None] | None = None

    def of(self, mode: Mode, zones: Sequence[Zone]) -> Network:
        """The roads cut by all shapes."""
        return self._both(mode, zones)[0]

    def opened(self, mode: Mode, zones: Sequence[Zone]) -> Network | None:
        """The same without closed areas, if there are any."""
        return self._both(mode, zones)[1]

    def telling(self, mode: Mode) -> Telling:
        """What can be told of the roads of a mode."""
        if mode not in self._telling:
            self._telling[mode] = Telling(JunctionViews(self.graph, mode))
        return self._telling[mode]

    def entrances(self, mode: Mode) -> Ints:
        """Where a mode's journeys begin and end."""
        if mode not in self._entrances:
            self._entrances[mode] = entrances(self.graph, mode)
        return self._entrances[mode]

    def _both(self, mode: Mode, zones: Sequence[Zone]) -> tuple[Network, Network | None]:
        shapes = [zone.shape for zone in zones]
        # All that cuts: where each shape is, whether it is crossed (its type says so), or closed.
        key = (mode, *((shapely.to_wkb(each.geometry), each.closed) for each in shapes))
        if self._cut is None or self._key != key:
            whole = cut(self.graph, mode, shapes)
            self._key, self._cut = key, (whole, cut_opened(self.graph, mode, shapes))
        return self._cut


def ask(networks: Networks, task: Task) -> Asked:
    """The question, under the likely rates. Raises NotAsked."""
    graph, mode = networks.graph, Mode(task.mode)
    zones = tuple(zone for each in task.layers for zone in read_layers(each.encode(), "").zones)
    usable = networks.entrances(mode)
    if not len(usable):
        raise NotAsked(Unanswerable.NO_ROAD)
    origin = _node(graph, usable, task.lon, task.lat, max(FAR_M, task.within_m))
    if origin is None:
        raise NotAsked(Unanswerable.FAR)
    start = datetime.fromtimestamp(task.start, ZoneInfo(task.zone))
    points, goals, left_out = [], [], []
    for point in (each for file in task.points for each in read_points(file.encode())):
        node = _node(graph, usable, point.lon, point.lat, FAR_M)
        if node is None:
            left_out.append(point.name)
        else:
            points.append(point)
            goals.append(point.goal(node, start, task.horizon_s))
    if not points:
        raise NotAsked(Unanswerable.NO_POINT)
    network = networks.of(mode, zones)
    if not task.may_wait:
        waits = np.zeros_like(network.may_wait)
        waits[origin] = True  # he may still set out later
        network = replace(network, may_wait=waits)
    phases = clock(zones, start, task.horizon_s)
    no_data = Guess(*task.no_data)
    table = hazard_table(network, phases, rates_of(zones, no_data, Level.LIKELY))
    question = Question(network, table, origin, tuple(goals), 0, task.horizon_s)
    opened = networks.opened(mode, zones)
    return Asked(
        graph, usable, question, phases, zones, no_data, tuple(points), tuple(left_out), opened
    )


def window_of(asked: Asked, goal: int, arrival_s: int, reached_s: int) -> Window:
    """When the team waits: the point's window, or half an hour where it is always open."""
    for opens, closes in asked.windows(goal):
        if opens <= arrival_s <= closes:
            return Window(asked.at(opens), asked.at(closes))
    there = asked.at(reached_s) // _FIVE * _FIVE
    return Window(there, max(there + _HALF_AN_HOUR, -(-asked.at(arrival_s) // _FIVE) * _FIVE))


_FIVE: Final = 300
_HALF_AN_HOUR: Final = int(timedelta(minutes=30).total_seconds())


def _node(graph: RoadGraph, usable: Ints, lon: float, lat: float, far: float) -> int | None:
    stood = stand(graph, usable, np.array([lon]), np.array([lat]))
    return int(stood.nodes[0]) if float(stood.metres[0]) <= far else None
