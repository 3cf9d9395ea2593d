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
from aman.figures.log.merkle import leaf_hash
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
    """All that the log has released."""
    opened = [entry for entry in log.entries if isinstance(entry, Opened)][-1].budget
    return Publication(
        name=programme.name,
        updated=moment(log.at).date(),
        series=tuple(_series(log, name, found) for name, found in log.series.items()),
        budget=Budget(opened.total, opened.epsilon_total, opened.delta),
        calendar=tuple(_calendar(log)),
        early=tuple((each.role, each.hours) for each in log.early_access),
        named=programme.figures,
    )


def _series(log: history.History, name: str, found: history.Series) -> Series:
    plan = found.plan
    return Series(
        name,
        MeasureId(plan.measure),
        plan.period,
        tuple(_period(release, found) for release in found.releases),
        plan.rho,
        f"csv/{name}.csv",
        f"json/{name}.json",
        found.closed,
        tuple(_remarks(log, name)),
    )


def _period(release: Release, series: history.Series) -> Period:
    entry = leaf_hash(written(release)).hex()
    start, last = date.fromisoformat(series.plan.start), date.fromisoformat(release.last)
    as_of = moment(release.at).date()

    def figure(stated: Stated, margin: int, first: date) -> Figure:
        measure = MEASURES[MeasureId(release.measure)]
        count = None if stated == measures.FEW else measure(int(stated))
        return Published(measure, count, margin, Window(first, last), as_of, entry)

    return Period(
        figure(release.total, release.margin, start),
        figure(release.change, release.change_margin, date.fromisoformat(release.first)),
        is_withdrawn=release.period in series.withdrawn,
    )


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
            yield Upcoming(name, first, last, date.fromisoformat(day))
