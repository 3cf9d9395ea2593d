"""What operators see, through the only way there is, and what stands in the audit of it."""

import pytest
from django.db.models import QuerySet

from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import Case, NoSuchCase, ShreddedWrap
from aman.desk.cases.access import (
    NotYours,
    access_case,
    changes,
    give_back,
    look,
    may_shred,
    shred_case,
    take,
    watch_case,
)
from aman.desk.cases.health import desk_health
from aman.desk.cases.queue import access_queue
from aman.desk.keys.vault import VaultLocked
from aman.desk.outbox.answering import answer
from aman.desk.reading.models import Arrival, Batch, Summary
from aman.desk.reading.upkeep import tidy
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_caller.page import Page, some_keys

pytestmark = pytest.mark.usefixtures("open_vault")
URGENT = {"urgency": "now"}


def audited() -> QuerySet[AuditEntry]:
    """What stands in the audit beside how the accounts came to be."""
    return AuditEntry.objects.exclude(action="made an account")


def a_page(front: Front) -> Page:
    """A fresh page of somebody new."""
    return Page(front.desk.hotline, some_keys(), front.signed())


def writes(front: Front, page: Page, text: str, **answers: str) -> None:
    """Say something; it arrives."""
    page.write(text, **answers)
    beat(front, page)


def beat(front: Front, page: Page) -> None:
    """One beat and one tick."""
    front.take(page.beat(now(front)))
    front.visit()
    later(front, 5)
    front.visit()
    front.give(page)


def later(front: Front, seconds: float) -> None:
    """Time passes."""
    front.desk.clock.forward(seconds)  # type: ignore[attr-defined]  # the tests' clock


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def urgent_answer() -> dict[str, str]:
    """An answer that the programme calls urgent."""
    from aman.desk.casebook.programme import the_programme  # noqa: PLC0415 - needs a desk

    for question in the_programme().questions:
        for option in question.options:
            if option.urgent:
                return {question.id: option.id}
    pytest.fail("the programme calls nothing urgent")


def test_the_queue_shows_need_first_with_language_time_and_beginning(
    front: Front, alice: Operator
) -> None:
    """Declared urgent before the longest waiting, answered ones last."""
    calm, urgent, done = a_page(front), a_page(front), a_page(front)
    writes(front, done, "thank you")
    writes(front, calm, "أنا هنا")
    later(front, 60)
    writes(front, urgent, "quick", **urgent_answer())
    answer(alice, 1, "goodbye", seen_upto=9, now=now(front))
    rows = access_queue(alice, now(front))
    assert [row.number for row in rows] == [3, 2, 1]
    assert [row.reason_code for row in rows] == ["urgent", "waiting", "answered"]
    assert [row.urgent for row in rows] == [True, False, False]
    assert rows[0].urgent_because == tuple(urgent_answer().items())
    assert rows[1].excerpt == "أنا هنا"
    assert [row.unread for row in rows] == [1, 1, 1]
    assert all(row.on_page_now for row in rows)
    later(front, 600)
    assert not any(row.on_page_now for row in access_queue(alice, now(front)))


def test_opening_a_case_tells_the_caller_that_somebody_read_and_stands_in_the_audit(
    front: Front, alice: Operator
) -> None:
    """That somebody is reading is true when it is shown, and not before."""
    page = a_page(front)
    writes(front, page, "first")
    assert page.status is not None
    assert not page.status.seen
    view = access_case(alice, 1, now(front))
    assert [item.text for item in view.items] == ["first"]
    assert view.items[0].is_new
    beat(front, page)
    assert page.status.seen
    writes(front, page, "second")
    assert not page.status.seen
    assert [entry.action for entry in audited()] == ["opened"]
    assert audited().get().operator_name == "alice"


def test_a_screen_that_refreshes_itself_writes_only_when_there_was_something_new(
    front: Front, alice: Operator
) -> None:
    """The audit is for people who look for something in it."""
    page = a_page(front)
    writes(front, page, "first")
    access_case(alice, 1, now(front))
    for _ in range(5):
        access_case(alice, 1, now(front), audit=False)
    assert audited().count() == 1
    writes(front, page, "second")
    access_case(alice, 1, now(front), audit=False)
    assert audited().count() == 2


def test_seeing_the_queue_stands_in_the_audit_once_in_ten_minutes(
    front: Front, alice: Operator, bob: Operator
) -> None:
    """It shows how texts begin."""
    for _ in range(3):
        access_queue(alice, now(front))
    access_queue(bob, now(front))
    assert audited().count() == 2
    later(front, 601)
    access_queue(alice, now(front))
    assert audited().count() == 3


