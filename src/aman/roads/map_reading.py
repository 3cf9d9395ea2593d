"""Takes roads and landmarks out of a map extract, object by object.

Promises: a road with nodes beyond the extract's border is cut there and counted; barriers close the
two segments that touch them for whom they stop; a landmark has one place, the middle of its nodes.
Refuses to know: junctions, caches, relations.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import osmium
from osmium.filter import KeyFilter, TagFilter
from osmium.osm import Node, Way

from .graph import NAME_LANGUAGES, NO_STREET
from .junctions import Segments
from .landmarks import DISTINCT_TAGS, landmark_kind
from .speeds import MODES, GetTag, Speeds, barrier_stops, way_class

Told = Callable[[int], None]
_EVERY: Final = 20_000
_CLASS_BITS: Final = 24
_NAME_BYTES: Final = 200
"""A longer name is cut: it is for a person to say."""
NAMELESS: Final = ("",) * (len(NAME_LANGUAGES) + 1)


@dataclass(slots=True)
class MapLandmarks:
    """In the order of the file; for each landmark as many names as NAME_LANGUAGES."""

    kinds: list[int] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Growing:
    refs: "array[int]" = field(default_factory=lambda: array("q"))
    lon: "array[float]" = field(default_factory=lambda: array("d"))
    lat: "array[float]" = field(default_factory=lambda: array("d"))
    ways: "array[int]" = field(default_factory=lambda: array("q"))
    classes: dict[tuple[int, Speeds], int] = field(default_factory=dict)
    barriers: dict[int, tuple[bool, ...]] = field(default_factory=dict)
    streets: dict[tuple[str, ...], int] = field(default_factory=lambda: {NAMELESS: NO_STREET})
    street_of: "array[int]" = field(default_factory=lambda: array("i", [NO_STREET]))
    """By number of the piece of a way."""
    beyond: int = 0
    way: int = 0

    def add_way(self, way: Way) -> None:
        """Its nodes, each with the number of the piece of a way that it belongs to."""
        found = way_class(way.tags.get)
        if found is None:
            return
        number = self.classes.setdefault(found, len(self.classes))
        street = self.streets.setdefault(street_names(way.tags.get), len(self.streets))
        self.begin_piece(street)
        for node in way.nodes:
            if node.location.valid():
                self.refs.append(node.ref)
                self.lon.append(node.location.lon)
                self.lat.append(node.location.lat)
                self.ways.append(self.way << _CLASS_BITS | number)
            else:
                self.beyond += 1
                self.begin_piece(street)

    def begin_piece(self, street: int) -> None:
        """What comes now does not go on where the last one ended."""
        self.way += 1
        self.street_of.append(street)


@dataclass(frozen=True, slots=True)
class MapRoads:
    """What of a file belongs to roads."""

    segments: Segments
    streets: list[tuple[str, ...]]
    """Each as `graph.Streets` has it: names by NAME_LANGUAGES, then the number."""
    beyond: int
    """How many nodes of roads lie beyond the extract."""


def read_roads(pbf: Path, told: Told) -> MapRoads:
    """All segments of roads."""
    growing = _Growing()
    reader = osmium.FileProcessor(str(pbf)).with_locations()
    for done, thing in enumerate(reader.with_filter(KeyFilter("highway", "barrier"))):
        if done % _EVERY == 0:
            told(done)
        if isinstance(thing, Way):
            growing.add_way(thing)
        elif isinstance(thing, Node) and "barrier" in thing.tags:
            stops = barrier_stops(thing.tags.get)
            if any(stops):
                growing.barriers[thing.id] = stops
    return MapRoads(_segments(growing), list(growing.streets), growing.beyond)


def _segments(growing: _Growing) -> Segments:
    refs = np.frombuffer(growing.refs, np.int64) if growing.refs else np.zeros(0, np.int64)
    ways = np.frombuffer(growing.ways, np.int64) if growing.ways else np.zeros(0, np.int64)
    known, place, inverse = np.unique(refs, return_index=True, return_inverse=True)
    node = inverse.astype(np.int32)
    goes_on = (ways[1:] == ways[:-1]) & (node[1:] != node[:-1])
    rows = np.flatnonzero(goes_on)
    joined = np.zeros(len(rows), np.bool_)
    joined[1:] = (node[rows[1:]] == node[rows[:-1] + 1]) & (ways[rows[1:]] == ways[rows[:-1]])
    begin, end = node[rows], node[rows + 1]
    way_classes = (ways[rows] & ((1 << _CLASS_BITS) - 1)).astype(np.int32)
    classes = dict(growing.classes)
    for ref, stops in growing.barriers.items():
        spot = int(np.searchsorted(known, ref))
        if spot < len(known) and known[spot] == ref:
            for row in np.flatnonzero((begin == spot) | (end == spot)):
                way_classes[row] = _stopped(classes, int(way_classes[row]), stops)
    lon, lat = np.asarray(growing.lon, np.float64), np.asarray(growing.lat, np.float64)
    return Segments(
        lon=lon[place],
        lat=lat[place],
        begin=begin,
        end=end,
        joined=joined,
        way_class=way_classes,
        street=np.frombuffer(growing.street_of, np.int32)[ways[rows] >> _CLASS_BITS],
        kinds=[kind for kind, _ in classes],
        speeds=[speeds for _, speeds in classes],
    )


def _stopped(classes: dict[tuple[int, Speeds], int], number: int, stops: tuple[bool, ...]) -> int:
    """The class of a segment that a barrier closes for some."""
    kind, speeds = list(classes)[number]
    left = tuple(0.0 if stops[at % len(MODES)] else speed for at, speed in enumerate(speeds))
    return classes.setdefault((kind, left), len(classes))


def read_landmarks(pbf: Path, told: Told) -> MapLandmarks:
    """All landmarks with a place."""
    found = MapLandmarks()
    reader = osmium.FileProcessor(str(pbf)).with_locations()
    for done, thing in enumerate(reader.with_filter(TagFilter(*DISTINCT_TAGS))):
        if done % _EVERY == 0:
            told(done)
        kind = landmark_kind(thing.tags.get)
        place = _place(thing) if kind is not None else None
        if kind is None or place is None:
            continue
        found.kinds.append(kind)
        found.lon.append(place[0])
        found.lat.append(place[1])
        for language in NAME_LANGUAGES:
            found.names.append(_name(thing.tags.get, language))
    return found


def street_names(tag: GetTag) -> tuple[str, ...]:
    """Names by NAME_LANGUAGES, and the number: the first, if a road has several."""
    number = (tag("ref") or "").partition(";")[0].strip()
    return (*(_name(tag, language) for language in NAME_LANGUAGES), _cut(number))


def _name(tag: GetTag, language: str) -> str:
    return _cut(tag(f"name:{language}" if language else "name") or "")


def _cut(name: str) -> str:
    return name.encode()[:_NAME_BYTES].decode(errors="ignore")


def _place(thing: object) -> tuple[float, float] | None:
    if isinstance(thing, Node):
        return (thing.location.lon, thing.location.lat) if thing.location.valid() else None
    if isinstance(thing, Way):
        points = [
            (node.location.lon, node.location.lat) for node in thing.nodes if node.location.valid()
        ]
        points = points[:-1] if len(points) > 1 and thing.is_closed() else points
        if points:
            lon, lat = zip(*points, strict=True)
            return sum(lon) / len(points), sum(lat) / len(points)
    return None
