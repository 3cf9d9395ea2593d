"""What each option saves against staying, as arrays that compiled code reads.

Promises: an option that saves nothing, or that would not fit were the group alone, is not here.
Refuses to know: prices' origin, chance, reasons.
"""

from typing import Final, NamedTuple

import numpy as np

from .compiled import compiled, inlined
from .graph import Floats, Ints, Longs
from .groups import STAY, Groups, Options

SLACK: Final = 1e-9
"""What sums of amounts may be off by."""


class Savings(NamedTuple):
    """Options of G groups that save something."""

    first: Longs
    """[G + 1]; group g's options are first[g] to first[g + 1] - 1."""
    saving: Floats
    """[K], weighted people, above 0."""
    start: Longs
    """[K + 1]; where each option's uses begin in the next two."""
    row: Ints
    amount: Floats
    """Which capacity, and how much of it."""


def savings_of(groups: Groups, options: Options, capacity: Floats) -> tuple[Savings, Longs]:
    """What of the options saves something and fits alone, and which they were."""
    saved = groups.weight[options.group] * (groups.staying[options.group] - options.harm)
    too_much = options.amount > capacity[options.capacity] + SLACK
    owner = np.repeat(np.arange(len(options)), np.diff(options.first))
    worthwhile = saved > 0
    worthwhile[owner[too_much]] = False
    chosen = np.flatnonzero(worthwhile)
    everything = Savings(
        np.searchsorted(options.group, np.arange(len(groups) + 1)),
        saved,
        options.first.astype(np.int64),
        options.capacity.astype(np.int32),
        options.amount.astype(np.float64),
    )
    return picked(everything, chosen), chosen


def picked(savings: Savings, chosen: Longs) -> Savings:
    """These options alone, in this order; the groups must still ascend."""
    lengths = np.diff(savings.start)[chosen]
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    uses = np.repeat(savings.start[chosen] - start[:-1], lengths) + np.arange(start[-1])
    owner = np.searchsorted(savings.first, chosen, side="right") - 1
    first = np.searchsorted(owner, np.arange(len(savings.first)))
    return Savings(first, savings.saving[chosen], start, savings.row[uses], savings.amount[uses])


def joined(some: Savings, more: Savings) -> Savings:
    """The options of both, by group."""
    groups = np.arange(len(some.first) - 1)
    owner = [np.repeat(groups, np.diff(each.first)) for each in (some, more)]
    both = Savings(
        some.first,
        np.concatenate([some.saving, more.saving]),
        np.concatenate([some.start, more.start[1:] + some.start[-1]]),
        np.concatenate([some.row, more.row]),
        np.concatenate([some.amount, more.amount]),
    )
    order = np.argsort(np.concatenate(owner), kind="stable")
    found = picked(both, order)
    return found._replace(first=some.first + more.first)


@compiled
def worth(savings: Savings, price: Floats) -> Floats:
    """[K], what each option saves beyond the price of what it takes."""
    out = savings.saving.copy()
    for option in range(len(out)):
        for at in range(savings.start[option], savings.start[option + 1]):
            out[option] -= price[savings.row[at]] * savings.amount[at]
    return out


@compiled
def most_promising(savings: Savings, value: Floats, count: int) -> Longs:
    """The options of the `count` highest values of each group, the highest first."""
    out = np.empty(len(value), np.int64)
    used = 0
    for group in range(len(savings.first) - 1):
        begin, end = savings.first[group], savings.first[group + 1]
        order = np.argsort(-value[begin:end], kind="mergesort")
        for rank in range(min(count, end - begin)):
            out[used] = begin + order[rank]
            used += 1
    return out[:used].copy()


@inlined
def blocked(savings: Savings, option: int, room: Floats) -> int:
    """The first capacity without room for an option, or -1."""
    for at in range(savings.start[option], savings.start[option + 1]):
        if savings.amount[at] > room[savings.row[at]] + SLACK:
            return int(savings.row[at])
    return -1


@compiled
def filled(savings: Savings, value: Floats, choice: Longs, room: Floats) -> None:
    """Give what room is left to those who stay, whose best option has the highest value first.

    Changes `choice` and `room`.
    """
    groups = len(choice)
    best = np.zeros(groups)
    for group in range(groups):
        for option in range(savings.first[group], savings.first[group + 1]):
            best[group] = max(best[group], value[option])
    for group in np.argsort(-best, kind="mergesort"):
        if choice[group] != STAY:
            continue
        begin, end = savings.first[group], savings.first[group + 1]
        for rank in np.argsort(-value[begin:end], kind="mergesort"):
            option = begin + rank
            if blocked(savings, option, room) < 0:
                choice[group] = option
                for at in range(savings.start[option], savings.start[option + 1]):
                    room[savings.row[at]] -= savings.amount[at]
                break


def room_left(savings: Savings, choice: Longs, capacity: Floats) -> Floats:
    """What is left of each capacity."""
    taken = picked(savings, choice[choice != STAY])
    used = np.bincount(taken.row, weights=taken.amount, minlength=len(capacity))
    return np.asarray(capacity - used, np.float64)


def saved(savings: Savings, choice: Longs) -> float:
    """What a choice saves against everybody's staying."""
    return float(savings.saving[choice[choice != STAY]].sum())
