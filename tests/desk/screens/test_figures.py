"""What whoever speaks for the hotline sees of figures: only what is public, said right."""

# ruff: noqa: D103 - a test is named after what it protects

from datetime import timedelta
from html import unescape
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from aman.desk.configuration import SETTINGS_FILE
from figures.published import START, PublishingHotline, make_key, people
from figures.seeded import SeededNoise

ADDRESS = "/figures"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six weeks of figures, without noise."""
    home = tmp_path_factory.mktemp("figures")
    hotline = PublishingHotline(home, make_key(home), SeededNoise(is_silent=True))
    hotline.open(people(), START)
    hotline.weeks(START + timedelta(weeks=4), 6)
    return hotline.public.path


@pytest.fixture
def shows(var: Path, public: Path) -> Path:
    """The desk's settings name the folder before the desk starts."""
    path = var / "desk" / SETTINGS_FILE
    settings = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(settings | {"figures": str(public)}))
    return public


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
    assert "Quote this: “From 18 September" in page
    assert "It does not say how many came out safely." in page
    assert "days before" in page
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
