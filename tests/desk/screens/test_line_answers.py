"""An answer through a line: by which way is said before, what stops it is said, no text is lost."""

# ruff: noqa: D103 - a test is named after what it protects

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from aman.core.keys import to_base64url
from aman.core.line_dialogue import State
from aman.core.strength import Strength
from aman.desk import provision
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case
from aman.desk.cases.contacts import access_contacts, merge_cases
from aman.desk.cases.wishes import Rules, write_wish
from aman.desk.lines.models import Instruction
from aman.desk.safe_contact.models import Release
from aman.desk.safe_contact.rules import Hours
from desk.screens.callers import Courier, HandClock, MakeUp, carried
from desk_lines.line import Line

AT_SIX = "Come at 18:30"


def shown(browser: Client, path: str = "/case/1") -> str:
    return browser.get(path).content.decode()


def send(browser: Client, text: str, contact: int | str, **more: str) -> HttpResponse:
    box = {"text": text, "seen_upto": "99", "contact": str(contact), **more}
    answer: HttpResponse = browser.post("/case/1/answer", box)
    return answer


def chosen(page: str) -> str:
    """The value of the way that is chosen."""
    return re.findall(r'name="contact" value="(\d+)" required checked', page)[0]


@pytest.fixture
def contact(telegram: Line, alice: Operator, at_alices: Client) -> int:
    """Somebody wrote by Telegram."""
    telegram.hears("@x", "hello")
    del alice
    at_alices.get("/case/1")
    return access_contacts(1)[0].number


@pytest.fixture
def quiet(contact: int, alice: Operator, clock: HandClock) -> int:
    """He asked for hours and words, and wrote long ago."""
    clock.forward(16 * 60)
    rules = Rules(hours=(Hours(6 * 60, 7 * 60),), zone="Asia/Baghdad", wording="Your parcel")
    write_wish(alice, 1, rules, None, int(clock()))
    return contact


def test_the_box_says_the_way_and_its_strength_before_anything_is_sent(
    at_alices: Client, telegram: Line, sms: Line, caller: MakeUp, alice: Operator
) -> None:
    caller().write("hello")
    sms.hears("+1", "by sms")
    telegram.hears("@x", "by telegram")
    shown(at_alices)
    for other in (2, 3):
        merge_cases(alice, 1, other, 1)
    page = shown(at_alices)
    assert 'id="passed-words"' not in page
    ways = page.partition('<fieldset class="ways-out">')[2].partition("</fieldset>")[0]
    assert ways.index("Telegram") < ways.index("SMS") < ways.index("Page only")
    assert "the company can read this" in ways
    assert "every phone network can read this" in ways
    assert "only this desk can read it" in ways
    assert "last heard" in ways
    telegram_first = next(each for each in access_contacts(1) if each.line == "telegram")
    assert chosen(page) == str(telegram_first.number)


def test_words_that_went_through_a_weak_line_are_told_with_the_way_out(
    at_alices: Client, sms: Line, caller: MakeUp
) -> None:
    writer = caller()
    writer.write("hello")
    sms.hears("+1", "by sms", token=to_base64url(writer.token()))
    page = shown(at_alices)
    assert "The nine words of case 1 went through <bdi>SMS</bdi>." in page
    assert "Ask for new words: a new conversation on the page." in page
    ways = page.partition('<fieldset class="ways-out">')[2].partition("</fieldset>")[0]
    assert ways.count("every phone network can read this") == 2
    assert "only this desk can read it" not in ways
    refused = send(at_alices, AT_SIX, 0)
    assert refused.status_code == 422
    assert "this way is too weak for place or time" in refused.content.decode()
    assert AT_SIX in refused.content.decode()


def test_who_has_only_the_page_is_answered_there(at_alices: Client, caller: MakeUp) -> None:
    caller().write("hello")
    page = shown(at_alices)
    assert chosen(page) == "0"
    assert "Show every way" not in page
    assert send(at_alices, AT_SIX, 0).status_code == 302


