"""The page of a log says what the log says, and can be made again from it."""

# ruff: noqa: D103 - a test is named after what it protects

from aman.figures.exports import LATEST, exports, made
from aman.figures.latest import newest_in
from aman.figures.log.reading import read_log
from aman.figures.page.from_log import page_renderer, publication
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
