"""The one-label search: one label at each node, the least hazard, and so an answer at once.

Promises: its way is a real one; it tries to go at once, at each change of phase, and to arrive
with one.
It is not the best: who has less hazard at a place may be there too late for what follows.
Refuses to know: fronts.
"""

from typing import Final

import numpy as np

from .compiled import compiled, inlined
from .graph import Floats, Ints
from .labels import Search
from .pricing import accrued

WAITING: Final = -1
"""The place in the heap of a node that has not been there."""
SETTLED: Final = -2
"""And of one that will not be there again."""


@inlined
def sift_up(heap: Ints, place: Ints, hazard: Floats, rank: Ints, node: int) -> None:
    """Move a node towards the top of the heap."""
    at = place[node]
    while at > 0:
        above = (at - 1) // 2
        other = heap[above]
        if hazard[other] < hazard[node] or (
            hazard[other] == hazard[node] and rank[other] <= rank[node]
        ):
            break
        heap[at] = other
        place[other] = at
        at = above
    heap[at] = node
    place[node] = at


@inlined
def sift_down(  # noqa: PLR0913, PLR0917 - a heap
    heap: Ints, place: Ints, hazard: Floats, rank: Ints, size: int, node: int
) -> None:
    """Move a node from the top of the heap to where it belongs."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        right = below + 1
        if right < size:
            a, b = heap[right], heap[below]
            if hazard[a] < hazard[b] or (hazard[a] == hazard[b] and rank[a] < rank[b]):
                below = right
        other = heap[below]
        if hazard[node] < hazard[other] or (
            hazard[node] == hazard[other] and rank[node] <= rank[other]
        ):
            break
        heap[at] = other
        place[other] = at
        at = below
    heap[at] = node
    place[node] = at


@compiled
def one_label(  # noqa: C901, PLR0912, PLR0915 - one loop; a call would cost more than it does
    search: Search, origin: int
) -> tuple[int, int, float, Ints]:
    """Goal node (-1: none), second of being there, hazard when served, the way as in `trace`."""
    roads, prices, aim = search.roads, search.prices, search.aim
    n = len(roads.may_wait)
    hazard = np.full(n, np.inf)
    time = np.empty(n, np.int32)
    rank = np.empty(n, np.int32)
    came = np.empty(n, np.int32)
    leaves = np.empty(n, np.int32)
    heap = np.empty(n, np.int32)
    place = np.full(n, WAITING, np.int32)
    size = 1
    hazard[origin], time[origin], came[origin], leaves[origin] = 0.0, aim.start, -1, aim.start
    rank[origin] = aim.start + aim.seconds_left[origin]
    heap[0], place[origin] = origin, 0
    best, best_node = np.inf, -1
    phases = prices.rate.shape[1]
    while size:
        node = heap[0]
        if hazard[node] >= best:
            break
        size -= 1
        place[node] = SETTLED
        if size:
            sift_down(heap, place, hazard, rank, size, heap[size])
        now = time[node]
        goal = aim.goal_of[node]
        if goal >= 0:
            served = aim.served[goal, now]
            if served >= 0:
                total = hazard[node] + accrued(prices, roads.node_zone_set[node], now, served)
                if total < best:
                    best, best_node = total, node
        phase = prices.phase_at[now]
        for arc in range(roads.first[node], roads.first[node + 1]):
            there = roads.target[arc]
            rest = aim.seconds_left[there]
            seconds = roads.seconds[arc]
            latest = aim.limit - rest - seconds
            if rest < 0 or place[there] == SETTLED or now > latest:
                continue
            least, depart = np.inf, now
            for option in range(2 * (phases - phase) - 1):
                if option == 0:
                    go = now
                elif roads.may_wait[node]:
                    change = prices.phase_start[phase + (option + 1) // 2]
                    go = change if option % 2 else change - seconds
                    go = now + (go - now + aim.step - 1) // aim.step * aim.step
                else:
                    break
                if go < now or go > latest:
                    continue
                total = hazard[node] + accrued(prices, roads.node_zone_set[node], now, go)
                if total >= least:
                    continue
                total += accrued(prices, roads.zone_set[arc], go, go + seconds)
                if roads.crossing_set[arc] >= 0:
                    total += prices.crossing[roads.crossing_set[arc], prices.phase_at[go]]
                if total < least:
                    least, depart = total, go
            arrive = depart + seconds
            if least < hazard[there] or (least == hazard[there] and arrive < time[there]):
                hazard[there], time[there] = least, arrive
                rank[there] = arrive + rest
                came[there], leaves[there] = arc, depart
                if place[there] == WAITING:
                    place[there] = size
                    size += 1
                sift_up(heap, place, hazard, rank, there)
    legs = 0
    node = best_node
    while node >= 0 and came[node] >= 0:
        legs += 1
        node = roads.source[came[node]]
    out = np.empty((legs, 3), np.int32)
    node = best_node
    while node >= 0 and came[node] >= 0:
        legs -= 1
        arc = came[node]
        out[legs, 0], out[legs, 1] = arc, leaves[node]
        node = roads.source[arc]
        out[legs, 2] = out[legs, 1] - time[node]
    return best_node, (time[best_node] if best_node >= 0 else -1), best, out
