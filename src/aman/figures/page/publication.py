"""What a page is made of: everything that was released, and nothing else.

Promises: each number is a figure of its measure.
Refuses to know: the log's form, true counts, files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from aman.core.figure_words import FigureWords
from aman.figures.measures import MeasureId
from aman.figures.remarks import Remark
from aman.figures.sentences import Figure, Speaker


@dataclass(frozen=True, slots=True)
class Period:
    """One release: the total since the first day, and what was new in the period.

    `entry`: its number in the log. `revised`: its total as the newest revision has it.
    """

    total: Figure
    change: Figure
    is_withdrawn: bool = False
    entry: int = 0
    revised: Figure | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the revision gave it another total."""
        return self.revised is not None and self.revised.count != self.total.count


@dataclass(frozen=True, slots=True)
class Series:
    """A measure's releases, the oldest first; `csv` and `json` are names beside the pages."""

    id: str
    measure: MeasureId
    every: Literal["week", "quarter"]
    periods: tuple[Period, ...]
    rho: str
    csv: str
    json: str
    closed: str = ""
    """"ended", "stopped", or empty."""
    remarks: tuple[Remark, ...] = ()
    start: date = date.min
    closed_on: date | None = None
    is_held: bool = False
    """A figure was withdrawn, and none follows before that is settled."""

    @property
    def told(self) -> Sequence[Remark]:
        """The remarks, the newest first."""
        return sorted(self.remarks, key=lambda each: each.day, reverse=True)

    @property
    def standing(self) -> tuple[Period, ...]:
        """Those that were not withdrawn."""
        return tuple(period for period in self.periods if not period.is_withdrawn)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A release to come: of which days, and on which day."""

    series: str
    first: date
    last: date
    day: date
    brings_revision: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """What being counted costs at most: rho and epsilon as they stand in the log."""

    total: str
    epsilon: str
    delta: str


@dataclass(frozen=True, slots=True)
class Publication:
    """All that is released; `early` has roles and hours. `name`: the hotline's, by language.

    Series that run come before those that are closed.
    """

    name: Mapping[str, str]
    updated: date
    series: tuple[Series, ...]
    budget: Budget | None
    """What being counted costs one person, over all figures but contacts."""
    calendar: tuple[Upcoming, ...] = ()
    early: tuple[tuple[str, int], ...] = ()
    named: Mapping[str, FigureWords] = field(default_factory=dict)
    weekly: Budget | None = None
    """What contacts cost one week of a person, if they are published."""

    def titles(self, says: Speaker) -> dict[str, str]:
        """What each series is called: two of one measure never look alike."""
        measures = [series.measure for series in self.series]
        found = {}
        for series in self.series:
            name = says.namer.wording(series.measure).name
            is_one = measures.count(series.measure) == 1
            found[series.id] = name if is_one else says.since(name, series.start)
        return found
