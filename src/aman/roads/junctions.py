"""From the segments of a map to junctions and edges: what lies between two junctions is one edge.

Promises: a node stays if other than two segments meet there, or if kind of way or access changes;
a ring that meets nothing keeps one node; lengths and times are sums over the segments.
Refuses to know: files and tags.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from .graph import FORBIDDEN, NO_EDGE, NO_STREET, Bools, Bytes, Floats, Ints, Longs, Mode
from .measure import metres_between
from .speeds import MODES, WAY_KINDS, Speeds

_PER_KMH: Final = 3.6


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """M straight pieces between consecutive map nodes, those of one way in order."""

    lon: Floats
    lat: Floats
    """[V], of every map node."""
    begin: Ints
    end: Ints
    """[M], map nodes."""
    joined: Bools
    """[M], whether the segment goes on where the one before it ended."""
    way_class: Ints
    """[M], index into `kinds` and `speeds`."""
    street: Ints
    """[M], see `RoadGraph`; a change of it makes no junction."""
    kinds: list[int]
    speeds: list[Speeds]
    """For each class; see `speeds.Speeds`."""


@dataclass(frozen=True, slots=True, eq=False)
class Junctions:
    """What `RoadGraph` holds beside landmarks; see there."""

    lon: Floats
    lat: Floats
    first: Longs
    target: Ints
    twin: Ints
    seconds: dict[Mode, Ints]
    metres: Floats
    way_kind: Bytes
    street: Ints
    may_wait: Bools
    shape_first: Longs
    shape_lon: Floats
    shape_lat: Floats


def contract(segments: Segments) -> Junctions:
    """The junctions and the directed edges between them."""
    keeps = _kept_nodes(segments)
    chains = _chains(segments, keeps)
    return _edges(segments, chains)


def _kept_nodes(segments: Segments) -> Bools:
    """[V], whether a node is a junction."""
    count = len(segments.lon)
    ends = np.concatenate([segments.begin, segments.end])
    degree = np.bincount(ends, minlength=count)
    keeps = np.asarray(degree != 2, np.bool_)  # noqa: PLR2004 - one in, one out
    # Two segments meet: they go on as one only if kind and access, seen along them, are the same.
    along, against = _signatures(segments)
    leaving = np.concatenate([along, against])[np.argsort(ends, kind="stable")]
    coming = np.concatenate([against, along])[np.argsort(ends, kind="stable")]
    start = np.cumsum(degree) - degree
    pairs = start[~keeps]
    keeps[~keeps] = (coming[pairs] != leaving[pairs + 1]) | (leaving[pairs] != coming[pairs + 1])
    return keeps


def _signatures(segments: Segments) -> tuple[Ints, Ints]:
    """[M] each: number of (kind, modes this way, modes the other way), along and against."""
    numbers: dict[tuple[int, tuple[bool, ...]], int] = {}
    along, against = [], []
    for kind, speeds in zip(segments.kinds, segments.speeds, strict=True):
        allowed = tuple(speed > 0 for speed in speeds)
        turned = allowed[len(MODES) :] + allowed[: len(MODES)]
        along.append(numbers.setdefault((kind, allowed), len(numbers)))
        against.append(numbers.setdefault((kind, turned), len(numbers)))
    return (
        np.asarray(along, np.int32)[segments.way_class],
        np.asarray(against, np.int32)[segments.way_class],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Runs of segments that go through no junction, and where two of them meet without one."""

    bounds: list[tuple[int, int]]
    heads: list[int]
    tails: list[int]
    keeps: list[bool]
    meeting: dict[int, list[tuple[int, bool]]]

    def follow(self, run: int, *, turned: bool) -> Iterator[tuple[int, bool]]:
        """The runs of one edge: up to a junction, or round a ring to where it began."""
        begin = self.tails[run] if turned else self.heads[run]
        while True:
            yield run, turned
            node = self.heads[run] if turned else self.tails[run]
            if self.keeps[node] or node == begin:
                return
            run, turned = next(each for each in self.meeting[node] if each != (run, not turned))


def _chains(segments: Segments, keeps: Bools) -> list[list[tuple[int, int, bool]]]:
    """Each edge's runs of segments (from, to, whether turned round), from junction to junction."""
    run_from = np.flatnonzero(~segments.joined | keeps[segments.begin])
    run_to = np.append(run_from[1:], len(segments.begin))
    runs = _Runs(
        list(zip(run_from.tolist(), run_to.tolist(), strict=True)),
        segments.begin[run_from].tolist(),
        segments.end[run_to - 1].tolist(),
        keeps.tolist(),
        {},
    )
    for run, ends in enumerate(zip(runs.heads, runs.tails, strict=True)):
        for node, turned in zip(ends, (False, True), strict=True):
            if not runs.keeps[node]:
                runs.meeting.setdefault(node, []).append((run, turned))
    touching = [run for run, node in enumerate(runs.heads) if runs.keeps[node]]
    turning = [run for run, node in enumerate(runs.tails) if runs.keeps[node]]
    done: set[int] = set()
    chains = []
    # From every junction first; what is left then are rings that meet none.
    for starts, turned in ((touching, False), (turning, True), (range(len(runs.heads)), False)):
        for run in starts:
            if run not in done:
                chain = list(runs.follow(run, turned=turned))
                done.update(each for each, _ in chain)
                chains.append([(*runs.bounds[each], turn) for each, turn in chain])
    return chains


