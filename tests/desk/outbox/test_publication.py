"""What is published each tick: with the vault locked, over one bucket or many, after a restart."""

from collections.abc import Callable

import pytest

from aman.core.bucket import BUCKET_BYTES, Bucket
from aman.core.carriage import Delivery
from aman.desk import running
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.outbox import publication
from aman.desk.outbox.answering import answer
from aman.desk.reading.intake import receive
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_caller.page import Page, some_keys

TICK = 5


def a_caller(front: Front, text: str = "I am here") -> Page:
    """Somebody who wrote just now."""
    page = Page(front.desk.hotline, some_keys(), front.signed())
    page.write(text)
    front.take(page.beat(int(front.desk.clock())))
    return page


def tick(front: Front, ticks: int = 1) -> None:
    """Let ticks pass, the courier carrying."""
    for _ in range(ticks):
        front.desk.clock.forward(TICK)  # type: ignore[attr-defined]  # the tests' clock
        front.visit()


def restart(front: Front) -> None:
    """The desk's process died and was started again; nobody is signed in."""
    front.desk.vault.lock()
    front.desk = running.start(front.desk.settings, clock=front.desk.clock, cost=front.desk.cost)


def test_more_callers_than_a_database_takes_in_one_question(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood of callers must not stop what is published for all."""
    monkeypatch.setattr(publication, "MOST_ASKED", 2)
    pages = [a_caller(front) for _ in range(5)]
    front.visit()
    tick(front)
    for page in pages:
        front.give(page)
    assert all(page.written[0].delivered for page in pages)


def reply_to(desk: Desk, who: Operator, number: int, *texts: str) -> None:
    """Answer a case several times."""
    for text in texts:
        now = int(desk.clock())
        answer(who, number, text, seen_upto=0, now=now, confirmed=True)


def test_a_reply_is_a_live_slot_within_one_tick(
    front: Front, open_vault: Desk, alice: Operator
) -> None:
    """From the operator's button to the caller's bucket."""
    page = a_caller(front)
    front.visit()
    reply_to(open_vault, alice, Case.objects.get().number, "We are with you. ابقَ مكانك 12")
    tick(front)
    front.give(page)
    assert page.told == ["We are with you. ابقَ مكانك 12"]


def test_a_long_reply_comes_in_parts(front: Front, open_vault: Desk, alice: Operator) -> None:
    """Its parts are read over several beats and shown once, whole."""
    page, plan = a_caller(front), "خطوة " * 1000
    front.visit()
    reply_to(open_vault, alice, Case.objects.get().number, plan, "then this")
    for _ in range(20):
        front.take(page.beat(int(front.desk.clock())))
        tick(front)
        front.give(page)
    assert page.told == [plan, "then this"]


def test_a_restarted_locked_desk_still_publishes_what_is_unread(
    front: Front, open_vault: Desk, alice: Operator
) -> None:
    """The power failed at night; nobody is signed in; the answer goes out all the same."""
    page = a_caller(front)
    front.visit()
    reply_to(open_vault, alice, Case.objects.get().number, "Come at dawn")
    restart(front)
    assert not front.desk.vault.is_open
    tick(front)
    front.give(page)
    assert page.told == ["Come at dawn"]


def test_a_tick_is_drawn_once_for_all_fronts(front: Front) -> None:
    """Two drawings of one tick, laid side by side, would show which slots are filled."""
    other = Front(front.desk, name="two")
    a_caller(front)
    front.visit()
    tick(front)
    other.visit()
    assert other.buckets == front.buckets


def test_a_tick_is_not_drawn_again_after_a_restart(front: Front) -> None:
    """Within the same tick the restarted desk publishes the manifest only; then it goes on."""
    page = a_caller(front)
    tick(front)
    drawn, seq = front.buckets, front.signed().seq
    restart(front)
    answer_at_once = receive(Delivery("two"), front.desk.clock())
    assert answer_at_once.buckets == ()
    front.visit()
    assert front.buckets == drawn
    assert front.signed().seq > seq
    tick(front)
    assert front.buckets != drawn
    front.give(page)
    assert page.written[0].delivered


def test_a_front_that_has_the_tick_is_not_given_it_again(front: Front) -> None:
    """32,896 bytes a second for nothing."""
    assert front.visit().buckets == ()
    tick(front)
    assert front.deliver().buckets == ()


def test_empty_buckets_are_published_all_the_same(front: Front) -> None:
    """A hotline without callers looks like one with callers."""
    assert [len(bucket) for bucket in front.buckets] == [BUCKET_BYTES]


def test_a_clock_that_steps_back_a_little_keeps_the_newest_tick(front: Front) -> None:
    """Pages never see time going back."""
    tick(front)
    newest = front.have_tick
    front.desk.clock.forward(-30)  # type: ignore[attr-defined]  # the tests' clock
    assert front.visit().tick == newest


def test_the_manifest_never_goes_back_even_when_the_database_was_restored(front: Front) -> None:
    """Pages refuse a lower `seq`; it is never below the tick."""
    tick(front, 3)
    newest = front.signed().seq
    publication.Published.objects.all().delete()
    restart(front)
    tick(front)
    assert front.signed().seq > newest


def test_eight_buckets_when_many_write_at_once_and_each_finds_his_own(
    front: Front, open_vault: Desk, alice: Operator
) -> None:
    """One bucket, then eight, announced one manifest ahead; nobody's answer is lost on the way."""
    pages = [a_caller(front, f"caller {number}") for number in range(33)]
    assert front.signed().k == 0
    tick(front)
    for case in Case.objects.order_by("number"):
        reply_to(open_vault, alice, case.number, f"answer {case.number}")
    seen_k = set()
    for _ in range(60):
        for page in pages:
            front.take(page.beat(int(front.desk.clock())))
        tick(front, 2)
        before = front.signed().k_next
        tick(front)
        assert front.signed().k == before
        seen_k.add(front.signed().k)
        assert len(front.buckets) == 1 << front.signed().k
        for page in pages:
            front.give(page)
        if all(page.told and page.written[0].delivered for page in pages):
            break
    assert [page.told for page in pages] == [[f"answer {n}"] for n in range(1, 34)]
    assert max(seen_k) >= 3


def test_fewer_buckets_again_when_they_have_gone(front: Front) -> None:
    """Twenty minutes later one bucket is enough, and a page finds its slot in it."""
    pages = [a_caller(front, str(number)) for number in range(33)]
    tick(front, 3)
    assert front.signed().k == 3
    for _ in range(20):
        front.desk.clock.forward(60)  # type: ignore[attr-defined]  # the tests' clock
        front.visit()
    front.take(pages[0].beat(int(front.desk.clock())))
    tick(front, 2)
    assert front.signed().k == 0
    front.give(pages[0])
    assert pages[0].written[0].delivered


def test_slots_carry_a_signature_and_nothing_lingers_between_ticks(
    front: Front, operator: Callable[[str], Operator]
) -> None:
    """The same answer looks like other bytes at each tick."""
    del operator
    a_caller(front)
    tick(front)
    first = Bucket.read(front.buckets[0], front.desk.hotline, front.signed().online_key())
    tick(front)
    second = Bucket.read(front.buckets[0], front.desk.hotline, front.signed().online_key())
    assert not set(first.slots) & set(second.slots)
