"""The person behind a case: ways, wish, and which cases are his; each decided by an operator."""

# ruff: noqa: D103 - a test is named after what it protects

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from aman.core.keys import to_base64url
from aman.desk.audit.models import AuditEntry
from aman.desk.cases.contacts import access_contacts
from aman.desk.cases.wishes import access_wish
from aman.desk.running import Desk
from aman.desk.safe_contact.models import Wish
from aman.desk.safe_contact.rules import Hours, Rules
from desk.screens.callers import HandClock, MakeUp
from desk_lines.line import Line

EMPTY = {"hours": "", "zone": "", "wording": "", "expected_by": ""}


def shown(browser: Client, path: str = "/case/1/person") -> str:
    return browser.get(path).content.decode()


@pytest.fixture
def two_ways(at_alices: Client, telegram: Line, sms: Line, caller: MakeUp) -> tuple[int, int]:
    """Somebody with a page wrote by SMS and then by Telegram; the numbers of both."""
    writer = caller()
    writer.write("hello")
    words = to_base64url(writer.token())
    sms.hears("+1", "hello", token=words)
    telegram.hears("@x", "hello", token=words)
    del at_alices
    by_line = {each.line: each.number for each in access_contacts(1)}
    return by_line["telegram"], by_line["sms"]


def test_the_ways_to_him_say_which_one_answers_take(
    at_alices: Client, two_ways: tuple[int, int]
) -> None:
    telegram, sms = two_ways
    page = shown(at_alices)
    assert page.count("answers go this way") == 1
    assert at_alices.post("/case/1/move", {"contact": sms}).status_code == 302
    page = shown(at_alices)
    ways = page.partition('class="reached"')[2]
    assert ways.index("SMS") < ways.index("Go by the last message again")
    assert f'name="contact" value="{sms}" required checked' in page
    at_alices.post("/case/1/move")
    assert f'name="contact" value="{telegram}" required checked' in shown(at_alices)
    actions = AuditEntry.objects.filter(action="moved the conversation")
    assert actions.count() == 2


def test_a_way_of_somebody_else_moves_nothing(
    at_alices: Client, two_ways: tuple[int, int], telegram: Line
) -> None:
    telegram.hears("@mallory", "hello")
    other = access_contacts(2)[0].number
    at_alices.post("/case/1/move", {"contact": other})
    assert not AuditEntry.objects.filter(action="moved the conversation").exists()
    del two_ways


def test_a_wish_is_written_down_and_shown(
    at_alices: Client, two_ways: tuple[int, int], clock: HandClock
) -> None:
    telegram, _ = two_ways
    assert "Nothing was asked for." in shown(at_alices)
    due = datetime.fromtimestamp(clock() + 7200, UTC).astimezone(ZoneInfo("Asia/Baghdad"))
    written = {
        "only": "on",
        "contacts": [str(telegram)],
        "hours": "18:00-20:30, 6-7",
        "zone": "Asia/Baghdad",
        "wording": "Your <b>parcel</b>",
        "expected_by": due.strftime("%Y-%m-%dT%H:%M"),
    }
    assert at_alices.post("/case/1/wish", written).status_code == 302
    kept = access_wish(1)
    assert kept.rules == Rules(
        contacts=(telegram,),
        hours=(Hours(1080, 1230), Hours(360, 420)),
        zone="Asia/Baghdad",
        wording="Your <b>parcel</b>",
    )
    assert kept.expected_by == int(clock() + 7200) // 60 * 60
    page = shown(at_alices)
    assert "18:00–20:30, 06:00–07:00" in page
    assert "Your &lt;b&gt;parcel&lt;/b&gt;" in page
    assert f'Should have written by <bdi dir="ltr">{due:%Y-%m-%d %H:%M}</bdi>' in page
    form = shown(at_alices, "/case/1/wish")
    assert 'value="18:00–20:30, 06:00–07:00"' in form
    assert f'value="{due:%Y-%m-%dT%H:%M}"' in form
    assert AuditEntry.objects.filter(action="wrote down a wish").count() == 1
    assert at_alices.post("/case/1/wish", EMPTY).status_code == 302
    assert access_wish(1).rules == Rules()