def _edges(segments: Segments, chains: list[list[tuple[int, int, bool]]]) -> Junctions:
    order, turned, chain_first = _laid_out(chains)
    begin = np.where(turned, segments.end[order], segments.begin[order])
    end = np.where(turned, segments.begin[order], segments.end[order])
    metres = metres_between(
        segments.lon[begin], segments.lat[begin], segments.lon[end], segments.lat[end]
    )
    heads, tails = begin[chain_first[:-1]], end[chain_first[1:] - 1]
    nodes, ends = np.unique(np.concatenate([heads, tails]), return_inverse=True)
    count = len(chains)
    head, tail = ends[:count], ends[count:]
    kind = np.asarray(segments.kinds, np.uint8)[segments.way_class[order[chain_first[:-1]]]]
    forward, backward = _times(segments, order, turned, metres, chain_first)
    opens = np.concatenate([(forward > 0).any(axis=0), (backward > 0).any(axis=0)])
    chosen = np.flatnonzero(opens)
    source = np.concatenate([head, tail])[chosen]
    chosen = chosen[np.argsort(source, kind="stable")]
    place = np.full(2 * count, NO_EDGE, np.int32)
    place[chosen] = np.arange(len(chosen), dtype=np.int32)
    both = np.concatenate([forward, backward], axis=1)[:, chosen]
    shape_first, shape_lon, shape_lat = _shapes(segments, begin, end, chain_first, chosen)
    source = np.concatenate([head, tail])[chosen]
    target = np.concatenate([tail, head])[chosen].astype(np.int32)
    edge_kind = np.tile(kind, 2)[chosen]
    waits = np.zeros(len(nodes), np.bool_)
    open_kind = np.asarray([each.may_wait for each in WAY_KINDS], np.bool_)[edge_kind]
    waits[source[open_kind]] = True
    waits[target[open_kind]] = True
    return Junctions(
        lon=segments.lon[nodes],
        lat=segments.lat[nodes],
        first=np.concatenate(
            [[0], np.cumsum(np.bincount(source, minlength=len(nodes)), dtype=np.int64)]
        ).astype(np.int64),
        target=target,
        twin=place[(chosen + count) % (2 * count)],
        seconds={mode: both[row] for row, mode in enumerate(MODES)},
        metres=np.tile(np.add.reduceat(metres, chain_first[:-1]), 2)[chosen],
        way_kind=edge_kind,
        street=np.tile(_streets(segments.street[order], chain_first[:-1]), 2)[chosen],
        may_wait=waits,
        shape_first=shape_first,
        shape_lon=shape_lon,
        shape_lat=shape_lat,
    )


def _streets(street: Ints, begins: Longs) -> Ints:
    """Of each chain, if all of its segments have the same."""
    least, most = np.minimum.reduceat(street, begins), np.maximum.reduceat(street, begins)
    return np.where(least == most, least, NO_STREET).astype(np.int32)


def _laid_out(chains: list[list[tuple[int, int, bool]]]) -> tuple[Longs, Bools, Longs]:
    """Segments in the order of the chains, whether each is turned round, where chains begin."""
    runs = np.array([run for chain in chains for run in chain], np.int64).reshape(-1, 3)
    run_from, run_to, run_turned = runs.T
    length = run_to - run_from
    end = np.cumsum(length)
    turned = np.repeat(run_turned.astype(np.bool_), length)
    within = np.arange(end[-1]) - np.repeat(end - length, length)
    order = np.where(turned, np.repeat(run_to - 1, length) - within,
                     np.repeat(run_from, length) + within)  # fmt: skip
    runs_of = np.cumsum([0, *map(len, chains)])
    first = np.concatenate([[0], end])[runs_of]
    return order, turned, first.astype(np.int64)


def _times(
    segments: Segments, order: Longs, turned: Bools, metres: Floats, chain_first: Longs
) -> tuple[Ints, Ints]:
    """[modes, chains] each: whole seconds along and against, or FORBIDDEN."""
    speeds = np.asarray(segments.speeds, np.float64)
    way_class = segments.way_class[order]
    modes = len(MODES)
    results = np.empty((2 * modes, len(chain_first) - 1), np.int32)
    # One mode after the other: all at once were most of the memory that a country needs.
    for row, whole in enumerate(results):
        along, against = speeds[:, row], speeds[:, (row + modes) % (2 * modes)]
        speed = np.where(turned, against[way_class], along[way_class])
        with np.errstate(divide="ignore"):
            seconds = np.add.reduceat(metres * _PER_KMH / speed, chain_first[:-1])
        shut = ~np.isfinite(seconds)
        seconds[shut] = 0
        whole[:] = np.maximum(1, np.rint(seconds))
        whole[shut] = FORBIDDEN
    return results[:modes], results[modes:]


def _shapes(
    segments: Segments, begin: Longs, end: Longs, chain_first: Longs, chosen: Longs
) -> tuple[Longs, Floats, Floats]:
    """Geometry of the chosen edges: chain c along is edge c, against it C + c."""
    count = len(chain_first) - 1
    points = np.insert(end, chain_first[:-1], begin[chain_first[:-1]])
    point_first = chain_first + np.arange(count + 1)
    chain = chosen % count
    lengths = np.diff(point_first)[chain]
    first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    step = np.where(chosen < count, 1, -1)
    origin = np.where(chosen < count, point_first[chain], point_first[chain + 1] - 1)
    within = np.arange(first[-1]) - np.repeat(first[:-1], lengths)
    places = points[np.repeat(origin, lengths) + np.repeat(step, lengths) * within]
    return first, segments.lon[places], segments.lat[places]
