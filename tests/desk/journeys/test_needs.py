"""What a journey needs next, and where that puts its case in the queue."""

# ruff: noqa: D103 - a test is named after what it protects

from dataclasses import replace

import msgspec
import pytest
from django.utils.translation import override

from aman.core.handover import Window
from aman.desk.accounts.models import Operator
from aman.desk.cases.need import by_need
from aman.desk.cases.queue import access_queue
from aman.desk.journeys.arranging import write_plan
from aman.desk.journeys.beginning import Beginning, beginning
from aman.desk.journeys.content import Arrangement, ChosenWay
from aman.desk.journeys.needs import (
    BEGINNING_SECONDS,
    ENDING_SECONDS,
    SILENT_SECONDS,
    JourneyState,
    Known,
    Need,
    state_of,
)
from aman.desk.journeys.states import Event, SignedEvent, Stage
from aman.desk.screens import journey_words
from desk.cases.test_need import ROW
from desk.journeys.conftest import a_plan
from desk.lines.test_contacts import now
from desk_caller.front import Front
from desk_caller.page import Page

NOW = 100_000


def soon(seconds: int) -> Beginning:
    """So many seconds from now; it can be done for two hours."""
    return Beginning(NOW + seconds, NOW + seconds + 7200)


@pytest.mark.parametrize(
    ("known", "needs"),
    [
        (Known(Stage.TOLD, NOW + 7200), ()),
        (Known(Stage.TOLD, NOW + ENDING_SECONDS), (Need.ENDING,)),
        (Known(Stage.ASKED, None), ()),
        (Known(Stage.RELEASED, NOW + 60, last_at=5), (Need.SECOND, Need.ENDING)),
        (Known(Stage.CHOSEN, NOW + 7200, last=SignedEvent.REFUSED), (Need.REFUSED,)),
        (Known(Stage.HANDED_OVER, NOW + 7200, out_at=NOW - 1), ()),
        (Known(Stage.HANDED_OVER, NOW + 7200, out_at=NOW - SILENT_SECONDS), (Need.SILENT,)),
        (Known(Stage.OVERDUE, NOW - 1), (Need.NO_WORD,)),
        (Known(Stage.OVERDUE, NOW - 1, NOW - 1), (Need.NO_WORD, Need.UNTOLD)),
        (Known(Stage.EXPIRED, NOW - 1, NOW - 1, answered_at=NOW), ()),
        (Known(Stage.HARMED, last_at=NOW - 9), (Need.HARMED,)),
        (Known(Stage.HARMED, last_at=NOW - 9, answered_at=NOW), ()),
        (Known(Stage.LOST_CONTACT, last_at=NOW - 9), (Need.OUTCOME,)),
        (Known(Stage.LOST_CONTACT, last_at=NOW - 9, answered_at=NOW), ()),
        (Known(Stage.ABORTED, last=SignedEvent.ABORTED, last_at=NOW), (Need.OUTCOME,)),
        (Known(Stage.ABORTED, last=Event.ABORT, last_at=NOW), ()),
        (Known(Stage.ARRIVED, last_at=NOW, arrived=1, people=2), (Need.OUTCOME,)),
        (Known(Stage.ARRIVED, last_at=NOW, arrived=2, people=2), ()),
        (Known(Stage.ARRIVED, last_at=NOW), ()),
        (Known(Stage.CHOSEN, begins=soon(BEGINNING_SECONDS + 1)), ()),
        (Known(Stage.WAYS_FOUND, begins=soon(60)), (Need.BEGINNING,)),
        (Known(Stage.CHOSEN, begins=soon(BEGINNING_SECONDS)), (Need.BEGINNING,)),
        (Known(Stage.TOLD, NOW + 7200, begins=soon(1200)), (Need.BEGINNING,)),
        (Known(Stage.REPEATED, NOW + 7200, begins=soon(1200)), (Need.BEGINNING,)),
        (Known(Stage.RELEASED, NOW + 7200, begins=soon(1200)), (Need.BEGINNING, Need.SECOND)),
        (Known(Stage.HANDED_OVER, NOW + 7200, begins=soon(-600)), (Need.BEGINNING,)),
        (Known(Stage.ACKNOWLEDGED, NOW + 7200, begins=soon(1200)), ()),
        (Known(Stage.SET_OUT, NOW + 7200, begins=soon(-600)), ()),
        # On the way to nobody: until a team has taken it, whatever hour was agreed.
        (Known(Stage.SET_OUT_UNTAKEN, NOW + 7200, last_at=NOW), (Need.BEGINNING,)),
        (Known(Stage.SET_OUT_UNTAKEN, NOW + 7200, begins=soon(7200)), (Need.BEGINNING,)),
        (Known(Stage.SET_OUT_UNTAKEN, NOW + 7200, out_at=NOW - 900), (Need.BEGINNING, Need.SILENT)),
        (Known(Stage.EXPIRED, NOW - 1, begins=soon(-600)), ()),
        (Known(Stage.TOLD, begins=Beginning(NOW - 9000, NOW)), ()),  # nobody goes any more
        (Known(Stage.SET_OUT, NOW + 7200, changed_at=NOW), (Need.CHANGED,)),
        (Known(Stage.OVERDUE, NOW - 1, changed_at=NOW), (Need.CHANGED, Need.NO_WORD)),
        (Known(Stage.EXPIRED, NOW - 1, changed_at=NOW), ()),
        (Known(Stage.ARRIVED, NOW + 7200, changed_at=NOW), ()),
    ],
)
def test_what_it_needs_next(known: Known, needs: tuple[Need, ...]) -> None:
    assert state_of(known, NOW).needs == needs


