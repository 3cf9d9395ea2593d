"""A made-up publication: seeded events counted by week and quarter, with seeded noise.

The noise is drawn from a seed and protects nobody; it is as wide as the real one.
"""

import random
from datetime import date, timedelta
from typing import TypeVar

from aman.figures.measures import ArrivedSafe, Measure, People, Published, Window
from aman.figures.page.publication import Budget, Period, Publication, Series, Upcoming
from figures.hotline import shipped

START = date(2025, 9, 18)
WEEKS = 18
ROLES = (("spokesperson", 24), ("minister", 2))
M = TypeVar("M", bound=Measure)


def released(
    measure: type[M], count: float, within: int, window: Window, as_of: date
) -> Published[M]:
    """Suppressed below ten and rounded to five, as the real ones are."""
    value = None if count < 10 else measure(5 * round(count / 5))
    return Published(measure, value, within, window, as_of, "ab" * 32)


def series(measure: type[Measure], ends: list[date], per_period: list[int], late: int) -> Series:
    """A series with periods that end on these days."""
    chance = random.Random(5)  # noqa: S311 - made up
    periods: list[Period] = []
    true, before, first = 0, 0.0, START
    for end, count in zip(ends, per_period, strict=True):
        true += count
        noisy = max(0.0, true + chance.gauss(0, 5))
        as_of = end + timedelta(days=late)
        total = released(measure, noisy, 13, Window(START, end), as_of)
        change = released(measure, noisy - before, 17, Window(first, end), as_of)
        periods.append(Period(total, change))
        before, first = noisy, end + timedelta(days=1)
    name = f"{measure.id.value}-1"
    every = "week" if measure is People else "quarter"
    return Series(
        name, measure.id, every, tuple(periods), "0.1", f"csv/{name}.csv", f"json/{name}.json"
    )


def publication(programme: str = "surrender", weeks: int = WEEKS) -> Publication:
    """Four months of people by week, six quarters of arrivals, the first of them below ten."""
    chance = random.Random(3)  # noqa: S311 - made up
    people = [chance.randint(180, 560) for _ in range(weeks)]
    ends = [START + timedelta(days=7 * week + 6) for week in range(weeks)]
    quarters = [START + timedelta(days=91 * quarter + 90) for quarter in range(6)]
    last = ends[-1]
    return Publication(
        name=shipped(programme).name,
        updated=last + timedelta(days=7),
        series=(
            series(People, ends, people, 7),
            series(ArrivedSafe, quarters, [2, 31, 64, 48, 12, 58], 90),
        ),
        budget=Budget("0.2", "3.4", "0.000001"),
        calendar=tuple(
            Upcoming(
                "people-1",
                last + timedelta(days=7 * week + 1),
                last + timedelta(days=7 * week + 7),
                last + timedelta(days=7 * week + 14),
            )
            for week in range(4)
        ),
        early=ROLES,
        named=shipped(programme).figures,
    )
