"""Where noise comes from: a port. The real one is OpenDP's; tests have a seeded double.

Promises: noise is drawn once for a whole series and handed in; nothing here can draw again.
Refuses to know: chance.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import exp
from typing import Final, Protocol

DELTA: Final = "0.000001"
"""The probability with which the promise of epsilon may fail."""


class NoiseMissing(Exception):  # noqa: N818 - twin of WrongProgramme
    """What draws noise is not installed; its str says what to do."""


class Noise(Protocol):
    """Draws discrete Gaussian noise, and says what a price means."""

    @property
    def name(self) -> str:
        """What draws, with its version, for the log."""
        ...

    def draw(self, periods: int, norm: int, scale: int, rho: Fraction) -> tuple[int, ...]:
        """`periods` whole numbers in one call; raises if that would cost more than rho."""
        ...

    def epsilon(self, rho: Fraction) -> str:
        """Epsilon for rho at `DELTA`, rounded up to hundredths."""
        ...


@dataclass(frozen=True, slots=True)
class Meaning:
    """What epsilon means for one person, in numbers that can be said."""

    of_a_hundred: int
    """Who thought it as likely as not that she is counted may now think it so likely, at most."""


def meaning(epsilon: str) -> Meaning:
    """Even odds become e^epsilon to one at most."""
    odds = exp(float(epsilon))
    return Meaning(-int(-100 * odds / (1 + odds) // 1))
