"""Several people, and relatives: a refusal loses no text, and nothing is chosen in silence."""

# ruff: noqa: D103 - a test is named after what it protects

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from aman.core.line_dialogue import State
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.cases.contacts import access_contacts
from aman.desk.cases.people import access_members, add_member, give_contact
from aman.desk.cases.relatives import (
    Permission,
    Tell,
    access_consents,
    access_relations,
    relate,
    withdraw_consent,
    write_consent,
)
from aman.desk.cases.wishes import Broken, Rules, ask_release, write_wish
from aman.desk.keys.vault import the_vault
from aman.desk.lines.models import Instruction
from aman.desk.outbox.models import Answer
from aman.desk.people.models import Member, Relation
from desk.screens.callers import HandClock, MakeUp, carried, password_of
from desk_lines.line import Line

HIM, HER = 1, 2
ALICE = {"name": "alice", "password": password_of("alice")}
TEXT = "We have read this."


def shown(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def send(browser: Client, case: int, way: str, text: str = TEXT, **more: str) -> HttpResponse:
    box = {"text": text, "seen_upto": "99", "contact": way, **more}
    answer: HttpResponse = browser.post(f"/case/{case}/answer", box)
    return answer


def refused(answer: HttpResponse, why: str, text: str = TEXT) -> str:
    """Nothing went out, it says why, and the text is still there."""
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert f">{text}</textarea>" in page
    assert not Answer.objects.exists()
    return page


def fails(line: Line) -> Instruction:
    """The line says that what it got did not arrive."""
    failed = Instruction.objects.get(answer__isnull=False)
    line.report(bytes(failed.name), State.FAILED)
    return failed


@pytest.fixture
def contact(telegram: Line, at_alices: Client) -> int:
    """Somebody wrote by Telegram: case 1."""
    telegram.hears("@x", "we are two")
    at_alices.get("/case/1")
    return access_contacts(1)[0].number


@pytest.fixture
def ali(contact: int, alice: Operator, clock: HandClock) -> int:
    """The phone is Ali's; another one of them has none."""
    ali = add_member(alice, 1, "Ali <b>", "", int(clock()))
    add_member(alice, 1, "his brother", "", int(clock()))
    give_contact(alice, 1, contact, ali, int(clock()))
    return ali


@pytest.fixture
def linked(
    telegram: Line, caller: MakeUp, at_alices: Client, alice: Operator, clock: HandClock
) -> int:
    """He wrote by the page, his mother by Telegram; gives the link's number."""
    caller().write("tell my mother that I live")
    at_alices.get("/case/1")
    telegram.hears("@mother", "where is my son")
    at_alices.get("/case/2")
    return relate(alice, HER, HIM, int(clock()))


def permit(alice: Operator, linked: int, clock: HandClock, *kinds: Tell) -> int:
    return write_consent(alice, linked, Permission(kinds, "his words", HIM, 1), int(clock()))


def test_of_several_people_each_way_says_whose_it_is_and_none_is_chosen(
    at_alices: Client, contact: int, ali: int
) -> None:
    page = shown(at_alices, "/case/1")
    ways = page.partition('<fieldset class="ways-out">')[2].partition("</fieldset>")[0]
    assert f'name="contact" value="{contact}:{ali}" required' in ways
    assert "Ali &lt;b&gt;" in ways
    assert "the company can read this" in ways
    assert "checked" not in ways
    assert send(at_alices, 1, f"{contact}:{ali}").status_code == 302
    assert Answer.objects.get().member_id == ali


def beneath(page: str, item: str) -> str:
    """What stands beneath one thing that was said, without its tags."""
    said = page.partition(f'id="item-{item}"')[2].partition("</li>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", said.partition('<div class="beneath">')[2]).split())


def test_each_thing_that_was_said_names_who_said_it_or_for_whom_it_is(
    at_alices: Client, contact: int, ali: int
) -> None:
    assert send(at_alices, 1, f"{contact}:{ali}").status_code == 302
    page = shown(at_alices, "/case/1")
    assert "said by Ali &lt;b&gt;" in beneath(page, "1")
    assert "for: Ali &lt;b&gt;" in beneath(page, "2")


