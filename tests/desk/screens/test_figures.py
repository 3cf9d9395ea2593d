"""What whoever speaks for the hotline sees of figures: only what is public, said right."""

# ruff: noqa: D103 - a test is named after what it protects

import os
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from aman.desk.configuration import SETTINGS_FILE
from aman.desk.publication import shown
from aman.desk.publication.folder import PublishedFolder
from aman.desk.screens.figures_shown import released_figures
from aman.figures.log.reading import Doubt, Files, Log, read_log
from aman.figures.page import from_log
from aman.figures.sentences import Figure
from aman.figures.withdrawn import Withdrawn
from aman.figures.wording import LANGUAGES
from figures.hotline import shipped, speaker
from figures.published import START, PublishingHotline, make_key, people
from figures.seeded import SeededNoise
from figures.seeded_life import history, life, publication

ADDRESS = "/figures"
pytestmark = pytest.mark.xdist_group("figures life")  # what they share is made once, by one worker


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six weeks of figures, without noise."""
    home = tmp_path_factory.mktemp("figures")
    hotline = PublishingHotline(home, make_key(home), SeededNoise(is_silent=True))
    hotline.open(people(), START)
    hotline.weeks(START + timedelta(weeks=4), 6)
    return hotline.public.path


def name_folder(var: Path, public: Path, *signers: str) -> None:
    """In the desk's settings, before the desk starts."""
    path = var / "desk" / SETTINGS_FILE
    settings = msgspec.json.decode(path.read_bytes())
    named = {"figures": str(public), "figures_signers": signers}
    path.write_bytes(msgspec.json.encode(settings | named))


@pytest.fixture
def shows(var: Path, public: Path) -> Path:
    """The six weeks."""
    name_folder(var, public)
    return public


@pytest.fixture
def shows_life(var: Path, tmp_path: Path) -> Path:
    """Twenty months: a series that ended, one that follows it, revisions, a withdrawn figure."""
    for name, content in life().items():
        file = tmp_path / "public" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    name_folder(var, tmp_path / "public")
    return tmp_path / "public"


def total_of(public: Path) -> Figure:
    """The newest of the six weeks."""
    log = read_log(PublishedFolder(public).files())
    return from_log.publication(log.history, shipped("surrender")).series[0].standing[-1].total


def seen(browser: Client, text: str | None = None) -> str:
    answer = browser.get(ADDRESS) if text is None else browser.post(ADDRESS, {"text": text})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_figure_is_said_by_its_sentence_with_what_it_does_not_say(
    shows: Path, at_bobs: Client
) -> None:
    """By anybody who is signed in, in his own language; with the calendar and who is earlier."""
    page = seen(at_bobs)
    assert "about 390 people contacted the hotline" in page
    assert "From 18 September to 12 November about 390 people" in page
    assert "It does not say how many gave themselves up." in page
    assert "24 hours earlier" in page
    at_bobs.post("/language", {"language": "uk"})
    assert "Чого показник не каже" in seen(at_bobs)
    assert "раніше на 24 години" in seen(at_bobs)
    del shows


def test_a_text_that_says_our_number_of_something_else_is_found_and_stays(
    shows: Path, at_bobs: Client
) -> None:
    draft = "Good news.\n390 soldiers surrendered."
    page = seen(at_bobs, draft)
    assert "Line 2" in page
    assert 'Say instead: <q lang="en" dir="auto">From 18 September' in page
    assert f"{draft}</textarea>" in page
    assert "Nothing was found." in seen(at_bobs, "About 390 people contacted the hotline.")
    assert "Line 1" in seen(at_bobs, "345 soldiers surrendered."), "last week's figure is ours, too"
    too_long = at_bobs.post(ADDRESS, {"text": "x" * 20_001})
    assert too_long.status_code == 422
    del shows


def test_a_text_that_quotes_a_withdrawn_figure_is_found(shows_life: Path, at_bobs: Client) -> None:
    """By its own sentence, in the words of whoever took it back; and what to say instead."""
    people = publication().series[0]
    says, gone = speaker("en"), people.periods[-1].total
    page = seen(at_bobs, f"Good news. {says.sentence(gone)}")
    assert "is our figure for “People who contacted us”; it was withdrawn on 1 March 2026." in page
    assert "The reason given: A list was missing. It is counted now." in page
    assert (
        f'Say instead: <q lang="en" dir="auto">{says.sentence(people.standing[-1].total)}' in page
    )
    at_bobs.post("/language", {"language": "ar"})
    page = seen(at_bobs, says.sentence(gone))
    assert "وقد سُحب في 1 مارس 2026. السبب المذكور: نقصت قائمة. هي محسوبة الآن." in page
    del shows_life


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_desk_says_what_the_page_says(shows_life: Path, at_bobs: Client, lang: str) -> None:
    """The newest figure of people was withdrawn: both quote the one before it, and say why."""
    at_bobs.post("/language", {"language": lang})
    desk, page = seen(at_bobs), unescape((shows_life / lang / "index.html").read_text("utf-8"))
    says, titles = speaker(lang), publication().titles(speaker(lang))
    assert publication().series[0].periods[-1].is_withdrawn
    assert says.sentence(publication().series[0].periods[-1].total) not in desk
    for series in publication().series:
        newest = series.standing[-1]
        for said in (
            titles[series.id],
            says.sentence(newest.total),
            says.sentence(newest.change),
            *says.unsaid(newest.total),
            *(remark.said(lang)[1] for remark in series.told),
        ):
            assert said in desk
            assert said in page
        for period in series.periods:
            row = period.total.row()
            if row.value is not None:
                assert f"{says.number(row.value)} ± {row.within}" in desk
    standing = [each for series in publication().series for each in series.standing]
    every = [each for each in released_figures() if not isinstance(each, Withdrawn)]
    assert len(every) == 2 * len(standing)
    assert all(each.total in every and each.change in every for each in standing)
    if lang == "en":
        assert desk.count('<span class="tag">ended</span>') == 1
        assert desk.index("People who contacted us, since 2") < desk.index(">ended<")
        assert desk.count("with a revision</span>") == 1
        assert desk.count('<span class="tag wait">withdrawn</span>') == 1