def test_never_is_written_down(at_alices: Client, two_ways: tuple[int, int]) -> None:
    at_alices.post("/case/1/wish", EMPTY | {"never": "on"})
    assert access_wish(1).rules.never
    assert "Never through a line" in shown(at_alices)
    del two_ways


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("hours", "18-20, evening", "“evening” is not two times of a day."),
        ("hours", "25:00-26:00", "“25:00-26:00” is not two times of a day."),
        ("zone", "Nowhere/At_all", "This place is not known."),
        ("zone", "../../etc/passwd", "This place is not known."),
        ("expected_by", "tomorrow", "Write the moment like"),
    ],
)
def test_a_mistake_is_told_in_words_and_what_was_typed_is_kept(
    at_alices: Client, two_ways: tuple[int, int], field: str, typed: str, said: str
) -> None:
    refused = at_alices.post("/case/1/wish", EMPTY | {"wording": "Your parcel", field: typed})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert said in page
    assert f'value="{typed}"' in page
    assert "Your parcel</textarea>" in page
    assert not Wish.objects.exists()
    del two_ways


def test_a_damaged_wish_is_told_and_can_be_written_anew(
    at_alices: Client, two_ways: tuple[int, int]
) -> None:
    at_alices.post("/case/1/wish", EMPTY | {"never": "on"})
    Wish.objects.update(content=b"damaged")
    assert "This record is damaged." in shown(at_alices)
    assert at_alices.get("/case/1/wish").status_code == 200
    at_alices.post("/case/1/wish", EMPTY | {"wording": "Your parcel"})
    assert access_wish(1).rules.wording == "Your parcel"
    del two_ways


def test_a_proposal_is_refused_and_not_made_again(
    at_alices: Client, telegram: Line, caller: MakeUp
) -> None:
    writer = caller()
    writer.write("by the page")
    telegram.hears("@x", "hello")
    telegram.hears("@x", "my words", token=to_base64url(writer.token()))
    assert "Who wrote by Telegram in case 2 gave this case&#x27;s nine words." in shown(at_alices)
    other = shown(at_alices, "/case/2/person")
    assert "Who wrote here by Telegram gave the nine words of case 1." in other
    at_alices.post("/case/2/proposal/1", {"decision": "refuse"})
    telegram.hears("@x", "my words", token=to_base64url(writer.token()))
    page = shown(at_alices)
    assert "nine words" not in page.replace("The nine words of case 1 went through", "")
    assert "Who wrote by Telegram" not in page
    assert "my words" not in page.partition('id="items"')[2]
    assert AuditEntry.objects.filter(action="refused a merge").exists()


def test_what_is_merged_can_be_separated_and_nothing_is_lost(
    at_alices: Client, telegram: Line, caller: MakeUp
) -> None:
    writer = caller()
    writer.write("by the page")
    telegram.hears("@x", "by telegram")
    telegram.hears("@x", "my words", token=to_base64url(writer.token()))
    at_alices.post("/case/1/proposal/1", {"decision": "merge"})
    page = shown(at_alices)
    assert "by telegram" in page
    assert "Separate case 2" in page
    assert 'action="/case/1/answer"' in shown(at_alices, "/case/2")
    assert at_alices.post("/case/1/separate", {"case": "2"}).status_code == 302
    assert "by telegram" not in shown(at_alices)
    assert "by telegram" in shown(at_alices, "/case/2")
    assert AuditEntry.objects.filter(action="separated").exists()


def test_a_wish_of_a_merged_case_is_shown_too(
    at_alices: Client, telegram: Line, caller: MakeUp
) -> None:
    writer = caller()
    writer.write("by the page")
    telegram.hears("@x", "by telegram")
    at_alices.post("/case/2/wish", EMPTY | {"never": "on"})
    telegram.hears("@x", "my words", token=to_base64url(writer.token()))
    at_alices.post("/case/1/proposal/1", {"decision": "merge"})
    page = shown(at_alices)
    assert "From case 2" in page
    assert "Never through a line" in page


@pytest.mark.parametrize("path", ["move", "proposal/1", "separate", "wish"])
def test_only_who_is_signed_in_at_an_open_desk_decides(
    at_alices: Client, browser: Client, telegram: Line, desk: Desk, path: str
) -> None:
    telegram.hears("@x", "hello")
    forged = Client(headers={"host": desk.settings.host}, enforce_csrf_checks=True)
    forged.cookies = at_alices.cookies
    assert forged.post(f"/case/1/{path}", EMPTY).status_code == 403
    refused = browser.post(f"/case/1/{path}", EMPTY)
    assert refused.status_code == 401 or refused.headers["Location"].startswith("/sign-in")
    desk.vault.lock()
    refused = at_alices.post(f"/case/1/{path}", EMPTY)
    assert refused.status_code == 401 or refused.headers["Location"].startswith("/sign-in")
    assert not Wish.objects.exists()


def test_in_a_case_that_is_not_there_nothing_is_decided(at_alices: Client) -> None:
    for path in ("move", "proposal/1", "separate", "wish", "release/1", "way/1/leave"):
        assert at_alices.post(f"/case/9/{path}", EMPTY).status_code in {404, 409}, path
