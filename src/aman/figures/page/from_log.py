"""The page of a log: what its entries say together, as a publication.

Promises: everything on the page follows from the log, the programme's words and the tokens.
Refuses to know: signatures, files, what day it is.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from aman.core.programme import Programme
from aman.figures import measures
from aman.figures.disclosure import Stated
from aman.figures.exports import Renderer
from aman.figures.log import history
from aman.figures.log.canonical import written
from aman.figures.log.entries import (
    AnyEntry,
    Closed,
    Correction,
    Opened,
    Release,
    Revision,
    moment,
)
from aman.figures.log.layout import entry_name
from aman.figures.log.merkle import leaf_hash
from aman.figures.log.reading import Doubt
from aman.figures.measures import MEASURES, MeasureId, Published, Window
from aman.figures.sentences import Figure

from .pages import pages
from .publication import Budget, Period, Publication, Remark, Series, Upcoming


def page_renderer(programme: Programme, tokens: bytes) -> Renderer:
    """What makes the pages of a log; before the first series there are none."""

    def rendered(log: history.History) -> Mapping[str, bytes]:
        return pages(publication(log, programme), tokens) if log.series else {}

    return rendered


def publication(log: history.History, programme: Programme) -> Publication:
    """All that the log has released; raises Doubt where it counts what is not known here."""
    opened = [entry for entry in log.entries if isinstance(entry, Opened)][-1].budget
    series = [_series(log, name, found) for name, found in log.series.items()]
    return Publication(
        name=programme.name,
        updated=moment(log.at).date(),
        series=tuple(sorted(series, key=_place)),
        budget=Budget(opened.total, opened.epsilon_total, opened.delta),
        calendar=tuple(_calendar(log)),
        early=tuple((each.role, each.hours) for each in log.early_access),
        named=programme.figures,
    )


def _place(series: Series) -> tuple[bool, int]:
    """Those that run first, in the order of a case's life."""
    return bool(series.closed), list(MeasureId).index(series.measure)


def _series(log: history.History, name: str, found: history.Series) -> Series:
    plan = found.plan
    if plan.measure not in MEASURES:
        opened = [each.index for each in log.entries if getattr(each, "plan", None) == plan]
        raise Doubt(entry_name(min(opened, default=0)), "it counts what Aman does not know")
    return Series(
        name,
        MeasureId(plan.measure),
        plan.period,
        tuple(period_of(release, found) for release in found.releases),
        plan.rho,
        f"csv/{name}.csv",
        f"json/{name}.json",
        found.closed,
        tuple(_remarks(log, name)),
        date.fromisoformat(plan.start),
    )


def period_of(release: Release, series: history.Series) -> Period:
    """What a release says; `series` as it was before it, or as it is."""
    start, first = series.plan.start, release.first
    return Period(
        _figure(release, release, release.total, release.margin, start),
        _figure(release, release, release.change, release.change_margin, first, is_new=True),
        is_withdrawn=release.period in series.withdrawn,
        entry=release.index,
        revised=_revised(release, series),
    )


def _revised(release: Release, series: history.Series) -> Figure | None:
    revision = series.revision
    if revision is None or release.period >= len(revision.totals):
        return None
    total = revision.totals[release.period]
    return _figure(revision, release, total, release.margin, series.plan.start)


def _figure(  # noqa: PLR0913 - what a figure is made of
    entry: Release | Revision,
    of: Release,
    stated: Stated,
    margin: int,
    first: str,
    *,
    is_new: bool = False,
) -> Figure:
    """What an entry says of the period of a release."""
    measure = MEASURES[MeasureId(of.measure)]
    count = None if stated == measures.FEW else measure(int(stated))
    window = Window(date.fromisoformat(first), date.fromisoformat(of.last))
    digest = leaf_hash(written(entry)).hex()
    return Published(measure, count, margin, window, moment(entry.at).date(), digest, is_new)


def _remarks(log: history.History, series: str) -> Iterator[Remark]:
    for entry in log.entries:
        if isinstance(entry, Revision | Closed | Release):
            spoken_of: AnyEntry = entry
        elif isinstance(entry, Correction):
            spoken_of = log.entries[entry.of]
        else:
            continue
        if getattr(spoken_of, "series", None) == series and entry.reason:
            yield Remark(moment(entry.at).date(), entry.reason)


def _calendar(log: history.History) -> Iterator[Upcoming]:
    for name, series in log.series.items():
        for period, day in series.announced.items():
            first, last = series.plan.first(period), series.plan.end(period) - timedelta(days=1)
            done = 0 if series.revision is None else len(series.revision.totals)
            brings_revision = (period + 1 - done) % series.plan.revised == 0
            yield Upcoming(name, first, last, date.fromisoformat(day), brings_revision)
