"""A case with a page, a team that two have confirmed; on SQLite and on PostgreSQL."""

from collections.abc import Callable

import pytest

from aman.core.handover import Means, MeetingPlace, Recognition, WhoseClock, Window
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.journeys.arranging import (
    tell_plan,
    tick_off,
    write_people,
    write_place,
    write_plan,
)
from aman.desk.journeys.content import People, Plan
from aman.desk.journeys.handing_over import hand_over, release_first
from aman.desk.journeys.models import Team
from aman.desk.journeys.teams import confirm, key_digest, make_team
from aman.roads.agreed import Leave
from desk.lines.conftest import no_talk_fails, programme, telegram
from desk.lines.test_contacts import now, tick
from desk_caller.fixtures import front, reopen
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_caller.stores import few_words, postgres_folder, var
from desk_caller.team import TeamPage

__all__ = [
    "few_words",
    "front",
    "no_talk_fails",
    "postgres_folder",
    "programme",
    "reopen",
    "telegram",
    "var",
]
EVERY_LINE = range(99)
"""Whatever a plan has of them: all were repeated."""
STEPS = ("Go to the well.", "Follow the wall to the left.", "Wait at the white house.")


def a_plan(at: int) -> Plan:
    """For a window that opens an hour after `at`."""
    return Plan(
        steps=STEPS,
        clock=WhoseClock(120, "Europe/Kyiv"),
        zone="Europe/Kyiv",
        window=Window(at + 3600, at + 5400),
        recognition=Recognition("the kettle is cold", "then we warm it"),
        abort_sign="A red cloth on the gate.",
        expires=at + 7200,
        show="A white cloth in the right hand.",
        fallback=Window(at + 6000, at + 6600),
        leave=(Leave.WEAPON, Leave.AMMUNITION),
        begins="You stand at the mosque. Go north.",
        sets_out_at=at + 1800,
        sets_out_again_at=at + 4200,
    )


PLACE = MeetingPlace(48.5, 37.25, "the white house")
PEOPLE = People(2, 1, Means.FOOT)


@pytest.fixture
def page(open_vault: object, front: Front, alice: Operator, bob: Operator) -> Page:
    """Somebody who wrote by the page: case 1."""
    del open_vault, alice, bob
    page = Page(front.desk.hotline, some_keys(), front.signed())
    page.write("get me out")
    front.take(page.beat(now(front)))
    tick(front)
    return page


@pytest.fixture
def enrolled(page: Page, front: Front, alice: Operator) -> TeamPage:
    """A team that used its code."""
    del page
    team = TeamPage(front)
    team.enrol(make_team(alice, "Crane", now(front)))
    tick(front)
    return team


@pytest.fixture
def team(enrolled: TeamPage, front: Front, alice: Operator, bob: Operator) -> TeamPage:
    """One whose key two have compared."""
    key = key_digest(Team.objects.get())
    confirm(alice, 1, key, now(front))
    confirm(bob, 1, key, now(front))
    tick(front)
    return enrolled


def number_of_case() -> int:
    """The caller's."""
    return Case.objects.get().number


@pytest.fixture
def planned(page: Page, front: Front, alice: Operator) -> int:
    """A plan that was written; gives the case's number."""
    del page
    number = number_of_case()
    write_place(alice, number, PLACE, now(front))
    write_people(alice, number, PEOPLE, now(front))
    write_plan(alice, number, a_plan(now(front)), now(front))
    return number


@pytest.fixture
def agreed(planned: int, front: Front, alice: Operator) -> int:
    """One that was told, and repeated."""
    tell_plan(alice, planned, lang="en", seen_upto=99, now=now(front))
    assert tick_off(alice, planned, EVERY_LINE, now(front))
    return planned


@pytest.fixture
def out(
    agreed: int, team: TeamPage, front: Front, alice: Operator, bob: Operator
) -> Callable[[], int]:
    """Hand it over to the team, by two."""

    def hand() -> int:
        release_first(alice, agreed, now(front))
        hand_over(bob, agreed, 1, now(front))
        tick(front)
        team.read()
        return agreed

    return hand
