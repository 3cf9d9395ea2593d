"""The desk away for 20 hours and for 5 days: every envelope that a front took is opened."""

import pytest

from aman.desk import running
from aman.desk.accounts.models import Operator
from aman.desk.outbox.answering import answer
from aman.desk.outbox.models import OutReply
from aman.desk.reading.fronts import collected
from aman.desk.reading.models import Arrival
from aman.desk.reading.tallies import counts
from aman.desk.running import Desk
from desk_caller.front import Front, let_time_pass
from desk_caller.page import Page, some_keys

HOUR, DAY = 3600, 86_400


def write_through(front: Front, hours: int, *, rotating: bool) -> list[Page]:
    """Callers write every few hours while nobody carries anything to the desk."""
    pages = []
    for _ in range(0, hours, 5):
        if rotating:
            let_time_pass(front.desk, 5 * HOUR)
        else:
            front.desk.clock.forward(5 * HOUR)  # type: ignore[attr-defined]  # the tests' clock
        page = Page(front.desk.hotline, some_keys(), front.signed())
        page.write("is anybody there")
        # A page chooses the epoch by the newest tick it has verified; one with a right clock of
        # its own would choose a later one. The desk opens both.
        by = front.have_tick if len(pages) % 2 else int(front.desk.clock())
        front.take(page.beat(by))
        pages.append(page)
    return pages


@pytest.mark.parametrize(
    ("var", "hours"), [("sqlite", 20), ("sqlite", 5 * 24), ("postgresql", 20)], indirect=["var"]
)
def test_cut_off_from_its_fronts_the_desk_opens_everything_afterwards(
    front: Front, hours: int
) -> None:
    """The desk runs on; its road to the fronts is gone."""
    let_time_pass(front.desk, HOUR)
    front.visit()
    pages = write_through(front, hours, rotating=True)
    front.visit()
    assert counts()["unopened"] == 0
    assert Arrival.objects.count() == len(pages)


@pytest.mark.parametrize("hours", [20, 5 * 24])
def test_switched_off_and_started_again_the_desk_opens_everything(front: Front, hours: int) -> None:
    """No power; the fronts go on taking."""
    pages = write_through(front, hours, rotating=False)
    desk = front.desk
    front.desk = running.start(desk.settings, clock=desk.clock, cost=desk.cost)
    let_time_pass(front.desk, HOUR)
    front.visit()
    assert counts()["unopened"] == 0
    assert Arrival.objects.count() == len(pages)
    for _ in range(12):
        front.desk.clock.forward(5)  # type: ignore[attr-defined]  # the tests' clock
        front.visit()
        for page in pages:
            front.give(page)
    assert all(page.written[0].delivered for page in pages)


def test_an_epoch_dies_two_hours_after_everything_of_it_is_here(front: Front) -> None:
    """And not while the front may still hold something sealed to it."""
    first = front.signed().epochs[0].public_key().short_id
    let_time_pass(front.desk, 26 * HOUR)
    assert first in front.desk.epochs.secrets()
    front.visit()
    front.desk.clock.forward(10)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()
    front.desk.clock.forward(10)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()
    let_time_pass(front.desk, 3 * HOUR)
    assert first not in front.desk.epochs.secrets()


def test_what_was_long_under_way_does_not_count_as_handed_over_now(front: Front) -> None:
    """The courier held a delivery for three days: the front may have taken more since."""
    front.desk.clock.forward(10)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()
    had = front.have_tick
    front.desk.clock.forward(3 * DAY)  # type: ignore[attr-defined]  # the tests' clock
    front.deliver()
    assert collected()["one"] <= had


def test_a_full_delivery_is_no_proof_that_the_front_is_empty(front: Front) -> None:
    """1,024 is all that a front may give at once."""
    front.desk.clock.forward(20)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()
    before = collected()
    page = Page(front.desk.hotline, some_keys(), front.signed())
    front.kept = [page.beat(front.have_tick)] * 1025
    front.desk.clock.forward(20)  # type: ignore[attr-defined]  # the tests' clock
    front.deliver()
    assert collected() == before


def test_a_clock_that_jumps_deletes_nothing(
    front: Front, open_vault: Desk, alice: Operator
) -> None:
    """A month ahead by mistake: unread answers stay, and destroyed cases' wraps too."""
    page = Page(open_vault.hotline, some_keys(), front.signed())
    page.write("hello")
    front.take(page.beat(front.have_tick))
    front.visit()
    answer(alice, 1, "unread", seen_upto=9, now=int(front.desk.clock()))
    let_time_pass(front.desk, 600)
    front.visit()
    front.desk.clock.forward(30 * DAY)  # type: ignore[attr-defined]  # the tests' clock
    for _ in range(5):
        front.desk.epochs.rotate(front.desk.clock(), collected())
        front.visit()
        front.desk.clock.forward(61)  # type: ignore[attr-defined]  # the tests' clock
    assert OutReply.objects.count() == 1
    front.desk.epochs.resume(front.desk.clock())
    front.visit()
    front.desk.clock.forward(61)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()
    assert OutReply.objects.count() == 0
