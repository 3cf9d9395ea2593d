"""How the lines are stands at the edge, and a line that is down says so within a minute."""

# ruff: noqa: D103 - a test is named after what it protects

import re
from pathlib import Path

import pytest
from django.test import Client

from aman.core.line_dialogue import LinePulse
from aman.desk.lines.pulses import SILENT_SECONDS
from aman.desk.screens.line_words import inert, reason
from desk.screens.callers import HandClock
from desk_lines.line import Line

LIVE = Path(__file__).parents[3] / "src/aman/desk/static/live.js"


def edge(browser: Client, path: str = "/now") -> str:
    return browser.get(path).content.decode().partition('id="health"')[2].partition("</div>")[0]


def beat(line: Line, clock: HandClock, fault: str = "") -> None:
    line.tells(LinePulse(line.name, int(clock()), None if fault else 340, fault))


def test_lines_that_work_are_named_in_one_sign(
    at_alices: Client, telegram: Line, sms: Line, clock: HandClock
) -> None:
    assert "Telegram: not heard yet" in edge(at_alices)
    beat(telegram, clock)
    beat(sms, clock)
    for path in ("/", "/now", "/operators"):
        assert "lines working: SMS, Telegram" in edge(at_alices, path)


def test_a_line_that_is_down_says_so_within_a_minute(
    at_alices: Client, telegram: Line, clock: HandClock
) -> None:
    """What the desk notices, and the 15 s after which every screen looks again by itself."""
    beat(telegram, clock)
    assert "line working: Telegram" in edge(at_alices)
    found = re.search(r"REFRESH_EVERY = ([\d_]+)", LIVE.read_text())
    assert found is not None
    looks_every = int(found[1].replace("_", "")) / 1000
    assert SILENT_SECONDS + looks_every <= 60
    clock.forward(60 - looks_every + 1)
    assert "Telegram: silent for under a minute" in edge(at_alices)
    clock.forward(120)
    assert "Telegram: silent for 2 min" in edge(at_alices)
    beat(telegram, clock)
    assert "line working: Telegram" in edge(at_alices)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("token refused", "the provider does not let the line in"),
        ("no pulse", "its test message did not come back"),
        ("disk full", "disk full"),
        ("odd word", "odd word"),
    ],
)
def test_a_fault_is_said_at_once_in_words(
    at_alices: Client, telegram: Line, clock: HandClock, word: str, said: str
) -> None:
    beat(telegram, clock, word)
    assert f"Telegram: does not work: {said}" in edge(at_alices)


def test_a_line_that_works_but_for_one_mail_does_not_say_that_it_does_not_work(
    at_alices: Client, telegram: Line, clock: HandClock
) -> None:
    beat(telegram, clock, "mail not read")
    assert "Telegram: a mail could not be read; look in the mailbox" in edge(at_alices)


def test_a_word_that_nobody_knows_is_shown_inert() -> None:
    assert reason("odd\u202e\u2066\n") == "odd\ufffd\ufffd\ufffd"
    assert inert("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize("text", ["<b>odd\u202e", "no route to +964 770 1234567"])
def test_what_is_no_word_of_a_line_is_not_shown(
    at_alices: Client, telegram: Line, clock: HandClock, text: str
) -> None:
    """A provider's text may hold markup, or somebody's number: nothing of it is kept."""
    beat(telegram, clock, text)
    page = at_alices.get("/now").content.decode()
    assert "Telegram: does not work: the line names no reason" in edge(at_alices)
    assert "odd" not in page
    assert "1234567" not in page
