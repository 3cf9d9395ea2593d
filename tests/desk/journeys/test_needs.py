"""What a journey needs next, and where that puts its case in the queue."""

# ruff: noqa: D103 - a test is named after what it protects

from dataclasses import replace

import pytest

from aman.desk.cases.need import by_need
from aman.desk.journeys.needs import (
    ENDING_SECONDS,
    SILENT_SECONDS,
    JourneyState,
    Known,
    Need,
    state_of,
)
from aman.desk.journeys.states import SignedEvent, Stage
from desk.cases.test_need import ROW

NOW = 100_000


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
    rows = (quiet, urgent, second, no_word, longer, late)
    assert [row.number for row in by_need(rows)] == [6, 5, 4, 3, 1, 2]