def test_what_nobody_knows_of_whom_says_so_and_a_case_of_one_says_nothing(
    at_alices: Client, contact: int, alice: Operator, clock: HandClock
) -> None:
    assert "which of them" not in shown(at_alices, "/case/1")
    ali = add_member(alice, 1, "Ali", "", int(clock()))
    assert "not known which of them" in beneath(shown(at_alices, "/case/1"), "1")
    give_contact(alice, 1, contact, ali, int(clock()))
    assert "said by Ali" in beneath(shown(at_alices, "/case/1"), "1")
    assert "said by Ali" in beneath(shown(at_alices, "/case/1/now"), "1")


def test_without_saying_for_whom_nothing_is_sent_and_the_text_kept(
    at_alices: Client, contact: int, ali: int
) -> None:
    del ali
    for way in (str(contact), "", "x:y"):
        refused(send(at_alices, 1, way), "Choose for whom it is.")


def test_a_way_that_became_anothers_is_refused_and_not_chosen_again(
    at_alices: Client, contact: int, ali: int, alice: Operator, clock: HandClock
) -> None:
    give_contact(alice, 1, contact, ali + 1, int(clock()))
    page = refused(send(at_alices, 1, f"{contact}:{ali}"), "this way is not that person")
    assert f'value="{contact}:{ali + 1}" required' in page
    assert not re.search(r'name="contact" value="[^"]*" required checked', page)


def test_who_is_not_in_the_case_gets_nothing(at_alices: Client, contact: int, ali: int) -> None:
    refused(send(at_alices, 1, f"{contact}:{ali + 7}"), "this case has no such person")


def test_what_is_nobodys_can_not_be_chosen(
    at_alices: Client, contact: int, ali: int, alice: Operator, clock: HandClock
) -> None:
    give_contact(alice, 1, contact, None, int(clock()))
    page = shown(at_alices, "/case/1")
    ways = page.partition('<fieldset class="ways-out">')[2].partition("</fieldset>")[0]
    assert "say whose it is" in ways
    assert ways.count('name="contact"') == ways.count("disabled") == 1
    refused(send(at_alices, 1, f"{contact}:{ali}"), "this way is not that person")


def test_for_whom_it_is_comes_back_with_the_text_after_a_sign_in(
    at_alices: Client, contact: int, ali: int, alice: Operator
) -> None:
    del alice
    at_alices.post("/sign-out")
    page = send(at_alices, 1, f"{contact}:{ali}").content.decode()
    at_alices.post("/sign-in", ALICE | {"draft": carried(page)})
    page = shown(at_alices, "/case/1")
    assert f'name="contact" value="{contact}:{ali}" required checked' in page
    assert f">{TEXT}</textarea>" in page


def test_a_text_to_send_again_stands_in_the_box_when_the_way_is_anothers(
    at_alices: Client, telegram: Line, contact: int, ali: int
) -> None:
    send(at_alices, 1, f"{contact}:{ali}")
    failed = fails(telegram)
    give_contact(Operator.objects.get(), 1, contact, ali + 1, failed.created_at)
    answer = at_alices.post(f"/case/1/way/{failed.pk}/send-again")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f">{TEXT}</textarea>" in page
    assert not re.search(r'name="contact" value="[^"]*" required checked', page)
    assert Instruction.objects.filter(answer__isnull=False).count() == 1


def test_a_relative_is_told_nothing_that_is_not_permitted_and_the_text_is_kept(
    at_alices: Client, linked: int, alice: Operator, clock: HandClock
) -> None:
    mother = str(access_contacts(HER)[0].number)
    page = shown(at_alices, "/case/2")
    assert "Relative of the person of case 1." in page
    assert "Nothing may be told about that person." in page
    page = refused(send(at_alices, HER, mother), "the person of case 1 did not permit")
    assert "Nothing is permitted." in page
    permit(alice, linked, clock, Tell.ALIVE)
    assert "that this person is alive and well" in shown(at_alices, "/case/2")
    at_seven = "He sets out at 21:30."
    page = refused(send(at_alices, HER, mother, at_seven), "when this person sets out", at_seven)
    assert send(at_alices, HER, mother).status_code == 302


