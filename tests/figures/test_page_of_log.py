"""The page of a log says what the log says, and can be made again from it."""

# ruff: noqa: D103 - a test is named after what it protects

import csv
import io
import json
from dataclasses import replace
from datetime import date
from html import escape

import pytest

from aman.figures.exports import LATEST, exports, made
from aman.figures.latest import newest_in
from aman.figures.log.layout import WORDS
from aman.figures.log.reading import Doubt, read_log
from aman.figures.names import Names, names_in
from aman.figures.page.from_log import page_renderer, publication
from aman.figures.page.pages import TEXTS
from aman.figures.wording import LANGUAGES
from figures.hotline import TOKENS, shipped, speaker
from figures.seeded_life import history


def test_the_newest_figure_is_said_as_the_log_has_it(published: dict[str, bytes]) -> None:
    log = read_log(published)
    files = made(log.history, (exports, page_renderer(shipped("surrender"), TOKENS)))
    (newest,) = newest_in(published[LATEST])
    (series,) = publication(log.history, shipped("surrender")).series
    assert newest.closed == ("ended", date(2026, 11, 27))
    assert series.standing[-1].total == newest.figure
    for lang in ("ar", "en", "ru", "uk"):
        page = files[f"{lang}/index.html"].decode()
        assert speaker(lang).sentence(newest.figure) in page
        assert f'href="../{series.csv}"' in page
    assert {series.csv, series.json} <= files.keys()


def test_a_series_that_ended_is_listed_with_its_day_as_on_the_page() -> None:
    """In the newest figures, in each row of a table, and for programs; what runs says so."""
    log = history()
    files = made(log, (exports, page_renderer(shipped("surrender"), TOKENS)))
    ended = log.series["people-1"].closed_on
    assert ended
    newest = {each["series"]: each for each in json.loads(files[LATEST])["newest"]}
    said = {name: (each["closed"], each["closed_on"]) for name, each in newest.items()}
    assert said == {"people-1": ("ended", ended), "people-2": ("no", ""), "arrived-1": ("no", "")}
    for name, expected in said.items():
        rows = csv.DictReader(io.StringIO(files[f"csv/{name}.csv"].decode()))
        assert {(row["closed"], row["closed_on"]) for row in rows} == {expected}
    table = json.loads(files["json/people-1.json"])
    assert (table["closed"], table["closed_on"]) == ("ended", ended)
    found = {each.closed for each in newest_in(files[LATEST])}
    assert found == {("ended", date.fromisoformat(ended)), None}
    for lang, page in ((each, files[f"{each}/index.html"].decode()) for each in LANGUAGES):
        day = speaker(lang).day(date.fromisoformat(ended), year=True)
        assert page.count(escape(TEXTS[lang].ended("ended", day))) == 1


def test_revisions_corrections_and_late_releases_are_told(published: dict[str, bytes]) -> None:
    log = read_log(published)
    files = page_renderer(shipped("surrender"), TOKENS)(log.history)
    page = files["en/index.html"].decode()
    assert "Revisions and corrections" in page
    assert "A scheduled revision." in page
    assert "It was published after the announced day." in page
    assert page.count('class="withdrawn"') == len(log.history.series["people-1"].withdrawn)


def test_a_hotline_of_fewer_languages_has_its_name_on_every_page(
    published: dict[str, bytes],
) -> None:
    few = replace(shipped("surrender"), name={"en": "The Line"}, figures={})
    files = page_renderer(few, TOKENS)(read_log(published).history)
    assert all("The Line" in files[f"{lang}/index.html"].decode() for lang in LANGUAGES)
    assert names_in(files) == Names.of(few)
    for wrong in (b"{}", b"", files[WORDS].replace(b'"uk"', b'"fr"')):
        with pytest.raises(Doubt, match=WORDS):
            names_in({WORDS: wrong})
