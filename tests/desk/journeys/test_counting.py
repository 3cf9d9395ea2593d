"""What a journey adds to the figures: each person once, while the vault is locked as well."""

# ruff: noqa: D103 - a test is named after what it protects

from collections import Counter
from collections.abc import Callable

from msgspec import structs

from aman.desk.accounts.models import Operator
from aman.desk.cases.access import shred_case
from aman.desk.counting.models import Counted
from aman.desk.journeys.arranging import tell_plan, tick_off, write_people, write_place, write_plan
from aman.desk.journeys.content import People
from aman.desk.journeys.handing_over import (
    abort,
    hand_over,
    refuse_release,
    release_first,
    say_set_out,
)
from aman.desk.journeys.models import Journey
from aman.desk.marks.models import Mark
from desk.journeys.conftest import EVERY_LINE, PEOPLE, PLACE, a_plan
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
