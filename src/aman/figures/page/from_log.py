"""The page of a log: what its entries say together, as a publication.

Promises: everything on the page follows from the log, the programme's words and the tokens.
Refuses to know: signatures, files, what day it is.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from aman.figures.budget import protected_by
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
from aman.figures.log.layout import WORDS
from aman.figures.measures import MeasureId, Unit
from aman.figures.names import Named, Names
from aman.figures.released import released

from .pages import pages
from .publication import Budget, Period, Publication, Remark, Series, Upcoming


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
    """All that the log has released."""
    budgets = {
        protected_by(entry.plan.measure): _budget(entry.budget)
        for entry in log.entries
        if isinstance(entry, Opened)
    }
    return Publication(
        name=programme.name,
        updated=moment(log.at).date(),
        series=tuple(_series(log, name, found) for name, found in log.series.items()),
        budget=budgets.get(Unit.PERSON),
        weekly=budgets.get(Unit.PERSON_WEEK),
        calendar=tuple(_calendar(log)),
        early=tuple((each.role, each.hours) for each in log.early_access),
        named=programme.figures,
    )


def _budget(found: entries.Budget) -> Budget:
    return Budget(found.total, found.epsilon_total, found.delta)


def _series(log: history.History, name: str, found: history.Series) -> Series:
    plan = found.plan
    return Series(
        name,
        MeasureId(plan.measure),
        plan.period,
        tuple(
            Period(each.total, each.change, is_withdrawn=each.is_withdrawn)
            for each in released(found)
        ),
        plan.rho,
        f"csv/{name}.csv",
        f"json/{name}.json",
        found.closed,
        tuple(_remarks(log, name)),
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
