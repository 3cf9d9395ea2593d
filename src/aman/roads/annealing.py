"""Better choices for whole groups, by chance that cools: move one group, or push another out.

Promises: never over a capacity; the best choice on the way is kept; the same for the same seed.
Refuses to know: prices, bounds, why somebody stays.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, Science 220) with ejection.
"""

from typing import Final, NamedTuple

import numpy as np

from .compiled import inlined, lean
from .graph import Floats, Ints, Longs
from .groups import STAY
from .pieces import Bits
from .savings import Savings, blocked, room_left, saved

_LOOKED_AT: Final = 40
"""Options at which somebody who was pushed out looks."""


class Choosing(NamedTuple):
    """A choice under way; all of it changes in place."""

    choice: Longs
    """[G], an option or STAY."""
    kept: Longs
    """[G], the best so far."""
    room: Floats
    """[R], what is left of each capacity."""
    member: Ints
    member_first: Longs
    members: Ints
    """The groups that take of capacity r: members[r] of them from member_first[r] on."""
    place: Ints
    """[G, uses of an option], where among those the group stands."""
    total: Floats
    """What is saved now, and what the best saves."""
    chance: Bits
    """The state of the generator."""


def choosing(savings: Savings, choice: Longs, capacity: Floats, seed: int) -> Choosing:
    """From a choice that fits on."""
    rows, groups = len(capacity), len(choice)
    most = np.bincount(savings.row, minlength=rows)
    widest = int(np.diff(savings.start).max(initial=0))
    total = saved(savings, choice)
    begun = Choosing(
        np.full(groups, STAY, np.int64),
        choice.astype(np.int64),
        room_left(savings, np.full(groups, STAY), capacity),
        np.zeros(int(most.sum()), np.int32),
        np.concatenate([[0], np.cumsum(most)]).astype(np.int64),
        np.zeros(rows, np.int32),
        np.zeros((groups, max(widest, 1)), np.int32),
        np.array([total, total]),
        np.array([_scattered(seed)], np.uint64),
    )
    settle(savings, begun, choice.astype(np.int64))
    return begun


def _scattered(seed: int) -> int:
    """A seed with bits all over, never 0 (splitmix64, Steele, Lea and Flood 2014)."""
    mixed = (seed + 0x9E3779B97F4A7C15) % 2**64
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
    return mixed ^ (mixed >> 31) or 1


@inlined
def draw(state: Choosing) -> float:
    """From 0 up to 1 (xorshift64*, Vigna 2016, ACM TOMS 42(4))."""
    bits = state.chance[0]
    bits ^= bits >> np.uint64(12)
    bits ^= bits << np.uint64(25)
    bits ^= bits >> np.uint64(27)
    state.chance[0] = bits
    return float((bits * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@inlined
def take(savings: Savings, state: Choosing, group: int, option: int) -> None:
    """Let a group that stays have an option."""
    state.choice[group] = option
    start = savings.start[option]
    for at in range(start, savings.start[option + 1]):
        row = savings.row[at]
        state.room[row] -= savings.amount[at]
        state.place[group, at - start] = state.members[row]
        state.member[state.member_first[row] + state.members[row]] = group
        state.members[row] += 1


@inlined
def leave(savings: Savings, state: Choosing, group: int) -> None:
    """Let a group that has an option stay."""
    option = state.choice[group]
    state.choice[group] = STAY
    start = savings.start[option]
    for at in range(start, savings.start[option + 1]):
        row = savings.row[at]
        state.room[row] += savings.amount[at]
        hole = state.place[group, at - start]
        state.members[row] -= 1
        last = state.member[state.member_first[row] + state.members[row]]
        if last != group:
            state.member[state.member_first[row] + hole] = last
            his = savings.start[state.choice[last]]
            while savings.row[his] != row:
                his += 1
            state.place[last, his - savings.start[state.choice[last]]] = hole


@lean
def settle(savings: Savings, state: Choosing, choice: Longs) -> None:
    """Everybody takes what was chosen for him."""
    for group in range(len(choice)):
        if choice[group] != STAY:
            take(savings, state, group, choice[group])


@inlined
def best_fitting(savings: Savings, state: Choosing, group: int, not_again: int) -> int:
    """What saves most of what has room, or STAY."""
    found, most = STAY, 0.0
    begin = savings.first[group]
    for option in range(begin, min(savings.first[group + 1], begin + _LOOKED_AT)):
        if (
            savings.saving[option] > most
            and option != not_again
            and blocked(savings, option, state.room) < 0
        ):
            found, most = option, savings.saving[option]
    return found


@inlined
def push(  # noqa: PLR0913, PLR0917 - compiled
    savings: Savings, state: Choosing, group: int, wanted: int, full: int, gain: float, bar: float
) -> float:
    """Push somebody out who is in the way; what that brings, or -inf if all is as it was."""
    if state.members[full] == 0:
        return -np.inf
    index = int(draw(state) * state.members[full])
    other = state.member[state.member_first[full] + index]
    his = state.choice[other]
    leave(savings, state, other)
    if blocked(savings, wanted, state.room) < 0:
        take(savings, state, group, wanted)
        now = best_fitting(savings, state, other, his)
        change = gain - savings.saving[his]
        if now != STAY:
            change += savings.saving[now]
        if change > bar:
            if now != STAY:
                take(savings, state, other, now)
            return float(change)
        leave(savings, state, group)
    take(savings, state, other, his)
    return -np.inf


@lean
def anneal(savings: Savings, state: Choosing, hot: float, cold: float, steps: int) -> None:
    """So many tries, while the heat falls from hot to cold: what a try may lose, about.

    A group's first options are tried most often.
    """
    groups = len(state.choice)
    heat, cooling = hot, (cold / hot) ** (1.0 / steps)
    for _ in range(steps):
        heat *= cooling
        group = int(draw(state) * groups)
        size = savings.first[group + 1] - savings.first[group]
        share = draw(state)
        bar = heat * np.log(draw(state) + 1e-300)
        wanted = savings.first[group] + int(share * share * size)
        old = state.choice[group]
        if size == 0 or wanted == old:
            continue
        gain = savings.saving[wanted]
        if old != STAY:
            gain -= savings.saving[old]
            leave(savings, state, group)
        full = blocked(savings, wanted, state.room)
        change = -np.inf
        if full >= 0:
            change = push(savings, state, group, wanted, full, gain, bar)
        elif gain > bar:
            take(savings, state, group, wanted)
            change = gain
        if change == -np.inf:
            if old != STAY:
                take(savings, state, group, old)
            continue
        state.total[0] += change
        if state.total[0] > state.total[1] + 1e-9:
            state.total[1] = state.total[0]
            for each in range(groups):
                state.kept[each] = state.choice[each]
