"""A new danger on a way that was chosen: who hears of it, what it stops, and who lets it go on."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.cases.queue import journey_state
from aman.desk.journeys.models import Journey, JourneyEvent, WatchedWay
from aman.desk.journeys.needs import Need
from aman.desk.journeys.states import Note, Stage
from aman.desk.journeys.watched import Change, read_watched
from aman.desk.journeys.watching import judge_anew
from aman.desk.maps.layers import remove_layer, write_layer
from aman.desk.maps.models import State
from aman.desk.maps.points import remove_point_list, write_point_list
from aman.desk.running import Desk
from aman.desk.server import do_chores
from desk.maps.test_points import points
from desk.screens.callers import HandClock, SignIn
from desk.screens.test_ways import JOURNEY, case, chosen, ready, searched, text, workers

__all__ = ["case", "ready", "searched", "workers"]
SAID = "The danger on this way has changed"
RATE = {"low": 0.001, "likely": 0.01, "high": 0.1}
"""The scripted way goes straight from 9.521, 47.141 to 9.5, 47.16, in 5,700 s from 3,600 s on."""
THEM, ON_THE_WAY, ELSEWHERE = (9.521, 47.141), (9.51, 47.15), (9.6, 47.0)


def area(middle: tuple[float, float], **own: Any) -> str:  # noqa: ANN401 - any member
    lon, lat = middle
    corners = ((-0.004, -0.004), (0.004, -0.004), (0.004, 0.004), (-0.004, 0.004))
    ring = [[lon + x, lat + y] for x, y in (*corners, corners[0])]
    told = {"source": "team 2", "as_of": "2027-01-15T06:00:00+00:00", "rate_per_minute": RATE}
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "geometry": shape, "properties": told | own}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture
def taken(searched: int, at_alices: Client) -> int:
    """The first way was chosen."""
    chosen(at_alices)
    return searched


@pytest.fixture
def told(taken: int, at_alices: Client) -> int:
    """Its plan was written and told, and repeated."""
    form = at_alices.get(f"{JOURNEY}/plan").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"they_say": "cold", "we_say": "warm", "abort_sign": "a red cloth"}
    at_alices.post(f"{JOURNEY}/plan", typed)
    at_alices.post(f"{JOURNEY}/tell", {"contact": "0", "seen_upto": "99"})
    at_alices.post(f"{JOURNEY}/repeated", {"step": [str(each) for each in range(99)]})
    assert Journey.objects.get().stage == Stage.REPEATED
    return taken


def changes() -> tuple[Change, ...]:
    found = read_watched(Journey.objects.get())
    assert found is not None
    return found.changes


def needs(number: int, now: float) -> tuple[Need, ...]:
    state = journey_state(number, int(now))
    return () if state is None else state.needs


def events() -> list[str]:
    notes = [each.value for each in Note]
    found = JourneyEvent.objects.filter(event__in=notes).order_by("pk")
    return [each.event for each in found]


@pytest.mark.usefixtures("told")
def test_a_danger_on_an_agreed_way_reaches_every_screen_and_stops_the_release(
    at_alices: Client, at_bobs: Client, alice: Operator, desk: Desk
) -> None:
    assert SAID not in text(at_bobs.get(JOURNEY))
    write_layer(alice, "far", area(ELSEWHERE), int(desk.clock()))
    do_chores(desk)
    assert "the danger on the way" not in text(at_bobs.get("/"))
    number = write_layer(alice, "shelled", area(ON_THE_WAY), int(desk.clock()))
    do_chores(desk)
    for screen in ("/", "/case/1"):
        assert "the danger on the way has changed" in text(at_bobs.get(screen))
    page = text(at_bobs.get(JOURNEY))
    assert SAID in page
    assert "The way is more dangerous than it was." in page
    assert "Harm was: between 1 in 200 and 1 in 30." in page
    assert "Not any more. Look above." in page
    refused = at_alices.post(f"{JOURNEY}/release")
    assert (refused.status_code, SAID in text(refused)) == (409, True)
    assert Journey.objects.get().stage == Stage.REPEATED
    # What he saw is another by now: he has to look again.
    state = {"state": WatchedWay.objects.get().rests_on}
    write_layer(
        alice, "shelled", area(ON_THE_WAY, closed=True), int(desk.clock()), number=number, seen=1
    )
    do_chores(desk)
    assert at_bobs.post(f"{JOURNEY}/stands", state).status_code == 409
    assert "The way now leads into a closed area." in text(at_bobs.get(JOURNEY))
    state = {"state": WatchedWay.objects.get().rests_on}
    assert at_bobs.post(f"{JOURNEY}/stands", state)["Location"] == JOURNEY
    page = text(at_alices.get(JOURNEY))
    assert SAID not in page
    assert "looked at the danger: the way stands <bdi>bob</bdi>" in page
    assert events() == [Note.DANGER_CHANGED, Note.DANGER_CHANGED, Note.LOOKED_AT_DANGER]
    assert at_alices.post(f"{JOURNEY}/release")["Location"] == JOURNEY
    assert Journey.objects.get().stage == Stage.RELEASED
    # Between the two it changes again: the second does not hand it over either.
    remove_layer(alice, number, 2, int(desk.clock()))
    worse = area(ON_THE_WAY, rate_per_minute={"low": 0.1, "likely": 0.5, "high": 1})
    write_layer(alice, "worse", worse, int(desk.clock()))
    refused = at_bobs.post(f"{JOURNEY}/hand-over", {"team": "1"})
    assert refused.status_code == 409


def test_a_plan_for_a_changed_way_is_not_told(
    told: int, at_alices: Client, alice: Operator, desk: Desk
) -> None:
    form = at_alices.get(f"{JOURNEY}/plan").context["form"]
    at_alices.post(f"{JOURNEY}/plan", {name: form[name].value() or "" for name in form.fields})
    assert Journey.objects.get(case=told).stage == Stage.CHOSEN
    write_layer(alice, "shelled", area(ON_THE_WAY), int(desk.clock()))
    said = {"contact": "0", "seen_upto": "99"}
    assert at_alices.post(f"{JOURNEY}/tell", said).status_code == 409
    assert Journey.objects.get().stage == Stage.CHOSEN


def _hazard(middle: tuple[float, float], **own: Any) -> Callable[[Operator, int], object]:  # noqa: ANN401 - any member
    return lambda who, at: write_layer(who, "a", area(middle, **own), at)


def _hours(first: str, last: str) -> list[dict[str, str]]:
    return [{"from": f"2027-01-15T{first}:00+00:00", "to": f"2027-01-15T{last}:00+00:00"}]


def _points(*names: str, **own: Any) -> Callable[[Operator, int], object]:  # noqa: ANN401 - any member
    return lambda who, at: write_point_list(who, "a", points(*names, **own), at, number=1, seen=1)


def _unread(who: Operator, at: int) -> None:
    write_layer(who, "a", area(ELSEWHERE), at)
    State.objects.filter(layer__kind="hazards").update(content=b"damaged")


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (_hazard(ELSEWHERE), ()),
        (_hazard(ON_THE_WAY), (Change.MORE, Change.STAYING, Change.AGAIN)),
        (
            _hazard(ON_THE_WAY, closed=True),
            (Change.CLOSED, Change.MORE, Change.STAYING, Change.AGAIN),
        ),
        (_hazard(ON_THE_WAY, windows=_hours("06:00", "08:30")), ()),  # over before he is there
        (_hazard(ON_THE_WAY, windows=_hours("09:00", "10:30")), (Change.MORE, Change.STAYING)),
        # From 10:35 on only who could not go at first is on the way, until 12:05.
        (_hazard(ON_THE_WAY, windows=_hours("10:40", "12:00")), (Change.AGAIN,)),
        (_hazard(ON_THE_WAY, windows=_hours("12:05", "13:00")), ()),
        (_hazard(ON_THE_WAY, rate_per_minute=1e-8), ()),  # too little to be said
        # It became quiet where they are.
        (_hazard(THEM, rate_per_minute=1e-8), (Change.STAYING, Change.AGAIN)),
        (_points("the mill", people=5), ()),
        (_points("the mill", "the school"), ()),
        (_points("the school"), (Change.GONE,)),
        (_points("the mill", windows=_hours("10:00", "12:00")), (Change.WINDOW,)),
        (lambda who, at: remove_point_list(who, 1, 1, at), (Change.GONE,)),
        (_unread, (Change.UNREAD,)),
    ],
)
def test_what_is_a_change(
    taken: int,
    alice: Operator,
    desk: Desk,
    deed: Callable[[Operator, int], object],
    found: tuple[Change, ...],
) -> None:
    at = int(desk.clock())
    before = read_watched(Journey.objects.get())
    deed(alice, at)
    assert judge_anew(at) == 1
    assert changes() == found
    assert (Need.CHANGED in needs(taken, at)) == bool(found)
    after = read_watched(Journey.objects.get())
    assert after is not None
    assert (after.held, after.band) == (before.held, before.band) if before else False
    assert judge_anew(at) == 0


@pytest.mark.usefixtures("taken")
def test_a_danger_the_second_time_alone_is_said_of_that_time(
    at_bobs: Client, alice: Operator, desk: Desk
) -> None:
    """The first time comes to exactly what it did; the second says what it was and is."""
    shelled = area(ON_THE_WAY, windows=_hours("10:40", "12:00"), rate_per_minute=0.5)
    write_layer(alice, "shelled", shelled, int(desk.clock()))
    do_chores(desk)
    known = read_watched(Journey.objects.get())
    assert known is not None
    assert known.now is not None
    assert (known.now.band, known.now.hazards) == (known.held.band, 1)
    page = text(at_bobs.get(JOURNEY))
    assert "The second time is worse than it was." in page
    assert "Harm the second time was: between less than 1 in 1,000 and 1 in 50." in page
    assert "Now: more than 1 in 2." in page
    assert "The way is more dangerous than it was." not in page


def test_what_is_as_before_again_is_no_alarm_any_more(
    taken: int, alice: Operator, desk: Desk
) -> None:
    at = int(desk.clock())
    number = write_layer(alice, "shelled", area(ON_THE_WAY), at)
    judge_anew(at)
    write_layer(alice, "far", area(ELSEWHERE), at)
    judge_anew(at + 60)
    assert WatchedWay.objects.get().changed_at == at  # the same alarm, not another
    remove_layer(alice, number, 1, at)
    judge_anew(at)
    assert Need.CHANGED not in needs(taken, at)
    assert events() == [Note.DANGER_CHANGED, Note.DANGER_AS_BEFORE]


def test_time_alone_changes_nothing(
    taken: int, alice: Operator, desk: Desk, clock: HandClock
) -> None:
    write_layer(alice, "a", area(ON_THE_WAY, windows=_hours("06:00", "08:30")), int(desk.clock()))
    judge_anew(int(desk.clock()))
    clock.forward(7200)
    assert judge_anew(int(desk.clock())) == 0
    assert Need.CHANGED not in needs(taken, desk.clock())


def test_a_locked_desk_judges_at_its_next_opening(
    told: int, alice: Operator, desk: Desk, enter: SignIn
) -> None:
    write_layer(alice, "shelled", area(ON_THE_WAY), int(desk.clock()))
    desk.vault.lock()
    do_chores(desk)
    assert WatchedWay.objects.get().changed_at is None
    enter(alice.name)
    do_chores(desk)
    assert Need.CHANGED in needs(told, desk.clock())


def test_a_way_that_cant_be_read_is_an_alarm_and_can_be_planned_again(
    taken: int, at_alices: Client, alice: Operator, desk: Desk
) -> None:
    WatchedWay.objects.update(content=b"damaged")
    write_layer(alice, "far", area(ELSEWHERE), int(desk.clock()))
    do_chores(desk)
    assert Need.CHANGED in needs(taken, desk.clock())
    page = text(at_alices.get(JOURNEY))
    assert "can't be read. Search again." in page
    assert "Looked at: the way stands" not in page
    form = {"place": "47.16012, 9.50034", "words": "the mill"}
    assert at_alices.post(f"{JOURNEY}/place", form)["Location"] == JOURNEY
    assert not WatchedWay.objects.exists()


@pytest.mark.usefixtures("told")
def test_the_second_operator_sees_how_dangerous_it_is_and_when_it_begins(
    at_alices: Client, at_bobs: Client, alice: Operator, desk: Desk
) -> None:
    made = text(at_bobs.get(JOURNEY))
    assert "between 1 in 200 and 1 in 30." in made
    assert "Less dangerous than staying." in made
    assert "2027-01-15 11:00" in made  # Vaduz, an hour ahead: 7,200 s after 8:00 UTC
    assert "None is written down." in made
    assert "Yes, by the hazards and points of now." in made
    write_layer(alice, "old", area(ON_THE_WAY), int(desk.clock()))
    at_alices.get(JOURNEY)
    at_alices.post(f"{JOURNEY}/stands", {"state": WatchedWay.objects.get().rests_on})
    made = text(at_bobs.get(JOURNEY))
    assert "1 hazard, told" in made
    assert "2027-01-15 06:00:00 UTC" in made


def test_a_record_of_a_way_says_no_place(taken: int) -> None:
    row = WatchedWay.objects.get(journey__case=taken)
    assert not any(each in bytes(row.content) for each in (b"9.5", b"47.1", b"the mill"))
    assert "9.5" not in repr(read_watched(row.journey)) + str(row)
