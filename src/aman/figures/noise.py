"""Where noise comes from: a port. The real one is OpenDP's; tests have a seeded double.

Promises: noise is drawn once for a whole series and handed in; nothing here can draw again.
Refuses to know: chance.
"""

from fractions import Fraction
from typing import Protocol


class NoiseMissing(Exception):  # noqa: N818 - twin of WrongProgramme
    """What draws noise is not installed; its str says what to do."""


class Noise(Protocol):
    """Draws discrete Gaussian noise."""

    @property
    def name(self) -> str:
        """What draws, with its version, for the log."""
        ...

    def draw(self, periods: int, norm: int, scale: int, rho: Fraction) -> tuple[int, ...]:
        """`periods` whole numbers in one call; raises if that would cost more than rho."""
        ...
