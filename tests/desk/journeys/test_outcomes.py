"""Each of the six ends that a team can sign reaches the queue, and stays until it was answered."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from django.utils.translation import override

from aman.core.team import Outcome, TeamOutcome
from aman.desk.accounts.models import Operator
from aman.desk.cases.journeys import access_journeys
from aman.desk.cases.queue import access_queue, journey_state
from aman.desk.journeys.needs import JourneyState, Need
from aman.desk.journeys.states import Stage
from aman.desk.journeys.texts import wait_text
from aman.desk.outbox.answering import answer
from aman.desk.screens import journey_words
from desk.journeys.test_by_itself import HandOut, stage
from desk.lines.test_contacts import now, tick
from desk_caller.front import Front
from desk_caller.page import Page
from desk_caller.team import TeamPage


def state(operator: Operator, front: Front) -> JourneyState | None:
    """As the queue has it, and the screen of the case."""
    (row,) = access_queue(operator, now(front))
    assert row.journey == journey_state(row.number, now(front))
    return row.journey


def some(team: TeamPage, front: Front, people: int) -> None:
    """So many arrived, as the team signs it."""
    about, at = team.about(team.package()), int(front.desk.clock())
    team.say(TeamOutcome(**about, outcome=Outcome.ARRIVED, at=at, people=people))  # type: ignore[arg-type]
    tick(front)


@pytest.mark.parametrize(
    ("outcome", "ends", "need", "said"),
    [
        (Outcome.ARRIVED, Stage.ARRIVED, None, None),
        (Outcome.DID_NOT_COME, Stage.DID_NOT_COME, Need.OUTCOME, "find out: nobody came"),
        (Outcome.ABORTED, Stage.ABORTED, Need.OUTCOME, "find out: the team called it off"),
        (Outcome.CHANGED, Stage.CHANGED, Need.OUTCOME, "find out: it went differently"),
        (Outcome.LOST_CONTACT, Stage.LOST_CONTACT, Need.OUTCOME, "find out: the team lost contact"),
        (Outcome.HARMED, Stage.HARMED, Need.HARMED, "answer the person: somebody was harmed"),
    ],
)
def test_what_a_team_signs_reaches_the_queue_until_somebody_has_answered(  # noqa: PLR0913, PLR0917 - the cast
    page: Page,
    team: TeamPage,
    out: HandOut,
    front: Front,
    alice: Operator,
    outcome: Outcome,
    ends: Stage,
    need: Need | None,
    said: str | None,
) -> None:
    """By the enrolled key, through the desk's own intake, while the vault is open or not."""
    number = out()
    team.tell(team.package(), outcome)
    tick(front)
    assert stage() == ends
    words = access_journeys(alice, number, now(front)).ended[0].words
    assert [(each.says, each.counted) for each in words] == [(outcome.value, True)]
    front.give(page)
    is_told = outcome is Outcome.ABORTED
    assert (page.told[-1] == wait_text("en")) is is_told
    there = state(alice, front)
    assert (there.needs if there else ()) == (() if need is None else (need,))
    if there is None or said is None:
        return
    with override("en"):
        assert journey_words.needs(there, now(front)) == [said]
        assert bool(journey_words.outcome(there)) is (need is Need.OUTCOME)
    tick(front)
    answer(alice, number, "Where are you?", seen_upto=99, now=now(front))
    answered = state(alice, front)
    assert answered is not None
    assert answered.needs == ()


def test_that_fewer_arrived_than_went_says_how_many_until_the_others_have(
    page: Page, team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    out()
    some(team, front, 1)
    there = state(alice, front)
    assert there is not None
    assert (there.stage, there.needs) == (Stage.ARRIVED, (Need.OUTCOME,))
    with override("en"):
        assert journey_words.needs(there, now(front)) == ["find out: arrived: 1 of 2"]
        assert "Arrived: 1 of 2." in journey_words.outcome(there)
    some(team, front, 2)
    assert state(alice, front) is None
    some(team, front, 1)
    assert state(alice, front) is None
    del page


def test_harm_that_is_signed_after_an_arrival_is_heard(
    team: TeamPage, out: HandOut, front: Front, alice: Operator
) -> None:
    out()
    some(team, front, 1)
    team.tell(team.package(), Outcome.HARMED)
    tick(front)
    there = state(alice, front)
    assert there is not None
    assert there.needs == (Need.HARMED,)
