"""A chosen way is priced for both times at which it may be gone."""

# ruff: noqa: D103 - a test is named after what it protects

from datetime import UTC, datetime

import pytest

from aman.core.handover import Window
from aman.desk.journeys.danger import judge, worse
from aman.desk.journeys.watched import Change, LonLat, TakenWay
from desk.journeys.test_guiding import AT, closed, taken

HERE, LANDMARK, BEND, MILL = (9.50, 47.10), (9.51, 47.11), (9.56, 47.15), (9.60, 47.20)
AROUND_THEM = (HERE[0] - 0.001, HERE[1] - 0.001)
LATER = 7_200
IN_THE_MIDDLE = (9.55, 47.145)
"""Of the way: there between 48 and 60 minutes from `AT`."""


def clock(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def twice() -> TakenWay:
    """To a landmark, a wait there, then on; whoever misses it waits two hours more."""
    stations: tuple[tuple[LonLat, int], ...] = (
        (HERE, AT), (LANDMARK, AT + 600), (LANDMARK, AT + 1800), (BEND, AT + 3600),
        (MILL, AT + 5400),
    )  # fmt: skip
    again = Window(AT + 12_000, AT + 14_000)
    return taken(*stations, set_out=AT + 1800, fallback=again, set_out_again=AT + 1800 + LATER)


def test_the_second_time_waits_where_it_begins_and_then_goes_the_same_way() -> None:
    assert twice().second_time == (
        (HERE, LANDMARK, LANDMARK, LANDMARK, BEND, MILL),
        (AT, AT + 600, AT + 1800, AT + 9000, AT + 10_800, AT + 12_600),
    )
    assert taken((HERE, AT), (MILL, AT + 5400)).second_time is None


@pytest.mark.parametrize(("start", "until", "changes"), [
    (0, 3600, (Change.MORE, Change.STAYING)),
    (8_000, 12_000, (Change.AGAIN,)),
    (5_500, 8_900, ()),
])  # fmt: skip
def test_a_hazard_counts_at_the_time_at_which_somebody_is_in_it(
    start: int, until: int, changes: tuple[Change, ...]
) -> None:
    way = twice()
    hours = [{"from": clock(AT + start), "to": clock(AT + until)}]
    zone = closed("", *IN_THE_MIDDLE, closed=False, rate_per_minute=0.5, windows=hours)
    danger_here = closed("", *AROUND_THEM, closed=False, rate_per_minute=1e-3)
    held, now = (judge(way, zones, ()) for zones in ([danger_here], [danger_here, zone]))
    assert held.again is not None
    assert held.better
    assert held.again.better
    assert worse(held, now) == changes
    assert now.hazards == held.hazards + bool(changes)
