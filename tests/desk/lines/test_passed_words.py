"""Nine words that went through a weak line open the page for whoever reads along there."""

from pathlib import Path

import pytest

from aman.core.keys import CallerKeys, to_base64url
from aman.core.line_dialogue import LineMessage
from aman.core.programme import MOST_WORDS, word_count
from aman.core.strength import Strength
from aman.desk.accounts.models import Operator
from aman.desk.audit.book import Action
from aman.desk.audit.models import AuditEntry
from aman.desk.cases.access import access_case, shred_case
from aman.desk.cases.contacts import access_contacts, access_passed_words, merge_cases
from aman.desk.cases.wishes import Broken, ask_release
from aman.desk.lines import words
from aman.desk.lines.models import Contact, PassedWords
from aman.desk.lines.passed_words import OF_NOBODY_SECONDS
from aman.desk.outbox.answering import answer
from aman.desk.outbox.sending import PAGE_ALONE
from aman.desk.outbox.strength_rule import TooWeakForThis
from aman.desk.reading.upkeep import tidy
from aman.programmes import programme_path
from desk.lines.test_contacts import now, said, tick
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

pytestmark = pytest.mark.usefixtures("open_vault")
PLAN = "Be at 48.0159, 37.8028 at 21:30."


@pytest.fixture
def programme() -> Path:
    """The shipped one, with its rule."""
    return programme_path("surrender")


@pytest.fixture
def signal(front: Front) -> Line:
    """A line that is strong enough for a plan."""
    return Line(front, "signal", Strength.ENDPOINT).known()


def a_page(front: Front, keys: CallerKeys | None = None) -> Page:
    """Somebody writes by the page."""
    page = Page(front.desk.hotline, keys or some_keys(), front.signed())
    page.write("by the page")
    front.take(page.beat(now(front)))
    tick(front)
    return page


def gives_words(line: Line, page: Page, address: str = "+10") -> LineMessage:
    """He writes his nine words through a line."""
    token = to_base64url(page.keys.token.reveal())
    return line.hears(address, "it is me", lang="en", token=token)


def send(front: Front, alice: Operator, text: str, contact: int | None, **how: bool) -> None:
    """Answer case 1."""
    answer(alice, 1, text, seen_upto=9, now=now(front), confirmed=True, contact=contact, **how)


def test_a_plan_to_the_page_of_words_that_went_through_a_weak_line_is_refused(
    front: Front, sms: Line, alice: Operator
) -> None:
    """Nothing of it is kept; anything else passes, and so does what an operator calls harmless."""
    page = a_page(front)
    send(front, alice, PLAN, PAGE_ALONE)
    gives_words(sms, page)
    tick(front)
    with pytest.raises(TooWeakForThis):
        send(front, alice, PLAN, PAGE_ALONE)
    send(front, alice, "We have read your message.", PAGE_ALONE)
    send(front, alice, PLAN, PAGE_ALONE, says_no_place_or_time=True)
    tick(front)
    front.give(page)
    assert page.told == [PLAN, "We have read your message.", PLAN]
    assert AuditEntry.objects.filter(action=Action.SAID_HARMLESS).count() == 1
    (passed,) = access_passed_words(1)
    assert (passed.case, passed.line, passed.strength) == (1, "sms", Strength.NETWORK)


def test_a_strong_line_takes_a_plan_without_such_a_page(
    front: Front, sms: Line, signal: Line, alice: Operator
) -> None:
    """The operator sees that it lies on no page; what holds no place lies there as always."""
    page = a_page(front)
    gives_words(signal, page, "@x")
    tick(front)
    signal.send()
    gives_words(sms, page)
    tick(front)
    by_signal = Contact.objects.get(line="signal").pk
    send(front, alice, PLAN, by_signal)
    send(front, alice, "We have read your message.", by_signal)
    tick(front)
    assert said(signal) == [("@x", PLAN), ("@x", "We have read your message.")]
    front.give(page)
    assert page.told == ["We have read your message."]
    replies = [item for item in access_case(alice, 1, now(front)).items if item.kind == "reply"]
    assert [item.on_page for item in replies] == ["", "waiting"]