def test_a_time_through_a_weak_line_is_refused_and_the_text_kept(
    at_alices: Client, contact: int
) -> None:
    refused = send(at_alices, f"{AT_SIX}, road 7", contact)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert f">{AT_SIX}, road 7</textarea>" in page
    assert "this way is too weak for place or time" in page
    assert "<strong>a time; a landmark</strong>" in page
    assert 'name="harmless"' in page
    assert not Instruction.objects.filter(answer__isnull=False).exists()


def test_another_way_is_marked_when_it_is_strong_enough(
    at_alices: Client, contact: int, signal: Line, caller: MakeUp
) -> None:
    writer = caller("other")
    writer.write("hello")
    assert Case.objects.count() == 2
    page = send(at_alices, AT_SIX, contact).content.decode()
    assert "strong enough for this" not in page
    at_alices.get("/case/2")
    signal.hears("s", "hello", token=to_base64url(writer.token()))
    box = {"text": AT_SIX, "seen_upto": "99", "contact": "0"}
    assert at_alices.post("/case/2/answer", box).status_code == 302


def test_who_says_that_it_holds_none_has_looked_and_that_is_written_down(
    at_alices: Client, contact: int
) -> None:
    assert send(at_alices, AT_SIX, contact, harmless="1").status_code == 302
    assert AuditEntry.objects.filter(action="said: no place, no time").exists()
    assert "waits here for the line" in shown(at_alices)


def test_the_tick_is_kept_when_something_else_stops_it(
    at_alices: Client, contact: int, telegram: Line
) -> None:
    telegram.hears("@x", "meanwhile")
    box = {"text": AT_SIX, "seen_upto": "1", "contact": str(contact), "harmless": "1"}
    page = at_alices.post("/case/1/answer", box).content.decode()
    assert "Not sent: a new message came" in page
    assert 'name="harmless" value="1" checked' in page
    assert chosen(page) == str(contact)


def test_against_his_wish_every_reason_is_said_in_words(at_alices: Client, quiet: int) -> None:
    refused = send(at_alices, "How are you?", quiet)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert ">How are you?</textarea>" in page
    assert "The person asked for other hours." in page
    assert "There it is" in page
    assert '(<bdi dir="ltr">Asia/Baghdad</bdi>)' in page
    assert re.search(r"The next allowed moment: <bdi dir=\"ltr\">\d{4}-\d\d-\d\d 06:00</bdi>", page)
    assert "The person asked for other words." in page
    assert '<span class="copy" dir="auto">Your parcel</span>' in page
    assert "Ask a colleague to release it" in page
    assert not Instruction.objects.filter(answer__isnull=False).exists()


def test_a_second_operator_releases_what_a_first_one_asked_for(
    at_alices: Client, at_bobs: Client, quiet: int
) -> None:
    assert send(at_alices, "How <b>are</b> you?", quiet, ask="1").status_code == 302
    mine, his = shown(at_alices), shown(at_bobs)
    assert "You asked a colleague to release this:" in mine
    assert 'value="release"' not in mine
    assert "<bdi>alice</bdi> asks you to release this:" in his
    assert "How &lt;b&gt;are&lt;/b&gt; you?" in his
    assert "The person asked for other hours." in his
    assert "1 text waits for a second operator" in shown(at_bobs, "/case/1/now")
    assert "How" not in shown(at_bobs, "/case/1/now")
    number = Release.objects.get().pk
    own = at_alices.post(f"/case/1/release/{number}", {"decision": "release"})
    assert own.status_code == 409
    assert "A colleague has to release it." in own.content.decode()
    assert not Instruction.objects.filter(answer__isnull=False).exists()
    assert at_bobs.post(f"/case/1/release/{number}", {"decision": "release"}).status_code == 302
    assert Instruction.objects.filter(answer__isnull=False).count() == 1
    again = at_bobs.post(f"/case/1/release/{number}", {"decision": "release"})
    assert again.status_code == 409
    assert "it is decided, or older" in again.content.decode()
    assert Instruction.objects.filter(answer__isnull=False).count() == 1


