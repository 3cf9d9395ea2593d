"""Who else comes to a point: by place, by hours, and by what its room and hands can take."""

# ruff: noqa: D103 - a test is named after what it protects

from typing import Any

import pytest

from aman.core.handover import MeetingPlace, Window
from aman.desk.screens.ways_grounds import crowded
from aman.desk.ways import wire
from aman.desk.ways.others import Beside, Coming, beside

OPENS, CLOSES = 1_800_000_000, 1_800_001_800
ROOM = "With the others, more people come than it has room for."
HANDS = "With the others, more groups come than it can receive."
TARGET = "Many on one road make a target."


def way(**own: Any) -> wire.FoundWay:  # noqa: ANN401 - any member
    known: dict[str, Any] = {
        "rank": 1, "point": "the mill", "lat": 47.165, "lon": 9.5, "set_out": OPENS - 3600,
        "there": OPENS + 600, "received": OPENS + 900, "band": (200, 30),
        "better_than_staying": True, "halts": (), "line": (), "times": (), "room": 8, "groups": 2,
        "window": wire.Window(OPENS, CLOSES),
    }  # fmt: skip
    return wire.FoundWay(**known | own)


def coming(start: int = OPENS, until: int = CLOSES, lat: float = 47.165) -> Coming:
    return Coming(MeetingPlace(lat, 9.5), Window(start, until), 3)


@pytest.mark.parametrize(
    ("other", "counted"),
    [
        (coming(), Beside(1, 3, 1)),
        (coming(lat=47.166), Beside(1, 3, 1)),  # a hundred metres: written by hand
        (coming(lat=47.17), Beside()),
        (coming(CLOSES, CLOSES + 1800), Beside(0, 0, 1)),  # after its hours, within the hour
        (coming(CLOSES + 7200, CLOSES + 9000), Beside()),
        (coming(OPENS - 1, OPENS + 1), Beside(1, 3, 1)),
    ],
)
def test_who_comes_to_the_point_in_its_hours_counts(other: Coming, counted: Beside) -> None:
    assert beside(way(), [other]) == counted


def test_at_a_point_that_is_always_open_everybody_takes_room() -> None:
    later = coming(CLOSES + 72_000, CLOSES + 73_000)
    assert beside(way(always_open=True), [later, coming()]) == Beside(2, 6, 1)


def test_room_and_hands_are_counted_with_the_others() -> None:
    def said(people: int, there: Beside, **own: Any) -> list[str]:  # noqa: ANN401 - any member
        return list(crowded(way(**own), people, there))

    assert said(5, Beside(1, 3, 0)) == []
    assert said(6, Beside(1, 3, 0)) == [ROOM]
    assert said(9, Beside()) == ["More people come than it has room for."]
    assert said(1, Beside(2, 2, 0)) == [HANDS]
    assert said(900, Beside(2, 2, 0), room=None, groups=None) == []
    assert TARGET in said(1, Beside(0, 0, 1))