def test_words_that_went_through_a_strong_line_leave_the_page_as_it_is(
    front: Front, signal: Line, alice: Operator
) -> None:
    """Nobody reads along there."""
    page = a_page(front)
    gives_words(signal, page, "@x")
    tick(front)
    assert words.words_read_here("en") not in [each.text for each in signal.send()]
    send(front, alice, PLAN, PAGE_ALONE)
    assert access_passed_words(1) == ()


def test_he_is_told_once_right_after_he_used_them_there(
    front: Front, sms: Line, alice: Operator
) -> None:
    """Also when an operator has answered: the talk is quiet, this is not."""
    page = a_page(front)
    send(front, alice, "I am here", PAGE_ALONE)
    told = []
    for _ in range(2):
        gives_words(sms, page)
        tick(front)
        told += [each.text for each in sms.send()]
        tick(front)
    assert told.count(words.words_read_here("en")) == 1


@pytest.mark.parametrize("lang", ["ar", "en", "ru", "uk"])
def test_what_he_is_told_is_short_in_every_language(lang: str) -> None:
    """Two sentences, and another two while there are no words."""
    for text in (words.words_read_here(lang), words.words_later(lang)):
        sentences = text.split("\n")
        assert len(sentences) == 2
        assert all(0 < word_count(each) <= MOST_WORDS for each in sentences)
        assert "!" not in text


def test_new_words_are_the_way_out(front: Front, sms: Line, alice: Operator) -> None:
    """A new conversation on the page, shown with the old: the plan goes to the new page alone."""
    old = a_page(front)
    gives_words(sms, old)
    tick(front)
    new = a_page(front)
    merge_cases(alice, 1, 2, now(front))
    send(front, alice, PLAN, PAGE_ALONE)
    tick(front)
    for page in (old, new):
        front.give(page)
    assert (old.told, new.told) == ([], [PLAN])
    assert [each.case for each in access_passed_words(1)] == [1]


def test_words_that_came_before_the_page_s_first_message_are_known_too(
    front: Front, sms: Line, alice: Operator
) -> None:
    """The short message was faster; words of nobody are forgotten after two weeks."""
    page = Page(front.desk.hotline, some_keys(), front.signed())
    gives_words(sms, page)
    tick(front)
    page.write("by the page")
    front.take(page.beat(now(front)))
    tick(front)
    gives_words(sms, a_page(front), "+11")
    tick(front)
    with pytest.raises(TooWeakForThis):
        answer(alice, 2, PLAN, seen_upto=9, now=now(front), contact=PAGE_ALONE)
    stranger = Page(front.desk.hotline, some_keys(), front.signed())
    gives_words(sms, stranger, "+12")
    tick(front)
    assert PassedWords.objects.count() == 3
    front.desk.clock.forward(OF_NOBODY_SECONDS)  # type: ignore[attr-defined]  # the tests' clock
    tidy(now(front))
    assert PassedWords.objects.count() == 2


def test_words_given_through_a_weak_line_have_passed_it(
    front: Front, sms: Line, alice: Operator
) -> None:
    """And he is told so with them."""
    front.desk.ready_words.refill(now(front))
    sms.hears("+10", "words", lang="en")
    front.visit()
    assert sms.send()[-1].text.endswith(words.words_read_here("en"))
    with pytest.raises(TooWeakForThis):
        send(front, alice, PLAN, PAGE_ALONE)
    shred_case(alice, 1, now(front))
    assert not PassedWords.objects.exists()


def test_who_gives_words_that_others_may_have_gets_no_plan_by_a_strong_line(
    front: Front, sms: Line, signal: Line, alice: Operator
) -> None:
    """Mallory read them in a short message, and writes from an address of her own."""
    page = a_page(front)
    gives_words(signal, page, "@x")
    tick(front)
    gives_words(sms, page)
    tick(front)
    gives_words(signal, page, "@mallory")
    tick(front)
    signal.send()
    his, hers = Contact.objects.filter(line="signal").order_by("pk").values_list("pk", flat=True)
    strengths = {each.number: each.strength for each in access_contacts(1)}
    assert (strengths[his], strengths[hers]) == (Strength.ENDPOINT, Strength.NETWORK)
    with pytest.raises(TooWeakForThis):
        send(front, alice, PLAN, None)
    with pytest.raises(TooWeakForThis):
        ask_release(alice, 1, hers, text=PLAN, broken=(Broken.NEVER,), now=now(front))
    send(front, alice, PLAN, his)
    tick(front)
    assert said(signal) == [("@x", PLAN)]
