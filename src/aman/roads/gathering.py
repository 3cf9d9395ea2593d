"""From labels at the goals to a front, and from a label back to a way.

Promises: what a front says is what its ways cost; none of it is dominated.
Refuses to know: how labels came about.
"""

import numpy as np

from .compiled import compiled
from .graph import Floats, Ints
from .labels import ARC, BEGIN, HAZARD, LAST, N_HITS, NODE, PARENT, SLOPE, Search
from .pricing import accrued


@compiled
def gather(
    search: Search, first_arrival: int, first_hazard: float
) -> tuple[Ints, Ints, Ints, Floats]:
    """Arrival, label, second of being there and hazard of what is not dominated, by arrival.

    The first answer competes without a label (NONE), from its arrival on, unless that is negative.
    """
    roads, prices, aim, state = search
    end = aim.served.shape[1] - 1
    best = np.full(end + 1, np.inf)
    label_of = np.full(end + 1, -1, np.int32)
    time_of = np.full(end + 1, -1, np.int32)
    for index in range(state.counts[N_HITS]):
        label = state.hits[index]
        node, begin = state.whole[label, NODE], state.whole[label, BEGIN]
        row = aim.goal_of[node]
        for time in range(begin, state.whole[label, LAST] + 1, aim.step):
            served = aim.served[row, time]
            if served < 0:
                break
            hazard = state.real[label, HAZARD] + state.real[label, SLOPE] * (time - begin)
            hazard += accrued(prices, roads.node_zone_set[node], time, served)
            if hazard < best[served]:
                best[served], label_of[served], time_of[served] = hazard, label, time
    if first_arrival >= 0 and first_hazard < best[first_arrival]:
        best[first_arrival], label_of[first_arrival] = first_hazard, -1
    arrival = np.empty(end + 1, np.int32)
    used = 0
    least = np.inf
    for time in range(end + 1):
        if best[time] < least - aim.epsilon:
            least = best[time]
            arrival[used] = time
            used += 1
    arrival = arrival[:used].copy()
    return arrival, label_of[arrival], time_of[arrival], best[arrival]


@compiled
def trace(search: Search, label: int, time: int) -> Ints:
    """Arc, second of entering it, seconds waited before: the legs from the origin on [legs, 3]."""
    whole, seconds = search.state.whole, search.roads.seconds
    legs = 0
    at = label
    while whole[at, PARENT] >= 0:
        legs += 1
        at = whole[at, PARENT]
    out = np.empty((legs, 3), np.int32)
    at = label
    arrive = time
    while whole[at, PARENT] >= 0:
        legs -= 1
        depart = arrive - seconds[whole[at, ARC]]
        out[legs, 0], out[legs, 1] = whole[at, ARC], depart
        at = whole[at, PARENT]
        # Whoever leaves after the last of the train came with it and waited.
        arrive = min(depart, whole[at, LAST])
        out[legs, 2] = depart - arrive
    return out
