"""How a running total is kept private: the square-root factorisation of the prefix sums.

Let A sum up the periods so far (lower triangular, all ones). With f_k = binom(2k, k) / 4^k the
Toeplitz matrix C of f is A's square root: A = C C. Noise is added to C x instead of to A x, and
A C^-1 takes what comes of it back to running totals: the error grows with the logarithm of the
number of periods, not with its root. (Fichtenberger, Henzinger, Upadhyay: Constant matters,
arXiv:2202.11205.)

Here C's column is rounded to integers, round(2^20 f_k), so that one vector of whole numbers is
drawn for the whole series, its norm is exact, and decoding is rational: nothing is lost in floats.
Promises: exact arithmetic; the same answer on every machine.
Refuses to know: whose noise it is, and what is counted.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Final

SHIFT: Final = 20
"""f_k is rounded to a multiple of 2^-20."""
MOST_PERIODS: Final = 1_040
"""Twenty years of weeks: more is a mistake in writing."""
_FIXED: Final = 96
_SURE_THOUSANDTHS: Final = 1_960
"""Standard errors, in thousandths, that 95 of 100 draws stay within."""


@lru_cache(maxsize=16)
def column(periods: int) -> tuple[int, ...]:
    """C's first column as integers: round(2^20 f_k), k = 0 … periods - 1."""
    found = []
    f = Fraction(1)
    for k in range(periods):
        if k:
            f *= Fraction(2 * k - 1, 2 * k)
        found.append(round(f * (1 << SHIFT)))
    return tuple(found)


def squared_norm(periods: int) -> int:
    """The squared Euclidean norm of the longest column: what one counted unit can change."""
    return sum(each * each for each in column(periods))


def norm(periods: int) -> int:
    """That norm as the next whole number above it."""
    return isqrt(squared_norm(periods)) + 1


def scale_for(periods: int, rho: Fraction) -> int:
    """The discrete Gaussian's whole scale s, so that norm² / (2 s²) is at most rho (zCDP)."""
    square = Fraction(norm(periods) ** 2) / (2 * rho)
    return isqrt(square.numerator // square.denominator) + 1


def keeps(periods: int, scale: int, rho: Fraction) -> bool:
    """Whether noise of this scale costs one counted unit rho at most, over the whole series."""
    return Fraction(squared_norm(periods)) <= 2 * rho * scale * scale


def decoded(periods: int, noise: Sequence[int]) -> tuple[Fraction, ...]:
    """(A C^-1 z)_t: the error of each running total, for as many periods as there is noise."""
    total = Fraction(0)
    errors = []
    for t, each in enumerate(_unsummed(periods, noise)):
        total += Fraction(each, 1 << (SHIFT * (t + 1)))
        errors.append(total)
    return tuple(errors)


def _unsummed(periods: int, noise: Sequence[int]) -> list[int]:
    """C^-1 z as whole numbers: the t-th is to be divided by 2^(20 (t + 1))."""
    c = column(periods)
    found: list[int] = []
    for t, z in enumerate(noise):
        known = sum(c[k] * found[t - k] << (SHIFT * (k - 1)) for k in range(1, t + 1))
        found.append((z << (SHIFT * t)) - known)
    return found


@lru_cache(maxsize=16)
def _squares(periods: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """By period, in 2^-192: the variance at scale 1 of a running total, and of one period."""
    unit = [1] + [0] * (periods - 1)
    total, running, change = 0, [0], [0]
    for t, each in enumerate(_unsummed(periods, unit)):
        one = (each << _FIXED) >> (SHIFT * (t + 1))
        total += one
        running.append(running[-1] + total * total)
        change.append(change[-1] + one * one)
    return tuple(running[1:]), tuple(change[1:])


def standard_errors(periods: int, period: int, scale: int) -> tuple[Fraction, Fraction]:
    """Of the running total after `period` (0 is the first), and of that period alone."""
    running, change = _squares(periods)
    return tuple(  # type: ignore[return-value]  # two
        Fraction(isqrt(each[period] * scale * scale * 10**6 >> (2 * _FIXED)) + 1, 1_000)
        for each in (running, change)
    )


def margins(
    periods: int, period: int, scale: int, rounding: tuple[Fraction, Fraction]
) -> tuple[int, int]:
    """How far off the two may be, 95 times of 100, with what their rounding adds; whole units."""
    both = standard_errors(periods, period, scale)
    total, change = (
        -(-(each * _SURE_THOUSANDTHS / 1_000 + more) // 1)
        for each, more in zip(both, rounding, strict=True)
    )
    return int(total), int(change)
