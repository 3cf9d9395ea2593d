"""What one person, or one week of one, is charged at most: every possibility, one by one."""

from fractions import Fraction
from itertools import product

from aman.figures.log.history import History
from aman.figures.measures import Unit
from aman.figures.plan import SeriesPlan


def most_charged(history: History, protected: Unit) -> Fraction | None:
    """The dearest way in which somebody can be in the series; None: no series is paid so."""
    paid = [each for each in history.series.values() if _counts(each.plan, protected)]
    worst = Fraction(0)
    for chosen in product([False, True], repeat=len(paid)):
        inside = [one for one, is_in in zip(paid, chosen, strict=True) if is_in]
        if _is_possible([(one.plan.measure, one.closed) for one in inside]):
            worst = max(worst, sum((one.plan.price() for one in inside), Fraction(0)))
    return worst if paid else None


def _counts(plan: SeriesPlan, protected: Unit) -> bool:
    """Contacts count a person again each week; every other measure counts a person once ever."""
    return (plan.measure == "contacts") is (protected is Unit.PERSON_WEEK)


def _is_possible(inside: list[tuple[str, str]]) -> bool:
    """One person, or one week of one, in these: once in a measure, and again after a stop only."""
    by_measure: dict[str, list[str]] = {}
    for measure, closed in inside:
        by_measure.setdefault(measure, []).append(closed)
    return all(all(closed == "stopped" for closed in chain[:-1]) for chain in by_measure.values())