def test_who_says_that_it_is_not_about_him_ticks_it_for_his_case(
    at_alices: Client, linked: int
) -> None:
    del linked
    mother = str(access_contacts(HER)[0].number)
    page = shown(at_alices, "/case/2")
    assert 'name="silent_about" value="1"' in page
    refused(send(at_alices, HER, mother, silent_about="2"), "did not permit")
    assert send(at_alices, HER, mother, silent_about="1").status_code == 302
    assert AuditEntry.objects.filter(action="said: nothing about him", case_number=HER).exists()


def test_what_he_permitted_is_shown_above_her_box_and_that_stands_in_the_audit_of_his_case(
    at_alices: Client, linked: int
) -> None:
    for _ in range(2):
        at_alices.get("/case/2")
    read = AuditEntry.objects.filter(action="read consents", case_number=HIM)
    assert read.count() == 1
    assert "silent_about" not in shown(at_alices, "/case/1")
    del linked


def test_a_text_to_send_again_stands_in_the_box_when_the_consent_was_withdrawn(
    at_alices: Client, telegram: Line, linked: int, alice: Operator, clock: HandClock
) -> None:
    consent = permit(alice, linked, clock, Tell.ALIVE)
    send(at_alices, HER, str(access_contacts(HER)[0].number))
    failed = fails(telegram)
    withdraw_consent(alice, consent, int(clock()))
    answer = at_alices.post(f"/case/{HER}/way/{failed.pk}/send-again")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f">{TEXT}</textarea>" in page
    assert "the person of case 1 did not permit" in page


def test_one_of_several_is_written_down_by_any_operator_and_a_mistake_keeps_the_text(
    at_bobs: Client, contact: int
) -> None:
    page = at_bobs.post("/case/1/member", {"label": "", "notes": "a <i>scar"})
    assert page.status_code == 422
    assert "a &lt;i&gt;scar" in page.content.decode()
    assert not access_members(1)
    assert at_bobs.post("/case/1/member", {"label": "Ali", "notes": "tall"}).status_code == 302
    (ali,) = access_members(1)
    assert at_bobs.post(f"/case/1/member/{ali.number}", {"label": "<b>Ali"}).status_code == 302
    assert "&lt;b&gt;Ali" in shown(at_bobs, "/case/1/person")
    assert at_bobs.post("/case/1/member/77", {"label": "nobody"}).status_code == 404
    at_bobs.post("/case/1/whose", {"contact": str(contact), "member": str(ali.number)})
    assert access_members(1)[0].contacts == (contact,)
    at_bobs.post("/case/1/whose", {"contact": str(contact), "member": ""})
    assert access_members(1)[0].contacts == ()


def test_a_page_is_somebodys_and_what_is_not_there_changes_nothing(
    at_alices: Client, caller: MakeUp
) -> None:
    caller().write("hello")
    at_alices.get("/case/1")
    at_alices.post("/case/1/member", {"label": "Ali"})
    (ali,) = access_members(1)
    for wrong in ({"page": "9"}, {"contact": "9"}, {"page": "1", "member": "77"}, {}):
        answer = at_alices.post("/case/1/whose", {"member": str(ali.number), **wrong})
        assert answer.status_code == 302
        assert access_members(1)[0].pages == ()
    at_alices.post("/case/1/whose", {"page": "1", "member": str(ali.number)})
    assert access_members(1)[0].pages == (1,)
    assert send(at_alices, 1, f"0:{ali.number}").status_code == 302


def test_a_relative_is_linked_and_mistakes_are_said(
    at_alices: Client, telegram: Line, caller: MakeUp
) -> None:
    caller().write("tell my mother that I live")
    at_alices.get("/case/1")
    telegram.hears("@mother", "where is my son")
    at_alices.get("/case/2")
    for wrong, why in (
        ("x", "Write the number alone"),
        ("99", "no such case"),
        ("2", "one person"),
    ):
        answer = at_alices.post("/case/2/relate", {"case": wrong})
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert at_alices.post("/case/2/relate", {"case": "1"}).status_code == 302
    assert "linked already" in at_alices.post("/case/2/relate", {"case": "1"}).content.decode()
    for case in (1, 2):
        assert "Case 2 asks about the person of case 1" in shown(at_alices, f"/case/{case}/person")
    (link,) = access_relations(1)
    assert at_alices.post(f"/case/2/relation/{link.number}/end").status_code == 302
    assert not access_relations(1)


