"""Somebody who knows only roughly where he is: where to gather, and who of the area has it worst.

Promises: a landmark within the area that can be told; the harm counted is that of the place in the
area from which coming there costs most, and everybody there is waited for.
Refuses to know: languages, what comes after.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from .answers import Leg
from .bounds import UNREACHED, seconds_to_goals
from .graph import Floats, Ints, RoadGraph
from .measure import metres_between
from .network import NO_CROSSING, Network
from .pricing import accrued_by_many, prices_of, roads_of
from .search import Question
from .telling import SEEN_FROM_M

TRIED: Final = 5
"""Landmarks nearest to the middle that are looked at."""
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
    onward = _next_arcs(network, left)
    hazard = _priced(question, onward, reaching, node, until)
    worst = int(reaching[np.argmax(hazard)])
    legs = tuple(_along(network, onward, worst, node, question.start_s))
    return float(hazard.max()), Gathering(landmark, node, worst, legs, until)


def _next_arcs(network: Network, left: Ints) -> Ints:
    """[n], the arc by which one comes soonest; -1 where there is none."""
    here, there = left[network.source], left[network.target]
    soonest = np.flatnonzero((there != UNREACHED) & (here == there + network.seconds))
    nodes, first = np.unique(network.source[soonest], return_index=True)
    found = np.full(network.n_nodes, -1, np.int32)
    found[nodes] = soonest[first]
    return found


def _along(network: Network, onward: Ints, origin: int, node: int, second: int) -> Iterator[Leg]:
    while origin != node:
        arc = int(onward[origin])
        yield Leg(arc, second, 0)
        second += int(network.seconds[arc])
        origin = int(network.target[arc])


def _priced(question: Question, onward: Ints, origins: Ints, node: int, until: int) -> Floats:
    """From each of the origins to the node, set out at once, and waiting there until then."""
    network, prices = question.network, prices_of(question.table, question.end_s)
    here, second = origins.copy(), np.full(len(origins), question.start_s, np.int32)
    hazard = np.zeros(len(origins))
    while len(going := np.flatnonzero(here != node)):
        arc, begin = onward[here[going]], second[going]
        end = begin + network.seconds[arc]
        hazard[going] += accrued_by_many(prices, network.zone_set[arc], begin, end)
        crossed = network.crossing_set[arc] != NO_CROSSING
        lines, at = network.crossing_set[arc[crossed]], prices.phase_at[begin[crossed]]
        hazard[going[crossed]] += prices.crossing[lines, at]
        here[going], second[going] = network.target[arc], end
    rows = np.full(len(origins), network.node_zone_set[node], np.int32)
    last = np.full(len(origins), until, np.int32)
    return hazard + accrued_by_many(prices, rows, second, last)