def test_a_harmless_number_can_be_released_too(
    at_alices: Client, at_bobs: Client, quiet: int
) -> None:
    """Who asks has ticked it, and the colleague is told."""
    assert send(at_alices, AT_SIX, quiet, ask="1").status_code == 422
    assert not Release.objects.exists()
    assert send(at_alices, AT_SIX, quiet, ask="1", harmless="1").status_code == 302
    assert "Who asks says: it holds no place and no time." in shown(at_bobs)
    at_bobs.post(f"/case/1/release/{Release.objects.get().pk}", {"decision": "release"})
    assert Instruction.objects.filter(answer__isnull=False).count() == 1


def test_a_request_is_refused_or_taken_back(at_alices: Client, at_bobs: Client, quiet: int) -> None:
    for browser in (at_bobs, at_alices):
        send(at_alices, "How are you?", quiet, ask="1")
        number = Release.objects.latest("pk").pk
        assert browser.post(f"/case/1/release/{number}", {"decision": "refuse"}).status_code == 302
    assert "release this" not in shown(at_bobs)
    assert not Instruction.objects.filter(answer__isnull=False).exists()


def test_a_removed_line_is_said_and_nothing_chosen_in_its_place(
    at_alices: Client, contact: int, courier: Courier
) -> None:
    provision.remove_line(courier.desk.folder, "telegram")
    page = shown(at_alices)
    assert "this line was removed" in page
    assert not re.findall(r"required checked", page)
    refused = at_alices.post("/case/1/answer", {"text": "hello", "seen_upto": "99"})
    assert "this line was removed. Choose another way." in refused.content.decode()
    assert ">hello</textarea>" in refused.content.decode()
    del contact


def test_a_way_that_is_not_this_cases_is_refused(
    at_alices: Client, contact: int, telegram: Line
) -> None:
    telegram.hears("@mallory", "hello")
    other = access_contacts(2)[0].number
    refused = send(at_alices, "hello", other)
    assert refused.status_code == 422
    assert "this case has no such way" in refused.content.decode()
    assert not Instruction.objects.filter(answer__isnull=False).exists()
    del contact


def test_behind_a_sign_in_the_text_comes_back_with_its_way(
    at_alices: Client, sms: Line, contact: int, caller: MakeUp, clock: HandClock
) -> None:
    writer = caller("other")
    writer.write("hello")
    words = to_base64url(writer.token())
    sms.hears("+1", "hello", token=words)
    number = access_contacts(2)[0].number
    at_alices.get("/case/2")
    clock.forward(31 * 60)
    box = {"text": "kept", "seen_upto": "2", "contact": str(number), "also_seen": "9:4"}
    kept = at_alices.post("/case/2/answer", box)
    page = kept.content.decode()
    assert kept.status_code == 401
    assert '["also_seen","9:4"]' in carried(page)
    way_in = {"name": "alice", "password": "alice walks the dog at dawn", "draft": carried(page)}
    at_alices.post("/sign-in", way_in)
    page = shown(at_alices, "/case/2")
    assert ">kept</textarea>" in page
    assert chosen(page) == str(number)
    del contact


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.ACCEPTED, "sent; not known yet whether it arrived"),
        (State.DELIVERED, "arrived on the device"),
        (State.READ, "read"),
        (State.FAILED, "not sent; it may work later"),
        (State.UNCERTAIN, "not certain whether it was sent"),
    ],
)
def test_each_way_of_an_answer_says_how_far_it_has_come(
    at_alices: Client, contact: int, telegram: Line, state: State, said: str
) -> None:
    send(at_alices, "hello", contact)
    sent = Instruction.objects.get(answer__isnull=False)
    assert "waits here for the line" in shown(at_alices)
    telegram.report(bytes(sent.name), state, reason="blocked", provider_id="p")
    for path in ("/case/1", "/case/1/now"):
        page = shown(at_alices, path)
        assert f"<bdi>Telegram</bdi>: {said}" in page
        assert "waits here for the line" not in page