def test_journeys_that_need_something_stand_between_who_is_overdue_and_who_is_urgent() -> None:
    urgent = replace(ROW, number=1, waiting_since=1, urgent=True)
    quiet = replace(ROW, number=2, journey=JourneyState(Stage.TOLD))
    second = replace(ROW, number=3, journey=JourneyState(Stage.RELEASED, (Need.SECOND,), 5))
    no_word = replace(ROW, number=4, journey=JourneyState(Stage.OVERDUE, (Need.NO_WORD,), 50))
    longer = replace(ROW, number=5, journey=JourneyState(Stage.OVERDUE, (Need.NO_WORD,), 40))
    late = replace(ROW, number=6, overdue_since=90)
    begins = JourneyState(Stage.RELEASED, (Need.BEGINNING, Need.SECOND), 95, begins_at=95)
    soonest = replace(ROW, number=7, journey=begins)
    rows = (quiet, urgent, second, no_word, longer, late, soonest)
    assert [row.number for row in by_need(rows)] == [7, 6, 5, 4, 3, 1, 2]


def test_it_begins_when_they_set_out_and_else_when_the_team_is_there() -> None:
    told = a_plan(NOW)
    plan = msgspec.structs.replace(told, sets_out_at=None, sets_out_again_at=None)
    way = ChosenWay(("Go.",), "Europe/Kyiv", plan.window, plan.expires + 9, set_out=NOW + 1800)
    assert beginning(Arrangement()) is None
    assert beginning(Arrangement(plan=told)) == (NOW + 1800, told.expires)
    assert beginning(Arrangement(way=way)) == (NOW + 1800, plan.expires + 9)
    assert beginning(Arrangement(way=way, plan=plan)) == (NOW + 1800, plan.expires)
    assert beginning(Arrangement(plan=plan)) == (plan.window.start, plan.expires)
    # For another window nobody knows when they have to go: they are awaited from its beginning.
    later = msgspec.structs.replace(plan, window=Window(NOW + 7200, NOW + 9000))
    assert beginning(Arrangement(way=way, plan=later)) == (NOW + 7200, plan.expires)


@pytest.mark.parametrize(
    ("stage", "seconds", "said"),
    [
        (Stage.CHOSEN, 1190, "begins in 20 min: not told yet"),
        (Stage.TOLD, 1200, "begins in 20 min: not repeated yet"),
        (Stage.REPEATED, 60, "begins in 1 min: not released yet"),
        (Stage.HANDED_OVER, -600, "should have begun 10 min ago: no team has taken it"),
        (Stage.SET_OUT_UNTAKEN, -600, "set out 10 min ago: no team has taken it"),
    ],
)
def test_what_is_missing_is_said_with_the_minutes(stage: Stage, seconds: int, said: str) -> None:
    state = state_of(Known(stage, NOW + 7200, last_at=NOW - 600, begins=soon(seconds)), NOW)
    with override("en"):
        assert journey_words.needs(state, NOW)[0] == said


def test_a_plan_that_begins_soon_stands_first_of_all(
    planned: int, page: Page, front: Front, alice: Operator
) -> None:
    del page
    at = now(front)
    write_plan(alice, planned, a_plan(at + 3600), at)  # they set out in an hour and a half
    assert [row.journey and row.journey.needs for row in access_queue(alice, at)] == [()]
    write_plan(alice, planned, a_plan(at - 1800 + 1200), at)  # they set out in 20 minutes
    (row,) = access_queue(alice, at)
    assert row.journey is not None
    assert (row.journey.needs, row.journey.begins_at) == ((Need.BEGINNING,), at + 1200)
