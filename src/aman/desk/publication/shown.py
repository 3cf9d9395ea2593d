"""What is public, as a screen shows it: read from the published folder alone.

Promises: the log is read whole and by its rules, and a figure that was withdrawn is left out.
Refuses to know: the private book, counting events, and figures before their day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aman.figures.exports import LATEST, exports
from aman.figures.latest import newest_in
from aman.figures.log.entries import EarlyAccess
from aman.figures.log.reading import read_log
from aman.figures.measures import MeasureId
from aman.figures.sentences import Figure

from .folder import PublishedFolder


@dataclass(frozen=True, slots=True)
class Coming:
    """A release that was announced: its day, what it counts, and the days before which."""

    day: date
    measure: MeasureId
    before: date


@dataclass(frozen=True, slots=True)
class Public:
    """The newest figure of each series, the calendar, and the roles that see figures earlier."""

    figures: Sequence[Figure]
    coming: Sequence[Coming]
    early: Sequence[EarlyAccess]


def public(folder: Path) -> Public:
    """Read it; raises Doubt, UnreadableFolder."""
    history = read_log(PublishedFolder(folder).files()).history
    coming = [
        Coming(date.fromisoformat(day), MeasureId(series.plan.measure), series.plan.end(period))
        for series in history.running()
        for period, day in series.announced.items()
    ]
    coming.sort(key=lambda each: (each.day, each.measure))
    return Public(newest_in(exports(history)[LATEST]), coming, history.early_access)
