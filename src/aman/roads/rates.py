"""What a network costs by the hour: phases, and the rate of each zone set in each.

Promises: a change of rates rebuilds the table alone, never the network; what the search reads of
hazards is in the table.
Refuses to know: shapes, roads, who travels.
"""

from dataclasses import dataclass
from datetime import datetime

from .graph import Bools, Floats, Ints


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
