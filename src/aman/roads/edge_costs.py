"""What the edges of a road graph and waiting at its junctions cost, under one question.

Promises: the figures of the question's network and table; an edge of which the network has not
all, for a closed area is on it, can't be gone along.
Refuses to know: steps, which way is good.
"""

from dataclasses import dataclass

import numpy as np

from .graph import Floats, Ints, RoadGraph
from .network import NO_CROSSING, Network
from .search import Question
from .telling import Arcs, Telling


@dataclass(frozen=True, slots=True)
class Costs:
    """What edges and junctions cost, phase by phase."""

    question: Question
    seconds: list[int]
    """[E]; 0 where the network has not all of the edge."""
    rows: dict[int, list[tuple[int, int, int]]]
    """For each edge its arcs: row, crossing set, seconds."""
    phase_at: list[int]
    starts: list[int]
    rate: list[list[float]]
    cumulative: list[list[float]]
    crossing: list[list[float]]

    def between(self, row: int, since: int, until: int) -> float:
        """H(row, since, until)."""
        first, last = self.phase_at[since], self.phase_at[until]
        rate = self.rate[row]
        if first == last:
            return rate[first] * (until - since)
        whole = self.cumulative[row][last] - self.cumulative[row][first]
        return (
            whole
            + rate[last] * (until - self.starts[last])
            - rate[first] * (since - self.starts[first])
        )

    def along(self, edge: int, second: int) -> float:
        """Of an edge that is entered then; the second of leaving it lies within the horizon."""
        hazard = 0.0
        for row, crossing, seconds in self.rows[edge]:
            hazard += self.between(row, second, second + seconds)
            if crossing != NO_CROSSING:
                hazard += self.crossing[crossing][self.phase_at[second]]
            second += seconds
        return hazard


def costs_of(question: Question, telling: Telling) -> Costs:
    """What is the same for all questions of one network is worked out once."""
    network, table = question.network, question.table
    kept = telling.arcs
    if not kept or kept[0].network is not network:  # the same for all questions of one search
        kept[:] = [Arcs(network, *_rows(network, telling.views.graph))]
    rows, seconds = kept[0].rows, kept[0].seconds
    starts: Ints = table.phase_start
    phases = table.rate.shape[1]
    phase_at = np.repeat(np.arange(phases), np.diff(starts)).tolist()
    lists: list[Floats] = [table.rate, table.cumulative, table.crossing]
    rate, cumulative, crossing = (each.tolist() for each in lists)
    return Costs(
        question,
        seconds,
        rows,
        [*phase_at, phases - 1],
        starts.tolist(),
        rate,
        cumulative,
        crossing,
    )


def _rows(
    network: Network, graph: RoadGraph
) -> tuple[dict[int, list[tuple[int, int, int]]], list[int]]:
    """The arcs of each edge that the network has all of, in their order; and its seconds."""
    order = np.lexsort((network.part[:, 0], network.edge))
    rows: dict[int, list[tuple[int, int, int]]] = {}
    for edge, row, crossing, seconds in zip(
        network.edge[order].tolist(),
        network.zone_set[order].tolist(),
        network.crossing_set[order].tolist(),
        network.seconds[order].tolist(),
        strict=True,
    ):
        rows.setdefault(edge, []).append((row, crossing, seconds))
    whole = graph.seconds[network.mode].tolist()
    found = [0] * graph.n_edges
    for edge, arcs in rows.items():
        if sum(arc[2] for arc in arcs) == whole[edge]:
            found[edge] = whole[edge]
    return rows, found
