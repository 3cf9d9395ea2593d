"""Roads cut into pieces where the shapes begin and end, and what covers each piece.

Promises: the times of a road's pieces sum to the road's, each at least 1 s; pieces of a road that
is too short for that grow together, and what covered one of them covers the whole.
Refuses to know: junctions' neighbours, rates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from .boundaries import Lines, Touches, touches
from .graph import FORBIDDEN, NO_EDGE, Bools, Floats, Ints, Longs, Mode, RoadGraph
from .measure import metres_between
from .shapes import Shape

Bits = NDArray[np.uint64]
_WORD: Final = 64
_SNAP_METRES: Final = 0.05
"""What touches a road this near to its end, or to another touch, touches it there."""
_ON_LINE: Final = 1e-8
"""Degrees, a millimetre: a road this near to a line runs along it."""

_BEYOND: Final = 1 << 32
"""More seconds than any road has."""


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """R roads that a mode may use: an edge, and its twin the other way."""

    edge: Longs
    """[R]"""
    twin: Longs
    """[R], or NO_EDGE."""
    along: Ints
    against: Ints
    """[R], seconds of edge and twin, or FORBIDDEN."""
    metres: Floats
    lines: Lines


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """K pieces, in the order of roads and along them, and the cuts between them."""

    road: Longs
    low: Floats
    high: Floats
    """[K], fractions of the road."""
    along: Ints
    against: Ints
    """[K], seconds, or FORBIDDEN."""
    covered: Bits
    """[K, words], bit z for the area z."""
    touched: list[tuple[int, float, int]]
    """(road, fraction, line) where lines touch: at an end or at a cut."""
    within: list[tuple[int, int]]
    """(piece, line) where lines cross a piece that could not be cut."""
    cut_road: Longs
    cut_at: Floats
    """[C], in the same order: between two pieces of one road."""


def roads_of(graph: RoadGraph, mode: Mode) -> Roads:
    """The roads that the mode may use one way at least."""
    seconds, twin = graph.seconds[mode], graph.twin
    numbers = np.arange(graph.n_edges)
    is_first = (twin == NO_EDGE) | (numbers < twin)
    back = np.where(twin == NO_EDGE, FORBIDDEN, seconds[twin]).astype(np.int32)
    edge = np.flatnonzero(is_first & ((seconds != FORBIDDEN) | (back != FORBIDDEN)))
    sizes = np.diff(graph.shape_first)[edge]
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    point = np.repeat(graph.shape_first[edge] - first[:-1], sizes) + np.arange(first[-1])
    lon, lat = graph.shape_lon[point], graph.shape_lat[point]
    metres, along = _lengths(lon, lat, first)
    return Roads(
        edge,
        twin[edge].astype(np.int64),
        seconds[edge],
        back[edge],
        metres,
        Lines(first, lon, lat, along),
    )


def _lengths(lon: Floats, lat: Floats, first: Longs) -> tuple[Floats, Floats]:
    """Metres of each polyline, and at each point the fraction of them."""
    if len(first) == 1:
        return np.zeros(0), np.zeros(0)
    step = np.zeros(len(lon))
    step[1:] = metres_between(lon[:-1], lat[:-1], lon[1:], lat[1:])
    step[first[:-1]] = 0
    metres = np.add.reduceat(step, first[:-1])
    sizes = np.diff(first)
    total = np.cumsum(step)
    done = total - np.repeat(total[first[:-1]], sizes)
    length = np.repeat(metres, sizes)
    along = np.divide(done, length, out=np.zeros(len(lon)), where=length > 0)
    along[first[1:] - 1] = 1.0
    return metres, np.clip(along, 0, 1)


def cut_roads(roads: Roads, shapes: Sequence[Shape]) -> Pieces:
    """Cut at every touch, say what covers each piece, and share out the seconds."""
    found = touches(roads.lines, shapes) if shapes else _no_touches()
    is_line = np.asarray([each.is_line for each in shapes], np.bool_)
    found = _without_middles(roads, found, shapes, is_line)
    position, cut_road, cut_at = _cuts(roads, found)
    counts = np.bincount(cut_road, minlength=len(roads.edge)) + 1
    road = np.repeat(np.arange(len(roads.edge)), counts)
    first = np.cumsum(counts) - counts
    low, high = np.zeros(len(road)), np.ones(len(road))
    is_first = np.zeros(len(road), np.bool_)
    is_first[first] = True
    low[~is_first] = cut_at
    high[np.flatnonzero(~is_first) - 1] = cut_at
    covered = covering(roads.lines.at(road, (low + high) / 2), shapes)
    begins = is_first | ~_grown_together(roads, road, low, high)
    starts = np.flatnonzero(begins)
    kept_cut = begins[~is_first]
    road, low = road[starts], low[starts]
    high = high[np.append(starts[1:], len(begins)) - 1]
    lines = is_line[found.shape] if len(found.shape) else np.zeros(0, np.bool_)
    touched, within = _line_touches(
        found.road[lines], position[lines], found.shape[lines], (road, low, high)
    )
    return Pieces(
        road=road,
        low=low,
        high=high,
        along=_shared_out(roads.along, road, high),
        against=_shared_out(roads.against, road, high),
        covered=np.bitwise_or.reduceat(covered, starts, axis=0) if len(starts) else covered,
        touched=touched,
        within=within,
        cut_road=cut_road[kept_cut],
        cut_at=cut_at[kept_cut],
    )


def _no_touches() -> Touches:
    none = np.zeros(0, np.int64)
    return Touches(none, none, np.zeros(0))


def _without_middles(
    roads: Roads, found: Touches, shapes: Sequence[Shape], is_line: Bools
) -> Touches:
    """Where a road runs along a line, only the two ends of that stretch are crossings."""
    keep = np.ones(len(found.road), np.bool_)
    for number in np.flatnonzero(is_line).tolist():
        rows = np.flatnonzero(found.shape == number)
        pairs = np.flatnonzero(found.road[rows[1:]] == found.road[rows[:-1]])
        first, second = rows[pairs], rows[pairs + 1]
        middle = roads.lines.at(
            found.road[first], (found.position[first] + found.position[second]) / 2
        )
        on_line = shapely.dwithin(shapely.points(middle), shapes[number].geometry, _ON_LINE)
        after = np.zeros(len(rows), np.bool_)
        after[pairs[on_line]] = True
        before = np.roll(after, 1)
        keep[rows[after & before]] = False
    return Touches(found.road[keep], found.shape[keep], found.position[keep])


def _cuts(roads: Roads, found: Touches) -> tuple[Floats, Longs, Floats]:
    """Each touch's position, brought to an end or a cut if near; the cuts' roads and positions."""
    length = roads.metres[found.road]
    position = found.position.copy()
    position[position * length <= _SNAP_METRES] = 0.0
    position[(1 - position) * length <= _SNAP_METRES] = 1.0
    inner = np.flatnonzero((position > 0) & (position < 1))
    road, at = found.road[inner], position[inner]
    fresh = np.ones(len(inner), np.bool_)
    gap = np.diff(at) * length[inner[1:]]
    fresh[1:] = (road[1:] != road[:-1]) | (gap > _SNAP_METRES)
    group = np.cumsum(fresh) - 1
    position[inner] = at[fresh][group]
    return position, road[fresh], at[fresh]


def covering(middles: Floats, shapes: Sequence[Shape]) -> Bits:
    """[K, words], which areas each point lies in, outline included."""
    words = max(1, -(-len(shapes) // _WORD))
    covered = np.zeros((len(middles), words), np.uint64)
    areas = [number for number, each in enumerate(shapes) if not each.is_line]
    if areas and len(middles):
        tree = shapely.STRtree(np.asarray(shapely.points(middles)))
        geometries = [shapes[number].geometry for number in areas]
        area, point = tree.query(geometries, predicate="intersects")
        for row, number in enumerate(areas):
            bit = np.uint64(1) << np.uint64(number % _WORD)
            covered[point[area == row], number // _WORD] |= bit
    return covered


def _grown_together(roads: Roads, road: Longs, low: Floats, high: Floats) -> Bools:
    """[K], whether a piece joins the one before: a road has no more pieces than seconds."""
    joins = np.zeros(len(road), np.bool_)
    both = np.stack([roads.along, roads.against])
    seconds = np.where(both == FORBIDDEN, np.iinfo(np.int32).max, both).min(axis=0)
    counts = np.bincount(road, minlength=len(roads.edge))
    first = np.cumsum(counts) - counts
    for number in np.flatnonzero(counts > seconds).tolist():
        begin, end = int(first[number]), int(first[number] + counts[number])
        widths = (high[begin:end] - low[begin:end]).tolist()
        starts = list(range(begin, end))
        while len(starts) > seconds[number]:
            least = min(range(len(widths)), key=widths.__getitem__)
            after = least + 1 < len(widths) and (
                least == 0 or widths[least + 1] <= widths[least - 1]
            )
            second = least + 1 if after else least
            joins[starts.pop(second)] = True
            widths[second - 1] += widths.pop(second)
    return joins


def _shared_out(seconds: Ints, road: Longs, high: Floats) -> Ints:
    """Whole seconds for each piece: every cut is reached at the nearest second, none below 1.

    So where a cut is reached does not depend on where else the road is cut: another zone takes
    no second from a piece that costs more.
    """
    total = seconds[road].astype(np.int64)
    counts = np.bincount(road, minlength=len(seconds))
    before = np.cumsum(counts) - counts
    number = np.arange(len(road)) - before[road] + 1
    # Each piece has a second of its own; what is shared out is the rest, which never falls.
    rest = np.floor(total * high + 0.5).astype(np.int64) - number
    rest = np.clip(rest, 0, np.maximum(total - counts[road], 0))
    rest = np.maximum.accumulate(rest + road * _BEYOND) - road * _BEYOND
    begins = number == 1
    share = np.diff(rest, prepend=0) + 1
    share[begins] = rest[begins] + 1
    share[total == FORBIDDEN] = FORBIDDEN
    return share.astype(np.int32)


def _line_touches(
    road: Longs, position: Floats, line: Longs, pieces: tuple[Longs, Floats, Floats]
) -> tuple[list[tuple[int, float, int]], list[tuple[int, int]]]:
    """Touches at ends and cuts, and those that fell inside a piece."""
    piece_road, low, high = pieces
    touched, within = [], []
    begin = np.searchsorted(piece_road, road, side="left").tolist()
    end = np.searchsorted(piece_road, road, side="right").tolist()
    for number, at, shape, first, last in zip(
        road.tolist(), position.tolist(), line.tolist(), begin, end, strict=True
    ):
        if at in {0.0, 1.0} or any(low[piece] == at for piece in range(first, last)):
            touched.append((number, at, shape))
        else:
            inside = next(piece for piece in range(first, last) if low[piece] < at < high[piece])
            within.append((inside, shape))
    return touched, within
