"""Where everybody would pass: edges that many ways share and that are hard to go round.

Promises: edges that the same people pass one after the other are one, in both directions.
What one group alone passes, its own door, is none.
Refuses to know: who passes in the end.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from .answers import Way
from .bounds import UNREACHED, seconds_to_goals
from .graph import Ints, RoadGraph
from .network import Network
from .pricing import Roads, roads_of

EXAMINED: Final = 64
"""Stretches that most people pass; each costs a search per point."""


FEW: Final = 40
"""People in an hour who are no crowd yet: a guess of ours, no figure is known."""
_UNEVEN: Final = 2
"""An hour may have so many times what it would have if all spread evenly."""


@dataclass(frozen=True, slots=True, eq=False)
class Journey:
    """Somebody's way, as he would go were he alone."""

    people: int
    origin: int
    target: int
    """Nodes."""
    way: Way


class Narrow(NamedTuple):
    """A stretch that many pass."""

    edges: frozenset[int]
    people: int
    detour_s: int
    """Seconds that they would all together need more without it, each at most the limit."""


def narrows(
    graph: RoadGraph, network: Network, journeys: Sequence[Journey], limit_s: int, most: int
) -> tuple[Narrow, ...]:
    """The stretches without which people would need the most seconds more, the worst first."""
    passing: dict[int, set[int]] = defaultdict(set)
    for number, journey in enumerate(journeys):
        for edge in {_road(graph, int(network.edge[leg.arc])) for leg in journey.way.legs}:
            passing[edge].add(number)
    stretches: dict[frozenset[int], set[int]] = defaultdict(set)
    for edge, who in passing.items():
        stretches[frozenset(who)].add(edge)
    shared = Counter(
        {
            numbers: sum(journeys[each].people for each in numbers)
            for numbers in stretches
            if len(numbers) > 1
        }
    )
    roads = roads_of(network)
    before = _seconds(roads, journeys, range(len(journeys)), limit_s)
    found = []
    for numbers, people in shared.most_common(EXAMINED):
        edges = frozenset(
            each
            for edge in stretches[numbers]
            for each in (edge, int(graph.twin[edge]))
            if each >= 0
        )
        shut = np.isin(network.edge, np.fromiter(edges, np.int32))
        without = roads._replace(
            seconds=np.where(shut, np.int32(limit_s + 1), network.seconds).astype(np.int32)
        )
        after = _seconds(without, journeys, sorted(numbers), limit_s)
        detour = sum(journeys[each].people * (after[each] - before[each]) for each in numbers)
        if detour > 0:
            found.append(Narrow(edges, people, detour))
    found.sort(key=lambda each: (-each.detour_s, min(each.edges)))
    return tuple(found[:most])


def spread(narrow: Narrow, hours: int, largest: int) -> int:
    """People who may pass in an hour if nobody says another number: a crowd makes a target.

    Twice what there would be if those who pass spread evenly over the hours in which somebody
    receives; so all of them still could. Never fewer than a few, nor than the largest group.
    """
    return max(-(-_UNEVEN * narrow.people // max(hours, 1)), FEW, largest)


def together(found: Sequence[Narrow], most: int) -> tuple[Narrow, ...]:
    """Stretches that share an edge as one, such as those of several modes; the worst first."""
    merged: list[Narrow] = []
    for each in found:
        same = [one for one in merged if one.edges & each.edges]
        merged = [one for one in merged if not one.edges & each.edges]
        parts = [*same, each]
        merged.append(
            Narrow(
                frozenset().union(*(one.edges for one in parts)),
                sum(one.people for one in parts),
                sum(one.detour_s for one in parts),
            )
        )
    merged.sort(key=lambda each: (-each.detour_s, min(each.edges)))
    return tuple(merged[:most])


def _road(graph: RoadGraph, edge: int) -> int:
    """One number for both directions."""
    twin = int(graph.twin[edge])
    return min(edge, twin) if twin >= 0 else edge


def _seconds(
    roads: Roads, journeys: Sequence[Journey], numbers: Sequence[int], limit_s: int
) -> dict[int, int]:
    """The least seconds of each journey, at most the limit."""
    by_target: dict[int, Ints] = {}
    found = {}
    for number in numbers:
        journey = journeys[number]
        if journey.target not in by_target:
            node = np.array([journey.target], np.int32)
            by_target[journey.target] = seconds_to_goals(
                roads, node, np.zeros(1, np.int32), limit_s
            )
        needed = int(by_target[journey.target][journey.origin])
        found[number] = limit_s if needed == UNREACHED else needed
    return found
