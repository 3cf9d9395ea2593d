"""Somebody who knows only roughly where he is: where to gather, and who of the area has it worst.

Promises: a landmark within the area that can be told; the harm counted is that of the place in the
area from which coming there costs most, and everybody there is waited for.
Refuses to know: languages, what comes after.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from .answers import Leg
from .bounds import UNREACHED, seconds_to_goals
from .graph import Floats, Ints, RoadGraph
from .measure import metres_between
from .network import NO_CROSSING, Network
from .pricing import Prices, accrued, prices_of, roads_of
from .search import Question
from .telling import SEEN_FROM_M

TRIED: Final = 5
"""Landmarks nearest to the middle that are looked at."""
ASKED_FROM: Final = 200
"""Junctions of the area, the farthest among them, from which the way is priced."""
MOST_REACH: Final = 0.9
"""So much of the area has to reach the landmark in time: the rest may be a map's loose ends."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where everybody of the area comes together."""

    landmark: int
    node: int
    """Its junction."""
    worst: int
    """The junction of the area from which coming there costs most."""
    legs: tuple[Leg, ...]
    """From there to the landmark, set out at once."""
    until_s: int
    """When the last of the area is there."""


def gather_at(  # noqa: PLR0913, PLR0917 - who, where, how far
    graph: RoadGraph, question: Question, nodes: Ints, lon: float, lat: float, within_m: float
) -> Gathering | None:
    """The best of the landmarks near the middle; `nodes` are junctions that the mode can use.

    None where none is reached by nearly all of the area before the horizon ends.
    """
    away = metres_between(graph.lon[nodes], graph.lat[nodes], *_place(lon, lat))
    area = nodes[away <= within_m]
    found = [
        each
        for landmark in _landmarks(graph, nodes, lon, lat, within_m)
        if len(area) and (each := _gathered(graph, question, area, landmark)) is not None
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def _landmarks(graph: RoadGraph, nodes: Ints, lon: float, lat: float, within_m: float) -> list[int]:
    marks = graph.landmarks
    away = metres_between(marks.lon, marks.lat, *_place(lon, lat))
    seen = metres_between(graph.lon[marks.node], graph.lat[marks.node], marks.lon, marks.lat)
    fit = (away <= within_m) & (seen <= SEEN_FROM_M) & np.isin(marks.node, nodes)
    order = np.flatnonzero(fit)[np.argsort(away[fit], kind="stable")]
    return [int(each) for each in order[:TRIED]]


def _place(lon: float, lat: float) -> tuple[Floats, Floats]:
    return np.asarray([lon]), np.asarray([lat])


def _gathered(
    graph: RoadGraph, question: Question, area: Ints, landmark: int
) -> tuple[float, Gathering] | None:
    network, node = question.network, int(graph.landmarks.node[landmark])
    goal, toll = np.asarray([node], np.int32), np.zeros(1, np.int32)
    left = seconds_to_goals(roads_of(network), goal, toll, question.horizon_s)
    reaching = area[left[area] != UNREACHED]
    if len(reaching) < MOST_REACH * len(area):
        return None
    until = question.start_s + int(left[reaching].max())
    prices = prices_of(question.table, question.end_s)
    stride = max(1, len(reaching) // ASKED_FROM)
    farthest_first = reaching[np.argsort(-left[reaching], kind="stable")][::stride]
    worst: tuple[float, int, tuple[Leg, ...]] = (-1.0, node, ())
    for origin in farthest_first.tolist():
        legs = _shortest(network, left, origin, question.start_s)
        hazard = _priced(network, prices, question.start_s, legs, node, until)
        if hazard > worst[0]:
            worst = (hazard, origin, legs)
    return worst[0], Gathering(landmark, node, worst[1], worst[2], until)


def _shortest(network: Network, left: Ints, origin: int, second: int) -> tuple[Leg, ...]:
    legs = []
    here = origin
    while left[here] > 0:
        first, last = int(network.first[here]), int(network.first[here + 1])
        arc = next(
            arc
            for arc in range(first, last)
            if left[network.target[arc]] >= 0
            and left[network.target[arc]] + network.seconds[arc] == left[here]
        )
        legs.append(Leg(arc, second, 0))
        second += int(network.seconds[arc])
        here = int(network.target[arc])
    return tuple(legs)


def _priced(  # noqa: PLR0913, PLR0917 - a way and what it costs
    network: Network, prices: Prices, second: int, legs: tuple[Leg, ...], node: int, until: int
) -> float:
    hazard = 0.0
    for leg in legs:
        after = leg.depart_s + int(network.seconds[leg.arc])
        hazard += accrued(prices, int(network.zone_set[leg.arc]), leg.depart_s, after)
        crossing = int(network.crossing_set[leg.arc])
        if crossing != NO_CROSSING:
            hazard += float(prices.crossing[crossing, prices.phase_at[leg.depart_s]])
        second = after
    return hazard + accrued(prices, int(network.node_zone_set[node]), second, until)
