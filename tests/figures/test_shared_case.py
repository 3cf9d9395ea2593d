"""Who shares a case with others is protected less, by as much as docs/figures/privacy.md says.

Of a case the most people so far are counted. So whether one of them is there can move the event of
another: what differs is then not one event, but one that came and one that is missing elsewhere.
"""

# ruff: noqa: D103 - a test is named after what it protects

from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.figures.epsilon import epsilon_of, odds_of
from aman.figures.factorisation import column, squared_norm

RHO = Fraction(1, 10)
WEEKS, QUARTERS = 260, 20
PRIVACY = " ".join(
    Path(__file__).parents[2].joinpath("docs/figures/privacy.md").read_text("utf-8").split()
)
Products = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def products(periods: int) -> Products:
    """Of one event with another, by their periods; the dearest event with itself is one."""
    c = np.array(column(periods), np.float64)
    events = np.array([np.concatenate((np.zeros(at), c[: periods - at])) for at in range(periods)])
    found: Products = events @ events.T / squared_norm(periods)
    return found


def shifted(periods: int) -> float:
    """The dearest event that comes in one period for one that is missing in another."""
    g = products(periods)
    own = np.diag(g)
    return float(np.max(own[:, None] + own[None, :] - 2 * g))


def shifted_and_counted(periods: int) -> float:
    """And the dearest that is moved, and comes again when the two are told apart."""
    g = products(periods)
    own = np.diag(g)
    worst = 0.0
    for first in range(periods - 2):
        later = slice(first + 1, None)
        pairs = own[later, None] + own[None, later] - 2 * g[later, later]
        both = own[first] - 2 * g[first, later, None] + 2 * g[first, None, later] + pairs
        worst = max(worst, float(np.max(np.triu(both, 1))))
    return worst


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (shifted(WEEKS), "1.60 times"),
        (shifted(QUARTERS), "1.44 times"),
        (shifted_and_counted(WEEKS), "2.23 times"),
    ],
)
def test_what_a_moved_event_costs_is_what_the_documentation_says(found: float, said: str) -> None:
    assert f"{found:.2f} times" == said
    assert said in PRIVACY


@pytest.mark.parametrize("people", [shifted(WEEKS), shifted_and_counted(WEEKS)])
def test_what_all_figures_cost_who_shares_a_case_is_what_the_documentation_says(
    people: float,
) -> None:
    rho = RHO * Fraction(people) + RHO * Fraction(shifted(QUARTERS))
    epsilon = epsilon_of(rho)
    said = f"rho {float(rho):.3f}, epsilon {epsilon}, {odds_of(epsilon)} to 1"
    assert said in PRIVACY, said


def test_who_comes_again_after_being_forgotten_costs_up_to_four_times() -> None:
    """Both events in one period are the dearest: twice as long a column."""
    g = products(WEEKS)
    own = np.diag(g)
    assert float(np.max(own[:, None] + own[None, :] + 2 * g)) == pytest.approx(4)
    assert "up to four times" in PRIVACY


@given(
    others=st.lists(st.integers(0, 4), min_size=1, max_size=12),
    there=st.lists(st.integers(0, 1), min_size=12, max_size=12),
)
def test_one_person_more_or_less_is_one_event_more_or_less_at_any_time(
    others: list[int], there: list[int]
) -> None:
    """However he comes and goes, totals differ by one at most; only when may be another's."""
    without = list(accumulate(others, max))
    with_him = list(accumulate((n + t for n, t in zip(others, there, strict=False)), max))
    differ = [a - b for a, b in zip(with_him, without, strict=True)]
    assert set(differ) <= {0, 1}
    changes = [b - a for a, b in pairwise([0, *differ])]
    signs = [each for each in changes if each]
    assert signs == [(-1) ** at for at in range(len(signs))]
