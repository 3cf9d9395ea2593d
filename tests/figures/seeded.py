"""A stub of the noise port: seeded, so that a test knows what was drawn; never for figures."""

import random
from fractions import Fraction


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
