"""Hazards as they may be in truth: guesses drawn many times, together where they hang together.

Promises: each rate is lognormal with its low and high figures as the 10th and 90th percentile;
zones of one source are wrong together, and so are zones that are near each other; in whatever order
zones are told, the same chance gives each the same error.
Refuses to know: roads, what hours mean, and where chance comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from .graph import Floats
from .measure import metres_between
from .rates import Rates
from .zones import Guess, Zone

TENTH: Final = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""
SOURCE_SHARE: Final = 0.5
"""How much of a guess's error (of its variance) is its source's."""
NEAR_M: Final = 10_000.0
"""Errors of places are correlated by exp(-distance / this)."""
LEAST_LOW: Final = 1e-3
"""A low figure of nothing is taken as this share of the high one: no rate has a logarithm of 0."""
_RIDGE = 1e-9
_PER_MINUTE = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """D times what each of Z zones and "no data" may be."""

    per_second: Floats
    """[D, Z + 1], hazard rates; 0 for lines; the last is "no data"."""
    crossing: Floats
    """[D, Z], hazard -ln(1 - p) at each crossing; 0 for areas."""

    def __len__(self) -> int:
        """D."""
        return len(self.per_second)

    def rates(self, index: int) -> Rates:
        """One draw, for a hazard table."""
        return Rates(self.per_second[index], -np.expm1(-self.crossing[index]))


def draw(zones: Sequence[Zone], no_data: Guess, count: int, chance: np.random.Generator) -> Draws:
    """So many draws; `no_data` is per minute and a source of its own."""
    error = errors(zones, count, chance)
    rates = [zone.per_minute or Guess(0, 0, 0) for zone in zones]
    lines = [zone.per_crossing or Guess(0, 0, 0) for zone in zones]
    hazards = [Guess(*(-np.log1p(-np.array([p.low, p.likely, p.high])))) for p in lines]
    return Draws(
        lognormal([*rates, no_data], error) / _PER_MINUTE, lognormal(hazards, error[:, :-1])
    )


def errors(zones: Sequence[Zone], count: int, chance: np.random.Generator) -> Floats:
    """[count, Z + 1], standard normal each, correlated by source and by distance."""
    order = sorted(range(len(zones)), key=lambda each: _what_it_is(zones[each]))
    ordered = [zones[each] for each in order]
    names = sorted({zone.source for zone in zones})
    source = np.array([names.index(zone.source) for zone in ordered], np.int64)
    of_source = chance.standard_normal((count, len(names)))[:, source]
    of_place = chance.standard_normal((count, len(zones))) @ _root(ordered).T
    of_no_data = chance.standard_normal((count, 1))
    together = np.sqrt(SOURCE_SHARE) * of_source + np.sqrt(1 - SOURCE_SHARE) * of_place
    return np.concatenate([together[:, np.argsort(order)], of_no_data], axis=1)


def lognormal(guesses: Sequence[Guess], error: Floats) -> Floats:
    """[D, guesses], each guess moved by its error."""
    high = np.array([guess.high for guess in guesses], np.float64)
    low = np.maximum([guess.low for guess in guesses], high * LEAST_LOW)
    some = high > 0
    spread, middle = np.zeros(len(high)), np.zeros(len(high))
    spread[some] = np.log(high[some] / low[some]) / (2 * TENTH)
    middle[some] = np.sqrt(high[some] * low[some])
    return np.asarray(middle * np.exp(spread * error), np.float64)


def _what_it_is(zone: Zone) -> tuple[str, bytes, str]:
    """What zones are put in order by: all that a hazard depends on, and not where it is told."""
    told = (zone.per_minute, zone.per_crossing, zone.shape.closed, zone.windows)
    return zone.source, shapely.to_wkb(zone.shape.geometry), repr(told)


def _root(zones: Sequence[Zone]) -> Floats:
    """[Z, Z], what turns independent errors into those of places: by the zones' middles."""
    middles = [shapely.centroid(zone.shape.geometry) for zone in zones]
    lon = np.array([each.x for each in middles], np.float64)
    lat = np.array([each.y for each in middles], np.float64)
    apart = metres_between(lon[:, None], lat[:, None], lon, lat)
    # Zones with the same middle are one: without the ridge their matrix has no root.
    near = np.exp(-apart / NEAR_M) + _RIDGE * np.eye(len(zones))
    return np.asarray(np.linalg.cholesky(near) if len(zones) else near, np.float64)
