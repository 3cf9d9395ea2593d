"""What shows beside the screens: tab titles, counts, sounds. Nothing of a person stands there."""

# ruff: noqa: D103 - a test is named after what it protects

import re
from pathlib import Path

import pytest
from django.test import Client

from aman.core.line_dialogue import Place
from aman.core.telling_name import telling_words
from aman.desk.accounts.models import Operator
from aman.desk.casebook.programme import the_programme
from aman.desk.cases.people import add_member
from aman.desk.cases.relatives import relate
from desk.screens.callers import HandClock, MakeUp
from desk_lines.line import Line

STATIC = Path(__file__).parents[3] / "src" / "aman" / "desk" / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))
SCREENS = (
    *("/", "/now", "/case/1", "/case/1/now", "/case/1/person", "/case/1/wish", "/case/1/member"),
    *("/case/1/member/1", "/case/1/relation/1", "/case/2/relate", "/case/1/destroy", "/case/99"),
    *("/operators", "/audit", "/password"),
)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
CANARY = "canary"


@pytest.fixture
def titles(
    at_alices: Client, caller: MakeUp, telegram: Line, alice: Operator, clock: HandClock
) -> dict[str, str]:
    """The title of every screen of a desk at which people wrote a word that must not be there."""
    caller().write(CANARY, wounded="carried")
    telegram.hears("@" + CANARY, CANARY, place=Place(36.3, 43.1, 5.0, CANARY))
    at_alices.post("/case/1/take")
    add_member(alice, 1, CANARY, CANARY, int(clock()))
    relate(alice, 2, 1, int(clock()))
    found = {}
    for path in SCREENS:
        title = TITLE.search(at_alices.get(path).content.decode())
        assert title is not None, path
        found[path] = title[1].strip()
    return found


def test_no_title_holds_what_somebody_wrote_or_the_hotlines_name(titles: dict[str, str]) -> None:
    for path, title in titles.items():
        assert CANARY not in title, path
        assert not telling_words(title, the_programme()), path


def test_the_titles_that_change_by_themselves_hold_a_count_and_a_number(
    titles: dict[str, str],
) -> None:
    for path in ("/", "/now"):
        assert re.fullmatch(r"(\(\d+\) )?Queue", titles[path])
    for path in ("/case/1", "/case/1/now", "/case/1/person"):
        assert re.fullmatch(r"(\(\d+\) )?Case 1", titles[path])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_desk_sends_the_operators_machine_no_notification_and_plays_nothing(
    script: Path,
) -> None:
    """A machine keeps notifications, and shows them on its locked screen."""
    source = script.read_text("utf-8")
    assert not re.search(
        r"Notification|serviceWorker|PushManager|setAppBadge|vibrate|AudioContext|new Audio"
        r"|\.play\(|speechSynthesis",
        source,
    )


def test_what_announces_itself_at_the_edge_is_a_count(at_alices: Client, caller: MakeUp) -> None:
    caller().write(CANARY)
    page = at_alices.get("/case/1").content.decode()
    for announced in re.findall(r"<a [^>]*data-shows=.*?</a>", page, re.DOTALL):
        assert CANARY not in announced
    now = at_alices.get("/case/1/now").content.decode()
    assert CANARY not in now