def test_the_press_is_answered_in_four_languages(shows: Path, at_bobs: Client) -> None:
    """Each can be copied, without the words around it, whatever language the screen has."""
    page = seen(at_bobs)
    total = total_of(shows)
    for lang in LANGUAGES:
        says = speaker(lang)
        said = f"{says.sentence(total)} {says.as_of(total)}"
        assert f'<p class="copy" lang="{lang}" dir="auto">{said}</p>' in page
    assert page.count("data-copy hidden") == 8


def test_our_weekly_number_is_found_too(shows: Path, at_bobs: Client) -> None:
    """It is published and drawn, so it will be quoted."""
    page = seen(at_bobs, "45 soldiers surrendered.")
    said = "Newly counted from 6 November to 12 November:"
    assert f'Say instead: <q lang="en" dir="auto">{said}' in page
    del shows


def test_a_key_that_the_desk_was_not_told_of_is_refused(
    var: Path, public: Path, request: pytest.FixtureRequest
) -> None:
    """However well the folder fits together."""
    name_folder(var, public, "SHA256:" + "A" * 43)
    at_bobs = request.getfixturevalue("at_bobs")
    page = seen(at_bobs)
    assert "A key that this desk does not know signed these figures." in page
    assert "390" not in page


def test_a_key_that_the_desk_was_told_of_is_believed(
    var: Path, public: Path, request: pytest.FixtureRequest
) -> None:
    signer = read_log(PublishedFolder(public).files()).signer
    assert signer is not None
    name_folder(var, public, signer.fingerprint())
    page = seen(request.getfixturevalue("at_bobs"))
    assert "This desk was told of this key." in page
    assert "390" in page


def test_the_log_is_read_again_only_when_a_file_has_changed(
    shows_life: Path, at_bobs: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All signatures and all entries, once; a figure that was tampered with is noticed at once."""
    read: list[int] = []

    def reading(files: Files) -> Log:
        read.append(len(files))
        return read_log(files)

    monkeypatch.setattr(shown, "read_log", reading)
    for text in (None, "About 390 people contacted the hotline.", None):
        seen(at_bobs, text)
    assert len(read) == 1
    table = shows_life / "latest.json"
    table.write_bytes(table.read_bytes())
    seen(at_bobs)
    assert len(read) == 2
    entry = shows_life / "log" / "000020.json"
    content, was = entry.read_bytes(), entry.stat()
    entry.write_bytes(content.replace(b'"index":20', b'"index":21'))
    os.utime(entry, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert "Do not quote it." in seen(at_bobs)


def test_a_measure_that_is_not_known_is_a_doubt() -> None:
    """Of a newer version, say: pages and screens refuse it, as they refuse what they can't read."""
    series = history().series["people-2"]
    strange = msgspec.structs.replace(series.plan, measure="souls")
    told = replace(history(), series={"souls-1": replace(series, plan=strange)})
    with pytest.raises(Doubt):
        from_log.publication(told, shipped("surrender"))


def test_without_a_folder_it_says_so(at_bobs: Client) -> None:
    assert "No figures are published from this desk." in seen(at_bobs)


def test_a_log_that_was_tampered_with_is_not_quoted(
    var: Path, tmp_path: Path, shows: Path, at_bobs: Client
) -> None:
    """One digit of one release is another."""
    entry = next(path for path in sorted(shows.glob("log/*")) if b'"release"' in path.read_bytes())
    before = entry.read_bytes()
    entry.write_bytes(before.replace(b'"margin":', b'"margin":1', 1))
    try:
        page = seen(at_bobs)
    finally:
        entry.write_bytes(before)
    assert "Do not quote it." in page
    assert "Quote this" not in page
    del var, tmp_path


def test_nobody_who_is_not_signed_in_sees_the_screen(shows: Path, desk: object) -> None:
    del shows
    answer = Client(headers={"host": desk.settings.host}).get(ADDRESS)  # type: ignore[attr-defined]
    assert answer.status_code in {302, 403}
