"""Lower bounds: what is at least still to come between a place and the end of service.

Promises: admissible, so that what is pruned by them could not have been an answer; over the horizon
that is left, not over the whole network.
Refuses to know: labels, ways.
"""

from heapq import heappop, heappush
from typing import Final

import numpy as np

from .compiled import compiled
from .graph import Floats, Ints
from .pricing import Prices, Roads

UNREACHED: Final = -1
"""The seconds of a node from which no goal is reached within the limit."""


@compiled
def seconds_to_goals(roads: Roads, nodes: Ints, tolls: Ints, limit: int) -> Ints:
    """The least seconds from each node to a goal and through its toll [n], or UNREACHED.

    Times are whole seconds: one bucket for each, and nothing has to be sorted.
    """
    least = np.full(len(roads.may_wait), UNREACHED, np.int32)
    bucket = np.full(limit + 1, -1, np.int32)
    capacity, used = 1024, 0
    node_of = np.empty(capacity, np.int32)
    following = np.empty(capacity, np.int32)
    for goal in range(len(nodes)):
        node, toll = nodes[goal], tolls[goal]
        if toll <= limit and (least[node] < 0 or toll < least[node]):
            if used == capacity:
                capacity *= 2
                node_of = np.append(node_of, np.empty(used, np.int32))
                following = np.append(following, np.empty(used, np.int32))
            least[node] = toll
            node_of[used], following[used] = node, bucket[toll]
            bucket[toll] = used
            used += 1
    for now in range(limit + 1):
        entry = bucket[now]
        while entry >= 0:
            node = node_of[entry]
            entry = following[entry]
            if least[node] != now:
                continue
            for index in range(roads.reverse_first[node], roads.reverse_first[node + 1]):
                arc = roads.reverse_arc[index]
                there = roads.source[arc]
                total = now + roads.seconds[arc]
                if total > limit or 0 <= least[there] <= total:
                    continue
                if used == capacity:
                    capacity *= 2
                    node_of = np.append(node_of, np.empty(used, np.int32))
                    following = np.append(following, np.empty(used, np.int32))
                least[there] = total
                node_of[used], following[used] = there, bucket[total]
                bucket[total] = used
                used += 1
    return least


@compiled
def hazard_to_goals(  # noqa: C901, PLR0912 - two nested loops over arcs
    roads: Roads, prices: Prices, seconds_left: Ints, nodes: Ints
) -> Floats:
    """The least hazard from each node, at any second of each phase, to a goal [n, P].

    From the last phase back: whoever is still under way when a phase ends has at least the bound of
    the next; an arc on which it ends costs at least the least of all later rates. Waiting is taken
    to cost nothing, and the seconds of a phase not to run out.
    """
    n, phases = len(roads.may_wait), prices.rate.shape[1]
    out = np.full((n, phases), np.inf)
    least_rate = prices.rate[:, phases - 1].copy()
    heap = [(0.0, np.int64(0))]
    heap.pop()
    for phase in range(phases - 1, -1, -1):
        least_rate = np.minimum(least_rate, prices.rate[:, phase])
        for goal in range(len(nodes)):
            out[nodes[goal], phase] = 0.0
        for node in range(n):
            if seconds_left[node] < 0:
                continue
            best = out[node, phase]
            if phase < phases - 1:
                best = min(best, out[node, phase + 1])
                for arc in range(roads.first[node], roads.first[node + 1]):
                    after = out[roads.target[arc], phase + 1]
                    if after >= best:
                        continue
                    cost = after + least_rate[roads.zone_set[arc]] * roads.seconds[arc]
                    if roads.crossing_set[arc] >= 0:
                        cost += prices.crossing[roads.crossing_set[arc], phase]
                    best = min(best, cost)
            out[node, phase] = best
            if best < np.inf:
                heappush(heap, (float(best), np.int64(node)))
        while heap:
            hazard, here = heappop(heap)
            if hazard > out[here, phase]:
                continue
            for index in range(roads.reverse_first[here], roads.reverse_first[here + 1]):
                arc = roads.reverse_arc[index]
                there = roads.source[arc]
                if seconds_left[there] < 0:
                    continue
                cost = hazard + prices.rate[roads.zone_set[arc], phase] * roads.seconds[arc]
                if roads.crossing_set[arc] >= 0:
                    cost += prices.crossing[roads.crossing_set[arc], phase]
                if cost < out[there, phase]:
                    out[there, phase] = cost
                    heappush(heap, (float(cost), np.int64(there)))
    return out


@compiled
def leads_to(roads: Roads, origin: int, node: int) -> bool:
    """Whether any road leads from one node to another, however long it takes."""
    seen = np.zeros(len(roads.may_wait), np.bool_)
    todo = np.empty(len(roads.may_wait), np.int32)
    seen[origin], todo[0], size = True, origin, 1
    while size > 0 and not seen[node]:
        size -= 1
        here = todo[size]
        for arc in range(roads.first[here], roads.first[here + 1]):
            there = roads.target[arc]
            if not seen[there]:
                seen[there] = True
                todo[size] = there
                size += 1
    return bool(seen[node])
