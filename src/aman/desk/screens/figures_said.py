"""Figures in words, as a screen of the desk shows them.

Promises: what is to be quoted stands there in every language in which the press asks.
Refuses to know: where figures come from, and whether they are public.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from aman.core.programme import LANGUAGE_NAMES
from aman.desk.casebook.programme import the_programme
from aman.figures.page.publication import Period, Publication, Series, Upcoming
from aman.figures.sentences import Figure, Speaker
from aman.figures.wording import LANGUAGES, Namer


@dataclass(frozen=True, slots=True)
class Quotation:
    """What to quote, in one language."""

    lang: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A figure: its sentence, how sure it is, and how to quote it in each language."""

    sentence: str
    as_of: str
    once: str
    uncertain: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One release in a series' history; `revised` is empty unless that changed its total."""

    days: str
    total: str
    change: str
    revised: str
    released: str
    entry: int
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class SaidSeries:
    """A series: its newest figures, what they do not say, and what became of it."""

    name: str
    every: str
    closed: str
    total: Said | None
    change: Said | None
    revised: str
    entry: int
    counts: str
    unsaid: tuple[str, ...]
    card: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str, str], ...]
    lines: tuple[Line, ...]


def speaker(lang: str = "") -> Speaker:
    """Who says figures by the programme's words; without `lang` in the operator's language."""
    language = lang or get_language() or "en"
    return Speaker(Namer(language if language in LANGUAGES else "en", the_programme().figures))


def said(figure: Figure) -> Said:
    """A figure in words."""
    says = speaker()
    return Said(
        says.sentence(figure),
        says.as_of(figure),
        says.once(figure),
        says.uncertain(figure),
        tuple(_quotation(figure, lang) for lang in LANGUAGES),
    )


def _quotation(figure: Figure, lang: str) -> Quotation:
    says = speaker(lang)
    whole = says.sentence(figure), says.once(figure), says.as_of(figure)
    return Quotation(lang, LANGUAGE_NAMES[lang], " ".join(filter(None, whole)))


def said_series(publication: Publication) -> Sequence[SaidSeries]:
    """Each series, those that run before those that are closed."""
    titles = publication.titles(speaker())
    return [_series(each, titles[each.id]) for each in publication.series]


def _series(series: Series, name: str) -> SaidSeries:
    says, standing = speaker(), series.standing
    newest = standing[-1] if standing else None
    definition = says.namer.definition(series.measure)
    reasons = [(says.day(each.day, year=True), *each.said(says.namer.lang)) for each in series.told]
    return SaidSeries(
        name=name,
        every=series.every,
        closed=series.closed,
        total=said(newest.total) if newest else None,
        change=said(newest.change) if newest else None,
        revised=_revised(newest, says) if newest and newest.is_changed else "",
        entry=newest.entry if newest else 0,
        counts=definition.counts,
        unsaid=definition.unsaid,
        card=tuple(says.press_card(newest.total)) if newest else (),
        remarks=tuple(reasons),
        lines=tuple(_line(each, says) for each in reversed(series.periods)),
    )


def _line(period: Period, says: Speaker) -> Line:
    window = period.change.window
    return Line(
        days=f"{says.day(window.first, year=False)} – {says.day(window.last, year=True)}",
        total=says.cell(period.total.row()),
        change=says.cell(period.change.row()),
        revised=_revised(period, says) if period.is_changed else "",
        released=says.day(period.total.as_of, year=True),
        entry=period.entry,
        is_withdrawn=period.is_withdrawn,
    )


def _revised(period: Period, says: Speaker) -> str:
    return "" if period.revised is None else says.cell(period.revised.row())


def said_coming(each: Upcoming, title: str) -> dict[str, object]:
    """A release to come."""
    says = speaker()
    days = f"{says.day(each.first, year=False)} – {says.day(each.last, year=True)}"
    day = says.day(each.day, year=True)
    return {"day": day, "name": title, "days": days, "brings_revision": each.brings_revision}