def test_what_is_uncertain_asks_for_a_decision(
    at_alices: Client, contact: int, telegram: Line
) -> None:
    send(at_alices, "hello", contact)
    sent = Instruction.objects.get(answer__isnull=False)
    telegram.report(bytes(sent.name), State.UNCERTAIN)
    page = shown(at_alices)
    assert "Sent again, it may arrive twice." in page
    assert f'formaction="/case/1/way/{sent.pk}/send-again"' in page
    assert f'formaction="/case/1/way/{sent.pk}/leave"' in page
    assert at_alices.post(f"/case/1/way/{sent.pk}/send-again").status_code == 302
    assert Instruction.objects.filter(answer__isnull=False).count() == 2
    late = at_alices.post(f"/case/1/way/{sent.pk}/leave")
    assert late.status_code == 409
    assert "its state has changed meanwhile" in late.content.decode()
    assert "sent once more" in shown(at_alices)


def test_what_failed_can_be_left_and_what_waits_withdrawn(
    at_alices: Client, contact: int, telegram: Line
) -> None:
    send(at_alices, "one", contact)
    send(at_alices, "two", contact)
    failed, waits = Instruction.objects.filter(answer__isnull=False).order_by("pk")
    telegram.report(bytes(failed.name), State.FAILED, lasting=True, reason="blocked")
    assert "the person blocked this line" in shown(at_alices)
    assert at_alices.post(f"/case/1/way/{failed.pk}/leave").status_code == 302
    assert at_alices.post(f"/case/1/way/{waits.pk}/withdraw").status_code == 302
    page = shown(at_alices)
    assert "left as it is" in page
    assert "<bdi>Telegram</bdi>: withdrawn" in page


def test_sending_again_against_a_wish_keeps_the_text_and_can_be_asked_for(
    at_alices: Client, quiet: int, telegram: Line, clock: HandClock
) -> None:
    send(at_alices, "Your parcel", quiet)
    assert not Instruction.objects.filter(answer__isnull=False).exists()  # outside his hours
    telegram.hears("@x", "I am here")
    at_alices.get("/case/1")
    send(at_alices, "stay inside", quiet)
    sent = Instruction.objects.get(answer__isnull=False)
    telegram.report(bytes(sent.name), State.FAILED)
    clock.forward(1200)
    refused = at_alices.post(f"/case/1/way/{sent.pk}/send-again")
    assert refused.status_code == 422
    assert ">stay inside</textarea>" in refused.content.decode()
    assert "Ask a colleague to release it" in refused.content.decode()


def test_what_is_live_bears_no_token_that_changes_with_every_look(
    at_alices: Client, contact: int
) -> None:
    """Else a button would be taken from under the finger every few seconds."""
    send(at_alices, "hello", contact)
    looks = {shown(at_alices, "/case/1/now").partition('id="items"')[2] for _ in range(3)}
    assert len(looks) == 1


@pytest.mark.parametrize(
    "path", ["answer", "release/1", "way/1/send-again", "way/1/leave", "way/1/withdraw"]
)
def test_a_page_elsewhere_decides_nothing(
    at_alices: Client, contact: int, courier: Courier, path: str
) -> None:
    forged = Client(headers={"host": courier.desk.settings.host}, enforce_csrf_checks=True)
    forged.cookies = at_alices.cookies
    answer = forged.post(f"/case/1/{path}", {"text": "forged", "contact": contact})
    assert answer.status_code == 403
    assert at_alices.get(f"/case/1/{path}").status_code == 405
    assert not Instruction.objects.filter(answer__isnull=False).exists()


def test_strengths_that_screens_know_are_all_that_there_are() -> None:
    from aman.desk.screens.line_words import strength  # noqa: PLC0415 - after configuration

    assert [strength(each).level for each in Strength] == [5, 4, 3, 2, 1]
