"""All figures that were ever released: which were public on a day, which are the newest.

An outlet prints January's news with December's number, so the newest figures alone tell too little.
Promises: what was withdrawn is known as such from the day after it was taken back, and never as a
figure that stands; before that it was one. An old figure is taken for meant only by its very
number, or where what the text says can't be right anyway: among many weeks some number is always
near.
Refuses to know: who asks, and what about.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .log.entries import Correction, moment
from .log.history import History
from .measures import MeasureId, Published
from .released import released
from .remarks import Remark
from .sentences import Figure
from .withdrawn import Withdrawn

Ours = Figure | Withdrawn
"""What we released: it stands, or it was taken back."""


def every_figure(history: History) -> list[Ours]:
    """Totals and changes of all releases."""
    taken_back, found = _corrections(history), list[Ours]()
    for series in history.series.values():
        every = released(series)
        instead = next((each.total for each in reversed(every) if not each.is_withdrawn), None)
        for each in every:
            figures, remark = (each.total, each.change), taken_back.get(each.release.index)
            found += (
                figures
                if remark is None
                else [Withdrawn(figure, remark, instead) for figure in figures]
            )
    return found


def _corrections(history: History) -> dict[int, Remark]:
    """By the number of the release that each took back, the first of them."""
    found: dict[int, Remark] = {}
    for entry in history.entries:
        if isinstance(entry, Correction) and entry.effect == "withdrawn":
            found.setdefault(entry.of, Remark(moment(entry.at).date(), entry.reason))
    return found


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
    withdrawn: Withdrawn | None = None
    """How it was taken back; then it is no newest."""

    @property
    def ours(self) -> Ours:
        """As it was released, or as it was taken back."""
        return self.withdrawn or self.figure


class Past:
    """Figures that were public at some time, the newest of each measure told from the rest."""

    def __init__(self, figures: Sequence[Ours]) -> None:
        self.figures = figures
        rows = [(each, each.row()) for each in figures if isinstance(each, Published)]
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
        self.taken_back = [
            Known(
                each.figure,
                row.measure,
                row.value,
                row.within,
                is_newest=False,
                is_total=not each.figure.is_new,
                withdrawn=each,
            )
            for each in figures
            if isinstance(each, Withdrawn)
            for row in (each.figure.row(),)
            if row.value is not None
        ]

    def until(self, day: date | None) -> "Past":
        """Those that were public on a day, as they stood then; all, if it is not known."""
        if day is None:
            return self
        then = (_as_of(day, each) for each in self.figures)
        return Past([each for each in then if each is not None])

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

    def withdrawn_as(self, number: int, worded: Collection[MeasureId]) -> Known | None:
        """What was taken back that a text says by its very number, if no figure has it that stands.

        `worded`: the measures that the text names; a figure of one of them is taken first.
        """
        if any(each.value == number and each.measure in worded for each in self.known):
            return None
        same = [each for each in self.taken_back if each.value == number]
        own = [each for each in same if each.measure in worded]
        others = [each for each in same if self.is_meant(number, each, worded)]
        return self.nearest(number, own or others) if own or others else None

    def may_be_right(self, number: int, worded: Collection[MeasureId]) -> bool:
        """Whether so many were released of one of these measures."""
        most = self.most(worded)
        return most is not None and number <= most.value


def _as_of(day: date, ours: Ours) -> Ours | None:
    """What it was on a day: not public yet, a figure, or withdrawn. Its last day it still stood."""
    figure = ours.figure if isinstance(ours, Withdrawn) else ours
    if figure.as_of > day:
        return None
    return ours if isinstance(ours, Withdrawn) and ours.remark.day < day else figure
