"""The screens for an address that was named, and for merging a case by its number."""

# ruff: noqa: D103 - a test is named after what it protects

import re

import pytest
from django.test import Client

from aman.core.address import AddressKind, FirstWord
from aman.core.strength import Strength
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.programme import the_programme
from aman.desk.cases.contacts import access_contacts, access_merges
from aman.desk.cases.people import access_members
from aman.desk.cases.relatives import relate
from aman.desk.lines.models import Instruction, NamedAddress
from aman.desk.running import Desk
from desk.screens.callers import Courier, HandClock, MakeUp, Wire, carried
from desk.screens.test_typed import WAY_IN
from desk_lines.line import Line

WIFE = "+380501234567"
TYPED = {"line": "signal", "address": "00380 50 123 45 67", "whose": "own", "lang": "uk"}


def shown(browser: Client, path: str = "/case/1/person") -> str:
    return browser.get(path).content.decode()


@pytest.fixture
def lines(courier: Courier) -> dict[str, Line]:
    """One can write first, one by a template, one by one that is not set, and one can not."""
    wire, phone = Wire(courier), AddressKind.PHONE
    known = [
        Line(wire, "signal", Strength.ENDPOINT, phone, FirstWord.FREELY),
        Line(wire, "whatsapp", Strength.PROVIDER, phone, FirstWord.TEMPLATE),
        Line(wire, "sms", Strength.NETWORK, phone, FirstWord.UNSET),
        Line(wire, "telegram"),
    ]
    return {line.name: line.known() for line in known}


@pytest.fixture
def wrote(at_alices: Client, lines: dict[str, Line]) -> Line:
    """Somebody wrote by Telegram."""
    lines["telegram"].hears("@x", "write to my wife", lang="uk")
    del at_alices
    return lines["signal"]


