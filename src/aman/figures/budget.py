"""The budget book: what being counted costs, over all series together, by what is protected.

Of most measures a person is counted once in each, ever: what is protected is the person, and prices
of measures add up. Contacts count a person once a week. Somebody who comes in k weeks would cost up
to k² times their rho, so that no total could be promised to a person: their budget is one of its
own, and what it protects is one week of a person.
Of the series of one measure, each following the other, one is in one alone, so that the dearest
counts and not their sum. After a series that was stopped (its private book was lost, or it was
wrong) people may be counted again: then prices add up as well.
Promises: no order of openings, endings and stops costs more than the total of either budget.
Refuses to know: noise, counts, what was released.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .doubts import OverBudget
from .measures import MEASURES, MeasureId, Unit


class BudgetExceeded(Exception):  # noqa: N818 - twin of WrongProgramme
    """The series would cost more than the total that was promised; `why` has both."""

    def __init__(self, why: OverBudget) -> None:
        super().__init__(why)
        self.why = why


def protected_by(measure: str) -> Unit:
    """Whose budget pays for a measure: one person's, or one week of a person's."""
    is_weekly = MEASURES[MeasureId(measure)].unit is Unit.PERSON_WEEK
    # An application, a plan of a group: a person is in one of them, as in a count of people.
    return Unit.PERSON_WEEK if is_weekly else Unit.PERSON


@dataclass(frozen=True, slots=True)
class Priced:
    """One series of a measure."""

    rho: Fraction
    is_stopped: bool
    """It was closed before its end."""


def cost_of(series: Sequence[Priced]) -> Fraction:
    """What the series of one measure, in the order of their opening, cost at most."""
    worst = Fraction(0)
    for each in reversed(series):
        worst = max(worst, each.rho + (worst if each.is_stopped else 0))
    return worst


def spent(measures: Iterable[Sequence[Priced]]) -> Fraction:
    """What all measures of one budget together cost at most."""
    return sum((cost_of(each) for each in measures), Fraction(0))


def after_opening(
    measures: Mapping[str, Sequence[Priced]], measure: str, rho: Fraction, total: Fraction
) -> Fraction:
    """What is spent with one more series of `measure`; raises BudgetExceeded.

    `measures`: the series of those that the same budget pays for.
    """
    own = [*measures.get(measure, ()), Priced(rho, is_stopped=False)]
    cost = spent((dict(measures) | {measure: own}).values())
    if cost > total:
        raise BudgetExceeded(OverBudget(plain(total), plain(cost)))
    return cost


def second_start(measures: Mapping[str, Sequence[Priced]], measure: str) -> Fraction:
    """What would be spent if its last series were stopped, and another opened at that price."""
    *before, last = measures[measure]
    own = [*before, Priced(last.rho, is_stopped=True), Priced(last.rho, is_stopped=False)]
    return spent((dict(measures) | {measure: own}).values())


def plain(rho: Fraction) -> str:
    """As a plain decimal number: prices have at most four places."""
    return f"{float(rho):.4f}".rstrip("0").rstrip(".")
