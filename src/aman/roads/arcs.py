"""The arcs of a network: pieces of roads as directed arcs between nodes.

Promises: both directions of a road share its cut points, so one may turn back at a boundary; an arc
stays only if it enters no closed area: its start is inside only if all that meets there is inside.
Refuses to know: rates, hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .graph import FORBIDDEN, NO_EDGE, Floats, Ints, Longs, RoadGraph
from .pieces import Bits, Pieces, Roads


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """A arcs, in compressed rows by source once they are `sorted`."""

    source: Ints
    target: Ints
    seconds: Ints
    edge: Ints
    part: Floats
    """[A, 2], fractions of the edge."""
    covered: Bits
    """[A, words], bit z for the area z."""
    piece: Longs
    """[A], the piece of a road that it is."""

    def chosen(self, rows: Longs) -> "Arcs":
        """These rows, in this order."""
        return Arcs(
            self.source[rows],
            self.target[rows],
            self.seconds[rows],
            self.edge[rows],
            self.part[rows],
            self.covered[rows],
            self.piece[rows],
        )

    def in_rows(self) -> "Arcs":
        """By source, and along each edge."""
        return self.chosen(np.lexsort((self.part[:, 0], self.edge, self.target, self.source)))

    def inside(self, n_nodes: int) -> Bits:
        """[n_nodes, words]: bit z if every arc that touches the node is in the area z."""
        nodes = np.concatenate([self.source, self.target])
        order = np.argsort(nodes, kind="stable")
        first = np.flatnonzero(np.diff(nodes[order], prepend=-1))
        common = np.zeros((n_nodes, self.covered.shape[1]), np.uint64)
        if len(first):
            both = np.concatenate([self.covered, self.covered])[order]
            common[nodes[order][first]] = np.bitwise_and.reduceat(both, first, axis=0)
        return common


def arcs_of(graph: RoadGraph, roads: Roads, pieces: Pieces) -> Arcs:
    """Every piece along its edge, and along its edge's twin."""
    count = len(pieces.road)
    ends = np.repeat(np.arange(graph.n_nodes), np.diff(graph.first))
    begin = np.empty(count, np.int64)
    end = np.empty(count, np.int64)
    is_first = np.diff(pieces.road, prepend=-1) != 0
    is_last = np.append(is_first[1:], [True] * (count > 0))
    edge = roads.edge[pieces.road]
    cuts = graph.n_nodes + np.arange(len(pieces.cut_road))
    begin[is_first] = ends[edge[is_first]]
    begin[~is_first] = cuts
    end[is_last] = graph.target[edge[is_last]]
    end[~is_last] = cuts
    twin = roads.twin[pieces.road]
    both = Arcs(
        source=np.concatenate([begin, end]).astype(np.int32),
        target=np.concatenate([end, begin]).astype(np.int32),
        seconds=np.concatenate([pieces.along, pieces.against]),
        edge=np.concatenate([edge, twin]).astype(np.int32),
        part=np.concatenate(
            [
                np.stack([pieces.low, pieces.high], axis=1),
                1 - np.stack([pieces.high, pieces.low], axis=1),
            ]
        ),
        covered=np.concatenate([pieces.covered, pieces.covered]),
        piece=np.tile(np.arange(count), 2),
    )
    return both.chosen(np.flatnonzero((both.seconds != FORBIDDEN) & (both.edge != NO_EDGE)))


def crossings(
    graph: RoadGraph, roads: Roads, pieces: Pieces, arcs: Arcs
) -> tuple[Ints, list[tuple[int, ...]]]:
    """[A], the row of lines that entering each arc crosses, or -1; and those rows.

    A line is crossed by whoever leaves a node that it touches, and by whoever enters a piece that
    was too short to be cut where it runs: counted once too often rather than never.
    """
    at_node: dict[int, set[int]] = {}
    for node, line in _touched_nodes(graph, roads, pieces):
        at_node.setdefault(node, set()).add(line)
    in_piece: dict[int, set[int]] = {}
    for piece, line in pieces.within:
        in_piece.setdefault(piece, set()).add(line)
    numbers: dict[tuple[int, ...], int] = {}
    found = np.full(len(arcs.source), -1, np.int32)
    near = np.isin(arcs.source, list(at_node)) | np.isin(arcs.piece, list(in_piece))
    for arc in np.flatnonzero(near).tolist():
        lines = at_node.get(int(arcs.source[arc]), set()) | in_piece.get(
            int(arcs.piece[arc]), set()
        )
        found[arc] = numbers.setdefault(tuple(sorted(lines)), len(numbers))
    return found, list(numbers)


def _touched_nodes(graph: RoadGraph, roads: Roads, pieces: Pieces) -> Iterator[tuple[int, int]]:
    cuts = {
        cut: graph.n_nodes + number
        for number, cut in enumerate(
            zip(pieces.cut_road.tolist(), pieces.cut_at.tolist(), strict=True)
        )
    }
    for road, at, line in pieces.touched:
        edge = int(roads.edge[road])
        if at == 0.0:
            yield int(np.searchsorted(graph.first, edge, side="right")) - 1, line
        elif at == 1.0:
            yield int(graph.target[edge]), line
        else:
            yield cuts[road, at], line
