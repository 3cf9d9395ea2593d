"""How fast each kind of way is for each mode, and who may use it: one table, read from tags.

Promises: what physically carries somebody is open unless a tag closes it; a person on foot is
never bound to a direction but where the map says so.
Sources: OSRM 5.27 profiles car.lua and foot.lua (BSD-2) for classes; a wounded person or a
stretcher at half of walking speed; tracks for cars, which OSRM leaves out, at 15 km/h.
Refuses to know: turn restrictions, surfaces, traffic, gradients.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from .graph import Mode

MODES: Final = tuple(Mode)
GetTag = Callable[[str], str | None]


class WayKind(NamedTuple):
    """A row of the table: km/h, 0 where the mode may not go."""

    name: str
    foot: float
    foot_slow: float
    bicycle: float
    car: float
    may_wait: bool = True


WAY_KINDS: Final = (
    WayKind("motorway", 0, 0, 0, 90, may_wait=False),
    WayKind("motorway_link", 0, 0, 0, 45, may_wait=False),
    WayKind("trunk", 5, 2.5, 15, 85, may_wait=False),
    WayKind("trunk_link", 5, 2.5, 15, 40, may_wait=False),
    WayKind("primary", 5, 2.5, 15, 65),
    WayKind("primary_link", 5, 2.5, 15, 30),
    WayKind("secondary", 5, 2.5, 15, 55),
    WayKind("secondary_link", 5, 2.5, 15, 25),
    WayKind("tertiary", 5, 2.5, 15, 40),
    WayKind("tertiary_link", 5, 2.5, 15, 20),
    WayKind("unclassified", 5, 2.5, 15, 25),
    WayKind("residential", 5, 2.5, 15, 25),
    WayKind("road", 5, 2.5, 15, 25),
    WayKind("living_street", 5, 2.5, 10, 10),
    WayKind("service", 5, 2.5, 15, 15),
    WayKind("track", 5, 2.5, 12, 15),
    WayKind("pedestrian", 5, 2.5, 6, 0),
    WayKind("footway", 5, 2.5, 0, 0),
    WayKind("cycleway", 5, 2.5, 15, 0),
    WayKind("bridleway", 5, 2.5, 0, 0),
    WayKind("path", 5, 2.5, 8, 0),
    WayKind("steps", 2.5, 1, 0, 0),
)
KIND_NUMBERS: Final = {kind.name: number for number, kind in enumerate(WAY_KINDS)}

CLOSED: Final = frozenset(
    {"no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath"}
)
OPEN: Final = frozenset({"yes", "designated", "permissive", "official"})
ACCESS: Final = {
    Mode.FOOT: ("foot", "access"),
    Mode.FOOT_SLOW: ("foot", "access"),
    Mode.BICYCLE: ("bicycle", "vehicle", "access"),
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
}
"""The tags that decide for a mode, the most particular first."""
OPENED: Final = {Mode.FOOT: 5.0, Mode.FOOT_SLOW: 2.5, Mode.BICYCLE: 8.0, Mode.CAR: 0.0}
"""km/h where a tag opens a kind of way that is not meant for the mode; never for cars."""
STOPS_CARS: Final = frozenset(
    {"block", "bollard", "chain", "cycle_barrier", "debris", "jersey_barrier", "kissing_gate",
     "log", "motorcycle_barrier", "rope", "stile", "turnstile", "wicket_gate"}
)  # fmt: skip
"""Barriers that no car passes, whatever their access says nothing about."""
_ONE_WAY: Final = {"yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1}
_IMPLIED: Final = {"motorway", "motorway_link"}
_MAXSPEED: Final = re.compile(r"([0-9]{1,3})(?:\.[0-9]+)?(?: ?(km/h|mph))?")
_MPH: Final = 1.609344

Speeds = tuple[float, ...]
"""km/h for each of MODES along the way, then for each against it; 0: may not."""


def way_class(tag: GetTag) -> tuple[int, Speeds] | None:
    """The kind of way that the tags describe and its speeds; None: no road that leads anywhere."""
    kind = KIND_NUMBERS.get(tag("highway") or "")
    if kind is None:
        return None
    forward = [_speed(mode, WAY_KINDS[kind], tag) for mode in MODES]
    backward = list(forward)
    for place, mode in enumerate(MODES):
        direction = _direction(mode, WAY_KINDS[kind].name, tag)
        if direction < 0:
            forward[place] = 0.0
        elif direction > 0:
            backward[place] = 0.0
    speeds = (*forward, *backward)
    return (kind, speeds) if any(speeds) else None


def barrier_stops(tag: GetTag) -> tuple[bool, ...]:
    """For each of MODES whether a barrier with these tags is in its way."""
    stops = []
    for mode in MODES:
        decided = _access(mode, tag)
        if decided is None:
            decided = not (mode is Mode.CAR and tag("barrier") in STOPS_CARS)
        stops.append(not decided)
    return tuple(stops)


def _access(mode: Mode, tag: GetTag) -> bool | None:
    """What the most particular tag says: open, closed, or nothing."""
    for key in ACCESS[mode]:
        value = tag(key)
        if value is not None and value in CLOSED | OPEN:
            return value in OPEN
    return None


def _speed(mode: Mode, kind: WayKind, tag: GetTag) -> float:
    base = float(getattr(kind, mode.value))
    access = _access(mode, tag)
    if access is False:
        return 0.0
    if not base:
        return OPENED[mode] if access and tag(ACCESS[mode][0]) in OPEN else 0.0
    return min(base, _limit(tag("maxspeed"))) if mode is Mode.CAR else base


def _limit(maxspeed: str | None) -> float:
    """The limit in km/h; what is not understood limits nothing, and nothing is below 5."""
    found = _MAXSPEED.fullmatch(maxspeed or "")
    if found is None:
        return float("inf")
    return max(5.0, float(found[1]) * (_MPH if found[2] == "mph" else 1))


def _direction(mode: Mode, kind: str, tag: GetTag) -> int:
    """1: only along the way; -1: only against it; 0: both."""
    if mode in {Mode.FOOT, Mode.FOOT_SLOW}:
        return _ONE_WAY.get(tag("oneway:foot") or "", 0)
    general = tag("oneway")
    if general is None and (tag("junction") in {"roundabout", "circular"} or kind in _IMPLIED):
        general = "yes"
    if mode is Mode.BICYCLE:
        if (tag("cycleway") or "").startswith("opposite"):
            return 0
        general = tag("oneway:bicycle") or general
    return _ONE_WAY.get(general or "", 0)
