"""What rho means in the unit that people know: epsilon at one in a million.

Zero-concentrated privacy gives for every order a > 1
epsilon(a) = a rho + (a log(1 - 1/a) - log(a - 1) - log delta) / (a - 1),
and the least of them holds. (Canonne, Kamath, Steinke: The discrete Gaussian for differential
privacy, arXiv:2004.00010. OpenDP converts by the same; a test compares.) Each order alone is a true
bound: a search that stops early says too much, never too little.
Promises: whoever writes an opening and whoever checks it get the same number.
Refuses to know: noise.
"""

from fractions import Fraction
from math import ceil, exp, log
from typing import Final

DELTA: Final = "0.000001"
"""The chance with which the promise of epsilon may fail."""
_GOLDEN: Final = (5**0.5 - 1) / 2
_STEPS: Final = 100
_SLACK: Final = 1e-9
"""Logarithms may differ in their last digits from machine to machine."""


def epsilon_of(rho: Fraction) -> str:
    """Epsilon at `DELTA`, rounded up to hundredths."""
    return f"{ceil(_least(rho) * 100 - _SLACK) / 100:.2f}"


def is_epsilon_of(stated: str, rho: Fraction) -> bool:
    """Whether it may be said of rho: not less than it costs, nor a hundredth more than rounding."""
    least = _least(rho)
    try:
        said = float(stated)
    except ValueError:
        return False
    return f"{said:.2f}" == stated and least - _SLACK <= said < least + 2 / 100


def odds_of(epsilon: str) -> int:
    """Even odds, that somebody is counted, become as many to one at most."""
    return ceil(exp(float(epsilon)))


def of_a_hundred(epsilon: str) -> int:
    """Who thought it as likely as not that somebody is counted may now think it so likely."""
    odds = exp(float(epsilon))
    return ceil(100 * odds / (1 + odds))


def _least(rho: Fraction) -> float:
    """By golden section over log(a - 1): epsilon(a) falls, then rises."""
    low, high = -12.0, 20.0
    for _ in range(_STEPS):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if _at(left, float(rho)) < _at(right, float(rho)):
            high = right
        else:
            low = left
    return max(0.0, _at((low + high) / 2, float(rho)))


def _at(log_of_rest: float, rho: float) -> float:
    rest = exp(log_of_rest)
    order = 1 + rest
    # log(1 - 1/a) = log(a - 1) - log(a)
    of_order = order * (log_of_rest - log(order)) - log_of_rest
    return order * rho + (of_order - log(float(DELTA))) / rest
