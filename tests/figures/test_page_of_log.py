"""The page of a log says what the log says, and can be made again from it."""

# ruff: noqa: D103 - a test is named after what it protects

from dataclasses import replace

import pytest

from aman.figures.exports import LATEST, exports, made
from aman.figures.latest import newest_in
from aman.figures.log.layout import WORDS
from aman.figures.log.reading import Doubt, read_log
from aman.figures.names import Names, names_in
from aman.figures.page.from_log import page_renderer, publication
from aman.figures.wording import LANGUAGES
from figures.hotline import TOKENS, shipped, speaker


def test_the_newest_figure_is_said_as_the_log_has_it(published: dict[str, bytes]) -> None:
    log = read_log(published)
    files = made(log.history, (exports, page_renderer(shipped("surrender"), TOKENS)))
    (newest,) = newest_in(published[LATEST])
    (series,) = publication(log.history, shipped("surrender")).series
    assert series.standing[-1].total == newest
    for lang in ("ar", "en", "ru", "uk"):
        page = files[f"{lang}/index.html"].decode()
        assert speaker(lang).sentence(newest) in page
        assert f'href="../{series.csv}"' in page
    assert {series.csv, series.json} <= files.keys()


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
