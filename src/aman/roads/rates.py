"""What a network costs by the hour: phases, and the rate of each zone set in each.

Promises: a change of rates rebuilds the table alone, never the network; what the search reads of
hazards is in the table.
Refuses to know: shapes, roads, who travels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from .graph import Bools, Floats, Ints, Longs
from .network import Network
from .windows import spans
from .zones import Guess, Level, Zone


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """P stretches of time in which no window opens or closes."""

    start: datetime
    """Second 0, with its zone."""
    phase_start: Ints
    """[P + 1], seconds from start: phase p is phase_start[p] to phase_start[p + 1] - 1; the first
    is 0, the last the horizon."""
    active: Bools
    """[Z + 1, P], whether each zone's rate applies; the last row, "no data", always does."""


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """One guess at how dangerous each zone is."""

    per_second: Floats
    """[Z + 1], hazard rate inside; 0 for lines; the last is "no data"."""
    crossing: Floats
    """[Z], probability of harm at each crossing; 0 for areas."""

    @property
    def toll(self) -> Floats:
        """[Z], the hazard of each crossing, -ln(1 - p).

        Of what is certain it would be endless; it stays the most that a float tells from 1.
        """
        return np.asarray(-np.log1p(-np.minimum(self.crossing, np.nextafter(_SURE, 0))))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The hazard of S zone sets and X crossing sets in P phases.

    H(s, t0, t1) = C(t1) - C(t0), where C(t) = cumulative[s, p] + rate[s, p] * (t - phase_start[p])
    in t's phase p. The probability of harm is 1 - exp(-H).
    """

    phase_start: Ints
    """[P + 1], seconds; see Phases."""
    rate: Floats
    """[S, P], per second."""
    cumulative: Floats
    """[S, P + 1], hazard from second 0 to the beginning of each phase, and to the horizon."""
    crossing: Floats
    """[X, P], hazard -ln(1 - p), charged when an arc of the crossing set is entered."""


_PER_MINUTE: Final = 60
_SURE: Final = 1.0


def clock(zones: Sequence[Zone], start: datetime, horizon_s: int) -> Phases:
    """The phases from start to horizon; raises ValueError for a start without a zone."""
    if start.tzinfo is None or horizon_s < 1:
        reason = "a start needs its zone, and a horizon at least a second"
        raise ValueError(reason)
    open_at = [
        spans(zone.windows, start, horizon_s) if zone.windows else [(0, horizon_s)]
        for zone in zones
    ]
    breaks = {0, horizon_s}.union(at for each in open_at for span in each for at in span)
    phase_start = np.asarray(sorted(breaks), np.int32)
    active = np.zeros((len(zones) + 1, len(phase_start) - 1), np.bool_)
    active[-1] = True
    for row, each in enumerate(open_at):
        for begin, end in np.searchsorted(phase_start, each).tolist() if each else ():
            active[row, begin:end] = True
    return Phases(start, phase_start, active)


def rates_of(zones: Sequence[Zone], no_data: Guess, level: Level) -> Rates:
    """The rates that the sources gave, at one level; `no_data` is per minute."""
    areas = [zone.per_minute.at(level) if zone.per_minute else 0.0 for zone in zones]
    lines = [zone.per_crossing.at(level) if zone.per_crossing else 0.0 for zone in zones]
    per_minute = np.asarray([*areas, no_data.at(level)], np.float64)
    return Rates(per_minute / _PER_MINUTE, np.asarray(lines, np.float64))


def hazard_table(network: Network, phases: Phases, rates: Rates) -> Table:
    """What moving, waiting and crossing cost in each phase."""
    per_zone = np.where(phases.active, rates.per_second[:, None], 0.0)
    of_sets = _reduced(np.add, per_zone, network.zone_set_first, network.zone_set_zones)
    least = _reduced(np.minimum, of_sets, network.least_first, network.least_sets)
    rate = np.concatenate([of_sets, least])
    lengths = np.diff(phases.phase_start)
    cumulative = np.zeros((len(rate), len(lengths) + 1))
    np.cumsum(rate * lengths, axis=1, out=cumulative[:, 1:])
    per_line = np.where(phases.active[:-1], rates.toll[:, None], 0.0)
    crossing = _reduced(np.add, per_line, network.crossing_first, network.crossing_zones)
    return Table(phases.phase_start, rate, cumulative, crossing)


def _reduced(reduce: np.ufunc, rows: Floats, first: Longs, members: Ints) -> Floats:
    """[len(first) - 1, P]; no set is empty."""
    if not len(members):
        return np.zeros((0, rows.shape[1]))
    return np.asarray(reduce.reduceat(rows[members], first[:-1], axis=0), np.float64)
