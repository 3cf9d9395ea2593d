"""Where roads meet outlines and lines.

Promises: every touch is found, also at a corner or at a junction, within a billionth of a segment;
where a road runs along a line, the two ends of that stretch.
Refuses to know: what the shapes mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from .graph import Floats, Longs
from .shapes import Shape

Geometries = NDArray[np.object_]
_SLACK: Final = 1e-9
"""Of a segment's length: what touches its end touches it."""
_PIECE: Final = 0.005
"""Degrees (some 500 m): long outlines are searched in pieces, or their boxes would hold a town."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """R roads as polylines: road r has points first[r] to first[r + 1] - 1."""

    first: Longs
    lon: Floats
    lat: Floats
    along: Floats
    """At each point, the fraction of the road's length; 0 at its first point, 1 at its last."""

    def at(self, road: Longs, position: Floats) -> Floats:
        """[n, 2], longitude and latitude at fractions of roads."""
        # Counting the roads in makes one ascending row of all points.
        owner = np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))
        point = np.searchsorted(owner + self.along, road + position, side="right") - 1
        point = np.clip(point, self.first[road], self.first[road + 1] - 2)
        begin, end = self.along[point], self.along[point + 1]
        share = np.divide(
            position - begin, end - begin, out=np.zeros(len(road)), where=end > begin
        )[:, None]
        places = np.stack([self.lon, self.lat], axis=1)
        return np.asarray(places[point] * (1 - share) + places[point + 1] * share, np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Touches:
    """K places where a shape's outline or line touches a road."""

    road: Longs
    shape: Longs
    position: Floats
    """[K], fraction of the road's length."""


def touches(lines: Lines, shapes: Sequence[Shape]) -> Touches:
    """All touches, in the order of road and position; what is found twice may be in it twice."""
    outlines = shapely.segmentize([_outline(each) for each in shapes], _PIECE)
    begin, end, shape = _segments(outlines)
    point, road = _road_segments(lines, outlines)
    if not len(begin) or not len(point):
        none = np.zeros(0, np.int64)
        return Touches(none, none, np.zeros(0))
    places = np.stack([lines.lon, lines.lat], axis=1)
    road_begin, road_end = places[point], places[point + 1]
    piece, segment = _near(begin, end, road_begin, road_end)
    pair, within = _meet(road_begin[segment], road_end[segment], begin[piece], end[piece])
    found = segment[pair]
    at = point[found]
    position = lines.along[at] + within * (lines.along[at + 1] - lines.along[at])
    order = np.lexsort((shape[piece[pair]], position, road[found]))
    return Touches(road[found][order], shape[piece[pair]][order], position[order])


def _outline(shape: Shape) -> shapely.Geometry:
    return shape.geometry if shape.is_line else shapely.boundary(shape.geometry)


def _segments(outlines: Geometries) -> tuple[Floats, Floats, Longs]:
    """All straight pieces of the outlines: begin and end [n, 2], and whose they are."""
    parts, owner = shapely.get_parts(outlines, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    rows = np.flatnonzero(part[1:] == part[:-1])
    rows = rows[(points[rows] != points[rows + 1]).any(axis=1)]
    return points[rows], points[rows + 1], owner[part[rows]].astype(np.int64)


def _road_segments(lines: Lines, outlines: Geometries) -> tuple[Longs, Longs]:
    """The segments (by their first point) and roads that come near any shape at all."""
    starts = lines.first[:-1]
    west, east = (each.reduceat(lines.lon, starts) for each in (np.minimum, np.maximum))
    south, north = (each.reduceat(lines.lat, starts) for each in (np.minimum, np.maximum))
    near = np.zeros(len(starts), np.bool_)
    for bounds in shapely.bounds(outlines):
        near |= (
            (west <= bounds[2]) & (east >= bounds[0]) & (south <= bounds[3]) & (north >= bounds[1])
        )
    sizes = np.diff(lines.first) - 1
    road = np.repeat(np.arange(len(starts)), sizes)
    point = np.arange(len(road)) + road  # each road has one point more than segments
    is_long = (np.diff(lines.lon)[point] != 0) | (np.diff(lines.lat)[point] != 0)
    chosen = near[road] & is_long
    return point[chosen], road[chosen]


def _near(begin: Floats, end: Floats, road_begin: Floats, road_end: Floats) -> tuple[Longs, Longs]:
    """Pairs (piece, road segment) whose boxes meet."""
    segments = shapely.linestrings(np.stack([road_begin, road_end], axis=1))
    pieces = shapely.linestrings(np.stack([begin, end], axis=1))
    found = shapely.STRtree(np.asarray(segments)).query(pieces)
    return found[0], found[1]


def _meet(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Longs, Floats]:
    """Where segments a-b and c-d meet, row by row: rows, and fractions of a-b.

    Parallel ones that lie on each other give the two ends of what they share.
    """
    along, across, apart = b - a, d - c, c - a
    length, other = np.hypot(*along.T), np.hypot(*across.T)
    turn = _cross(along, across)
    parallel = np.abs(turn) <= 1e-12 * length * other
    with np.errstate(divide="ignore", invalid="ignore"):
        t = _cross(apart, across) / turn
        s = _cross(apart, along) / turn
    meets = ~parallel & (t >= -_SLACK) & (t <= 1 + _SLACK) & (s >= -_SLACK) & (s <= 1 + _SLACK)
    crossing = np.flatnonzero(meets)
    # On one line: no farther from it than the slack of the longer one.
    beside = parallel & (
        np.abs(_cross(apart, along)) <= _SLACK * length * np.maximum(length, other)
    )
    rows = np.flatnonzero(beside)
    square = np.einsum("ij,ij->i", along[rows], along[rows])
    ends = [np.einsum("ij,ij->i", each[rows] - a[rows], along[rows]) / square for each in (c, d)]
    low, high = np.minimum(*ends), np.maximum(*ends)
    share = (high >= -_SLACK) & (low <= 1 + _SLACK)
    rows, low, high = rows[share], low[share], high[share]
    found = np.concatenate([crossing, rows, rows])
    return found, np.clip(np.concatenate([t[crossing], low, high]), 0, 1)


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], np.float64)
