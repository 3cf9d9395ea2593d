"""Nobody walks to nobody: who waits for the team's yes, and what is said with and without it."""

from collections.abc import Callable

import msgspec
import pytest

from aman.desk.accounts.models import Operator
from aman.desk.cases.wishes import Rules, write_wish
from aman.desk.journeys.arranging import tell_plan, tick_off, write_plan
from aman.desk.journeys.beginning import next_hour
from aman.desk.journeys.content import Arrangement, Plan
from aman.desk.journeys.handing_over import plan_anew, say_set_out
from aman.desk.journeys.models import Journey, JourneyEvent, WatchedWay
from aman.desk.journeys.needs import Need
from aman.desk.journeys.states import Note, Stage
from aman.desk.journeys.texts import go_text, stay_text, wait_text
from aman.desk.lines.models import Instruction
from aman.desk.lines.states import Stage as LineStage
from aman.desk.outbox.answering import answer
from aman.desk.outbox.models import Prepared
from desk.journeys.conftest import EVERY_LINE, a_plan
from desk.journeys.test_by_itself import HandOut, by_telegram, needs, stage, tell, texts
from desk.lines.test_contacts import now, tick
from desk_caller.front import Front
from desk_caller.page import Page
from desk_caller.team import TeamPage
from desk_lines.line import Line

__all__ = ["by_telegram"]
GO, STAY = go_text("en"), stay_text("en")


def until_the_hour(front: Front) -> None:
    """They set out half an hour after the plan was written."""
    for _ in range(4):
        tick(front, 500)


def by_the_desk(page: Page, front: Front) -> list[str]:
    """What it told him beside the plan."""
    front.give(page)
    return [text for text in page.told if "Go to the well" not in text]


def test_who_set_out_before_a_team_took_it_stays_an_alarm_until_one_does(
    page: Page, out: HandOut, team: TeamPage, front: Front, alice: Operator
) -> None:
    say_set_out(alice, out(), now(front))
    for _ in range(3):
        tick(front, 1000)
    assert (stage(), needs(alice, front)) == (
        Stage.SET_OUT_UNTAKEN,
        (Need.BEGINNING, Need.SILENT),
    )
    team.accept(team.package())
    tick(front)
    assert (stage(), needs(alice, front)) == (Stage.SET_OUT, ())
    assert by_the_desk(page, front) == []  # who is on the way is not told to stay


def test_he_is_told_to_go_when_the_team_takes_it_while_the_vault_is_locked(  # noqa: PLR0913, PLR0917 - the cast
    page: Page,
    out: HandOut,
    team: TeamPage,
    front: Front,
    alice: Operator,
    reopen: Callable[[object], None],
) -> None:
    out()
    assert by_the_desk(page, front) == []
    front.desk.vault.lock()
    team.accept(team.package())
    tick(front)
    assert by_the_desk(page, front) == [GO]
    until_the_hour(front)
    assert by_the_desk(page, front) == [GO]
    reopen(front.desk)
    assert needs(alice, front) == ()


@pytest.mark.parametrize("is_out", [False, True])
def test_at_the_hour_he_is_told_to_stay_where_no_team_has_taken_it(  # noqa: PLR0913, PLR0917 - the cast
    page: Page,
    agreed: int,
    out: HandOut,
    front: Front,
    alice: Operator,
    reopen: Callable[[object], None],
    *,
    is_out: bool,
) -> None:
    """Whether it was handed over or not: nobody waits. When that is stands sealed."""
    if is_out:
        out()
    front.desk.vault.lock()
    hour = now(front) + 1800
    assert not Prepared.objects.filter(until__lte=hour).exists()
    until_the_hour(front)
    assert by_the_desk(page, front) == [STAY]
    reopen(front.desk)
    assert needs(alice, front)[0] is Need.BEGINNING
    del agreed


