"""Releases of the log as figures of their measures.

Promises: here alone the numbers of entries become counts; what leaves does so as rows or sentences.
Refuses to know: where rows and sentences go.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .disclosure import Stated
from .log.canonical import written
from .log.entries import Release, Revision, moment
from .log.history import Series
from .log.merkle import leaf_hash
from .measures import FEW, MEASURES, MeasureId, Published, Window

Figure = Published[Any]


@dataclass(frozen=True, slots=True)
class Released:
    """The figures of one period."""

    release: Release
    total: Figure
    """Since the first day."""
    change: Figure
    """Since the release before."""
    revised: Figure | None
    """The total as the newest revision has it; None: there was no revision since."""
    is_withdrawn: bool


def released(series: Series) -> tuple[Released, ...]:
    """Everything that a series released, the oldest first."""
    start = date.fromisoformat(series.plan.start)
    return tuple(
        Released(
            each,
            _figure(each, each.total, each.margin, start),
            _figure(each, each.change, each.change_margin, date.fromisoformat(each.first)),
            _revised(series, each, start),
            is_withdrawn=each.period in series.withdrawn,
        )
        for each in series.releases
    )


def _revised(series: Series, release: Release, start: date) -> Figure | None:
    revision = series.revision
    if revision is None or release.period >= len(revision.totals):
        return None
    # Putting totals in order moves none farther off than the farthest was.
    margin = max(each.margin for each in series.releases[: len(revision.totals)])
    return _figure(release, revision.totals[release.period], margin, start, revision)


def _figure(
    release: Release,
    stated: Stated,
    margin: int,
    first: date,
    entry: Release | Revision | None = None,
) -> Figure:
    measure = MEASURES[MeasureId(release.measure)]
    source = entry or release
    return Published(
        measure,
        None if stated == FEW else measure(int(stated)),
        margin,
        Window(first, date.fromisoformat(release.last)),
        moment(source.at).date(),
        leaf_hash(written(source)).hex(),
    )
