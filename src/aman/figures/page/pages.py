"""The pages: a folder for each language, and a first page that offers them.

Promises: no script, no style in an element, nothing from elsewhere; each number stands in a
sentence or in a row of a table, beside it what it does not say. The same publication gives the
same bytes.
Refuses to know: where the files go, what day it is.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from aman.core.programme import LANGUAGE_NAMES, RIGHT_TO_LEFT
from aman.figures.sentences import Speaker
from aman.figures.wording import LANGUAGES, Namer

from .beside import calendar, privacy, verifying
from .markup import Markup, element, joined
from .publication import Publication
from .sections import Section
from .texts import ar, en, ru, uk
from .texts.forms import PageTexts

TEXTS: Final[Mapping[str, PageTexts]] = {
    "ar": ar.TEXTS,
    "en": en.TEXTS,
    "ru": ru.TEXTS,
    "uk": uk.TEXTS,
}
_POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


def pages(publication: Publication, tokens: bytes) -> dict[str, bytes]:
    """The files by their names; `tokens`: the project's design tokens (tokens.css)."""
    style = files(__package__).joinpath("page.css").read_bytes()
    made = {"style.css": tokens + b"\n" + style, "index.html": _first(publication)}
    for lang in LANGUAGES:
        made[f"{lang}/index.html"] = _page(publication, lang)
    return made


def _page(publication: Publication, lang: str) -> bytes:
    says = Speaker(Namer(lang, publication.named))
    texts = TEXTS[lang]
    titles = publication.titles(says)
    sections = [Section(each, titles[each.id], says, texts) for each in publication.series]
    contents = [
        *((section.id, section.name) for section in sections),
        ("calendar", texts.calendar),
        ("privacy", texts.privacy),
        ("verify", texts.verify),
    ]
    updated = texts.updated.format(day=says.day(publication.updated, year=True))
    body = (
        element(
            "header",
            element("p", publication.name[lang], class_="hotline"),
            _languages(texts.languages, lang),
            element("h1", texts.title),
            *(element("p", sentence) for sentence in texts.intro),
            element("p", updated, class_="soft"),
            element(
                "nav",
                element("ul", *(_item(element("a", name, href=f"#{at}")) for at, name in contents)),
                aria_label=texts.contents,
                class_="contents",
            ),
        ),
        element(
            "main",
            *(section.drawn() for section in sections),
            calendar(publication, titles, says, texts),
            privacy(publication, says, texts),
            verifying(texts),
        ),
    )
    return _document(lang, f"{texts.title}: {publication.name[lang]}", "../style.css", *body)


def _first(publication: Publication) -> bytes:
    """The languages by their own names."""
    links = [
        _item(element("a", LANGUAGE_NAMES[lang], href=f"{lang}/", hreflang=lang, lang=lang))
        for lang in LANGUAGES
    ]
    title = " · ".join(TEXTS[lang].title for lang in LANGUAGES)
    body = element("main", element("h1", title), element("ul", *links, class_="languages first"))
    return _document("en", f"{TEXTS['en'].title}: {publication.name['en']}", "style.css", body)


def _languages(name: str, current: str) -> Markup:
    links = (
        element(
            "a",
            LANGUAGE_NAMES[lang],
            href=f"../{lang}/",
            hreflang=lang,
            lang=lang,
            aria_current="page" if lang == current else None,
        )
        for lang in LANGUAGES
    )
    listed = element("ul", *(_item(link) for link in links), class_="languages")
    return element("nav", listed, aria_label=name)


def _item(inside: Markup) -> Markup:
    return element("li", inside)


def _document(lang: str, title: str, style: str, *body: Markup) -> bytes:
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("link", rel="stylesheet", href=style),
    )
    direction = "rtl" if lang in RIGHT_TO_LEFT else "ltr"
    page = element("html", head, element("body", *body), lang=lang, dir=direction)
    return joined(Markup("<!doctype html>\n"), page, Markup("\n")).encode()
