"""Noise by OpenDP: the one place that draws it.

OpenDP is an extra of its own (`figures`): it is needed when a series is opened, never again.
Promises: one call for a whole series; OpenDP's own account of the price is asked before.
Refuses to know: counts. It adds noise to zeros.
"""

from fractions import Fraction
from importlib import import_module
from importlib.metadata import version
from typing import Any

from aman.figures.noise import NoiseMissing

HOW_TO_INSTALL = (
    "Opening a series draws its noise with OpenDP, which is not installed. "
    "Run `make setup-figures` (47 MB are fetched), then try again. Nothing was changed."
)


class OpenDPNoise:
    """The `Noise` of real figures; raises NoiseMissing where OpenDP is not installed."""

    def __init__(self) -> None:
        try:
            self._dp: Any = import_module("opendp.prelude")
        except ImportError:
            raise NoiseMissing(HOW_TO_INSTALL) from None
        self._dp.enable_features("contrib")

    @property
    def name(self) -> str:
        """What draws, with its version."""
        return f"OpenDP {version('opendp')}, discrete Gaussian"

    def draw(self, periods: int, norm: int, scale: int, rho: Fraction) -> tuple[int, ...]:
        """All of a series' noise in one call: calls a period each would each cost rho."""
        gaussian = self._gaussian(periods, scale)
        if Fraction(gaussian.map(float(norm))) > rho:
            message = "this noise would cost more than its price"
            raise ValueError(message)
        return tuple(int(each) for each in gaussian([0] * periods))

    def _gaussian(self, periods: int, scale: float) -> Any:  # noqa: ANN401 - OpenDP's own
        dp = self._dp
        # i64: an i32 saturates without a word.
        space = dp.vector_domain(dp.atom_domain(T="i64"), size=periods), dp.l2_distance(T="f64")
        return dp.m.make_gaussian(*space, scale=float(scale))
