"""By which way a team leads them, out of the way that was chosen: few points, and what it passes.

Promises: halts stay, bends go first that matter least; points are on the way, at their own moments.
Pure. Refuses to know: who is led, and whether anybody has to be.
"""

from collections.abc import Callable, Iterator, Sequence
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
HALT_S: Final = 60
"""A shorter wait is none."""
_BEND_M2, _ANY_BEND_M2, _ENDS = 100.0, 1e9, 2
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
    points = [_waypoint(each) for each in _kept(stations, plane)]
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


def _kept(stations: Sequence[_Station], plane: Plane) -> list[_Station]:
    """Without what matters least: the bend with the smallest triangle, until few enough are left.

    Visvalingam and Whyatt 1993, The Cartographic Journal 30(1); halts are worth more than bends.
    """
    places = plane(np.array([each.place for each in stations]))
    waits = np.array([each.until - each.at for each in stations], np.float64)
    worth = np.where(waits >= HALT_S, _ANY_BEND_M2 * waits, 0.0)
    kept = np.arange(len(stations))
    while len(kept) > _ENDS:
        placed = places[kept]
        before, here, after = placed[:-2], placed[1:-1], placed[2:]
        (x, y), (to_x, to_y) = (here - before).T, (after - before).T
        matters = np.abs(x * to_y - y * to_x) / 2 + worth[kept[1:-1]]
        least = int(matters.argmin())
        if len(kept) < MOST_WAYPOINTS and matters[least] >= _BEND_M2:
            break
        kept = np.delete(kept, least + 1)
    return [stations[each] for each in kept.tolist()]


def _waypoint(station: _Station) -> Waypoint:
    lon, lat = station.place
    waits = station.until - station.at >= HALT_S
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
