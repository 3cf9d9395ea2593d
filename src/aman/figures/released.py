"""Releases of the log as figures of their measures.

Promises: here alone the numbers of entries become counts; what leaves does so as rows or sentences.
Refuses to know: where rows and sentences go.
"""

from dataclasses import dataclass, replace
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
    """The total as the newest revision has it; None: there was no revision since, or what was
    withdrawn after it had moved it."""
    is_withdrawn: bool


def released(series: Series) -> tuple[Released, ...]:
    """Everything that a series released, the oldest first."""
    return tuple(released_in(series, each) for each in series.releases)


def released_in(series: Series, release: Release) -> Released:
    """The figures of one of its releases, or of one that is to come."""
    start, first = date.fromisoformat(series.plan.start), date.fromisoformat(release.first)
    change = _figure(release, release.change, release.change_margin, first)
    return Released(
        release,
        _figure(release, release.total, release.margin, start),
        replace(change, is_new=True),
        _revised(series, release, start),
        is_withdrawn=release.period in series.withdrawn,
    )


def _revised(series: Series, release: Release, start: date) -> Figure | None:
    revision = series.revision
    if revision is None or release.period >= len(revision.totals):
        return None
    total, number = revision.totals[release.period], len(revision.totals)
    if total is None:
        return None
    is_withdrawn_since = any(revision.totals[each] for each in series.withdrawn if each < number)
    if is_withdrawn_since and series.in_order(number)[release.period] != total:
        return None
    taken = [each for each in series.releases[:number] if revision.totals[each.period]]
    # Putting totals in order moves none farther off than the farthest was.
    return _figure(release, total, max(each.margin for each in taken), start, revision)


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
