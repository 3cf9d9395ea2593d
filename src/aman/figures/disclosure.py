"""What a noisy value becomes before anybody sees it: left out below ten, rounded to fives.

Promises: both touch noisy values only, so they cost no privacy and give none; they keep readers
from reading more into a figure than is in it.
Refuses to know: true counts.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

BELOW: Final = 10
TO: Final = 5
FEW: Final = "<10"
"""What stands in place of a noisy value below ten; the exact count may be more."""
MIDDLE: Final = 5
"""What `FEW` counts as where a number is needed: in differences and in ordering."""

Stated = int | str
"""A multiple of five from ten up, or `FEW`."""


def stated(noisy: Fraction) -> Stated:
    """What is published of a noisy value."""
    if noisy < BELOW:
        return FEW
    return int((noisy + Fraction(TO, 2)) // TO) * TO


def well_stated(value: Stated) -> bool:
    """Whether `stated` could have given it."""
    return value == FEW if isinstance(value, str) else value >= BELOW and value % TO == 0


def as_number(value: Stated) -> int:
    """The number itself, or the middle of what is left out."""
    return MIDDLE if isinstance(value, str) else value


def change(before: Stated | None, now: Stated) -> Stated:
    """What was added between two published totals; None: there was nothing before."""
    if isinstance(now, str):
        return FEW
    return stated(Fraction(now - (0 if before is None else as_number(before))))


def rounding(before: Stated | None) -> tuple[Fraction, Fraction]:
    """How far rounding alone may move a total, and a change since `before`."""
    half = Fraction(TO, 2)
    return half, half * 3 if before == FEW else half * 2


def never_falling(totals: Sequence[Stated]) -> tuple[Stated, ...]:
    """The totals that never fall and lie nearest to the published ones (pool adjacent violators).

    A count of people only grows; its noisy totals may fall. This uses nothing but them.
    """
    blocks: list[tuple[int, int]] = []
    for value in totals:
        blocks.append((as_number(value), 1))
        while len(blocks) > 1 and _falls(blocks[-2], blocks[-1]):
            (a, m), (b, n) = blocks[-2:]
            blocks[-2:] = [(a + b, m + n)]
    return tuple(stated(Fraction(total, n)) for total, n in blocks for _ in range(n))


def _falls(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] * right[1] > right[0] * left[1]


def is_never_falling(totals: Sequence[Stated]) -> bool:
    """Whether no total is less than the one before."""
    return all(as_number(a) <= as_number(b) for a, b in pairwise(totals))
