"""What a person sees at a junction: which ways go off, in which direction, and how they look.

Promises: directions are those of the first stretch of a way, as far as one sees it from there.
Refuses to know: where he wants to go.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, cos, degrees, radians
from typing import Final, NamedTuple

from .graph import FORBIDDEN, Mode, RoadGraph
from .measure import METRES_PER_DEGREE
from .steps import LOOKS, RoadLook

SEEN_M: Final = 20.0
"""How much of a way shows its direction."""


class Branch(NamedTuple):
    """A way that goes off from a junction, for somebody who comes to it."""

    edge: int
    angle: float
    """Degrees from straight on, -180 to 180; left is negative."""
    look: RoadLook


@dataclass(frozen=True, slots=True)
class JunctionViews:
    """The junctions of a graph for one mode."""

    graph: RoadGraph
    mode: Mode

    def out(self, node: int) -> Iterator[int]:
        """The edges that go off."""
        first, last = int(self.graph.first[node]), int(self.graph.first[node + 1])
        for edge in range(first, last):
            if self.graph.seconds[self.mode][edge] != FORBIDDEN:
                yield edge

    def branches(self, came_by: int) -> list[Branch]:
        """All ways on from the end of an edge, but not back along it."""
        heading = self.heading_in(came_by)
        back = int(self.graph.twin[came_by])
        return [
            self.branch(edge, heading)
            for edge in self.out(int(self.graph.target[came_by]))
            if edge != back
        ]

    def branch(self, edge: int, heading: float) -> Branch:
        """One way, for somebody who looks in that direction."""
        kind = int(self.graph.way_kind[edge])
        return Branch(edge, turned(heading, self.heading_out(edge)), LOOKS[kind])

    def heading_out(self, edge: int) -> float:
        """Degrees from north by east, at its beginning."""
        return self._heading(edge, backwards=False)

    def heading_in(self, edge: int) -> float:
        """The same at its end, in the direction of travel."""
        return (self._heading(edge, backwards=True) + 180) % 360

    def look(self, edge: int) -> RoadLook:
        """How it looks."""
        return LOOKS[int(self.graph.way_kind[edge])]

    def _heading(self, edge: int, *, backwards: bool) -> float:
        first, last = self.graph.shape_first[edge : edge + 2].tolist()
        lons, lats = (each[first:last].tolist() for each in
                      (self.graph.shape_lon, self.graph.shape_lat))  # fmt: skip
        if backwards:
            lons.reverse()
            lats.reverse()
        east = METRES_PER_DEGREE * cos(radians(lats[0]))
        x = y = 0.0
        for lon, lat in zip(lons[1:], lats[1:], strict=True):
            x, y = (lon - lons[0]) * east, (lat - lats[0]) * METRES_PER_DEGREE
            if x * x + y * y >= SEEN_M * SEEN_M:
                break
        return degrees(atan2(x, y)) % 360


def turned(heading: float, onto: float) -> float:
    """From one direction to another: -180 to 180, left is negative."""
    return (onto - heading + 180) % 360 - 180
