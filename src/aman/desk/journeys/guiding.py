"""By which way a team leads them, out of the way that was chosen: few points, and what it passes.

Promises: halts stay, bends go first that matter least; points are on the way, at their own moments.
Pure. Refuses to know: who is led, and whether anybody has to be.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import cos, radians
from typing import Final, NamedTuple

import numpy as np
import shapely

from aman.core.handover import MOST_AVOIDED, MOST_WAYPOINTS, Avoided, GuidedWay, Waypoint
from aman.roads.graph import Floats
from aman.roads.measure import METRES_PER_DEGREE
from aman.roads.zones import Zone

from .watched import LonLat, TakenWay

BESIDE_M: Final = 2_000
"""Closed areas so near to the way are named: who loses it could come into them."""
_BEND_M, _FARTHEST_BEND_M, _HALT_S = 10.0, 10_000.0, 60
"""What is less is left out; where there are too many points, more is: bends first, halts last."""
_DIGITS: Final = 6
_NAME_LETTERS: Final = 80
Plane = Callable[[Floats], Floats]
"""From rows of longitude and latitude to rows of metres."""


class _Station(NamedTuple):
    place: LonLat
    at: int
    until: int


def guided_way(way: TakenWay, zones: Sequence[Zone]) -> GuidedWay:
    """From where they set out to the reception point; `zones` are all of now."""
    stations = _onward(way)
    plane = _plane_at(stations[0].place[1])
    bend, halt = _BEND_M, _HALT_S
    while len(kept := list(_kept(stations, plane, bend, halt))) >= MOST_WAYPOINTS:
        bend, halt = (bend * 2, halt) if bend < _FARTHEST_BEND_M else (bend, halt * 5 // 4)
    points = [_waypoint(each, halt) for each in kept]
    first, end = points[0], points[-1]
    points[0] = Waypoint(first.lat, first.lon, way.set_out)
    if len(points) > 1:
        points[-1] = Waypoint(end.lat, end.lon, end.at)
    last = Waypoint(way.lat, way.lon, max(way.there, points[-1].at), way.received)
    return GuidedWay((*points, last), tuple(_avoided(way, zones, plane)))


def _onward(way: TakenWay) -> list[_Station]:
    """The line from the moment to set out; where they wait is one station."""
    found: list[_Station] = []
    for place, at in zip(way.line, way.times, strict=True):
        if found and found[-1].place == place:
            found[-1] = found[-1]._replace(until=at)
        else:
            found.append(_Station(place, at, at))
    return [each for each in found if each.until >= way.set_out]


def _kept(stations: list[_Station], plane: Plane, bend: float, halt: int) -> Iterator[_Station]:
    last = len(stations) - 1
    fixed = [
        number
        for number, each in enumerate(stations)
        if number in {0, last} or each.until - each.at >= halt
    ]
    yield stations[0]
    for begin, end in pairwise(fixed):
        part = stations[begin : end + 1]
        line = plane(np.array([each.place for each in part]))
        simple = shapely.LineString(line).simplify(bend, preserve_topology=False)
        wanted = shapely.get_coordinates(simple).tolist()[1:]
        for each, there in zip(part[1:], line[1:].tolist(), strict=True):
            if wanted and there == wanted[0]:
                del wanted[0]
                yield each


def _waypoint(station: _Station, halt: int) -> Waypoint:
    lon, lat = station.place
    waits = station.until - station.at >= halt
    return Waypoint(lat, lon, station.at, station.until if waits else 0)


def _avoided(way: TakenWay, zones: Sequence[Zone], plane: Plane) -> Iterator[Avoided]:
    """The nearest first."""
    line = shapely.LineString(way.line)
    found = []
    for zone in zones:
        if zone.shape.closed:
            area, passed = (shapely.transform(each, plane) for each in (zone.shape.geometry, line))
            metres = float(shapely.distance(area, passed))
            if metres <= BESIDE_M:
                there = shapely.get_coordinates(shapely.shortest_line(area, passed))[0]
                found.append((metres, zone.name, (there / plane(np.ones((1, 2))))[0].tolist()))
    for _, name, (lon, lat) in sorted(found)[:MOST_AVOIDED]:
        words = name.strip()[:_NAME_LETTERS] or "?"
        yield Avoided(words, round(lat, _DIGITS), round(lon, _DIGITS))


def _plane_at(lat: float) -> Plane:
    """Degrees as metres, true near that latitude."""
    scale = np.array([METRES_PER_DEGREE * cos(radians(lat)), METRES_PER_DEGREE])
    return lambda degrees: degrees * scale
