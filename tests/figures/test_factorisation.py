"""The error of running totals: exact arithmetic, and as large as theory says."""

from fractions import Fraction
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.desk.publication.opendp_noise import OpenDPNoise
from aman.figures.epsilon import DELTA, epsilon_of, is_epsilon_of
from aman.figures.factorisation import (
    SHIFT,
    column,
    decoded,
    keeps,
    margins,
    norm,
    scale_for,
    squared_norm,
    standard_errors,
)

pytestmark = pytest.mark.xdist_group("draws")  # what they share is made once, by one worker

RHO = Fraction(1, 10)
WEEKS = 260


def test_the_column_is_that_of_the_square_root_of_the_prefix_sums() -> None:
    """f_k = binom(2k, k) / 4^k, rounded to 2^-20; C C gives all ones."""
    c = column(WEEKS)
    assert all(
        abs(Fraction(c[k], 1 << SHIFT) - Fraction(comb(2 * k, k), 4**k)) <= Fraction(1, 2 << SHIFT)
        for k in range(WEEKS)
    )
    f = np.array(c) / (1 << SHIFT)
    assert np.convolve(f, f)[:WEEKS] == pytest.approx(np.ones(WEEKS), abs=1e-4)


@given(st.lists(st.integers(-(1 << 40), 1 << 40), min_size=1, max_size=12))
def test_decoding_is_exact(counts: list[int]) -> None:
    """A C^-1 (C x) = A x: with no noise but the counts themselves, nothing is lost."""
    c = column(20)
    encoded = [sum(c[t - s] * counts[s] for s in range(t + 1)) for t in range(len(counts))]
    assert list(decoded(20, encoded)) == [sum(counts[: t + 1]) for t in range(len(counts))]


def test_what_comes_later_changes_nothing_before() -> None:
    """A release uses noise up to its own period only."""
    noise = [3_000_000, -2_000_000, 1, 17]
    assert decoded(WEEKS, noise)[:2] == decoded(WEEKS, noise[:2])


@pytest.mark.parametrize("periods", [1, 20, 52, 260, 520])
@pytest.mark.parametrize("rho", [Fraction(1, 10), Fraction(1, 3), Fraction(2)])
def test_the_scale_keeps_its_price_and_wastes_nothing(periods: int, rho: Fraction) -> None:
    """Not less noise than the price asks for, and a millionth more at most."""
    scale = scale_for(periods, rho)
    assert keeps(periods, scale, rho)
    assert not keeps(periods, scale - 8, rho)
    assert norm(periods) ** 2 > squared_norm(periods) > (norm(periods) - 2) ** 2


def test_the_error_at_week_52_is_a_third_of_independent_noise() -> None:
    """5.7 against 16 (Gauss) and 23 (Laplace), each at rho = 0.1 for the whole series."""
    scale = scale_for(WEEKS, RHO)
    total, week = standard_errors(WEEKS, 51, scale)
    assert float(total) == pytest.approx(5.74, abs=0.01)
    assert float(week) == pytest.approx(4.25, abs=0.02)
    assert sqrt(52 / (2 * RHO)) == pytest.approx(16.1, abs=0.05)
    assert sqrt(52 * 2 / (2 * RHO)) == pytest.approx(22.8, abs=0.05)
    assert margins(WEEKS, 51, scale, (Fraction(5, 2), Fraction(5))) == (14, 14)


@pytest.fixture(scope="module")
def draws() -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """10,000 series of 52 weeks as OpenDP draws them, at the scale of 260."""
    many = 10_000 * 52
    noise = OpenDPNoise()._gaussian(many, scale_for(WEEKS, RHO))([0] * many)
    return np.array(noise, np.float64).reshape(10_000, 52)


def test_errors_are_within_5_percent_of_theory(
    draws: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
) -> None:
    """Running totals and single weeks, at every week of the first year."""
    scale = scale_for(WEEKS, RHO)
    basis = np.array([float(b) for b in decoded(WEEKS, [1] + [0] * 51)])
    decode = np.array([[basis[t - s] if s <= t else 0.0 for s in range(52)] for t in range(52)])
    errors = draws @ decode.T
    weeks = np.diff(errors, axis=1, prepend=0)
    assert errors[0] == pytest.approx(
        [float(e) for e in decoded(WEEKS, [int(z) for z in draws[0]])], abs=1e-6
    )
    for t in range(52):
        total, week = map(float, standard_errors(WEEKS, t, scale))
        assert errors[:, t].std() == pytest.approx(total, rel=0.05)
        assert weeks[:, t].std() == pytest.approx(week, rel=0.05)
        assert abs(errors[:, t].mean()) < 5 * total / 100
    inside = np.abs(errors[:, 51]) <= 1.96 * float(standard_errors(WEEKS, 51, scale)[0])
    assert inside.mean() == pytest.approx(0.95, abs=0.011)


def test_opendp_accounts_the_price_of_one_call_for_the_whole_series() -> None:
    """0.1, checked by OpenDP's own conservative arithmetic."""
    noise = OpenDPNoise()
    scale = scale_for(WEEKS, RHO)
    assert 0.0999 < noise._gaussian(WEEKS, scale).map(float(norm(WEEKS))) <= RHO
    assert len(noise.draw(WEEKS, norm(WEEKS), scale, RHO)) == WEEKS
    with pytest.raises(ValueError, match="cost more"):
        noise.draw(WEEKS, norm(WEEKS), scale * 99 // 100, RHO)


def test_a_call_each_week_would_be_accounted_ninety_times_as_dear() -> None:
    """Composed, each call is charged with all that a person may change in any week."""
    noise = OpenDPNoise()
    one = noise._gaussian(1, scale_for(WEEKS, RHO))
    composed = noise._dp.c.make_composition([one] * WEEKS)
    assert composed.map(float(column(WEEKS)[0])) == pytest.approx(9.17, abs=0.01)


def test_numbers_of_32_bits_are_cut_off_and_those_of_64_are_not() -> None:
    """Without a word: so 64 are asked for."""
    noise = OpenDPNoise()
    dp, scale = noise._dp, 1 << 40
    space = dp.vector_domain(dp.atom_domain(T="i32"), size=8), dp.l2_distance(T="f64")
    short = dp.m.make_gaussian(*space, scale=float(scale))([0] * 8)
    assert set(short) & {2**31 - 1, -(2**31)}
    assert max(map(abs, noise._gaussian(8, scale)([0] * 8))) > 2**32


@pytest.mark.parametrize("rho", ["0.0001", "0.05", "0.1", "0.15", "0.2", "0.3", "1", "9"])
def test_epsilon_is_opendps_rounded_up(rho: str) -> None:
    """What rho is at one in a million, by OpenDP's conversion and by ours."""
    noise = OpenDPNoise()
    scale = float(1 << 30)
    private = noise._dp.c.make_zCDP_to_approxDP(noise._gaussian(1, scale))
    fixed = noise._dp.c.make_fix_delta(private, float(DELTA))
    epsilon, _ = fixed.map(scale * float(2 * Fraction(rho)) ** 0.5)
    ours = epsilon_of(Fraction(rho))
    assert epsilon <= float(ours) < epsilon + 0.01
    assert is_epsilon_of(ours, Fraction(rho))
    for wrong in (f"{float(ours) - 0.01:.2f}", f"{float(ours) + 0.03:.2f}", f"{ours}0", "inf", ""):
        assert not is_epsilon_of(wrong, Fraction(rho))
