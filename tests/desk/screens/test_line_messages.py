"""What came through a line: by which way, how strong, and all that it brought, inert."""

# ruff: noqa: D103 - a test is named after what it protects

import re

import pytest
from django.test import Client

from aman.core.keys import to_base64url
from aman.core.line_dialogue import AttachedFile, ContactCard, Place
from desk.screens.callers import HandClock, MakeUp
from desk_lines.line import Line

TURNED = "\u202e"
HOSTILE = f"<img src=x onerror=alert(1)>{TURNED}gpj.exe"


def shown(browser: Client, path: str = "/case/1") -> str:
    return browser.get(path).content.decode()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("telegram", "<bdi>Telegram</bdi>: the company can read this"),
        ("sms", "<bdi>SMS</bdi>: every phone network can read this"),
        ("signal", "<bdi>Signal</bdi>: only our own machine sees it on the way"),
    ],
)
def test_each_message_says_by_which_line_it_came_and_how_strong_that_is(
    at_alices: Client, request: pytest.FixtureRequest, line: str, said: str
) -> None:
    request.getfixturevalue(line).hears("@x", "hello")
    page = shown(at_alices)
    assert said in page
    assert '<svg class="meter"' in page


def test_the_page_and_its_form_say_so_too(at_alices: Client, caller: MakeUp) -> None:
    writer = caller()
    writer.write("by the page")
    writer.write("by the form", via="form")
    page = shown(at_alices)
    assert "<bdi>Page</bdi>: only this desk can read it" in page
    assert "<bdi>Form</bdi>: only our own machine sees it on the way" in page


def test_a_page_can_not_pose_as_a_line(at_alices: Client, caller: MakeUp) -> None:
    caller().write("hello", via="telegram")
    assert "Telegram" not in shown(at_alices)


def test_of_an_edited_message_both_wordings_are_there(at_alices: Client, telegram: Line) -> None:
    first = telegram.hears("@x", "we are two")
    telegram.hears("@x", "we are three", edits=first.session)
    page = shown(at_alices).partition('id="items"')[2]
    assert "first wording; changed later" in page
    assert "changed by the sender" in page
    assert '<a href="#item-1">The first wording</a>' in page
    assert page.index("we are two") < page.index("we are three")


def test_an_edit_whose_first_wording_has_not_come_says_so(
    at_alices: Client, telegram: Line
) -> None:
    telegram.hears("@x", "we are three", edits="AAAAAAAAAAAAAAAAAAAAAA")
    assert "The first wording has not come." in shown(at_alices)


def test_a_place_is_text_and_asks_nobody(at_alices: Client, telegram: Line) -> None:
    telegram.hears("@x", place=Place(36.3456, 43.1234, 25.0, HOSTILE))
    page = shown(at_alices)
    assert "36.345600, 43.123400" in page
    assert "within about 25 m" in page
    assert not re.search(r"""(?:src|href|action)=["'](?!/|#|")""", page)
    assert page.count("<img") == 1  # the desk's own mark
    assert TURNED not in page


def test_a_pin_becomes_a_place_of_the_case(at_alices: Client, telegram: Line) -> None:
    """Beside the person stand all places he sent, the newest first."""
    telegram.hears("@x", place=Place(36.3456, 43.1234))
    telegram.hears("@x", "no, here", place=Place(47.1415, 9.5215))
    person = at_alices.get("/case/1/person").content.decode()
    places = person[person.index('id="places-title"') :]
    assert places.index("47.14150") < places.index("36.34560")
    telegram.hears("@y", "nowhere")
    assert 'id="places-title"' not in at_alices.get("/case/2").content.decode()


def test_a_card_and_the_names_of_files_are_inert(at_alices: Client, telegram: Line) -> None:
    cards = (ContactCard(HOSTILE, (HOSTILE, "+1 23")),)
    files = (AttachedFile("A" * 22, "text/html\u202e", HOSTILE, 3000, "A" * 43),)
    telegram.hears("@x", "look", contacts=cards, files=files)
    for path in ("/case/1", "/case/1/file/1/1", "/case/1/file/1/1/save"):
        page = shown(at_alices, path)
        assert "<img src=x" not in page
        assert TURNED not in page
        assert "&lt;img src=x onerror=alert(1)&gt;\ufffdgpj.exe" in page
    assert "+1 23" in shown(at_alices)
    assert "3 kB" in shown(at_alices)


def test_who_asked_for_a_person_is_said_to_in_queue_and_case(
    at_alices: Client, telegram: Line
) -> None:
    telegram.hears("@x", "a person, please", answers={"@person": True})
    for path in ("/", "/case/1", "/case/1/person"):
        page = shown(at_alices, path)
        assert "Asked for" in page
        assert "a person" in page
        assert "@person" not in page
    assert "urgent; waiting" in shown(at_alices, "/")


def test_the_queue_says_by_which_line_the_last_message_came(
    at_alices: Client, telegram: Line, caller: MakeUp
) -> None:
    writer = caller()
    writer.write("by the page")
    assert "<bdi>Page</bdi> ·" in shown(at_alices, "/")
    telegram.hears("@x", "by telegram", token=to_base64url(writer.token()))
    page = shown(at_alices, "/")
    assert page.count("data-row=") == 1
    assert "<bdi>Telegram</bdi> ·" in page


def test_messages_of_merged_cases_are_told_apart(
    at_alices: Client, telegram: Line, caller: MakeUp, clock: HandClock
) -> None:
    writer = caller()
    writer.write("by the page")
    clock.forward(10)
    telegram.hears("@x", "it is me")
    telegram.hears("@x", "my words", token=to_base64url(writer.token()))
    assert "gave this case&#x27;s nine words" in shown(at_alices, "/case/1/person")
    at_alices.post("/case/1/proposal/1", {"decision": "merge"})
    page = shown(at_alices)
    keys = re.findall(r'data-item="([^"]+)"', page)
    assert sorted(keys) == ["1", "2-1", "2-2"]
    assert 'name="also_seen" id="also-seen" value="2:2"' in page
    telegram.hears("@x", "meanwhile")
    box = {"text": "hello", "seen_upto": "1", "also_seen": "2:2", "contact": "0"}
    refused = at_alices.post("/case/1/answer", box)
    assert refused.status_code == 409
    assert refused.content.decode().count('<li class="item message since"') == 1


def test_what_refreshes_by_itself_brings_no_file_and_no_place(
    at_alices: Client, telegram: Line
) -> None:
    telegram.hears("@x", "hello", place=Place(36.3456, 43.1234))
    assert "36.345600" in shown(at_alices)
    page = shown(at_alices, "/case/1/now")
    assert "36.345600" not in page
    assert "hello" not in page
