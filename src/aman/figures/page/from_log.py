"""The page of a log: what its entries say together, as a publication.

Promises: everything on the page follows from the log, the programme's words and the tokens.
Refuses to know: signatures, files, what day it is.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from aman.figures.budget import protected_by
from aman.figures.doubts import Why
from aman.figures.exports import Renderer
from aman.figures.log import entries, history
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
from aman.figures.log.layout import WORDS, entry_name
from aman.figures.log.reading import Doubt
from aman.figures.measures import MEASURES, MeasureId, Unit
from aman.figures.names import Named, Names
from aman.figures.released import released_in
from aman.figures.remarks import Remark

from .pages import pages
from .publication import Budget, Period, Publication, Series, Upcoming


def page_renderer(named: Named, tokens: bytes) -> Renderer:
    """What makes the pages of a log and the words for them; before the first series there are none.

    `named`: the programme, or what of it is published.
    """
    names = Names.of(named)

    def rendered(log: history.History) -> Mapping[str, bytes]:
        if not log.series:
            return {}
        return {**pages(publication(log, names), tokens), WORDS: written(names)}

    return rendered


def publication(log: history.History, programme: Named) -> Publication:
    """All that the log has released; raises Doubt where it counts what is not known here."""
    budgets = {
        protected_by(entry.plan.measure): _budget(entry.budget)
        for entry in log.entries
        if isinstance(entry, Opened)
    }
    series = [_series(log, name, found) for name, found in log.series.items()]
    return Publication(
        name=programme.name,
        updated=moment(log.at).date(),
        series=tuple(sorted(series, key=_place)),
        budget=budgets.get(Unit.PERSON),
        weekly=budgets.get(Unit.PERSON_WEEK),
        calendar=tuple(_calendar(log)),
        early=tuple((each.role, each.hours) for each in log.early_access),
        named=programme.figures,
    )


def _place(series: Series) -> tuple[bool, int]:
    """Those that run first, in the order of a case's life."""
    return bool(series.closed), list(MeasureId).index(series.measure)


def _budget(found: entries.Budget) -> Budget:
    return Budget(found.total, found.epsilon_total, found.delta)


def _series(log: history.History, name: str, found: history.Series) -> Series:
    plan = found.plan
    if plan.measure not in MEASURES:
        opened = [each.index for each in log.entries if getattr(each, "plan", None) == plan]
        raise Doubt(entry_name(min(opened, default=0)), Why.COUNTS_UNKNOWN)
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
        date.fromisoformat(found.closed_on) if found.closed_on else None,
        is_held=found.is_held,
    )


def period_of(release: Release, series: history.Series) -> Period:
    """What a release says; `series` as it was before it, or as it is."""
    found = released_in(series, release)
    return Period(
        found.total,
        found.change,
        is_withdrawn=found.is_withdrawn,
        entry=release.index,
        revised=found.revised,
    )


def _remarks(log: history.History, series: str) -> list[Remark]:
    """What was said of several figures at once is told once."""
    found: list[Remark] = []
    for entry in log.entries:
        if isinstance(entry, Revision | Closed | Release):
            spoken_of: AnyEntry = entry
        elif isinstance(entry, Correction):
            spoken_of = log.entries[entry.of]
        else:
            continue
        if getattr(spoken_of, "series", None) == series and entry.reason:
            remark = Remark(moment(entry.at).date(), entry.reason)
            found += [] if remark in found else [remark]
    return found


def _calendar(log: history.History) -> Iterator[Upcoming]:
    """Of a series that is held none is sure to come on its day."""
    for name, series in log.series.items():
        if series.is_held:
            continue
        for period, day in series.announced.items():
            first, last = series.plan.first(period), series.plan.end(period) - timedelta(days=1)
            done = 0 if series.revision is None else len(series.revision.totals)
            brings_revision = (period + 1 - done) % series.plan.revised == 0
            yield Upcoming(name, first, last, date.fromisoformat(day), brings_revision)