def test_an_address_is_written_down_and_its_first_words_are_one_press(
    at_alices: Client, wrote: Line
) -> None:
    assert at_alices.post("/case/1/name", TYPED).status_code == 302
    page = shown(at_alices)
    assert WIFE in page
    assert "nobody has written from there yet" in page
    assert "typed by <bdi>alice</bdi>" in page
    assert the_programme().opening["uk"] in page
    assert not Instruction.objects.filter(line="signal").exists()
    form = re.search(r'<form method="post" action="/case/1/answer">.*?</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    assert at_alices.post("/case/1/answer", fields).status_code == 302
    (sent,) = Instruction.objects.filter(line="signal")
    assert sent.answer is not None
    del wrote


def test_other_words_there_are_stopped_and_a_colleague_can_be_asked(
    at_alices: Client, wrote: Line
) -> None:
    at_alices.post("/case/1/name", TYPED)
    contact = next(each.number for each in access_contacts(1) if each.line == "signal")
    text = {"text": "It is Ann", "seen_upto": "99", "contact": str(contact)}
    stopped = at_alices.post("/case/1/answer", text)
    page = stopped.content.decode()
    assert stopped.status_code == 422
    assert "Nobody has written from this address yet." in page
    assert "asked not to be reached" not in page  # he asked for nothing
    assert the_programme().opening["en"] in page
    assert "It is Ann</textarea>" in page
    assert at_alices.post("/case/1/answer", text | {"ask": "1"}).status_code == 302
    assert "You asked a colleague to release this" in shown(at_alices, "/case/1")
    del wrote


def test_each_line_says_what_to_type_and_who_cant_write_first_says_why(
    at_alices: Client, wrote: Line
) -> None:
    page = shown(at_alices, "/case/1/name")
    options = re.findall(r'<option value="(\w+)"', page.partition('name="address"')[0])
    assert options == ["signal", "whatsapp"]
    assert "Signal: telephone number" in page
    others = (
        page.partition("Lines that can&#x27;t write first")[2]
        or page.partition("Lines that can't write first")[2]
    )
    assert "Telegram</bdi>: It can" in others
    assert "An administrator can set one." in others
    refused = at_alices.post("/case/1/name", TYPED | {"line": "telegram"})
    assert refused.status_code == 422
    assert not NamedAddress.objects.exists()
    del wrote


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "050 123 45 67"}, "Begin with + and the country"),
        ({"address": "call her"}, "This is no telephone number."),
        ({"whose": "others"}, "Write down the people of this case first."),
    ],
)
def test_a_mistake_is_told_in_words_and_what_was_typed_is_kept(
    at_alices: Client, wrote: Line, typed: dict[str, str], said: str
) -> None:
    refused = at_alices.post("/case/1/name", TYPED | typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert said in page
    assert f'value="{(TYPED | typed)["address"]}"' in page
    assert not NamedAddress.objects.exists()
    del wrote


def test_an_address_of_another_case_offers_merging_and_linking(
    at_alices: Client, wrote: Line
) -> None:
    wrote.hears(WIFE, "I look for my husband")
    refused = at_alices.post("/case/1/name", TYPED)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "This address belongs to case 2 already. Nothing was changed." in page
    assert 'href="/case/1/merge?with=2"' in page
    assert 'href="/case/2/relate?person=1"' in page
    assert 'value="2"' in shown(at_alices, "/case/1/merge?with=2")
    assert 'value="1"' in shown(at_alices, "/case/2/relate?person=1")
    assert not NamedAddress.objects.exists()


def test_of_several_people_it_is_said_whose_it_is(at_alices: Client, wrote: Line) -> None:
    at_alices.post("/case/1/member", {"label": "<b>wife</b>", "notes": ""})
    (wife,) = access_members(1)
    assert "&lt;b&gt;wife&lt;/b&gt;" in shown(at_alices, "/case/1/name")
    at_alices.post("/case/1/name", TYPED | {"whose": ""})
    assert "Say below whose it is." in shown(at_alices)
    hers = {"address": "+380507654321", "whose": str(wife.number)}
    assert at_alices.post("/case/1/name", TYPED | hers).status_code == 302
    contact = access_members(1)[0].contacts[0]
    assert f'name="contact" value="{contact}:{wife.number}"' in shown(at_alices)
    del wrote


def test_typed_wrong_it_is_taken_back(at_alices: Client, wrote: Line) -> None:
    at_alices.post("/case/1/name", TYPED)
    contact = next(each.number for each in access_contacts(1) if each.line == "signal")
    assert at_alices.post("/case/1/take-back", {"contact": contact}).status_code == 302
    assert WIFE not in shown(at_alices)
    at_alices.post("/case/1/take-back", {"contact": contact})
    at_alices.post("/case/1/take-back", {"contact": "x"})
    assert AuditEntry.objects.filter(action="took back a named address").count() == 1
    wrote.hears(WIFE, "who is it")
    assert "who is it" in shown(at_alices, "/case/2")


def test_where_a_template_goes_in_place_it_is_said_and_offered_once(
    at_alices: Client, wrote: Line
) -> None:
    at_alices.post("/case/1/name", TYPED | {"line": "whatsapp"})
    page = shown(at_alices)
    assert "<bdi>WhatsApp</bdi> sends its own neutral text in place of them, once." in page
    contact = next(each.number for each in access_contacts(1) if each.line == "whatsapp")
    text = {"text": the_programme().opening["uk"], "seen_upto": "99", "contact": str(contact)}
    assert at_alices.post("/case/1/answer", text).status_code == 302
    page = shown(at_alices)
    assert "its neutral text in place of the answer" in page
    assert "The neutral text was sent. Now the person must write." in page
    again = at_alices.post("/case/1/answer", text | {"confirmed": "1"})
    assert "the person must write first by this way" in again.content.decode()
    del wrote


def test_what_was_typed_is_not_lost_with_the_sign_in(
    at_alices: Client, wrote: Line, clock: HandClock
) -> None:
    clock.forward(31 * 60)
    kept = at_alices.post("/case/1/name", TYPED)
    assert kept.status_code == 401
    way_in = WAY_IN | {"draft": carried(kept.content.decode())}
    assert at_alices.post("/sign-in", way_in).headers["Location"] == "/case/1/name"
    page = shown(at_alices, "/case/1/name")
    assert f'value="{TYPED["address"]}"' in page
    assert "It is not written down yet." in page
    assert not NamedAddress.objects.exists()
    del wrote


@pytest.fixture
def two(at_alices: Client, wrote: Line, caller: MakeUp) -> None:
    """A case by Telegram, and one by the page with answers."""
    caller().write("by the page <i>", company="alone")
    del at_alices, wrote


def test_two_cases_are_shown_side_by_side_before_they_are_merged(
    at_alices: Client, two: None
) -> None:
    page = at_alices.post("/case/1/merge", {"case": "2"}).content.decode()
    for said in ("Case 1", "Case 2", "write to my wife", "by the page &lt;i&gt;", "Telegram"):
        assert said in page, said
    assert "Alone" in page or "alone" in page
    assert access_merges(1) == ()
    assert AuditEntry.objects.filter(action="compared with another case").count() == 2
    done = at_alices.post("/case/1/merge", {"case": "2", "confirmed": "1"})
    assert done.status_code == 302
    assert access_merges(1) == (2,)
    assert "by the page" in shown(at_alices, "/case/1")
    assert at_alices.post("/case/1/separate", {"case": "2"}).status_code == 302
    assert access_merges(1) == ()
    del two


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "This field is required."),
        ("two", "Write the number alone"),
        ("99", "There is no such case."),
        ("1", "These two are shown as one already."),
    ],
)
def test_a_number_that_can_not_be_merged_is_told(
    at_alices: Client, two: None, typed: str, said: str
) -> None:
    for confirmed in ("", "1"):
        refused = at_alices.post("/case/1/merge", {"case": typed, "confirmed": confirmed})
        assert refused.status_code == 422
        assert said in refused.content.decode()
    assert access_merges(1) == ()
    del two


def test_relatives_are_never_merged(
    at_alices: Client, two: None, alice: Operator, clock: HandClock
) -> None:
    relate(alice, 2, 1, int(clock()))
    for confirmed in ("", "1"):
        refused = at_alices.post("/case/1/merge", {"case": "2", "confirmed": confirmed})
        assert "These two are relatives." in refused.content.decode()
    assert access_merges(1) == ()
    del two


@pytest.mark.parametrize("path", ["name", "take-back", "merge"])
def test_only_who_is_signed_in_at_an_open_desk_decides(
    at_alices: Client, browser: Client, wrote: Line, desk: Desk, path: str
) -> None:
    forged = Client(headers={"host": desk.settings.host}, enforce_csrf_checks=True)
    forged.cookies = at_alices.cookies
    assert forged.post(f"/case/1/{path}", {"case": "1"}).status_code == 403
    assert turned_away(browser, path)
    given = TYPED | {"case": "1", "contact": "1"}
    assert at_alices.post(f"/case/9/{path}", given).status_code == 404
    desk.vault.lock()
    assert turned_away(at_alices, path)
    del wrote


def turned_away(browser: Client, path: str) -> bool:
    """Whether nothing but a way to sign in comes back."""
    answer = browser.post(f"/case/1/{path}")
    if answer.status_code == 302:
        return answer.headers["Location"].startswith("/sign-in")
    return answer.status_code == 401 and 'name="password"' in answer.content.decode()
