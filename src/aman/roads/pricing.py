"""The arrays that compiled code reads, and the price of a stretch of time.

Promises: one place knows how hazard accrues; the same sums for every compiled search.
Refuses to know: labels, bounds, ways.
"""

from typing import NamedTuple

import numpy as np

from .compiled import inlined
from .graph import Bools, Floats, Ints, Longs
from .network import Network
from .rates import Table


class Roads(NamedTuple):
    """A network, for compiled code."""

    first: Longs
    source: Ints
    target: Ints
    seconds: Ints
    zone_set: Ints
    crossing_set: Ints
    reverse_first: Longs
    reverse_arc: Ints
    may_wait: Bools
    node_zone_set: Ints


class Prices(NamedTuple):
    """A hazard table, for compiled code."""

    phase_start: Ints
    """[P + 1]."""
    phase_at: Ints
    """[end + 1], the phase of each second; the last belongs to the last phase."""
    rate: Floats
    cumulative: Floats
    crossing: Floats


def roads_of(network: Network) -> Roads:
    """The arrays of a network."""
    return Roads(*(getattr(network, name) for name in Roads._fields))


def prices_of(table: Table, end_s: int) -> Prices:
    """The arrays of a table, up to a second that it covers."""
    if not 0 <= end_s <= table.phase_start[-1]:
        message = "the table does not cover the horizon"
        raise ValueError(message)
    phases = table.rate.shape[1]
    phase_at = np.repeat(
        np.arange(phases, dtype=np.int32), np.diff(np.minimum(table.phase_start, end_s))
    )
    phase_at = np.append(phase_at, phase_at[-1:] if end_s else np.zeros(1, np.int32))
    return Prices(table.phase_start, phase_at, table.rate, table.cumulative, table.crossing)


@inlined
def accrued(prices: Prices, row: int, since: int, until: int) -> float:
    """H(row, since, until)."""
    a, b = prices.phase_at[since], prices.phase_at[until]
    if a == b:
        return float(prices.rate[row, a] * (until - since))
    whole = prices.cumulative[row, b] - prices.cumulative[row, a]
    begun = prices.rate[row, b] * (until - prices.phase_start[b])
    return float(whole + begun - prices.rate[row, a] * (since - prices.phase_start[a]))


def accrued_by_many(prices: Prices, rows: Ints, since: Ints, until: Ints) -> Floats:
    """The same of many stretches at once."""
    a, b = prices.phase_at[since], prices.phase_at[until]
    within = prices.rate[rows, a] * (until - since)
    whole = prices.cumulative[rows, b] - prices.cumulative[rows, a]
    begun = prices.rate[rows, b] * (until - prices.phase_start[b])
    gone = prices.rate[rows, a] * (since - prices.phase_start[a])
    return np.asarray(np.where(a == b, within, whole + begun - gone), np.float64)
