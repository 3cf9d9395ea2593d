"""Nobody walks to nobody: who waits for the team's yes, and what is said with and without it."""

# ruff: noqa: D103 - a test is named after what it protects

from collections.abc import Callable

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.journeys.handing_over import say_set_out
from aman.desk.journeys.needs import Need
from aman.desk.journeys.states import Stage
from desk.journeys.test_by_itself import HandOut, needs, stage
from desk.lines.test_contacts import now, tick
from desk_caller.front import Front
from desk_caller.team import TeamPage


def test_who_set_out_before_a_team_took_it_stays_an_alarm_until_one_does(
    out: HandOut, team: TeamPage, front: Front, alice: Operator
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