def test_who_else_is_looking_is_told_for_twenty_seconds(
    front: Front, alice: Operator, bob: Operator
) -> None:
    """So that two do not write the same answer."""
    writes(front, a_page(front), "hello")
    assert look(alice, 1, now(front)) == ()
    assert look(bob, 1, now(front)) == ("alice",)
    assert access_case(alice, 1, now(front)).others_looking == ("bob",)
    later(front, 21)
    assert look(bob, 1, now(front)) == ()
    with pytest.raises(NoSuchCase):
        look(alice, 99, now(front))


def test_a_case_is_taken_by_one(front: Front, alice: Operator, bob: Operator) -> None:
    """The second is told who has it; anybody may give it back."""
    writes(front, a_page(front), "hello")
    assert take(alice, 1) == "alice"
    assert take(bob, 1) == "alice"
    assert access_queue(bob, now(front))[0].taken_by == "alice"
    give_back(bob, 1)
    assert take(bob, 1) == "bob"
    actions = [entry.action for entry in audited().exclude(action="saw the queue")]
    assert actions == ["took", "gave back", "took"]


def test_changes_grow_with_what_a_screen_shows_and_not_with_idle_beats(
    front: Front, alice: Operator
) -> None:
    """Screens ask for this number each second."""
    page = a_page(front)
    before = changes()
    writes(front, page, "hello")
    assert changes() > before
    before = changes()
    beat(front, page)
    front.visit()
    assert changes() == before
    access_case(alice, 1, now(front))
    assert changes() > before


def test_everything_waits_for_an_open_vault(front: Front, alice: Operator) -> None:
    """Health and the counter of changes do not."""
    writes(front, a_page(front), "hello")
    front.desk.vault.lock()
    for ask in (
        lambda: access_queue(alice, now(front)),
        lambda: access_case(alice, 1, now(front)),
        lambda: shred_case(alice, 1, now(front)),
    ):
        with pytest.raises(VaultLocked):
            ask()
    writes(front, a_page(front), "hello again")
    health = desk_health(now(front))
    assert (health.cases, health.unfiled) == (2, 2)
    assert [one.name for one in health.fronts] == ["one"]
    assert health.fronts[0].heard_at is not None
    assert audited().count() == 0


def test_charlie_sees_nothing_of_others(front: Front, alice: Operator) -> None:
    """A page reads its own slots and nobody else's, in the same bucket."""
    page, charlie = a_page(front), a_page(front)
    writes(front, page, "hello")
    writes(front, charlie, "hello")
    answer(alice, 1, "for the first", seen_upto=9, now=now(front))
    for _ in range(3):
        beat(front, page)
        beat(front, charlie)
    assert page.told == ["for the first"]
    assert charlie.told == []


def test_a_shredded_case_is_unreadable_at_once_and_gone_after_a_week(
    front: Front, open_vault: Desk, alice: Operator
) -> None:
    """The caller who writes again is a new case; the audit stays."""
    page = a_page(front)
    writes(front, page, "destroy this")
    answer(alice, 1, "as you wish", seen_upto=9, now=now(front))
    shred_case(alice, 1, now(front))
    with pytest.raises(NoSuchCase):
        access_case(alice, 1, now(front))
    with pytest.raises(NoSuchCase):
        answer(alice, 1, "more", seen_upto=99, now=now(front))
    assert access_queue(alice, now(front)) == []
    case = Case.objects.get()
    assert case.key_wrap is None
    assert case.token_digest is None
    assert ShreddedWrap.objects.count() == 1
    beat(front, page)
    assert page.told == []
    writes(front, page, "me again")
    assert [row.excerpt for row in access_queue(alice, now(front))] == ["me again"]
    later(front, 7 * 86_400)
    tidy(now(front))
    assert ShreddedWrap.objects.count() == 0
    assert [case.number for case in Case.objects.all()] == [2]
    assert Arrival.objects.count() == Summary.objects.count() == 1
    assert AuditEntry.objects.filter(action="shredded", case_number=1).count() == 1
    del open_vault


def test_what_came_locked_is_filed_when_somebody_signs_in(
    front: Front, open_vault: Desk, alice: Operator
) -> None:
    """The batch's key is then gone."""
    wrap_of_vault = open_vault.vault
    seed = wrap_of_vault._open_seed()
    wrap_of_vault.lock()
    page = a_page(front)
    for text in ("first", "second"):
        writes(front, page, text)
    assert Batch.objects.count() == 2
    wrap_of_vault._open(seed, front.desk.clock())
    assert [item.text for item in access_case(alice, 1, now(front)).items] == ["first", "second"]
    assert not Batch.objects.exists()
    assert desk_health(now(front)).unfiled == 0


