"""How long a line in time is in which zone, and what it crosses: no roads and no search needed.

Promises: what `exposure` says of a way is said of its line, but for whole seconds and for waiting
on a boundary; a closed area counts once each time it is entered.
Refuses to know: what the line is a part of, and how dangerous is too dangerous.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import shapely

from .boundaries import Lines, Touches, touches
from .draws import Draws
from .graph import Bools, Floats, Longs
from .rates import Phases, Rates, clock
from .zones import Zone

_APART: Final = 1e-5
"""Degrees, a metre: what is touched twice within it (at a bend, at a halt) is crossed once."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Of Z zones, numbered as they were given."""

    seconds: Floats
    """[Z + 1], in each area while its rate applies; the last is where no area is."""
    crossings: Floats
    """[Z], of each line while it applies."""
    entered: int
    """How often it goes into a closed area."""

    def hazard(self, rates: Rates) -> float:
        """Under one guess; the probability of harm is 1 - exp(-hazard)."""
        return float(self.seconds @ rates.per_second + self.crossings @ rates.toll)

    def hazards(self, draws: Draws) -> Floats:
        """[D], under many."""
        found = draws.per_second @ self.seconds + draws.crossing @ self.crossings
        return np.asarray(found, np.float64)


def near(places: Sequence[tuple[float, float]], zones: Sequence[Zone]) -> tuple[Zone, ...]:
    """Those that a line may touch, in their order; the others count for nothing on it."""
    lon, lat = np.array(places, np.float64).T
    boxes = shapely.bounds([zone.shape.geometry for zone in zones]).reshape(-1, 4)
    west, south, east, north = boxes.T
    meets = (west <= lon.max()) & (east >= lon.min()) & (south <= lat.max()) & (north >= lat.min())
    return tuple(zones[each] for each in np.flatnonzero(meets).tolist())


def passage(
    places: Sequence[tuple[float, float]],
    times: Sequence[int],
    zones: Sequence[Zone],
    start: datetime,
    horizon_s: int,
) -> Passage:
    """Of longitude and latitude with a Unix second for each, ascending.

    Windows of zones count from `start` until the horizon; where somebody stays is the same place
    twice.
    """
    phases = clock(zones, start, horizon_s)
    lon, lat = np.array(places, np.float64).T
    at = np.array(times, np.float64) - start.timestamp()
    met = _touches(Lines(np.array([0, len(at)]), lon, lat, at), zones)
    cuts = np.unique([at[0], at[-1], *met.position, *phases.phase_start[1:-1]])
    cuts = cuts[(cuts >= at[0]) & (cuts <= at[-1])]
    middles, lengths = (cuts[1:] + cuts[:-1]) / 2, np.diff(cuts)
    there = np.interp(middles, at, lon), np.interp(middles, at, lat)
    inside = np.zeros((len(zones), len(middles)), np.bool_)
    for number, zone in enumerate(zones):
        if not zone.shape.is_line:
            inside[number] = shapely.contains_xy(zone.shape.geometry, *there)
    counts = phases.active[:, _phase(phases, middles)]
    seconds = np.where(np.vstack([inside, ~inside.any(axis=0)]) & counts, lengths, 0.0).sum(axis=1)
    walked = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(lon), np.diff(lat)))])
    crossings = np.zeros(len(zones))
    for number, zone in enumerate(zones):
        if zone.shape.is_line:
            touched = met.position[met.shape == number]
            crossed = _once(touched, np.interp(touched, at, walked))
            crossings[number] = phases.active[number, _phase(phases, crossed)].sum()
    closed = np.array([zone.shape.closed for zone in zones], np.bool_)
    return Passage(seconds, crossings, _entries(inside[closed]))


def staying(
    place: tuple[float, float], zones: Sequence[Zone], start: datetime, horizon_s: int
) -> Passage:
    """Of not going at all."""
    since = int(start.timestamp())
    return passage((place, place), (since, since + horizon_s), zones, start, horizon_s)


def _touches(line: Lines, zones: Sequence[Zone]) -> Touches:
    """By seconds, because that is what the line's `along` is here."""
    if not zones:
        none = np.zeros(0, np.int64)
        return Touches(none, none, np.zeros(0))
    return touches(line, [zone.shape for zone in zones])


def _phase(phases: Phases, at: Floats) -> Longs:
    found = np.searchsorted(phases.phase_start, at, side="right") - 1
    return np.clip(found, 0, len(phases.phase_start) - 2).astype(np.int64)


def _once(touched: Floats, walked: Floats) -> Floats:
    return touched[np.diff(walked, prepend=-1.0) > _APART]


def _entries(inside: Bools) -> int:
    """Being there at the beginning is no entry: whoever is inside may leave."""
    return int((inside[:, 1:] & ~inside[:, :-1]).sum()) if inside.size else 0
