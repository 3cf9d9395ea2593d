"""What stands below the figures: when the next come, what protects people, how to check.

Promises: who sees figures earlier is listed; the price of being counted is said in words too.
Refuses to know: the figures.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from aman.figures.epsilon import odds_of
from aman.figures.sentences import Speaker

from .markup import Markup, element
from .publication import Budget, Publication, Upcoming
from .texts.forms import PageTexts

_COMMAND: Final = "aman figures verify https://…"
_ENTRY: Final = "--entry 000012.json"
_FILES: Final = ("../log/", "../checkpoint.json", "../checkpoint.json.sig", "../allowed_signers")


def calendar(
    publication: Publication, names: Mapping[str, str], says: Speaker, texts: PageTexts
) -> Markup:
    """The next releases, and who sees them earlier."""
    coming = sorted(publication.calendar, key=lambda each: (each.day, each.series))
    rows = [
        (says.day(each.day, year=True), f"{names[each.series]}, {_days(each, says, texts)}")
        for each in coming
    ]
    early = [(role, says.number(hours)) for role, hours in publication.early]
    return element(
        "section",
        element("h2", texts.calendar, id="calendar"),
        _table((texts.day, texts.what), rows) if rows else element("p", texts.no_calendar),
        element("h3", texts.early),
        _table((texts.role, texts.hours), early) if early else element("p", texts.no_early),
        aria_labelledby="calendar",
    )


def privacy(publication: Publication, says: Speaker, texts: PageTexts) -> Markup:
    """What being counted costs, in numbers and in words: a person, and a week of a person."""
    person, week = publication.budget, publication.weekly
    sentences = [*texts.protected]
    if person is not None:
        limit = texts.limit if week is None else texts.limit_but_contacts
        sentences += _limited(limit, person, says, texts)
    if week is not None:
        sentences += [*_limited(texts.limit_of_week, week, says, texts), texts.more_weeks]
    if person is not None or week is not None:
        sentences.append(texts.shared)
    return element(
        "section",
        element("h2", texts.privacy, id="privacy"),
        element("ul", *(element("li", each) for each in (*sentences, *texts.unprotected))),
        aria_labelledby="privacy",
    )


def _limited(limit: str, budget: Budget, says: Speaker, texts: PageTexts) -> list[str]:
    filled = {
        "rho": budget.total,
        "epsilon": budget.epsilon,
        "delta": budget.delta,
        "odds": says.number(odds_of(budget.epsilon)),
        "chance": says.number(round(1 / Fraction(budget.delta))),
    }
    return [sentence.format_map(filled) for sentence in (limit, *texts.meaning)]


def verifying(texts: PageTexts) -> Markup:
    """How a reader checks all of it, and what he needs for it."""
    links = (
        element("li", element("a", name, href=href))
        for name, href in zip(texts.files, _FILES, strict=True)
    )
    return element(
        "section",
        element("h2", texts.verify, id="verify"),
        *(element("p", sentence) for sentence in texts.verifying),
        element("pre", element("code", _COMMAND), dir="ltr", tabindex=0),
        element("p", texts.one_entry),
        element("pre", element("code", f"{_COMMAND} {_ENTRY}"), dir="ltr", tabindex=0),
        element("ul", *links, class_="links"),
        aria_labelledby="verify",
    )


def _days(each: Upcoming, says: Speaker, texts: PageTexts) -> str:
    days = f"{says.day(each.first, year=False)} – {says.day(each.last, year=True)}"
    return f"{days} ({texts.brings_revision})" if each.brings_revision else days


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    head = element("tr", *(element("th", column, scope="col") for column in columns))
    body = (
        element("tr", element("th", first, scope="row"), *(element("td", each) for each in rest))
        for first, *rest in rows
    )
    return element("table", element("thead", head), element("tbody", *body))
