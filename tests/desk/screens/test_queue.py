"""The queue shows who needs an answer first, why, and since when."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from aman.core.keys import to_base64url
from aman.desk.screens import casework
from desk.screens.callers import HandClock, MakeUp
from desk_lines.line import Line


def test_it_explains_its_order_in_words(
    at_alices: Client, caller: MakeUp, clock: HandClock
) -> None:
    """Urgent stands before longer waiting, and says what made it urgent."""
    caller("oleh", "uk").write("Добрий вечір")
    clock.forward(600)
    caller("dawud", "ar").write("نحن ثلاثة", wounded="carried")
    clock.forward(840)
    shown = at_alices.get("/").content.decode()
    assert shown.index("urgent; waiting 14 min") < shown.index("waiting 24 min")
    assert "Is anybody wounded? <strong" in shown
    assert "Yes, not able to walk" in shown


def test_an_empty_queue_says_what_to_do(at_alices: Client) -> None:
    """Nobody is waiting: the operator learns that the page may stay open."""
    shown = at_alices.get("/").content.decode()
    assert "Nobody is waiting" in shown
    assert "You can leave this page open." in shown


def test_what_refreshes_by_itself_shows_no_text(at_alices: Client, caller: MakeUp) -> None:
    """Counts, times and flags come unasked; what people wrote only when it is asked for."""
    caller().write("نحن ثلاثة")
    shown = at_alices.get("/now").content.decode()
    assert "1 unread" in shown
    assert "نحن" not in shown


def test_the_health_of_the_desk_stands_at_the_edge(
    at_alices: Client, caller: MakeUp, clock: HandClock
) -> None:
    """A silent front and envelopes that did not open are said in words."""
    writer = caller()
    writer.write("x")
    assert "front one: connected" in at_alices.get("/").content.decode()
    writer.courier.bring(bytes([1]) + bytes(8191))
    clock.forward(130)
    shown = at_alices.get("/").content.decode()
    assert "front one: silent for 2 min; messages wait there" in shown
    assert "1 envelope did not open" in shown


def test_numbers_speak_each_language(at_alices: Client, caller: MakeUp) -> None:
    """Russian and Arabic have more plurals than two."""
    for name in ("a", "b", "c", "d", "e"):
        caller(name, "ru").write("x")
    said = {"ru": "5 обращений", "uk": "5 звернень", "ar": "5 حالات", "en": "5 cases"}
    for language, cases in said.items():
        at_alices.post("/language", {"language": language})
        shown = at_alices.get("/").content.decode()
        assert cases in shown
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in shown


def test_of_very_many_the_first_are_shown_and_all_when_asked_for(
    at_alices: Client, caller: MakeUp, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count is of all; a case further down can be opened, and its times are known."""
    monkeypatch.setattr(casework, "SHOWN_AT_ONCE", 2)
    for name in ("a", "b", "c", "d"):
        caller(name).write(f"text of {name}")
        clock.forward(60)
    for path, numbers in (
        ("/", ["1", "2"]),
        ("/now", ["1", "2"]),
        ("/?all=1", ["1", "2", "3", "4"]),
        ("/now?all=1", ["1", "2", "3", "4"]),
    ):
        shown = at_alices.get(path).content.decode()
        assert re.findall(r'data-row="(\d+)"', shown) == numbers, path
        assert "4 cases" in shown
        assert ("2 more behind these" in shown) == (len(numbers) == 2)
    assert 'data-now="/now?all=1"' in at_alices.get("/?all=1").content.decode()
    fourth = at_alices.get("/case/4").content.decode()
    assert "text of d" in fourth
    assert '<dd id="last-at" data-live><time' in fourth


def test_who_wait_behind_the_shown_are_fewer_or_none(
    at_alices: Client, caller: MakeUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said of more while all are shown."""
    monkeypatch.setattr(casework, "SHOWN_AT_ONCE", 2)
    caller("a").write("text")
    assert '<p class="more" id="queue-more" data-live></p>' in at_alices.get("/").content.decode()


def test_who_should_have_written_stands_above_all_with_the_reason(
    at_alices: Client, caller: MakeUp, clock: HandClock
) -> None:
    """Also when everything he wrote was answered long ago; until he is heard again."""
    silent = caller("silent", "uk")
    silent.write("x")
    at_alices.get("/case/1")
    at_alices.post("/case/1/answer", {"text": "We are here", "seen_upto": "1"})
    caller("hurt", "ar").write("x", wounded="carried")
    due = clock() // 60 * 60 + 60
    when = datetime.fromtimestamp(due, UTC).strftime("%Y-%m-%dT%H:%M")
    at_alices.post("/case/1/wish", {"expected_by": when, "zone": "UTC"})
    assert ">should have written" not in at_alices.get("/").content.decode()
    clock.forward(due + 20 * 60 - clock())
    for path in ("/", "/now"):
        shown = at_alices.get(path).content.decode()
        assert shown.index("should have written 20 min ago") < shown.index("urgent; waiting")
    silent.write("here I am")
    assert ">should have written" not in at_alices.get("/").content.decode()


def test_who_was_heard_by_another_of_his_ways_is_not_overdue(
    at_alices: Client, caller: MakeUp, telegram: Line, clock: HandClock
) -> None:
    """Two cases of one person: he wrote in the other one."""
    writer = caller()
    writer.write("by the page")
    telegram.hears("@x", "by telegram")
    telegram.hears("@x", "my words", token=to_base64url(writer.token()))
    at_alices.post("/case/1/proposal/1", {"decision": "merge"})
    due = clock() // 60 * 60 + 60
    when = datetime.fromtimestamp(due, UTC).strftime("%Y-%m-%dT%H:%M")
    at_alices.post("/case/1/wish", {"expected_by": when, "zone": "UTC"})
    clock.forward(600)
    assert ">should have written" in at_alices.get("/").content.decode()
    telegram.hears("@x", "here I am")
    assert ">should have written" not in at_alices.get("/").content.decode()
