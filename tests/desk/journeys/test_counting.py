"""What a journey adds to the figures: each person once, while the vault is locked as well."""

# ruff: noqa: D103 - a test is named after what it protects

from collections import Counter
from collections.abc import Callable

import pytest
from msgspec import structs

from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.cases.access import shred_case
from aman.desk.counting.models import Counted
from aman.desk.journeys.arranging import tell_plan, tick_off, write_people, write_place, write_plan
from aman.desk.journeys.content import People
from aman.desk.journeys.genuine import say_genuine, say_not_genuine
from aman.desk.journeys.handing_over import (
    abort,
    hand_over,
    refuse_release,
    release_first,
    say_set_out,
)
from aman.desk.journeys.models import Journey, JourneyEvent
from aman.desk.journeys.needs import states_of
from aman.desk.journeys.states import Note, NotNow
from aman.desk.marks.models import Mark
from aman.figures.measures import MeasureId
from desk.journeys.conftest import EVERY_LINE, PEOPLE, PLACE, a_plan, number_of_case
from desk.lines.test_contacts import now, tick
from desk_caller.front import Front
from desk_caller.page import Page
from desk_caller.team import TeamPage

HandOut = Callable[[], int]


def counted() -> Counter[str]:
    return Counter(Counted.objects.values_list("measure", flat=True))


def test_a_second_journey_counts_only_who_is_more(
    team: TeamPage, out: HandOut, front: Front, alice: Operator, bob: Operator
) -> None:
    """Two were handed over and came back; then three go, and arrive by the team's word."""
    number = out()
    say_set_out(alice, number, now(front))
    abort(alice, number, now(front))
    tick(front)
    team.read()
    team.write("understood")  # it has read so far, and the next package has room
    tick(front)
    first = counted()
    assert first == {
        "contacts": 1,
        "people": 1,
        "applications": 1,
        "plans_agreed": 1,
        "handed_over": 2,
        "set_out": 2,
    }
    write_place(alice, number, PLACE, now(front))
    write_people(alice, number, People(3, 0, PEOPLE.means), now(front))
    write_plan(alice, number, a_plan(now(front)), now(front))
    tell_plan(alice, number, lang="en", seen_upto=99, now=now(front))
    assert tick_off(alice, number, EVERY_LINE, now(front))
    assert Journey.objects.count() == 2
    assert counted() == first
    release_first(alice, number, now(front))
    hand_over(bob, number, 1, now(front))
    tick(front)
    team.read()
    assert team.package().people == 3
    front.desk.vault.lock()
    team.tell(team.package())
    tick(front)
    assert counted() - first == {"handed_over": 1, "arrived": 3}


def test_only_those_arrived_of_whom_the_team_signed_it(
    team: TeamPage, out: HandOut, front: Front
) -> None:
    """Two were handed over; the team says that one arrived."""
    out()
    team.tell(structs.replace(team.package(), people=1))
    tick(front)
    assert counted()["handed_over"] == 2
    assert counted()["arrived"] == 1


def test_who_was_found_genuine_counts_once_and_taking_it_back_takes_nothing_away(
    planned: int, front: Front, alice: Operator, bob: Operator
) -> None:
    """Two come; taken back, noted again, and then for three: three are verified, ever."""
    assert "verified" not in counted()
    say_genuine(alice, planned, now(front))
    assert counted()["verified"] == 2
    with pytest.raises(NotNow):
        say_genuine(bob, planned, now(front))
    say_not_genuine(bob, planned, now(front))
    with pytest.raises(NotNow):
        say_not_genuine(bob, planned, now(front))
    say_genuine(alice, planned, now(front))
    assert counted()["verified"] == 2
    write_people(alice, planned, People(3, 0, PEOPLE.means), now(front))
    say_genuine(bob, planned, now(front))
    assert counted()["verified"] == 3
    notes = JourneyEvent.objects.filter(event__in=(Note.GENUINE, Note.NOT_GENUINE)).order_by("pk")
    assert list(notes.values_list("event", "operator_name")) == [
        (Note.GENUINE, "alice"),
        (Note.NOT_GENUINE, "bob"),
        (Note.GENUINE, "alice"),
        (Note.GENUINE, "bob"),
    ]
    actions = AuditEntry.objects.filter(case_number=planned).values_list("action", flat=True)
    assert list(actions).count("said: the request is genuine") == 3
    assert list(actions).count("took back: genuine") == 1


def test_a_note_moves_no_journey(planned: int, front: Front, alice: Operator) -> None:
    """Nor is it the last thing that moved one: what the journey needs next stays the same."""
    before = Journey.objects.get().stage, states_of(lambda case: (case,), now(front))
    say_genuine(alice, planned, now(front))
    assert (Journey.objects.get().stage, states_of(lambda case: (case,), now(front))) == before


def test_nothing_is_genuine_that_nobody_asked_for(
    page: Page, front: Front, alice: Operator
) -> None:
    """There is no journey yet, so nobody asked to be brought out."""
    del page
    with pytest.raises(NotNow):
        say_genuine(alice, number_of_case(), now(front))
    assert "verified" not in counted()


def test_every_measure_is_counted_somewhere(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    """Whatever may be published has its place at the desk."""
    number = out()
    say_genuine(alice, number, now(front))
    say_set_out(alice, number, now(front))
    team.tell(team.package())
    tick(front)
    assert set(counted()) == set(MeasureId)


def test_what_is_refused_told_anew_or_repeated_counts_once(
    agreed: int, front: Front, alice: Operator, page: Page
) -> None:
    before = counted()
    for _ in range(2):
        release_first(alice, agreed, now(front))
        refuse_release(alice, agreed, now(front))
        write_plan(alice, agreed, a_plan(now(front)), now(front))
        tell_plan(alice, agreed, lang="en", seen_upto=99, now=now(front))
        assert tick_off(alice, agreed, EVERY_LINE, now(front))
        page.write("again")
        front.take(page.beat(now(front)))
        tick(front)
    assert counted() == before
    assert before["plans_agreed"] == 1


def test_the_marks_go_with_the_case_and_what_was_counted_stays(
    agreed: int, front: Front, alice: Operator
) -> None:
    before = counted()
    assert Mark.objects.exists()
    shred_case(alice, agreed, now(front))
    assert not Mark.objects.exists()
    assert counted() == before


def test_a_field_team_is_nobody_who_turned_to_the_hotline(team: TeamPage, front: Front) -> None:
    team.write("the road is open")
    tick(front)
    assert counted() == {"contacts": 1, "people": 1}