def test_a_consent_is_written_down_in_his_case_and_withdrawn(
    at_bobs: Client, linked: int, alice: Operator
) -> None:
    del alice
    his, hers = f"/case/1/relation/{linked}", f"/case/2/relation/{linked}"
    assert 'name="wording"' not in shown(at_bobs, hers)
    assert "\u2068tell my mother that I live\u2069" in shown(at_bobs, his)
    words = {"wording": "tell <her>", "message": "1:1", "other": ""}
    for wrong in (
        {},
        {"permits": ["alive"], "wording": " "},
        {"permits": ["alive"], "message": ""},
    ):
        assert at_bobs.post(his, {**words, **wrong}).status_code == 422
        assert not access_consents(Operator.objects.get(name="bob"), linked, 1)
    assert "tell &lt;her&gt;</textarea>" in at_bobs.post(his, words).content.decode()
    assert at_bobs.post(hers, {**words, "permits": ["alive"]}).status_code == 200
    assert not access_consents(Operator.objects.get(name="bob"), linked, 1)
    assert (
        at_bobs.post(his, {**words, "permits": ["alive"], "other": "greetings"}).status_code == 302
    )
    (consent,) = access_consents(Operator.objects.get(name="bob"), linked, 1)
    assert consent.permits == (Tell.ALIVE, Tell.OTHER)
    assert "tell &lt;her&gt;" in shown(at_bobs, hers)
    assert at_bobs.post(f"{his}/withdraw", {"consent": "99"}).status_code == 302
    at_bobs.post(f"{his}/withdraw", {"consent": str(consent.number)})
    assert "Nothing may be told about that person." in shown(at_bobs, "/case/2")


def test_a_link_is_reached_from_its_own_cases_only(
    at_alices: Client, linked: int, telegram: Line
) -> None:
    telegram.hears("@stranger", "hello")
    at_alices.get("/case/3")
    assert at_alices.get(f"/case/3/relation/{linked}").status_code == 404
    assert at_alices.post(f"/case/3/relation/{linked}/withdraw").status_code == 404
    at_alices.post(f"/case/3/relation/{linked}/end")
    assert access_relations(1)


FORMS = ("member", "whose", "relate", "relation/1", "relation/1/withdraw", "relation/1/end")


@pytest.mark.parametrize("form", FORMS)
def test_nobody_signed_in_changes_nothing(at_alices: Client, linked: int, form: str) -> None:
    at_alices.post("/sign-out")
    answer = at_alices.post(f"/case/1/{form}", {"label": "Ali", "case": "1"})
    assert answer.status_code in {302, 401}
    assert not Member.objects.exists()
    assert Relation.objects.get(pk=linked).ended_at is None


@pytest.mark.parametrize("form", FORMS)
def test_a_locked_vault_changes_nothing(at_alices: Client, linked: int, form: str) -> None:
    the_vault().lock()
    answer = at_alices.post(f"/case/1/{form}", {"label": "Ali", "case": "1"})
    assert answer.status_code in {302, 401}
    assert not Member.objects.exists()
    assert Relation.objects.get(pk=linked).ended_at is None


@pytest.mark.parametrize("form", FORMS)
def test_a_forged_form_changes_nothing(at_alices: Client, linked: int, form: str) -> None:
    at_alices.handler.enforce_csrf_checks = True
    answer = at_alices.post(f"/case/1/{form}", {"label": "Ali", "case": "1"})
    assert answer.status_code == 403
    assert not Member.objects.exists()
    assert Relation.objects.get(pk=linked).ended_at is None


def test_who_releases_sees_for_whom_it_is(
    at_bobs: Client, contact: int, ali: int, alice: Operator, clock: HandClock
) -> None:
    write_wish(alice, 1, Rules(never=True), None, int(clock()))
    ask_release(
        alice,
        1,
        contact,
        text=TEXT,
        broken=(Broken.NEVER,),
        now=int(clock()),
        member=ali,
        says_nothing_about=(7,),
    )
    page = shown(at_bobs, "/case/1")
    assert 'It is for: <bdi dir="auto">Ali &lt;b&gt;</bdi>' in page
    assert "it tells nothing about the person of case 7." in page
