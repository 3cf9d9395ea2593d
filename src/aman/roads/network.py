"""A network: the roads for one mode, cut where the hazards begin and end.

Promises: it depends on shapes only, never on rates or hours; junction n of the graph is node n,
cut points come after; the times of an edge's arcs sum to the edge's; no arc enters a closed area
from outside, and who is inside may leave.
Refuses to know: rates, windows, who travels.
"""

from dataclasses import dataclass
from typing import Final

from .graph import Bools, Floats, Ints, Longs, Mode

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
