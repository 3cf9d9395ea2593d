"""A made-up publication: seeded events counted by week and quarter, with seeded noise.

The noise is drawn from a seed and protects nobody; it is as wide as the real one.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from aman.figures.measures import ArrivedSafe, Measure, People, Published, Window
from aman.figures.page.publication import Budget, Period, Publication, Series, Upcoming
from figures.hotline import shipped

START = date(2025, 9, 18)
QUARTERS = tuple(
    date.fromisoformat(each)
    for each in ("2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30")
)
WEEKS = 18
ROLES = (("spokesperson", 24), ("minister", 2))
M = TypeVar("M", bound=Measure)


def released(
    measure: type[M], count: float, within: int, window: Window, as_of: date
) -> Published[M]:
    """Suppressed below ten and rounded to five, as the real ones are."""
    value = None if count < 10 else measure(5 * round(count / 5))
    return Published(measure, value, within, window, as_of, "ab" * 32)


def series(
    measure: type[Measure], start: date, ends: Sequence[date], per_period: Sequence[int]
) -> Series:
    """A series from its first day, with periods that end on these days."""
    chance = random.Random(5)  # noqa: S311 - made up
    periods: list[Period] = []
    late = 7 if measure is People else 90
    true, before, first = 0, 0.0, start
    for end, count in zip(ends, per_period, strict=True):
        true += count
        noisy = max(0.0, true + chance.gauss(0, 5))
        as_of = end + timedelta(days=late)
        total = released(measure, noisy, 13, Window(start, end), as_of)
        change = released(measure, noisy - before, 17, Window(first, end), as_of)
        periods.append(Period(total, change))
        before, first = noisy, end + timedelta(days=1)
    name = f"{measure.id.value}-1"
    every = "week" if measure is People else "quarter"
    return Series(
        name, measure.id, every, tuple(periods), "0.1", f"csv/{name}.csv", f"json/{name}.json"
    )


def publication(programme: str = "surrender", weeks: int = WEEKS) -> Publication:
    """Four months of people by week, five quarters of arrivals, the first of them below ten."""
    chance = random.Random(3)  # noqa: S311 - made up
    people = [chance.randint(180, 560) for _ in range(weeks)]
    ends = [START + timedelta(days=7 * week + 6) for week in range(weeks)]
    last = ends[-1]
    return Publication(
        name=shipped(programme).name,
        updated=last + timedelta(days=7),
        series=(
            series(People, START, ends, people),
            series(ArrivedSafe, date(2024, 7, 1), QUARTERS, (2, 31, 64, 48, 71)),
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
