"""All figures that were ever released: which were public on a day, which are the newest.

An outlet prints January's news with December's number, so the newest figures alone tell too little.
Promises: what was withdrawn is left out. An old figure is taken for meant only by its very number,
or where what the text says can't be right anyway: among many weeks some number is always near.
Refuses to know: who asks, and what about.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .log.history import History
from .measures import MeasureId
from .released import released
from .sentences import Figure


def every_figure(history: History) -> list[Figure]:
    """Totals and changes of all releases."""
    every = [each for series in history.series.values() for each in released(series)]
    return [e for each in every if not each.is_withdrawn for e in (each.total, each.change)]


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that has a value. `is_newest`: of its measure's last release."""

    figure: Figure
    measure: MeasureId
    value: int
    within: int
    is_newest: bool
    is_total: bool
    """Since the series' first day, not of one period alone."""


class Past:
    """Figures that were public at some time, the newest of each measure told from the rest."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.figures = figures
        rows = [(each, each.row()) for each in figures]
        last: dict[MeasureId, date] = {}
        starts: dict[tuple[MeasureId, date], date] = {}
        for _, row in rows:
            key = row.measure, row.as_of
            last[row.measure] = max(row.as_of, last.get(row.measure, row.as_of))
            starts[key] = min(row.first, starts.get(key, row.first))
        self.newest = [figure for figure, row in rows if row.as_of == last[row.measure]]
        self.known = [
            Known(
                figure,
                row.measure,
                row.value,
                row.within,
                is_newest=row.as_of == last[row.measure],
                is_total=row.first == starts[row.measure, row.as_of],
            )
            for figure, row in rows
            if row.value is not None
        ]

    def until(self, day: date | None) -> "Past":
        """Those that were public on a day; all, if it is not known."""
        if day is None:
            return self
        return Past([each for each in self.figures if each.as_of <= day])

    def most(self, measures: Collection[MeasureId]) -> Known | None:
        """The largest of these measures."""
        known = [each for each in self.known if each.measure in measures]
        return max(known, key=lambda each: each.value, default=None)

    @staticmethod
    def nearest(number: int, among: Iterable[Known]) -> Known:
        """By its number; of equals a total, then the newest."""
        return min(
            among,
            key=lambda each: (
                abs(each.value - number),
                not each.is_total,
                -each.figure.as_of.toordinal(),
            ),
        )

    def is_meant(self, number: int, each: Known, worded: Collection[MeasureId]) -> bool:
        """Whether a number that fits a figure says it, beside words of other measures.

        What is no more than was released of those may be right: only a total's very number counts.
        """
        is_exact = number == each.value and each.is_total
        return each.is_newest or is_exact or not self.may_be_right(number, worded)

    def may_be_right(self, number: int, worded: Collection[MeasureId]) -> bool:
        """Whether so many were released of one of these measures."""
        most = self.most(worded)
        return most is not None and number <= most.value
