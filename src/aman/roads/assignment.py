"""Which group goes to which reception point, and when: many groups, few places, one safe road.

Promises: groups stay whole; no capacity is exceeded; what is least is the sum of people times
probability of harm, a wounded person counted three times and staying costed; with a bound that
holds for every choice there is, also for pairs whose ways were never looked at. Who stays is named
with the reason. The same answer for the same seed and the same number of stages.
Refuses to know: roads, clocks, and where the figures come from.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np

from .annealing import anneal, choosing
from .graph import Floats, Longs
from .groups import STAY, Groups, Options, no_options
from .savings import (
    SLACK,
    Savings,
    filled,
    joined,
    most_promising,
    picked,
    room_left,
    saved,
    savings_of,
    worth,
)
from .scarcity import Prices, prices
from .whole import EXACT_OPTIONS, exactly

STAGES: Final = 5
"""Each thrice as long as the one before."""
_KEPT_OPTIONS = 40
"""Of each group, the most promising by the prices."""
_FIRST_STAGE = 3_000
"""Tries for each group."""
_SLICES = 12
_HOT, _COLD = 0.002, 5e-5
"""Of what the average group saves."""


class Because(StrEnum):
    """Why a group stays."""

    STAYING_IS_SAFER = "staying is safer"
    """Than every option there is."""
    NO_WAY = "no way"
    """It has no option that is known."""
    TOO_MANY = "too many"
    """Each safer option asks more of a capacity than there is even for this group alone."""
    FULL = "full"
    """Each safer option needs a capacity that others use up."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A group that stays."""

    group: int
    because: Because
    capacities: tuple[int, ...] = ()
    """If full: those without room for the option that would be best for it; if too many: those that
    are too small for that option."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Who goes how, and how good that is. Harm is in weighted people."""

    choice: Longs
    """[G], an option or STAY."""
    harm: float
    at_least: float
    """What harm there would be at least, however one chooses."""
    left_out: tuple[LeftOut, ...]

    @property
    def gap(self) -> float:
        """How much of the harm, at most, another choice might avoid."""
        return (self.harm - self.at_least) / self.harm if self.harm > 0 else 0.0


def assign(  # noqa: PLR0913 - what is known, and how long to think
    groups: Groups,
    options: Options,
    capacity: Floats,
    unlooked: Options | None = None,
    *,
    within: float = 0.0,
    gap: float,
    go_on: Callable[[], bool],
    seed: int,
) -> Assignment:
    """Choose for every group, until the gap is reached or `go_on()`, asked between stages, says no.

    `unlooked` are pairs that can't be chosen since no way was searched, with a harm and uses that
    are certainly not more than the true ones; the bound counts with them. `within` is what a harm
    may be less than is said, at most. Raises ValueError.
    """
    if not (np.isfinite(capacity) & (capacity >= 0)).all():
        message = "a capacity is a number, at least 0"
        raise ValueError(message)
    unlooked = no_options() if unlooked is None else unlooked
    for each in (options, unlooked):
        each.check(len(groups), len(capacity))
    known, origin = savings_of(groups, options, capacity)
    priced = known
    if len(unlooked):
        priced = joined(known, savings_of(groups, unlooked, capacity)[0])
    staying = float(groups.weight @ groups.staying)
    doubt = float(groups.weight.sum()) * within

    def is_good(choice: Longs, limit: float) -> bool:
        harm = staying - saved(known, choice)
        return max(staying - doubt - limit, 0.0) >= (1 - gap) * harm

    choice, limit = _chosen(known, priced, capacity, is_good, go_on, seed)
    harm = max(staying - saved(known, choice), 0.0)
    picks = np.where(choice == STAY, STAY, origin[choice]) if len(origin) else choice
    left_out = tuple(_left_out(groups, options, unlooked, capacity, known, choice))
    return Assignment(picks, harm, min(max(staying - doubt - limit, 0.0), harm), left_out)


