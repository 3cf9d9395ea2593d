"""What each capacity is worth, and by that what nobody can do better than.

Promises: the bound holds whatever the prices are, for every option that was priced; better prices
only make it tighter.
Refuses to know: who goes where.

The Lagrangian dual of the capacities (Fisher 1981, Management Science 27(1)): what each group's
best option saves beyond its price, summed, plus the price of all capacities. Prices by subgradient
steps (Held, Wolfe and Crowder 1974, Mathematical Programming 6); where the market is small, HiGHS.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array, vstack

from .compiled import compiled
from .graph import Floats
from .savings import Savings, most_promising, picked, worth

EXACT_OPTIONS: Final = 5_000
"""So many new ones in a round of the linear programme, which then takes some 30 ms."""

_ROUGH_STEPS, _FINE_STEPS = 150, 1_000
_NEW_OPTIONS = 20
_ROUNDS, _LINEAR_ROUNDS = 12, 8
_NOTHING = 1e-5
_ENOUGH, _SLOW = 0.02, 0.15
"""Of what is still open: how much the few may differ from all, and how little a round may gain."""
_PATIENCE, _SHORTER = 20, 0.6
_MOMENTUM = 0.6
_TINY = 1e-18


class Prices(NamedTuple):
    """Of each capacity, and what can be saved at most."""

    price: Floats
    """[R], weighted people for one of it; at least 0."""
    at_most: float


def prices(
    savings: Savings,
    capacity: Floats,
    reached: Callable[[Floats], float],
    go_on: Callable[[], bool],
) -> Prices:
    """Prices from all options; `reached` tells what somebody saves who chooses by some prices."""
    target = reached(np.zeros(len(capacity)))
    found = Prices(*subgradient(savings, capacity, target, _ROUGH_STEPS, np.zeros(len(capacity))))
    at = found.price
    chosen = np.zeros(0, np.int64)
    for _ in range(_ROUNDS):
        if not go_on():
            return found
        target = max(target, reached(at))
        # What was promising by other prices stays: without it, prices swing to and fro.
        chosen = np.union1d(chosen, most_promising(savings, worth(savings, at), _NEW_OPTIONS))
        at, of_few = subgradient(picked(savings, chosen), capacity, target, _FINE_STEPS, at)
        before, found = found.at_most, _better(found, savings, capacity, at)
        open_still = max(found.at_most - target, 0.0)
        slow = before - found.at_most < _SLOW * open_still
        if found.at_most - of_few < _ENOUGH * open_still and slow:
            break
    if len(savings.first) - 1 <= EXACT_OPTIONS // 5 and go_on():
        found = _exact(savings, capacity, found)
    return found


def at_most(savings: Savings, capacity: Floats, price: Floats) -> float:
    """What can be saved at most, by these prices."""
    return float(demand(savings, price, np.zeros(len(capacity))) + price @ capacity)


def _better(found: Prices, savings: Savings, capacity: Floats, price: Floats) -> Prices:
    bound = at_most(savings, capacity, price)
    return Prices(price, bound) if bound < found.at_most else found


@compiled
def demand(savings: Savings, price: Floats, used: Floats) -> float:
    """What the groups' best options are worth together; `used` becomes what they take."""
    used[:] = 0.0
    total = 0.0
    for group in range(len(savings.first) - 1):
        best, which = 0.0, -1
        for option in range(savings.first[group], savings.first[group + 1]):
            value = savings.saving[option]
            if value <= best:
                continue
            for at in range(savings.start[option], savings.start[option + 1]):
                value -= price[savings.row[at]] * savings.amount[at]
            if value > best:
                best, which = value, option
        if which >= 0:
            total += best
            for at in range(savings.start[which], savings.start[which + 1]):
                used[savings.row[at]] += savings.amount[at]
    return total


@compiled
def subgradient(
    savings: Savings, capacity: Floats, target: float, steps: int, begin: Floats
) -> tuple[Floats, float]:
    """The best prices on the way, and their bound; `target` is what can be saved at least."""
    rows = len(capacity)
    price, best, least = begin.copy(), begin.copy(), np.inf
    used, move = np.zeros(rows), np.zeros(rows)
    length, stuck = 1.0, 0
    for step in range(steps):
        bound = demand(savings, price, used)
        for row in range(rows):
            bound += price[row] * capacity[row]
        stuck = 0 if bound < least - 1e-6 * abs(least) else stuck + 1
        if bound < least:
            least = bound
            best[:] = price
        if stuck >= _PATIENCE:
            length, stuck = length * _SHORTER, 0
            price[:] = best
            move[:] = 0.0
        square = 0.0
        for row in range(rows):
            # Measured by what is asked, if that is more: else what all want hides everything else.
            over = (used[row] - capacity[row]) / max(used[row], capacity[row], 1.0)
            move[row] = over if step == 0 else _MOMENTUM * move[row] + (1 - _MOMENTUM) * over
            if price[row] > 0 or move[row] > 0:
                square += move[row] ** 2
        if square < _TINY:
            break
        scale = length * max(bound - target, 1e-3 * abs(bound)) / square
        for row in range(rows):
            price[row] = max(0.0, price[row] + scale * move[row] / max(capacity[row], 1.0))
    return best, least


def _exact(savings: Savings, capacity: Floats, found: Prices) -> Prices:
    """The prices of the linear programme over the most promising, until all say the same."""
    each = EXACT_OPTIONS // max(len(savings.first) - 1, 1)
    at = found.price
    chosen = np.zeros(0, np.int64)
    for _ in range(_LINEAR_ROUNDS):
        # Those of earlier rounds stay, as above: real roads have many ways that differ by little.
        chosen = np.union1d(chosen, most_promising(savings, worth(savings, at), each))
        solved = _linear(picked(savings, chosen), capacity)
        if solved is None:
            break
        at, of_few = solved
        found = _better(found, savings, capacity, at)
        if found.at_most - of_few < _NOTHING * of_few:
            break
    return found


def _linear(few: Savings, capacity: Floats) -> tuple[Floats, float] | None:
    """Prices, and what is saved."""
    count, groups = len(few.saving), len(few.first) - 1
    if count == 0:
        return None
    uses = csc_array((few.amount, few.row, few.start), shape=(len(capacity), count))
    owner = np.repeat(np.arange(groups), np.diff(few.first))
    one_each = csc_array((np.ones(count), (owner, np.arange(count))), shape=(groups, count))
    # The stubs know dense rows only.
    rows: Any = vstack([uses, one_each], format="csc")
    solved = linprog(
        -few.saving,
        A_ub=rows,
        b_ub=np.concatenate([capacity, np.ones(groups)]),
        bounds=(0, None),
    )
    if solved.x is None or solved.fun is None:
        return None
    price = -np.asarray(solved.ineqlin.marginals, np.float64)[: len(capacity)]
    return np.maximum(price, 0.0), -float(solved.fun)
