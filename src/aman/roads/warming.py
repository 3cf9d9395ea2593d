"""Everything compiled before somebody waits: one search on two junctions.

Promises: no road of anybody's map, no place of anybody.
"""

import numpy as np

from .answers import Goal
from .graph import Mode
from .network import NO_CROSSING, Network
from .rates import Table
from .reasons import why_none
from .search import Question, front, prepared, with_hazard_left

_HORIZON = 60


def warm_up() -> None:
    """Compile, or load what was compiled before."""
    ints, longs = np.int32, np.int64
    network = Network(
        mode=Mode.FOOT,
        n_zones=0,
        lon=np.zeros(2),
        lat=np.zeros(2),
        first=np.array([0, 1, 2], longs),
        source=np.array([0, 1], ints),
        target=np.array([1, 0], ints),
        seconds=np.array([10, 10], ints),
        edge=np.array([0, 1], ints),
        part=np.tile([0.0, 1.0], (2, 1)),
        zone_set=np.zeros(2, ints),
        crossing_set=np.full(2, NO_CROSSING, ints),
        reverse_first=np.array([0, 1, 2], longs),
        reverse_arc=np.array([1, 0], ints),
        may_wait=np.ones(2, np.bool_),
        node_zone_set=np.zeros(2, ints),
        zone_set_first=np.array([0, 1], longs),
        zone_set_zones=np.zeros(1, ints),
        least_first=np.zeros(1, longs),
        least_sets=np.zeros(0, ints),
        crossing_first=np.zeros(1, longs),
        crossing_zones=np.zeros(0, ints),
    )
    starts = np.array([0, _HORIZON // 2, _HORIZON], ints)
    rate = np.array([[1e-4, 1e-6]])
    cumulative = np.concatenate([np.zeros((1, 1)), np.cumsum(rate * np.diff(starts), axis=1)], 1)
    table = Table(starts, rate, cumulative, np.zeros((0, 2)))
    question = Question(network, table, 0, (Goal(1, ((0, _HORIZON),)),), 0, _HORIZON)
    list(front(question, budget=lambda: True))
    with_hazard_left(prepared(question, 1e-7, 10))
    why_none(question)