def test_who_was_told_to_stay_is_not_told_to_go_and_the_queue_says_who_tells_him(
    page: Page, out: HandOut, team: TeamPage, front: Front, alice: Operator
) -> None:
    number = out()
    until_the_hour(front)
    team.accept(team.package())
    tick(front)
    assert by_the_desk(page, front) == [STAY]
    assert (stage(), needs(alice, front)) == (Stage.ACKNOWLEDGED, (Need.UNTOLD,))
    tick(front)
    answer(alice, number, "At the second time.", seen_upto=99, now=now(front))
    assert needs(alice, front) == ()


def test_while_the_danger_on_his_way_waits_for_an_operator_nobody_is_told_to_go(
    page: Page, out: HandOut, team: TeamPage, front: Front
) -> None:
    out()
    WatchedWay.objects.create(
        journey=Journey.objects.get(), content=b"", rests_on="", changed_at=now(front)
    )
    team.accept(team.package())
    tick(front)
    assert by_the_desk(page, front) == []
    assert (stage(), Journey.objects.get().untold) == (Stage.ACKNOWLEDGED, "go")


def test_who_has_set_out_need_not_be_told_that_the_team_waits(
    out: HandOut, team: TeamPage, front: Front, alice: Operator
) -> None:
    number = out()
    until_the_hour(front)
    team.accept(team.package())
    tick(front)
    say_set_out(alice, number, now(front))
    assert needs(alice, front) == ()


def test_a_plan_that_was_taken_back_lets_nobody_go(
    page: Page, out: HandOut, team: TeamPage, front: Front, alice: Operator
) -> None:
    number = out()
    plan_anew(alice, number, now(front))
    team.accept(team.package())
    until_the_hour(front)
    assert by_the_desk(page, front) == [wait_text("en")]


def test_through_a_line_one_of_the_two_goes_out(
    by_telegram: int, front: Front, telegram: Line, alice: Operator
) -> None:
    tell(alice, by_telegram, front)
    front.desk.vault.lock()
    until_the_hour(front)
    assert texts(telegram)[-1] == STAY
    assert GO not in texts(telegram)
    assert Instruction.objects.filter(state=LineStage.HELD.value).count() == 3


def test_a_wish_keeps_it_back_and_the_queue_says_so(
    by_telegram: int, front: Front, telegram: Line, alice: Operator
) -> None:
    tell(alice, by_telegram, front)
    write_wish(alice, by_telegram, Rules(never=True), None, now(front))
    until_the_hour(front)
    assert STAY not in texts(telegram)
    assert Need.UNTOLD in needs(alice, front)
    assert Journey.objects.get().untold == "stay"


def test_that_he_goes_without_our_word_is_decided_by_an_operator_and_recorded(
    page: Page, planned: int, team: TeamPage, front: Front, alice: Operator
) -> None:
    assert not JourneyEvent.objects.filter(event=Note.WITHOUT_WORD).exists()
    plan = msgspec.structs.replace(a_plan(now(front)), without_word=True)
    write_plan(alice, planned, plan, now(front))
    (note,) = JourneyEvent.objects.filter(event=Note.WITHOUT_WORD)
    assert note.operator_name == "alice"
    tell_plan(alice, planned, lang="en", seen_upto=99, now=now(front))
    assert tick_off(alice, planned, EVERY_LINE, now(front))
    until_the_hour(front)
    assert by_the_desk(page, front) == []
    assert needs(alice, front)[0] is Need.BEGINNING
    del team


def test_the_hour_is_the_next_one_of_the_plan_that_is_ahead() -> None:
    """Who is told late is not told to stay before his second time."""
    plan = a_plan(0)

    def at(now: int, plan: Plan = plan) -> int | None:
        return next_hour(Arrangement(plan=plan), now)

    assert (at(0), at(1800), at(4200)) == (1800, 4200, 7200)
    unsaid = msgspec.structs.replace(plan, sets_out_at=None, sets_out_again_at=None)
    assert (at(0, unsaid), at(3600, unsaid)) == (3600, 6000)
    assert at(0, msgspec.structs.replace(plan, without_word=True)) is None
