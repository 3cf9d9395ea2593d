"""The ways of many groups to many points.

Promises: who is at one junction with the same means from the same second on is searched once; what
all searches need is made once for each means.
Refuses to know: capacities, clocks, who is chosen.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from .answers import Goal
from .draws import Draws
from .graph import Mode
from .network import Network
from .rates import Rates, Table
from .receiving import Looked, Toward, reach, toward
from .search import Question

SideBySide = Callable[[Callable[[Question], Looked], Iterable[Question]], Iterator[Looked]]
"""As `map`, which does one after the other."""


class Priced(NamedTuple):
    """The roads of one mode, and what they cost."""

    network: Network
    table: Table


class Waiting(NamedTuple):
    """Where a group is, and from when on it may move."""

    node: int
    mode: Mode
    start_s: int


def expected(draws: Draws) -> Rates:
    """The mean of the draws: a guess that may be far too low counts with all that it may be."""
    return Rates(
        np.asarray(draws.per_second.mean(axis=0), np.float64),
        np.asarray(-np.expm1(-draws.crossing.mean(axis=0)), np.float64),
    )


def look(  # noqa: PLR0913 - what there is, and who is told
    priced: Mapping[Mode, Priced],
    waiting: Sequence[Waiting],
    goals: Sequence[Goal],
    end_s: int,
    *,
    most: int | None = None,
    side_by_side: SideBySide,
    searched: Callable[[int, int], None],
) -> list[Looked]:
    """For each group its ways to the `most` points that are safest for it, and the least of all.

    `searched` is told how many searches of how many are done.
    """
    to: dict[int, Toward] = {}
    for network, table in priced.values():
        to[id(network)] = toward(network, table, goals, end_s)

    def one(question: Question) -> Looked:
        return reach(question, to[id(question.network)], most)

    once = list(dict.fromkeys(waiting))
    questions = [
        Question(*priced[each.mode], each.node, (), each.start_s, end_s - each.start_s)
        for each in once
    ]
    known: dict[Waiting, Looked] = {}
    for each, found in zip(once, side_by_side(one, questions), strict=True):
        known[each] = found
        searched(len(known), len(once))
    return [known[each] for each in waiting]
