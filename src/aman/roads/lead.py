"""From where people are to where their ways begin: the spot itself, or where an area gathers first.

Promises: what is judged begins with the area's worst point and with the wait for its last one.
Refuses to know: words.
"""

from dataclasses import dataclass, replace
from typing import Final

from .answers import Leg, Way
from .graph import Ints, RoadGraph
from .search import Question
from .unsure import Gathering, gather_at

SURE_M: Final = 200.0
"""Who knows his place better than that begins there; else the area gathers first."""


@dataclass(frozen=True, slots=True)
class Lead:
    """`onward` is asked from where ways begin, `whole` from where the people are."""

    whole: Question
    onward: Question
    gathered: Gathering | None = None

    def put(self, way: Way) -> Way:
        """A way onward, as one from the beginning."""
        if self.gathered is None:
            return way
        there = self.whole.start_s
        if self.gathered.legs:
            last = self.gathered.legs[-1]
            there = last.depart_s + int(self.whole.network.seconds[last.arc])
        legs = way.legs
        if legs:
            first = Leg(legs[0].arc, legs[0].depart_s, legs[0].depart_s - there)
            legs = (first, *legs[1:])
        return replace(way, legs=(*self.gathered.legs, *legs))

    def part_onward(self, way: Way) -> Way:
        """What `put` was given: what is told of a way begins where they gather."""
        if self.gathered is None:
            return way
        legs = way.legs[len(self.gathered.legs) :]
        if legs:
            wait = legs[0].depart_s - self.onward.start_s
            legs = (Leg(legs[0].arc, legs[0].depart_s, wait), *legs[1:])
        return replace(way, legs=legs)


def lead_from_area(  # noqa: PLR0913, PLR0917 - who, where, how far
    graph: RoadGraph, question: Question, junctions: Ints, lon: float, lat: float, within_m: float
) -> Lead | None:
    """For people who are somewhere within so far; None where they can't gather in time.

    At the landmark one may wait, wherever else one may.
    """
    gathered = gather_at(graph, question, junctions, lon, lat, within_m)
    if gathered is None:
        return None
    waits = question.network.may_wait.copy()
    waits[gathered.node] = True
    network = replace(question.network, may_wait=waits)
    return Lead(
        whole=question._replace(network=network, origin=gathered.worst),
        onward=question._replace(
            network=network,
            origin=gathered.node,
            start_s=gathered.until_s,
            horizon_s=question.end_s - gathered.until_s,
        ),
        gathered=gathered,
    )
