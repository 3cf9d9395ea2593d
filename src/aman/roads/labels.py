"""The labels of a search: trains of arrivals, and what is known at each place.

A label stands for a whole train of arrivals at a node, one every step from its first to its last
second, all within one phase, whose hazards lie on a line. So the number of labels does not grow
with the number of steps; docs/roads.md says why so few are needed.

Promises: everything that a search holds is in arrays, so that it can be interrupted and resumed; a
label that was sent on is never changed again, for ways are read back from labels.
Refuses to know: in what order labels are taken.
"""

from typing import Final, NamedTuple

import numpy as np

from .compiled import inlined
from .graph import Floats, Ints, Longs
from .pricing import Prices, Roads, accrued

NONE: Final = -1

BEGIN, LAST, NODE, PARENT, ARC, NEXT, SENT = range(7)
"""Columns of State.whole."""
HAZARD, SLOPE = range(2)
"""Columns of State.real and State.place_real."""
P_BEGIN, P_LAST, P_LABEL = range(3)
"""Columns of State.place."""
N_LABELS, NOW, N_LIVE, N_HITS, N_TAKEN, FULL, PHASE = range(7)
"""Cells of State.counts."""


class Aim(NamedTuple):
    """Where the search goes, and what it need not look at."""

    step: int
    start: int
    limit: int
    """The last second at which service can end."""
    epsilon: float
    seconds_left: Ints
    """[n], at least, to the end of service; UNREACHED: not within the limit."""
    hazard_left: Floats
    """[n, P], at least, to the end of service, from any second of each phase; [1, 1]: not known."""
    goal_of: Ints
    """[n], row of `served`, or NONE."""
    served: Ints
    """[G, end + 1], when service ends for who comes at each second; NONE: never."""


class State(NamedTuple):
    """All that a search has found so far."""

    counts: Longs
    bucket: Ints
    """[steps + 1], the first of the labels whose trains begin there."""
    whole: Ints
    """[cap, 7], of each label: first and last second, node, the label and arc it came by, the next
    label in the same bucket (at places without waiting later: in the same place), sent before."""
    real: Floats
    """[cap, 2], of each label: hazard at the first second, and how much it rises per second."""
    place: Ints
    """[n, 3], where waiting is allowed: first second, last second and label of the train that is
    the best one there; from its last second on, whoever came with it waits. Elsewhere only the
    last label that was taken there."""
    place_real: Floats
    """[n, 2], the line of that train."""
    live: Ints
    """[n], the waiting places where somebody waits."""
    hits: Ints
    """[cap], the labels at goals."""
    upper: Floats
    """[end + 1], the least hazard known with which service has ended by each second."""
    lost: Floats
    """[1], the least hazard to the goal of what found no room."""


class Search(NamedTuple):
    """A search, for compiled code."""

    roads: Roads
    prices: Prices
    aim: Aim
    state: State


@inlined
def chain(search: Search, node: int, time: int) -> float:
    """The least hazard of being at a waiting place, as far as known: the train, then waiting."""
    state = search.state
    if state.place[node, P_LABEL] < 0:
        return np.inf
    begin, last = state.place[node, P_BEGIN], state.place[node, P_LAST]
    hazard, slope = state.place_real[node, HAZARD], state.place_real[node, SLOPE]
    if time <= last:
        return float(hazard + slope * (time - begin))
    hazard += slope * (last - begin)
    return float(hazard + accrued(search.prices, search.roads.node_zone_set[node], last, time))


@inlined
def to_come(search: Search, node: int, time: int) -> float:
    """The least hazard between a node and the end of service."""
    if len(search.aim.hazard_left) == 1:
        return 0.0
    return float(search.aim.hazard_left[node, search.prices.phase_at[time]])


@inlined
def hopeless(search: Search, node: int, begin: int, low: float) -> bool:
    """Whether an answer is known that is no later and no worse than any by a train can be.

    Never asked at a goal: the train that made the answer known would be given up for it.
    """
    known = search.state.upper[begin + search.aim.seconds_left[node]]
    return bool(low + to_come(search, node, begin) >= known - search.aim.epsilon)


@inlined
def note(search: Search, node: int, time: int, hazard: float) -> None:
    """A goal can be reached like this: nothing later and worse need be looked at."""
    served = search.aim.served[search.aim.goal_of[node], time]
    if served < 0:
        return
    total = hazard + accrued(search.prices, search.roads.node_zone_set[node], time, served)
    upper = search.state.upper
    for second in range(served, len(upper)):
        if upper[second] <= total:
            break
        upper[second] = total


@inlined
def queue(search: Search, label: int) -> None:
    """Put a label where its train begins."""
    state = search.state
    slot = (state.whole[label, BEGIN] - search.aim.start) // search.aim.step
    state.whole[label, NEXT] = state.bucket[slot]
    state.bucket[slot] = label


@inlined
def write(  # noqa: PLR0913, PLR0917 - the columns of a label
    search: Search,
    node: int,
    begin: int,
    last: int,
    hazard: float,
    slope: float,
    parent: int,
    arc: int,
    sent: int,
) -> None:
    """A new label, if there is room; what finds none is remembered by its least hazard."""
    state = search.state
    label = state.counts[N_LABELS]
    if label == len(state.whole):
        state.counts[FULL] = 1
        low = min(hazard, hazard + slope * (last - begin)) + to_come(search, node, begin)
        state.lost[0] = min(state.lost[0], low)
        return
    state.counts[N_LABELS] += 1
    whole = state.whole
    whole[label, BEGIN], whole[label, LAST], whole[label, NODE] = begin, last, node
    whole[label, PARENT], whole[label, ARC], whole[label, SENT] = parent, arc, sent
    state.real[label, HAZARD], state.real[label, SLOPE] = hazard, slope
    queue(search, label)


@inlined
def push(  # noqa: PLR0913, PLR0917 - the columns of a label
    search: Search,
    node: int,
    begin: int,
    last: int,
    hazard: float,
    slope: float,
    parent: int,
    arc: int,
) -> None:
    """A train of arrivals, unless what is known is as good at both its ends.

    Then it is as good between them too: the train is a line and the chain bends upwards.
    """
    final = hazard + slope * (last - begin)
    goal = search.aim.goal_of[node] >= 0
    if not goal and hopeless(search, node, begin, min(hazard, final)):
        return
    if (
        search.roads.may_wait[node]
        and hazard >= chain(search, node, begin) - search.aim.epsilon
        and (last == begin or final >= chain(search, node, last) - search.aim.epsilon)
    ):
        return
    write(search, node, begin, last, hazard, slope, parent, arc, 0)
    if goal:
        note(search, node, begin, hazard)
        if last > begin:
            note(search, node, last, final)
