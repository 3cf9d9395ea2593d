"""A place or a time does not leave by mistake through a line that the programme finds too weak."""

from pathlib import Path

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.audit.book import Action
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case
from aman.desk.cases.wishes import (
    Broken,
    Rules,
    access_releases,
    ask_release,
    release,
    write_wish,
)
from aman.desk.lines.models import Contact
from aman.desk.outbox.answering import answer
from aman.desk.outbox.models import Answer, OutReply
from aman.desk.outbox.sensitive import Kind
from aman.desk.outbox.strength_rule import TooWeakForThis
from aman.programmes import programme_path
from desk.lines.test_contacts import now, said, tick
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

pytestmark = pytest.mark.usefixtures("open_vault")
PLAN = "Be at 48.0159, 37.8028 at 21:30."
FALSE_ALARM = "We do not promise that a safe way exists today."


@pytest.fixture
def programme() -> Path:
    """The shipped one, with its rule."""
    return programme_path("surrender")


def harmless() -> int:
    """How often the audit says that an operator called a text harmless."""
    return AuditEntry.objects.filter(action=Action.SAID_HARMLESS, case_number=1).count()


@pytest.fixture
def wrote(front: Front, telegram: Line) -> None:
    """Somebody wrote through a line that one company can read."""
    telegram.hears("@x", "hello")
    front.visit()


@pytest.mark.usefixtures("wrote")
def test_a_place_and_a_time_are_stopped_and_nothing_of_them_is_kept(
    front: Front, telegram: Line, alice: Operator
) -> None:
    """Not in the conversation, not for the line, not in the audit; the case waits on."""
    with pytest.raises(TooWeakForThis) as refused:
        answer(alice, 1, PLAN, seen_upto=9, now=now(front))
    assert refused.value.kinds == (Kind.TIME, Kind.COORDINATES, Kind.NUMBER)
    tick(front)
    assert said(telegram) == []
    assert not Answer.objects.exists()
    assert not AuditEntry.objects.filter(case_number__isnull=False).exists()
    case = Case.objects.get()
    assert (case.next_item, case.answered_at) == (2, None)
    assert case.waiting_since is not None
    assert [item.kind for item in access_case(alice, 1, now(front)).items] == ["message"]


@pytest.mark.usefixtures("wrote")
def test_what_an_operator_calls_harmless_passes_and_stands_in_the_audit(
    front: Front, telegram: Line, alice: Operator
) -> None:
    """Only where something was found: the word is not written down for every greeting."""
    for text, times in (("We have read your message.", 0), (FALSE_ALARM, 1)):
        answer(
            alice,
            1,
            text,
            seen_upto=9,
            now=now(front),
            confirmed=True,
            says_no_place_or_time=True,
        )
        tick(front)
        assert said(telegram) == [("@x", text)]
        assert harmless() == times


@pytest.mark.usefixtures("wrote")
def test_a_request_for_what_the_line_is_too_weak_for_is_refused_before_a_colleague_sees_it(
    front: Front, telegram: Line, alice: Operator, bob: Operator
) -> None:
    """And what its writer called harmless is released as such, in his name."""
    plan, contact = "They know. Leave now, at once, tonight.", Contact.objects.get().pk
    write_wish(alice, 1, Rules(never=True), None, now(front))
    asked_for = {"text": plan, "broken": (Broken.NEVER,), "now": now(front)}
    with pytest.raises(TooWeakForThis):
        ask_release(alice, 1, contact, **asked_for)
    assert access_releases(bob, 1, now(front)) == ()
    asked = ask_release(alice, 1, contact, says_no_place_or_time=True, **asked_for)
    release(bob, 1, asked, now(front))
    tick(front)
    assert said(telegram) == [("@x", plan)]
    entries = AuditEntry.objects.filter(action=Action.SAID_HARMLESS)
    assert list(entries.values_list("operator_name", flat=True)) == ["alice"]


def test_the_page_is_strong_enough_for_a_plan(front: Front, alice: Operator) -> None:
    """Nobody between reads it."""
    page = Page(front.desk.hotline, some_keys(), front.signed())
    page.write("by the page")
    front.take(page.beat(now(front)))
    tick(front)
    answer(alice, 1, PLAN, seen_upto=9, now=now(front))
    tick(front)
    front.give(page)
    assert page.told == [PLAN]
    assert OutReply.objects.count() == 1
    assert harmless() == 0
