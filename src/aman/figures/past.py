"""All figures that were ever released: which were public on a day, which are the newest.

An outlet prints January's news with December's number, so the newest figures alone tell too little.
Promises: what was withdrawn is left out. An old figure is taken for meant only by its very number,
or where what the text says can't be right anyway: among many weeks some number is always near.
Refuses to know: who asks, and what about.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .log.history import History
from .measures import MeasureId
from .released import released
from .sentences import Figure


def every_figure(history: History) -> list[Figure]:
    """Totals and changes of all releases."""
    every = [each for series in history.series.values() for each in released(series)]
    return [e for each in every if not each.is_withdrawn for e in (each.total, each.change)]


@dataclass(frozen=True)
class Past:
    """Figures, the newest of each measure told from the rest."""

    figures: Sequence[Figure]

    def until(self, day: date | None) -> "Past":
        """Those that were public on a day; all, if it is not known."""
        return Past([each for each in self.figures if day is None or each.as_of <= day])

    def is_newest(self, figure: Figure) -> bool:
        """Whether it is of its measure's last release."""
        return figure.as_of == self._last[figure.measure.id]

    def is_total(self, figure: Figure) -> bool:
        """Since the series' first day, not of one period alone."""
        return figure.window.first == self._starts[figure.measure.id, figure.as_of]

    def most(self, measures: Collection[MeasureId]) -> Figure | None:
        """The largest of these measures."""
        known = [e for e in self.figures if e.measure.id in measures and e.row().value is not None]
        return max(known, key=_value, default=None)

    def nearest(self, number: int, among: Iterable[Figure]) -> Figure:
        """By its number; of equals a total, then the newest."""
        return min(
            among,
            key=lambda each: (
                abs(_value(each) - number),
                not self.is_total(each),
                -each.as_of.toordinal(),
            ),
        )

    def is_meant(self, number: int, figure: Figure, worded: Collection[MeasureId]) -> bool:
        """Whether a number that fits a figure says it, beside words of other measures.

        What is no more than was released of those may be right: only a total's very number counts.
        """
        if self.is_newest(figure):
            return True
        if number == figure.row().value and self.is_total(figure):
            return True
        return not self.may_be_right(number, worded)

    def may_be_right(self, number: int, worded: Collection[MeasureId]) -> bool:
        """Whether so many were released of one of these measures."""
        most = self.most(worded)
        return most is not None and number <= _value(most)

    @cached_property
    def _last(self) -> dict[MeasureId, date]:
        last: dict[MeasureId, date] = {}
        for each in self.figures:
            last[each.measure.id] = max(each.as_of, last.get(each.measure.id, each.as_of))
        return last

    @cached_property
    def _starts(self) -> dict[tuple[MeasureId, date], date]:
        starts: dict[tuple[MeasureId, date], date] = {}
        for each in self.figures:
            key = each.measure.id, each.as_of
            starts[key] = min(each.window.first, starts.get(key, each.window.first))
        return starts


def _value(figure: Figure) -> int:
    return figure.row().value or 0