def _chosen(  # noqa: PLR0913, PLR0917 - what assign was given
    known: Savings,
    priced: Savings,
    capacity: Floats,
    is_good: Callable[[Longs, float], bool],
    go_on: Callable[[], bool],
    seed: int,
) -> tuple[Longs, float]:
    """Options of `known`, and what can be saved at most."""

    def by_price(price: Floats) -> Longs:
        choice = np.full(len(known.first) - 1, STAY, np.int64)
        filled(known, worth(known, price), choice, capacity.astype(np.float64))
        return choice

    found = prices(priced, capacity, lambda price: saved(known, by_price(price)), go_on)
    choice, limit = by_price(found.price), found.at_most
    if len(known.saving) == 0 or is_good(choice, limit) or not go_on():
        return choice, limit
    if len(priced.saving) <= EXACT_OPTIONS:
        best, bound = exactly(known, priced, capacity)
        if best is not None and saved(known, best) > saved(known, choice):
            choice = best
        limit = min(limit, bound)
        return choice, limit
    if priced is not known:
        # What nobody can choose has a part in those prices: these are without it.
        found = prices(known, capacity, lambda price: saved(known, by_price(price)), go_on)
        choice = max(choice, by_price(found.price), key=lambda each: saved(known, each))
        if is_good(choice, limit) or not go_on():
            return choice, limit
    for better in _annealed(known, found, choice, capacity, seed):
        choice = better
        if is_good(choice, limit) or not go_on():
            break
    return choice, limit


def _annealed(
    known: Savings, found: Prices, choice: Longs, capacity: Floats, seed: int
) -> Iterator[Longs]:
    """Better and better choices, in stages that each begin with the best so far."""
    value = worth(known, found.price)
    chosen = most_promising(known, value, _KEPT_OPTIONS)
    few = picked(known, chosen)
    groups = len(choice)
    scale = max(found.at_most, SLACK) / groups
    for stage in range(STAGES):
        steps = -(-groups * _FIRST_STAGE * 3**stage // _SLICES)
        state = choosing(few, _among(few, chosen, choice), capacity, seed * STAGES + stage)
        heats = scale * np.geomspace(_HOT, _COLD, _SLICES + 1)
        for hot, cold in pairwise(heats.tolist()):
            anneal(few, state, hot, cold, steps)
            better = np.where(state.kept == STAY, STAY, chosen[state.kept])
            filled(known, value, better, room_left(known, better, capacity))
            if saved(known, better) > saved(known, choice):
                choice = better
            yield choice


def _among(few: Savings, chosen: Longs, choice: Longs) -> Longs:
    """The choice as numbers of the few; who has another option begins with staying."""
    place = np.full(int(max(chosen.max(initial=0), choice.max(initial=0))) + 1, STAY, np.int64)
    place[chosen] = np.arange(len(few.saving))
    return np.where(choice == STAY, STAY, place[choice])


def _left_out(  # noqa: PLR0913, PLR0917 - what there is
    groups: Groups,
    options: Options,
    unlooked: Options,
    capacity: Floats,
    known: Savings,
    choice: Longs,
) -> Iterator[LeftOut]:
    room = room_left(known, choice, capacity)
    first = np.searchsorted(options.group, np.arange(len(groups) + 1))
    for group in np.flatnonzero(choice == STAY).tolist():
        harm = options.harm[first[group] : first[group + 1]]
        if len(harm) == 0:
            other = unlooked.harm[unlooked.group == group]
            safer = len(other) > 0 and other.min() >= groups.staying[group]
            yield LeftOut(group, Because.STAYING_IS_SAFER if safer else Because.NO_WAY)
            continue
        if harm.min() >= groups.staying[group]:
            yield LeftOut(group, Because.STAYING_IS_SAFER)
            continue
        begin, end = known.first[group], known.first[group + 1]
        if begin < end:
            best = begin + int(known.saving[begin:end].argmax())
            uses = slice(known.start[best], known.start[best + 1])
            rows, amounts, has = known.row[uses], known.amount[uses], room
            because = Because.FULL
        else:
            best = first[group] + int(harm.argmin())
            uses = slice(options.first[best], options.first[best + 1])
            rows, amounts, has = options.capacity[uses], options.amount[uses], capacity
            because = Because.TOO_MANY
        lacking = rows[amounts > has[rows] + SLACK]
        yield LeftOut(group, because, tuple(lacking.tolist()))