def test_a_damaged_record_is_said_and_hides_nothing_else(front: Front, alice: Operator) -> None:
    """One rotten row must not take the conversation with it."""
    page = a_page(front)
    for text in ("first", "second", "third"):
        writes(front, page, text)
    access_case(alice, 1, now(front))
    row = Arrival.objects.get(item=2)
    row.content = bytes(row.content)[:-1] + b"\0\0"
    row.save()
    shown = access_case(alice, 1, now(front)).items
    assert sorted(item.text for item in shown) == ["", "first", "third"]
    assert [item.damaged for item in shown].count(True) == 1


def test_a_records_content_does_not_open_in_another_place(front: Front, alice: Operator) -> None:
    """Who can write to the database can't put one caller's words into another's mouth."""
    first, second = a_page(front), a_page(front)
    writes(front, first, "yes")
    writes(front, first, "no")
    writes(front, second, "other")
    access_queue(alice, now(front))
    swapped = Arrival.objects.get(case_id=1, item=1)
    donor = Arrival.objects.get(case_id=1, item=2)
    swapped.content = bytes(donor.content)
    swapped.save()
    shown = access_case(alice, 1, now(front)).items
    assert {item.text for item in shown if not item.damaged} == {"no"}


def test_watching_a_case_opens_nothing_and_shows_how_far_replies_have_come(
    front: Front, alice: Operator
) -> None:
    """While a new message waits unopened, states go on; nobody is told that it was read."""
    page = a_page(front)
    writes(front, page, "first")
    access_case(alice, 1, now(front))
    answer(alice, 1, "we are here", seen_upto=1, now=now(front))
    writes(front, page, "second, which nobody has opened")
    for _ in range(3):
        beat(front, page)
    before = audited().count()
    seen = watch_case(alice, 1, now(front))
    assert seen.unopened == 1
    assert [(item.kind, item.state) for item in seen.items] == [("message", ""), ("reply", "read")]
    assert {item.text for item in seen.items} == {""}
    assert audited().count() == before
    assert Arrival.objects.filter(opened_at__isnull=True).count() == 1
    beat(front, page)
    assert page.status is not None
    assert not page.status.seen


def test_who_has_not_taken_a_case_and_is_no_administrator_destroys_nothing(
    front: Front, alice: Operator, bob: Operator
) -> None:
    """Alice has it, Mallory only looks."""
    writes(front, a_page(front), "hello")
    Operator.objects.update(is_administrator=False)
    for each in (alice, bob):
        each.refresh_from_db()
    take(alice, 1)
    with pytest.raises(NotYours):
        shred_case(bob, 1, now(front))
    assert len(access_case(bob, 1, now(front)).items) == 1
    shred_case(alice, 1, now(front))
    with pytest.raises(NoSuchCase):
        may_shred(alice, 1)


def test_a_damaged_summary_or_batch_hides_no_message(front: Front, alice: Operator) -> None:
    """What was rotten is said to be damaged; what came after it is read all the same."""
    page = a_page(front)
    writes(front, page, "first")
    access_queue(alice, now(front))
    Summary.objects.update(content=b"rotten")
    writes(front, page, "second")
    assert access_queue(alice, now(front))[0].excerpt == "second"
    writes(front, page, "third")
    Batch.objects.update(key_wrap=b"rotten")
    later(front, 120)
    view = access_case(alice, 1, now(front))
    assert sorted(item.text for item in view.items) == ["", "first", "second"]
    assert [item.damaged for item in view.items].count(True) == 1
    answer(alice, 1, "please repeat", seen_upto=view.last_item_id, now=now(front))


def test_invented_questions_do_not_make_the_queue_slow(front: Front, alice: Operator) -> None:
    """Mallory answers a thousand questions that nobody asked; one that was asked still counts."""
    page = a_page(front)
    for each in range(4):
        writes(front, page, "x", **{f"invented {each} {at}": "y" * 60 for at in range(40)})
    writes(front, page, "x", **urgent_answer(), long="z" * 3000)
    assert access_queue(alice, now(front))[0].urgent
    assert len(bytes(Summary.objects.get().content)) < 5000


def test_an_online_key_that_ends_is_an_alarm_of_the_desk(front: Front) -> None:
    """Thirty days before; a start renews it."""
    assert desk_health(now(front)).alarms == ()
    later(front, 61 * 86_400)
    assert "online-key-ending" in desk_health(now(front)).alarms
