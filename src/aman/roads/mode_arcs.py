"""The roads of one mode as a sparse graph, for questions about what is joined to what.

Refuses to know: how long a road is, what is dangerous.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from .graph import FORBIDDEN, Ints, Mode, RoadGraph


class ModeArcs(NamedTuple):
    """`nodes[i]` is the junction of row i; empty where the mode has no road."""

    nodes: Ints
    arcs: csr_array
    edges: int
    """Directed; two junctions may have several."""


def mode_arcs(graph: RoadGraph, mode: Mode) -> ModeArcs:
    """The junctions that the mode can leave or come to, ascending, and what leads where."""
    usable = graph.seconds[mode] != FORBIDDEN
    source = np.repeat(np.arange(graph.n_nodes), np.diff(graph.first))[usable]
    target = graph.target[usable]
    nodes, ends = np.unique(np.concatenate([source, target]), return_inverse=True)
    count, edges = len(nodes), len(source)
    arcs = csr_array((np.ones(edges, np.int8), (ends[:edges], ends[edges:])), shape=(count, count))
    return ModeArcs(nodes.astype(np.int32), arcs, edges)
