"""Answering: once knowingly, never twice unknowingly; and what two weeks do to a reply."""

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.cases.access import access_case
from aman.desk.cases.queue import access_queue
from aman.desk.keys.vault import VaultLocked
from aman.desk.outbox.answering import (
    MOST_TEXT_BYTES,
    EmptyReply,
    ReplyTooLong,
    SomebodyAnswered,
    answer,
)
from aman.desk.outbox.expiry import KEPT_SECONDS
from aman.desk.outbox.models import Answer, OutReply
from aman.desk.reading.upkeep import tidy
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_caller.page import Page, some_keys


@pytest.fixture
def page(front: Front, open_vault: Desk) -> Page:
    """A caller whose first message is at the desk, with the vault open."""
    page = Page(open_vault.hotline, some_keys(), front.signed())
    page.write("I am here")
    go_on(front, page)
    return page


def go_on(front: Front, page: Page) -> None:
    """One beat and one tick."""
    front.take(page.beat(int(front.desk.clock())))
    front.visit()
    front.desk.clock.forward(5)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()
    front.give(page)


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def test_two_operators_never_answer_at_once_unknowingly(
    front: Front, page: Page, alice: Operator, bob: Operator
) -> None:
    """Bob's text is refused and names Alice; told so, he may still send it."""
    seen = access_case(alice, 1, now(front)).last_item_id
    assert access_case(bob, 1, now(front)).last_item_id == seen
    answer(alice, 1, "from Alice", seen_upto=seen, now=now(front))
    with pytest.raises(SomebodyAnswered) as refused:
        answer(bob, 1, "from Bob", seen_upto=seen, now=now(front))
    assert refused.value.by == "alice"
    assert Answer.objects.count() == 1
    answer(bob, 1, "from Bob", seen_upto=seen, now=now(front), confirmed=True)
    go_on(front, page)
    assert page.told == ["from Alice", "from Bob"]


def test_a_message_that_came_meanwhile_is_told_before_the_answer_goes(
    front: Front, page: Page, alice: Operator
) -> None:
    """What the caller says now may change the answer."""
    seen = access_case(alice, 1, now(front)).last_item_id
    page.write("they have seen me")
    go_on(front, page)
    with pytest.raises(SomebodyAnswered) as refused:
        answer(alice, 1, "stay", seen_upto=seen, now=now(front))
    assert refused.value.by is None
    seen = access_case(alice, 1, now(front)).last_item_id
    answer(alice, 1, "run", seen_upto=seen, now=now(front))


def test_an_answer_shows_as_waiting_then_as_read(front: Front, page: Page, alice: Operator) -> None:
    """It is called read when the caller's page acknowledged all of it."""
    seen = access_case(alice, 1, now(front)).last_item_id
    answer(alice, 1, "Come at dawn", seen_upto=seen, now=now(front), lang="en")
    assert access_case(alice, 1, now(front)).items[-1].state == "waiting"
    assert access_queue(alice, now(front))[0].waiting_since is None
    go_on(front, page)
    assert access_case(alice, 1, now(front)).items[-1].state == "waiting"
    go_on(front, page)
    shown = access_case(alice, 1, now(front)).items[-1]
    assert (shown.state, shown.by, shown.text, shown.lang) == (
        "read",
        "alice",
        "Come at dawn",
        "en",
    )


def test_nothing_is_answered_while_the_vault_is_locked(
    front: Front, page: Page, alice: Operator
) -> None:
    """The text could not be kept under the case's key."""
    del page
    front.desk.vault.lock()
    with pytest.raises(VaultLocked):
        answer(alice, 1, "text", seen_upto=9, now=now(front))
    assert not Answer.objects.exists()


def test_what_can_not_be_sent_is_refused_whole(front: Front, page: Page, alice: Operator) -> None:
    """Empty, too long, or to nobody."""
    del page
    for text in ("", " \n\t"):
        with pytest.raises(EmptyReply):
            answer(alice, 1, text, seen_upto=9, now=now(front))
    with pytest.raises(ReplyTooLong) as refused:
        answer(alice, 1, "ا" * MOST_TEXT_BYTES, seen_upto=9, now=now(front))
    answer(alice, 1, "x" * refused.value.most, seen_upto=9, now=now(front))
    with pytest.raises(NoSuchCase):
        answer(alice, 99, "text", seen_upto=9, now=now(front))
    assert AuditEntry.objects.filter(action="answered").count() == 1


def test_a_reply_goes_after_two_weeks_and_the_operator_sees_whether_it_was_read(
    front: Front, page: Page, alice: Operator
) -> None:
    """A fresh page then starts at the first that is kept; the text stays in the case."""
    answer(alice, 1, "read in time", seen_upto=9, now=now(front))
    go_on(front, page)
    go_on(front, page)
    answer(alice, 1, "never read", seen_upto=9, now=now(front), confirmed=True)
    front.desk.clock.forward(KEPT_SECONDS)  # type: ignore[attr-defined]  # the tests' clock
    tidy(now(front))
    assert not OutReply.objects.exists()
    later = [(item.text, item.state) for item in access_case(alice, 1, now(front)).items[1:]]
    assert later == [("read in time", "read"), ("never read", "expired")]
    front.desk.epochs.rotate(front.desk.clock(), {})
    case = Case.objects.get()
    assert (case.acked, case.first_kept) == (case.first_seq, case.first_seq + 2)


def test_a_page_reads_on_after_what_has_gone(front: Front, page: Page, alice: Operator) -> None:
    """A gap that nobody can fill is passed over, by the old page and by a fresh one."""
    answer(alice, 1, "will be gone", seen_upto=9, now=now(front))
    OutReply.objects.update(created_at=now(front) - KEPT_SECONDS)
    Answer.objects.update(created_at=now(front) - KEPT_SECONDS)
    tidy(now(front))
    answer(alice, 1, "still there", seen_upto=9, now=now(front), confirmed=True)
    fresh = Page(page.hotline, page.keys, page.manifest, returning=True)
    for _ in range(3):
        go_on(front, page)
        go_on(front, fresh)
    assert page.told == fresh.told == ["still there"]
    states = [item.state for item in access_case(alice, 1, now(front)).items[1:]]
    assert states == ["expired", "read"]
