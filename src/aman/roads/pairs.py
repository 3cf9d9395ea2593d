"""The ways of many groups to many points: the promising pairs searched, the others bounded.

Promises: what was not searched has a hazard that is certainly not above the true one; who is at one
junction with the same means from the same second on is searched once.
Refuses to know: capacities, clocks, who is chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .bounds import UNREACHED, hazard_to_goals, seconds_to_goals
from .draws import Draws
from .graph import Floats, Mode
from .market import Looked, thinned
from .network import Network
from .pricing import prices_of, roads_of
from .rates import Rates, Table
from .search import Question, front, receptions, stay


class Priced(NamedTuple):
    """The roads of one mode, and what they cost."""

    network: Network
    table: Table


class Waiting(NamedTuple):
    """Where a group is, and from when on it may move."""

    node: int
    mode: Mode
    start_s: int


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Of G groups and Q points."""

    looked: dict[tuple[int, int], Looked]
    """By (group, point)."""
    least_hazard: Floats
    """[G, Q], what no way is below; infinite where there is none."""
    staying: Floats
    """[G], the hazard of staying from the group's second on until the end."""


def expected(draws: Draws) -> Rates:
    """The mean of the draws: a guess that may be far too low counts with all that it may be."""
    return Rates(
        np.asarray(draws.per_second.mean(axis=0), np.float64),
        np.asarray(-np.expm1(-draws.crossing.mean(axis=0)), np.float64),
    )


def look(  # noqa: PLR0913 - what there is, and who is told
    priced: Mapping[Mode, Priced],
    waiting: Sequence[Waiting],
    goals: Sequence[Question],
    *,
    most: int,
    bounded: Callable[[int, int], None],
    searched: Callable[[int, int], None],
) -> Pairs:
    """Search for each group the `most` points of the least bound.

    `goals` is a question for each point, with its goal alone, from second 0 to the end; its network
    is that of any mode. `bounded` and `searched` are told how many of how many are done.
    """
    end_s = goals[0].end_s if goals else 0
    modes = sorted({each.mode for each in waiting})
    least = np.full((len(waiting), len(goals)), np.inf)
    for done, mode in enumerate(modes):
        of_mode = [number for number, each in enumerate(waiting) if each.mode is mode]
        for number, goal in enumerate(goals):
            bounded(done * len(goals) + number, len(modes) * len(goals))
            asked = goal._replace(network=priced[mode].network, table=priced[mode].table)
            least[of_mode, number] = _least(asked, [waiting[each] for each in of_mode])
    chosen = [
        [int(point) for point in np.argsort(row, kind="stable")[:most] if np.isfinite(row[point])]
        for row in least
    ]
    total, done = sum(map(len, chosen)), 0
    known: dict[tuple[Waiting, int], Looked] = {}
    looked = {}
    staying = np.zeros(len(waiting))
    for group, (each, points) in enumerate(zip(waiting, chosen, strict=True)):
        here = Question(*priced[each.mode], each.node, (), each.start_s, end_s - each.start_s)
        staying[group] = stay(here).hazard
        for point in points:
            searched(done, total)
            done += 1
            if (each, point) not in known:
                question = here._replace(goals=goals[point].goals)
                known[each, point] = Looked(question, thinned(question, front(question)))
            looked[group, point] = known[each, point]
    return Pairs(looked, least, staying)


def _least(asked: Question, waiting: Sequence[Waiting]) -> Floats:
    """The bound of each group to one point."""
    roads, prices = roads_of(asked.network), prices_of(asked.table, asked.end_s)
    nodes, _, tolls, limit = receptions(asked)
    left = seconds_to_goals(roads, nodes, tolls, limit)
    hazard = hazard_to_goals(roads, prices, left, nodes)
    node = np.array([each.node for each in waiting], np.int64)
    start = np.array([each.start_s for each in waiting], np.int64)
    in_time = (left[node] != UNREACHED) & (left[node] <= limit - start)
    found = hazard[node, prices.phase_at[start]]
    return np.asarray(np.where(in_time, found, np.inf), np.float64)
