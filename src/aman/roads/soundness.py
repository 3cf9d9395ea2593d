"""What is doubtful in a graph, mode by mode, counted: islands, and traps of one-way roads.

Promises: counts only; every sentence is for whoever loaded the map.
Refuses to know: files.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.sparse.csgraph import connected_components

from .faults import Doubt
from .graph import Mode, RoadGraph
from .mode_arcs import mode_arcs
from .wrong_words import Values, of_doubt


@dataclass(frozen=True, slots=True)
class ModeReport:
    """What one mode finds."""

    junctions: int
    """With at least one edge for the mode."""
    edges: int
    """Directed."""
    islands: int
    """Parts that no road of the mode connects with the largest."""
    on_islands: int
    """Junctions there."""
    traps: int
    """Junctions of the largest part that one can enter and not leave, or leave and not enter."""


@dataclass(frozen=True, slots=True)
class LoadingReport:
    """What was loaded, and what is doubtful in it."""

    junctions: int
    edges: int
    landmarks: int
    beyond: int
    """Nodes of roads that lie beyond the extract's border: roads are cut there."""
    modes: dict[str, ModeReport]

    def doubts(self) -> Iterator[tuple[Doubt, Values]]:
        """Each thing that is doubtful."""
        if self.beyond:
            yield Doubt.BEYOND, {"points": self.beyond}
        for mode, found in self.modes.items():
            if not found.edges:
                yield Doubt.NO_ROAD, {"mode": mode}
            if found.islands:
                counts = {"islands": found.islands, "junctions": found.on_islands}
                yield Doubt.ISLANDS, {"mode": mode, **counts}
            if found.traps:
                yield Doubt.TRAPS, {"mode": mode, "junctions": found.traps}

    def warnings(self, language: str = "en") -> Iterator[str]:
        """One sentence for each of them."""
        return (of_doubt(doubt, language, values) for doubt, values in self.doubts())

    def as_json(self) -> dict[str, Any]:
        """For the cache."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "LoadingReport":
        """From the cache; raises KeyError or TypeError."""
        modes = {mode: ModeReport(**found) for mode, found in kept["modes"].items()}
        return cls(**{**kept, "modes": modes})


def examine(graph: RoadGraph, beyond: int) -> LoadingReport:
    """The report on a graph whose roads miss `beyond` points."""
    return LoadingReport(
        junctions=graph.n_nodes,
        edges=graph.n_edges,
        landmarks=len(graph.landmarks),
        beyond=beyond,
        modes={mode.value: _examine(graph, mode) for mode in Mode},
    )


def _examine(graph: RoadGraph, mode: Mode) -> ModeReport:
    nodes, arcs, edges = mode_arcs(graph, mode)
    count = len(nodes)
    if not edges:
        return ModeReport(junctions=0, edges=0, islands=0, on_islands=0, traps=0)
    parts, part = connected_components(arcs, directed=True, connection="weak")
    largest = int(np.argmax(np.bincount(part)))
    inside = part == largest
    _, strong = connected_components(arcs, directed=True, connection="strong")
    core = int(np.argmax(np.bincount(strong[inside])))
    return ModeReport(
        junctions=count,
        edges=edges,
        islands=parts - 1,
        on_islands=int(count - inside.sum()),
        traps=int((inside & (strong != core)).sum()),
    )
