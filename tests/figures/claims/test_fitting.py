"""Which count a number may have been said for, by its precision: the edges on both sides."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.figures.claims.claim import Precision
from aman.figures.claims.comparing import fits_number

_EXACT, _ABOUT = Precision.EXACT, Precision.ABOUT
_MORE, _LEAST = Precision.MORE_THAN, Precision.AT_LEAST
_LESS, _UP_TO = Precision.LESS_THAN, Precision.UP_TO
FITTING = (
    # said, how, the least and the greatest count that fits
    (6_500, _MORE, 6_500, 6_599),
    (6_600, _MORE, 6_600, 6_699),
    (6_543, _MORE, 6_543, 6_543),
    (6_540, _MORE, 6_540, 6_549),
    (10_000, _MORE, 10_000, 10_999),
    (10_500, _MORE, 10_500, 10_599),
    (25_000, _LEAST, 25_000, 25_999),
    (100, _LEAST, 100, 109),
    (10, _LEAST, 10, 10),
    (5, _LEAST, 5, 5),
    (10_000, _LESS, 9_001, 10_000),
    (900, _LESS, 891, 900),
    (6_543, _UP_TO, 6_543, 6_543),
    (40, _UP_TO, 40, 40),
    (10_000, _ABOUT, 9_500, 10_500),
    (6_500, _ABOUT, 6_450, 6_550),
    (6_540, _ABOUT, 6_535, 6_545),
    (100, _ABOUT, 95, 105),
    (6_543, _ABOUT, 6_543, 6_543),
    (10_000, _EXACT, 10_000, 10_000),
    (0, _EXACT, 0, 0),
)


@pytest.mark.parametrize(("said", "how", "least", "most"), FITTING)
def test_a_number_is_said_for_counts_up_to_an_edge(
    said: int, how: Precision, least: int, most: int
) -> None:
    fits = [count for count in range(max(0, least - 2), most + 3) if fits_number(said, how, count)]
    assert (fits[0], fits[-1], len(fits)) == (least, most, most - least + 1)


@pytest.mark.parametrize(
    ("said", "how", "count"),
    [(6_600, _MORE, 6_543), (6_500, _MORE, 65), (10_000, _ABOUT, 6_543), (10_000, _MORE, 100_000)],
)
def test_and_for_no_other(said: int, how: Precision, count: int) -> None:
    assert not fits_number(said, how, count)
