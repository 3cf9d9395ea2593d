"""The budget book: what being counted costs one person, over all series together.

One person counts once in a measure, ever, and may be counted in each measure: prices of measures
add up. Of the series of one measure, each following the other, a person is in one alone, so that
the dearest counts and not their sum. After a series that was stopped (its private book was lost,
or it was wrong) people may be counted again: then prices add up as well.
Promises: no order of openings, endings and stops costs anybody more than the total.
Refuses to know: noise, counts, what was released.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


class BudgetExceeded(Exception):  # noqa: N818 - twin of WrongProgramme
    """The series would cost more than the total that was promised."""


@dataclass(frozen=True, slots=True)
class Priced:
    """One series of a measure."""

    rho: Fraction
    is_stopped: bool
    """It was closed before its end."""


def cost_of(series: Sequence[Priced]) -> Fraction:
    """What the series of one measure, in the order of their opening, cost one person at most."""
    worst = Fraction(0)
    for each in reversed(series):
        worst = max(worst, each.rho + (worst if each.is_stopped else 0))
    return worst


def spent(measures: Iterable[Sequence[Priced]]) -> Fraction:
    """What all measures together cost one person at most."""
    return sum((cost_of(each) for each in measures), Fraction(0))


def after_opening(
    measures: Mapping[str, Sequence[Priced]], measure: str, rho: Fraction, total: Fraction
) -> Fraction:
    """What is spent with one more series of `measure`; raises BudgetExceeded."""
    own = [*measures.get(measure, ()), Priced(rho, is_stopped=False)]
    cost = spent((dict(measures) | {measure: own}).values())
    if cost > total:
        message = (
            f"The budget is {plain(total)}; with this series {plain(cost)} would be spent. "
            "A promised budget is never raised."
        )
        raise BudgetExceeded(message)
    return cost


def plain(rho: Fraction) -> str:
    """As a plain decimal number: prices have at most four places."""
    return f"{float(rho):.4f}".rstrip("0").rstrip(".")
