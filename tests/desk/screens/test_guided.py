"""A way that can't be told: where the guide meets them, and what his team gets of the way."""

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.journeys.models import Journey, WatchedWay
from aman.desk.journeys.states import Stage
from aman.desk.maps.layers import write_layer
from aman.desk.running import Desk
from desk.screens.callers import HandClock
from desk.screens.test_danger import THEM, area
from desk.screens.test_journeys import front, package, team
from desk.screens.test_ways import (
    ASK,
    JOURNEY,
    answer,
    arrangement,
    case,
    chosen,
    found,
    ready,
    searched,
    text,
    way,
    workers,
)
from desk.ways.scripted import ScriptedWorker
from desk_caller.front import Front
from desk_caller.team import TeamPage

__all__ = ["case", "front", "ready", "searched", "team", "workers"]
BESIDE = (9.505, 47.165)


@pytest.fixture
def led(ready: int, at_alices: Client, desk: Desk, workers: list[ScriptedWorker]) -> int:
    """A way was chosen on which somebody has to lead them: they wait an hour, then set out."""
    at_alices.post(f"{JOURNEY}/ask", ASK)
    at = int(desk.clock())
    line = (THEM, THEM, (9.51, 47.15), (9.5, 47.16), (9.5, 47.16))
    times = (at + 3600, at + 7200, at + 8200, at + 9000, at + 9300)
    answer(
        workers, found(at, way(at, steps={}, guided=None, fallback=None, line=line, times=times))
    )
    chosen(at_alices)
    return ready


def test_the_place_is_where_the_guide_meets_them_when_they_set_out(
    led: int, desk: Desk, at_alices: Client
) -> None:
    known, at = arrangement(), int(desk.clock())
    assert known.place is not None
    assert (known.place.lon, known.place.lat) == THEM
    form = at_alices.get(f"{JOURNEY}/plan").context["form"]
    assert (form["opens"].value(), form["closes"].value()) == (
        "2027-01-15T10:45",
        "2027-01-15T11:05",
    )
    assert known.way is not None
    assert known.way.expires == at + 10_800 + 1800  # not before the reception point closes
    # He may wait hardly elsewhere; elsewhere the way begins at another place, and is none.
    shown = text(at_alices.get(f"{JOURNEY}/place"))
    assert "Farther away than 300 m the chosen way is dropped." in shown
    at_alices.post(f"{JOURNEY}/place", {"place": "47.14150, 9.52210", "words": "the red gate"})
    assert arrangement().way is not None
    assert WatchedWay.objects.filter(journey__case=led).exists()
    at_alices.post(f"{JOURNEY}/place", {"place": "47.16000, 9.52210", "words": "the red gate"})
    assert arrangement().way is None
    assert not WatchedWay.objects.exists()


@pytest.mark.usefixtures("led")
def test_the_team_gets_the_way_and_what_it_avoids(  # noqa: PLR0913, PLR0917 - the cast
    at_alices: Client,
    at_bobs: Client,
    team: TeamPage,
    front: Front,
    clock: HandClock,
    alice: Operator,
    desk: Desk,
) -> None:
    write_layer(alice, "mines", area(BESIDE, closed=True, name="mined"), int(desk.clock()))
    form = at_alices.get(f"{JOURNEY}/plan").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"they_say": "cold", "we_say": "warm", "abort_sign": "a red cloth"}
    at_alices.post(f"{JOURNEY}/plan", typed | {"steps": "Stay. Somebody comes."})
    at_alices.post(f"{JOURNEY}/tell", {"contact": "0", "seen_upto": "99"})
    at_alices.post(f"{JOURNEY}/repeated", {"step": [str(each) for each in range(99)]})
    at_alices.post(f"{JOURNEY}/release")
    made = text(at_bobs.get(JOURNEY))
    assert "The team leads them from the place to <bdi>the mill</bdi>" in made
    at_bobs.post(f"{JOURNEY}/hand-over", {"team": "1"})
    assert Journey.objects.get().stage == Stage.HANDED_OVER
    given = package(team, front, clock)
    assert (given.place.lon, given.place.lat) == THEM
    guide = given.guide
    assert guide is not None
    first, last = guide.points[0], guide.points[-1]
    assert (first.lon, first.lat) == THEM
    assert (last.lon, last.lat) == (9.5, 47.165)
    assert given.window.start < first.at < given.window.until
    assert given.expires > last.until
    assert [each.words for each in guide.avoid] == ["mined"]


def test_who_goes_alone_is_led_by_nobody(searched: int, at_alices: Client) -> None:
    chosen(at_alices, rank=1)
    known = arrangement().way
    assert known is not None
    assert known.meet is None
    assert not text(at_alices.get(f"/case/{searched}/journey")).count("Guide only")
