"""What a noisy value becomes, and what a plan says of days."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.desk.publication import opendp_noise
from aman.figures.disclosure import (
    FEW,
    Stated,
    as_number,
    change,
    is_never_falling,
    never_falling,
    stated,
    well_stated,
)
from aman.figures.doubts import Reason, UnknownMeasure, Why
from aman.figures.epsilon import odds_of, of_a_hundred
from aman.figures.measures import MeasureId
from aman.figures.noise import NoiseMissing
from aman.figures.plan import UnusablePlan, planned

TOTALS = st.lists(
    st.one_of(st.just(FEW), st.integers(2, 60).map(lambda n: n * 5)), min_size=1, max_size=30
)


@given(st.fractions(-1000, 100_000))
def test_a_noisy_value_is_left_out_or_the_nearest_five(noisy: Fraction) -> None:
    """Below ten it is left out, whatever the true count."""
    said = stated(noisy)
    assert well_stated(said)
    if noisy < 10:
        assert said == FEW
    else:
        assert abs(Fraction(as_number(said)) - noisy) <= Fraction(5, 2)


def test_changes_are_taken_between_published_totals_alone() -> None:
    """What is not stated counts as five; what falls is left out."""
    assert change(None, 655) == 655
    assert change(655, 700) == 45
    assert change(655, 650) == FEW
    assert change(FEW, 20) == 15
    assert change(100, FEW) == FEW


@given(TOTALS)
def test_revised_totals_never_fall_and_lie_within_the_published_ones(totals: list[Stated]) -> None:
    """They are made of the published ones only, and what was in order stays."""
    revised = never_falling(totals)
    assert is_never_falling(revised)
    assert len(revised) == len(totals)
    numbers = [as_number(each) for each in totals]
    assert all(min(numbers) - 5 <= as_number(each) <= max(numbers) + 5 for each in revised)
    if is_never_falling(totals):
        assert list(revised) == totals


def test_a_quarter_is_three_months_and_released_ninety_days_after() -> None:
    """Also over the end of a year."""
    plan = planned("arrived-1", "2026-11-01")
    assert (plan.first(0), plan.end(0)) == (date(2026, 11, 1), date(2027, 2, 1))
    assert plan.due(0) == date(2027, 5, 2)
    assert (plan.periods, plan.rho) == (20, "0.1")


def test_a_week_is_released_seven_days_after() -> None:
    """The default of every other measure."""
    plan = planned("people-1", "2026-09-18")
    assert (plan.end(0), plan.due(0)) == (date(2026, 9, 25), date(2026, 10, 2))
    assert plan.periods == 260


@pytest.mark.parametrize(
    ("series", "start", "rho", "why"),
    [
        ("people", "2026-09-18", "0.1", Why.SERIES_NAME),
        ("persons-1", "2026-09-18", "0.1", UnknownMeasure("persons", ", ".join(MeasureId))),
        ("people-1", "18.9.2026", "0.1", Why.FIRST_DAY),
        ("people-1", "2026-09-18", "1/10", Why.RHO_NO_NUMBER),
        ("people-1", "2026-09-18", "0.0", Why.RHO_NO_NUMBER),
        ("arrived-1", "2026-09-18", "0.1", Why.FIRST_OF_MONTH),
    ],
)
def test_a_plan_that_can_t_be_used_is_refused_with_the_reason(
    series: str, start: str, rho: str, why: Reason
) -> None:
    """With what is right."""
    with pytest.raises(UnusablePlan) as refused:
        planned(series, start, rho=rho)
    assert refused.value.why == why


def test_epsilon_is_said_as_what_somebody_may_come_to_believe() -> None:
    """Even odds, and no information: fifty of a hundred."""
    assert [of_a_hundred(each) for each in ("0", "2.15", "3.14")] == [50, 90, 96]
    assert [odds_of(each) for each in ("0", "2.15", "3.14")] == [1, 9, 24]


def test_without_opendp_the_command_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra; verifying and releasing need it never."""

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(opendp_noise, "import_module", missing)
    with pytest.raises(NoiseMissing, match="make setup-figures"):
        opendp_noise.OpenDPNoise()
