"""The plan of one published series: what, from when, how often, how late, at what price.

Promises: windows and days come from the plan alone, by the calendar (UTC days), whatever the
machine's time zone is. A plan is whole or it is refused.
Refuses to know: counts, noise, what was published.
"""

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

import msgspec

from .doubts import Reason, TooManyPeriods, UnknownMeasure, Why
from .factorisation import MOST_PERIODS
from .measures import MEASURES, MeasureId

NOTICE: Final = timedelta(days=28)
"""How long before its day a release is announced, at least."""
_ID: Final = re.compile(r"[a-z][a-z_]{0,31}-[1-9][0-9]{0,2}")
_RHO: Final = re.compile(r"0\.[0-9]{1,4}|[1-9]")
_MONTHS: Final = 12


class UnusablePlan(Exception):  # noqa: N818 - twin of WrongProgramme
    """A plan can't be used; `doubts_told` says what is wrong and what is right."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why


class SeriesPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One published series, as its opening entry holds it."""

    series: str
    """The measure's id and a number: "people-1"."""
    measure: str
    definition: str
    """What is counted: the words of its measure when it was opened."""
    start: str
    """Its first day."""
    period: Literal["week", "quarter"]
    periods: int
    rho: str
    """What one person's being counted costs, over the whole series (zCDP)."""
    delay: int
    """Days from the end of a period to its release, at least."""
    revised: int
    """After how many periods each revision comes."""

    def first(self, period: int) -> date:
        """The first day of a period; 0 is the first period."""
        start = date.fromisoformat(self.start)
        if self.period == "week":
            return start + timedelta(weeks=period)
        years, month = divmod(start.month - 1 + 3 * period, _MONTHS)
        return date(start.year + years, month + 1, 1)

    def end(self, period: int) -> date:
        """The day after its last day."""
        return self.first(period + 1)

    def due(self, period: int) -> date:
        """The earliest day of its release."""
        return self.end(period) + timedelta(days=self.delay)

    def price(self) -> Fraction:
        """Rho."""
        return Fraction(self.rho)


def usable(plan: SeriesPlan) -> SeriesPlan:
    """The plan itself; raises UnusablePlan."""
    wrong: tuple[tuple[bool, Reason], ...] = (
        (not _ID.fullmatch(plan.series), Why.SERIES_NAME),
        (plan.series.rpartition("-")[0] != plan.measure, Why.OTHER_MEASURES_NAME),
        (plan.measure not in MEASURES, UnknownMeasure(plan.measure, ", ".join(MeasureId))),
        (not plan.definition.strip(), Why.NO_DEFINITION),
        (not 1 <= plan.periods <= MOST_PERIODS, TooManyPeriods(MOST_PERIODS)),
        (not _RHO.fullmatch(plan.rho) or not Fraction(plan.rho), Why.RHO_NO_NUMBER),
        (not 0 <= plan.delay <= 366, Why.DELAY_OUT_OF_RANGE),  # noqa: PLR2004 - a year
        (not 1 <= plan.revised <= MOST_PERIODS, Why.REVISED_NEVER),
    )
    for is_wrong, why in wrong:
        if is_wrong:
            raise UnusablePlan(why)
    try:
        start = date.fromisoformat(plan.start)
        is_plain = start.isoformat() == plan.start
        plan.due(plan.periods)
    except (ValueError, OverflowError):
        is_plain = False
    if not is_plain:
        raise UnusablePlan(Why.FIRST_DAY)
    if plan.period == "quarter" and start.day != 1:
        raise UnusablePlan(Why.FIRST_OF_MONTH)
    return plan


def planned(
    series: str,
    start: str,
    *,
    period: str | None = None,
    periods: int | None = None,
    rho: str = "0.1",
) -> SeriesPlan:
    """A plan with the defaults and the words of its measure; raises UnusablePlan.

    Arrived: quarterly, ninety days late. All others: weekly, seven days late. Five years each.
    """
    measure = series.rpartition("-")[0]
    words = MEASURES[MeasureId(measure)].definition.counts if measure in MEASURES else ""
    length = period or ("quarter" if measure == MeasureId.ARRIVED else "week")
    if length == "week":
        plan = SeriesPlan(series, measure, words, start, "week", periods or 260, rho, 7, 13)
    elif length == "quarter":
        plan = SeriesPlan(series, measure, words, start, "quarter", periods or 20, rho, 90, 4)
    else:
        raise UnusablePlan(Why.PERIOD_LENGTH)
    return usable(plan)


def planned_by_default(start: str) -> tuple[SeriesPlan, SeriesPlan]:
    """People and arrived; quarters begin on the first of the month of `start`. UnusablePlan."""
    people = planned("people-1", start)
    return people, planned("arrived-1", f"{start[:-2]}01")
