"""A network: the roads for one mode, cut where the hazards begin and end.

Promises: it depends on shapes only, never on rates or hours; junction n of the graph is node n,
cut points come after; the times of an edge's arcs sum to the edge's; no arc enters a closed area
from outside, and who is inside may leave.
Refuses to know: rates, windows, who travels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .arcs import Arcs, arcs_of, crossings
from .graph import Bools, Floats, Ints, Longs, Mode, RoadGraph
from .pieces import Bits, covering, cut_roads, roads_of
from .shapes import Shape
from .speeds import WAY_KINDS
from .zone_sets import ZoneSets, as_rows, bits_of, waiting

NO_CROSSING: Final = -1
"""The crossing set of an arc that crosses nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """n nodes and A arcs, in compressed rows by source, and once more by target.

    Zones are numbered as the shapes that the network was cut by, 0 to Z - 1; Z is "no data". A row
    of a hazard table is one zone set: rows 0 to B - 1 are sets whose rates add, rows from B on are
    places on a boundary, which take the least of several sets, phase by phase.
    """

    mode: Mode
    n_zones: int
    """Z, without "no data"."""
    lon: Floats
    lat: Floats
    """[n], degrees WGS 84."""
    first: Longs
    """[n + 1]; the arcs out of node v are first[v] to first[v + 1] - 1."""
    source: Ints
    target: Ints
    """[A], nodes."""
    seconds: Ints
    """[A], whole seconds of at least 1."""
    edge: Ints
    """[A], the edge of the graph that the arc is a part of."""
    part: Floats
    """[A, 2], from where to where on the edge, as fractions of its length."""
    zone_set: Ints
    """[A], row of the hazard table that moving along the arc costs."""
    crossing_set: Ints
    """[A], the lines that entering the arc crosses, or NO_CROSSING."""
    reverse_first: Longs
    """[n + 1]; the arcs into node v are reverse_arc[reverse_first[v] : reverse_first[v + 1]]."""
    reverse_arc: Ints
    """[A], arcs in the order of their targets."""
    may_wait: Bools
    """[n]."""
    node_zone_set: Ints
    """[n], row of the hazard table that waiting there costs."""
    zone_set_first: Longs
    zone_set_zones: Ints
    """[B + 1] and the zones of each set, ascending, never empty."""
    least_first: Longs
    least_sets: Ints
    """[L + 1] and the sets (below B) of whose rates row B + l takes the least."""
    crossing_first: Longs
    crossing_zones: Ints
    """[X + 1] and the zones (lines) of each crossing set."""

    @property
    def n_nodes(self) -> int:
        """The number of nodes."""
        return len(self.lon)

    @property
    def n_arcs(self) -> int:
        """The number of arcs."""
        return len(self.target)

    @property
    def n_sets(self) -> int:
        """S = B + L, the number of rows of a hazard table."""
        return len(self.zone_set_first) + len(self.least_first) - 2

    @property
    def n_crossings(self) -> int:
        """The number of crossing sets."""
        return len(self.crossing_first) - 1


def cut(graph: RoadGraph, mode: Mode, shapes: Sequence[Shape]) -> Network:
    """The roads for the mode, cut where the shapes begin and end; zone z is shapes[z]."""
    roads = roads_of(graph, mode)
    pieces = cut_roads(roads, shapes)
    arcs = arcs_of(graph, roads, pieces)
    n_nodes = graph.n_nodes + len(pieces.cut_road)
    words = arcs.covered.shape[1]
    closed = bits_of([number for number, each in enumerate(shapes) if each.closed], words)
    shut = closed & ~arcs.inside(n_nodes)
    enters = (arcs.covered & shut[arcs.source]).any(axis=1)
    arcs = arcs.chosen(np.flatnonzero(~enters)).in_rows()
    places = np.concatenate(
        [
            np.stack([graph.lon, graph.lat], axis=1),
            roads.lines.at(pieces.cut_road, pieces.cut_at),
        ]
    )
    sets = ZoneSets(no_data=len(shapes))
    arc_sets = sets.rows(arcs.covered)
    alone = sets.rows(_where_no_arc_is(arcs, places, shapes))
    node_sets, least = waiting(arcs, arc_sets, shut, sets, alone)
    crossing_sets, lines = crossings(graph, roads, pieces, arcs)
    waits = np.asarray([kind.may_wait for kind in WAY_KINDS], np.bool_)
    cut_kinds = graph.way_kind[roads.edge[pieces.cut_road]]
    zone_first, zones = as_rows(list(sets.numbers))
    least_first, least_sets = as_rows(least)
    crossing_first, crossing_zones = as_rows(lines)
    return Network(
        mode=mode,
        n_zones=len(shapes),
        lon=places[:, 0].copy(),
        lat=places[:, 1].copy(),
        first=_starts(arcs.source, n_nodes),
        source=arcs.source,
        target=arcs.target,
        seconds=arcs.seconds,
        edge=arcs.edge,
        part=arcs.part,
        zone_set=arc_sets,
        crossing_set=crossing_sets,
        reverse_first=_starts(arcs.target, n_nodes),
        reverse_arc=np.argsort(arcs.target, kind="stable").astype(np.int32),
        may_wait=np.concatenate([graph.may_wait, waits[cut_kinds]]),
        node_zone_set=node_sets,
        zone_set_first=zone_first,
        zone_set_zones=zones,
        least_first=least_first,
        least_sets=least_sets,
        crossing_first=crossing_first,
        crossing_zones=crossing_zones,
    )


def cut_opened(graph: RoadGraph, mode: Mode, shapes: Sequence[Shape]) -> Network | None:
    """The roads as if no area were closed; None where none is: then `cut` says the same."""
    opened = [each for each in shapes if not each.closed]
    return cut(graph, mode, opened) if len(opened) < len(shapes) else None


def _where_no_arc_is(arcs: Arcs, places: Floats, shapes: Sequence[Shape]) -> Bits:
    """[n, words], what covers the nodes that no arc touches; nothing for the others."""
    lonely = np.ones(len(places), np.bool_)
    lonely[arcs.source] = False
    lonely[arcs.target] = False
    covered = np.zeros((len(places), arcs.covered.shape[1]), np.uint64)
    covered[lonely] = covering(places[lonely], shapes)
    return covered


def _starts(nodes: Ints, n_nodes: int) -> Longs:
    counts = np.bincount(nodes, minlength=n_nodes)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
