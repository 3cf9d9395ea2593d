"""How often a choice among ways is wrong because it was judged under too few draws.

A case: some ways with times in zones by chance, zones of a few sources in a region of 40 km. The
truth is the way whose worst tenth is least under 20,000 draws that judged nobody.
"""

from datetime import UTC, datetime

import numpy as np
from shapely import MultiPolygon, box

from aman.roads.draws import draw
from aman.roads.robust import cvar
from aman.roads.shapes import Shape
from aman.roads.zones import Confidence, Guess, Zone

TRUTH = 20_000
ZONES, WAYS, SOURCES = 15, 6, 3


def share_of_wrong(cases: int, draws: int, seed: int) -> float:
    """The share of cases in which so many draws choose a way that is not the best in truth."""
    return float(np.mean([is_wrong(draws, seed * 100_003 + case) for case in range(cases)]))


def is_wrong(draws: int, seed: int) -> bool:
    """One case."""
    chance = np.random.default_rng(seed)
    zones = [zone(chance) for _ in range(ZONES)]
    minutes = chance.exponential(20, (WAYS, ZONES + 1)) * (chance.random((WAYS, ZONES + 1)) < 0.4)
    minutes[:, -1] = chance.uniform(20, 90, WAYS)
    no_data = Guess(1e-5, 1e-4, 1e-3)

    def worst(count: int) -> np.ndarray:
        per_second = draw(zones, no_data, count, chance).per_second
        return cvar(-np.expm1(-per_second * 60 @ minutes.T))

    return int(np.argmin(worst(draws))) != int(np.argmin(worst(TRUTH)))


def zone(chance: np.random.Generator) -> Zone:
    """A square with a guess of which nobody is sure, from one of a few sources."""
    lon, lat = chance.uniform(0, 0.36, 2)
    likely = float(np.exp(chance.uniform(np.log(1e-4), np.log(3e-3))))
    unsure = float(chance.uniform(2, 10))
    return Zone(
        "",
        Shape(MultiPolygon([box(lon, lat, lon + 1e-3, lat + 1e-3)])),
        Guess(likely / unsure, likely, likely * unsure),
        None,
        Confidence.LOW,
        (),
        f"source {chance.integers(SOURCES)}",
        datetime(2026, 3, 1, tzinfo=UTC),
    )
