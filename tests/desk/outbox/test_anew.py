"""A case is destroyed, its caller writes on, on a page that stayed open: he sees all answers."""

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.casebook.ticks import tick_of
from aman.desk.cases.access import access_case, shred_case
from aman.desk.outbox.answering import answer
from aman.desk.outbox.models import OutReply
from aman.desk.reading.upkeep import tidy
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_caller.page import Page, some_keys

DAY = 86_400
MOST_NUMBER = 2**32 - 1
LONG = "x" * 860 * 5


@pytest.fixture
def page(front: Front, open_vault: Desk) -> Page:
    """A caller's page, with the vault open."""
    return Page(open_vault.hotline, some_keys(), front.signed())


def go_on(front: Front, page: Page) -> None:
    """One beat and one tick."""
    front.take(page.beat(now(front)))
    front.visit()
    front.desk.clock.forward(5)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()
    front.give(page)


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def converse(front: Front, page: Page, by: Operator, *texts: str) -> int:
    """The caller writes, the operator answers, all is read; gives the case's number."""
    page.write("please answer")
    go_on(front, page)
    number = Case.objects.order_by("number").values_list("number", flat=True).last()
    assert number is not None
    for text in texts:
        answer(by, number, text, seen_upto=99, now=now(front))
    for _ in range(
        len(texts) + 2
    ):  # three replies in a bucket beside the status, and one to say so
        go_on(front, page)
    return number


def states(by: Operator, number: int, front: Front) -> list[str]:
    """How far the answers of a case are."""
    items = access_case(by, number, now(front)).items
    return [item.state for item in items if item.kind == "reply"]


@pytest.fixture
def destroyed(front: Front, page: Page, alice: Operator) -> int:
    """A case of five answers, all read; then it is destroyed. The page stays open."""
    number = converse(front, page, alice, "one", "two", "three", "four", "five")
    shred_case(alice, number, now(front))
    return number


def test_a_page_that_stayed_open_reads_the_answers_of_the_new_case(
    front: Front, page: Page, alice: Operator, destroyed: int
) -> None:
    """What it read before must not stand in their way: a reply's number never comes twice."""
    number = converse(front, page, alice, "six", "seven")
    assert number != destroyed
    assert page.told == ["one", "two", "three", "four", "five", "six", "seven"]
    assert states(alice, number, front) == ["read", "read"]


def test_what_the_page_had_read_before_makes_no_answer_of_the_new_case_read(
    front: Front, page: Page, alice: Operator, destroyed: int
) -> None:
    """The page still says "read up to 5" when an answer of five parts is already there."""
    del destroyed
    page.write("are you there?")
    front.take(page.beat(now(front)))
    front.visit()
    number = Case.objects.get(key_wrap__isnull=False).number
    answer(alice, number, LONG, seen_upto=99, now=now(front))
    front.take(page.beat(now(front)))
    front.visit()
    assert states(alice, number, front) == ["waiting"]
    for _ in range(4):
        go_on(front, page)
    assert page.told[-1] == LONG


def test_a_second_page_with_the_same_words_that_had_read_further_loses_nothing(
    front: Front, page: Page, alice: Operator, destroyed: int
) -> None:
    """It is a page that came back, and had read nothing yet, that opens the new case."""
    del destroyed
    fresh = Page(page.hotline, page.keys, page.manifest, returning=True)
    converse(front, fresh, alice, "six")
    for _ in range(2):
        go_on(front, page)
    assert fresh.told == ["six"]
    assert page.told[-1] == "six"


def test_numbers_do_not_come_twice_however_many_there_were_in_a_few_seconds(
    front: Front, page: Page, alice: Operator
) -> None:
    """More replies than seconds have passed, and a clock that was set back meanwhile."""
    page.write("hurry")
    go_on(front, page)
    for _ in range(3):
        answer(alice, 1, LONG * 3, seen_upto=99, now=now(front))
    highest = OutReply.objects.order_by("seq").values_list("seq", flat=True).last()
    assert highest is not None
    shred_case(alice, 1, now(front))
    front.desk.clock.forward(-60)  # type: ignore[attr-defined]  # the tests' clock
    page.write("still there?")
    front.take(page.beat(now(front)))
    front.visit()
    again = Case.objects.get(key_wrap__isnull=False)
    assert again.next_seq > highest
    assert again.next_seq <= MOST_NUMBER


def test_numbers_still_grow_when_nothing_is_left_of_the_old_case(
    front: Front, page: Page, alice: Operator, destroyed: int
) -> None:
    """After a week no row says how far they had come: then the clock alone does."""
    del destroyed
    highest = max(page.parts)
    front.desk.clock.forward(8 * DAY)  # type: ignore[attr-defined]  # the tests' clock
    tidy(now(front))
    assert not Case.objects.exists()
    front.desk.epochs.rotate(front.desk.clock(), {})
    front.visit()
    front.give(page)
    page.learn(front.manifest)
    page.write("a week later")
    front.take(page.beat(now(front)))
    front.visit()
    case = Case.objects.get()
    assert case.next_seq == tick_of(now(front)) > highest
    number = case.number
    answer(alice, number, "we are", seen_upto=99, now=now(front))
    go_on(front, page)
    assert page.told[-1] == "we are"


def test_a_status_says_where_its_conversation_began(
    front: Front, page: Page, alice: Operator, destroyed: int
) -> None:
    """By that a page knows another conversation from one whose oldest replies have gone."""
    del destroyed
    assert page.status is not None
    before = page.status
    assert before.start == before.first
    converse(front, page, alice, "six")
    assert page.status.start > before.base
    assert page.status.first == page.status.start
