"""Stubs of the noise port: a test knows, or chooses, what was drawn; never for figures."""

import random
from collections.abc import Sequence
from fractions import Fraction

from aman.figures.factorisation import column


class SeededNoise:
    """Gaussian draws of a seed, counted."""

    name = "seeded stub, for tests"

    def __init__(self, seed: int = 1, *, is_silent: bool = False) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a stub
        self._is_silent = is_silent
        self.drawn: list[tuple[int, ...]] = []

    def draw(self, periods: int, norm: int, scale: int, rho: Fraction) -> tuple[int, ...]:
        """As the port says; refuses what would cost more, as OpenDP does."""
        if Fraction(norm * norm) > 2 * rho * scale * scale:
            message = "this noise would cost more than its price"
            raise ValueError(message)
        noise = tuple(
            0 if self._is_silent else round(self._chance.gauss(0, scale)) for _ in range(periods)
        )
        self.drawn.append(noise)
        return noise


class ChosenNoise:
    """Noise by what comes of it: how far off the first totals are; later ones as the last."""

    name = "chosen stub, for tests"

    def __init__(self, errors: Sequence[int]) -> None:
        self._errors = errors

    def draw(self, periods: int, norm: int, scale: int, rho: Fraction) -> tuple[int, ...]:  # noqa: ARG002 - a port
        """What is decoded to these errors: the column of whole numbers times their differences."""
        steps = [b - a for a, b in zip((0, *self._errors), self._errors, strict=False)]
        c = column(periods)
        return tuple(
            sum(c[t - at] * step for at, step in enumerate(steps[: t + 1])) for t in range(periods)
        )
