"""What a search answers on real roads: whole, in order, told as it is judged, and safe to read."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from aman.desk.journeys.limits import BEGINNING_LETTERS, MOST_STEPS, STEP_LETTERS
from aman.desk.ways.searching import search as worker_search
from aman.desk.ways.searching.lead import lead_of
from aman.desk.ways.searching.question import Networks, NotAsked, ask
from aman.desk.ways.searching.reports import groups_at_most
from aman.desk.ways.searching.search import search
from aman.desk.ways.searching.told import later, legs_of, words_of
from aman.desk.ways.wire import Found, Report, Task, Unanswerable, Window
from aman.roads.draws import Draws
from aman.roads.exposure import exposures
from aman.roads.graph import Mode
from aman.roads.landmarks import KIND_NAMES
from aman.roads.loading import open_loaded
from aman.roads.measure import metres_between
from aman.roads.plan import way_to_tell
from aman.roads.plan_sentences import clock
from aman.roads.points import ReceptionPoint
from aman.roads.rates import rates_of
from aman.roads.search import front
from aman.roads.steps import AtSight, Bend, RoadLook, Sight, Street, Turn
from aman.roads.tellable import ToldWay
from aman.roads.zones import NO_DATA, Level
from desk.ways.conftest import VADUZ, battery, clock_of, file_of, needs_extract, points_at
from roads.test_plan import told_of

pytestmark = needs_extract
AT = 1_800_003_600
VADUZ_CLOCK = ZoneInfo("Europe/Vaduz")


@pytest.fixture(scope="module")
def networks(loaded: Path) -> Networks:
    graph = open_loaded(loaded)
    assert graph is not None
    return Networks(graph)


def task(**own: Any) -> Task:  # noqa: ANN401 - any member
    lat, lon = VADUZ
    known: dict[str, Any] = {
        "number": 1, "mode": "foot", "lat": lat, "lon": lon, "within_m": 0.0, "start": AT,
        "horizon_s": 6 * 3600, "zone": "Europe/Vaduz", "may_wait": True,
        "layers": (battery(AT),), "points": (points_at(AT),), "budget_s": 60.0, "seed": 1,
        "no_data": (NO_DATA.low, NO_DATA.likely, NO_DATA.high),
    }  # fmt: skip
    return Task(**known | own)


def answered(networks: Networks, asked: Task, share: float = 2.0) -> Found:
    """With so much of its time, whatever the clock says."""
    return search(networks, asked, lambda *_: None, lambda asks: asks <= share)


@pytest.fixture(scope="module")
def found(networks: Networks) -> Found:
    return answered(networks, task())


def test_at_most_three_ways_each_with_a_line_in_time(found: Found) -> None:
    assert 1 <= len(found.ways) <= 3
    assert [each.rank for each in found.ways] == list(range(1, len(found.ways) + 1))
    assert not found.approximate
    assert not found.forbids
    for way in found.ways:
        assert len(way.line) == len(way.times) > 2
        assert list(way.times) == sorted(way.times)
        assert (way.times[0], way.times[-1]) == (AT, way.received)
        assert AT <= way.set_out < way.there <= way.received <= AT + found.horizon_s
        lon, lat = (np.array(each) for each in zip(*way.line, strict=True))
        first = metres_between(lon[:1], lat[:1], *(np.array([each]) for each in VADUZ[::-1]))
        last = metres_between(lon[-1:], lat[-1:], np.array([way.lon]), np.array([way.lat]))
        assert max(first[0], last[0]) < 500


def test_steps_fit_a_plan_in_every_language(found: Found) -> None:
    told = [way for way in found.ways if way.steps]
    assert told
    for way in told:
        assert set(way.steps) == set(way.begins) == {"ar", "en", "ru", "uk"}
        for lines in way.steps.values():
            assert 1 <= len(lines) <= MOST_STEPS
            assert max(map(len, lines)) <= STEP_LETTERS
        assert all(0 < len(each) <= BEGINNING_LETTERS for each in way.begins.values())
        assert way.window.opens <= way.received <= way.window.closes


@pytest.mark.parametrize("language", ["ar", "en", "ru", "uk"])
def test_a_way_of_seven_long_steps_is_told_whole(networks: Networks, language: str) -> None:
    """The setting out is no step: none of the seven is joined to another, or lost."""
    asked = ask(networks, task())
    street = Street(("Feldkircherstrassenunterfuehrung Mitte", "", "", "", ""), "")
    cues = [(AtSight(Sight(kind, street.names)), Turn(bend, bend.middle, RoadLook.MAIN_ROAD))
            for kind, bend in zip(KIND_NAMES, Bend, strict=False)][:6]  # fmt: skip
    told = told_of(iter(cues), (street,))
    assert len(told.steps) == MOST_STEPS
    said = words_of(asked, told, 3600)[language]
    assert len(said.steps) == MOST_STEPS
    assert all(street.names[0] in each for each in said.steps[:-1])
    assert max(map(len, said.steps)) <= STEP_LETTERS
    assert 0 < len(said.begins) <= BEGINNING_LETTERS
    # Each waits until two hours after the start of the question, or an hour later.
    until, later = (
        clock(datetime.fromtimestamp(AT + hours * 3600, VADUZ_CLOCK)) for hours in (2, 3)
    )
    for each in said.steps[:-1]:
        assert until in each
        assert later in each
    once = words_of(asked, told, None)[language]
    assert not any(later in each for each in once.steps)
    assert until not in said.begins


def test_a_second_time_is_offered_with_the_hour_of_setting_out(networks: Networks) -> None:
    """What was judged is the same way so much later, and that is what is told."""
    (mill,) = json.loads(points_at(AT))["features"][1:]
    mill["properties"]["windows"] = [
        {"from": clock_of(AT + opens), "to": clock_of(AT + opens + 1200)} for opens in (7200, 9000)
    ]
    points = json.dumps({"type": "FeatureCollection", "features": [mill]})
    found = answered(networks, task(points=(points,)))
    again = [way for way in found.ways if way.fallback is not None]
    assert again
    for way in again:
        assert way.fallback is not None
        assert way.set_out_again == way.set_out + way.fallback.opens - way.window.opens
        for lines in way.steps.values():
            for at in way.halts:
                hours = {clock(datetime.fromtimestamp(each, VADUZ_CLOCK))
                         for each in (at, at + way.set_out_again - way.set_out)}  # fmt: skip
                assert any(all(hour in line for hour in hours) for line in lines)
    assert all(way.set_out_again is None for way in found.ways if way.fallback is None)


def test_the_same_seed_gives_the_same_answer(networks: Networks, found: Found) -> None:
    assert answered(networks, task()) == found


def test_what_is_told_costs_what_its_steps_cost(networks: Networks) -> None:
    """The way that is judged and drawn is the way of the steps, waits included."""
    asked = ask(networks, task())
    question = asked.question
    least = float(front(question).hazard[-1])
    told = way_to_tell(question, networks.telling(Mode.FOOT), least)
    assert isinstance(told, ToldWay)
    way = legs_of(asked, told)
    rates = rates_of(asked.zones, NO_DATA, Level.LIKELY)
    draws = Draws(rates.per_second[None], -np.log1p(-rates.crossing)[None])
    (hazards,) = exposures(question, asked.phases, [way, later(way, 600)]).hazards(draws)
    assert hazards[0] == pytest.approx(told.hazard, abs=1e-9)
    assert way.legs[0].wait_s == told.departure.start_s
    network = question.network
    for leg, onward in zip(way.legs, way.legs[1:], strict=False):
        assert network.target[leg.arc] == network.source[onward.arc]
        assert onward.depart_s - onward.wait_s == leg.depart_s + network.seconds[leg.arc]


def test_who_is_unsure_gathers_first_and_is_judged_from_the_worst_place(
    networks: Networks,
) -> None:
    asked = task(within_m=600.0)
    lead = lead_of(ask(networks, asked), asked)
    assert lead.gathered is not None
    gathered, network = lead.gathered, lead.whole.question.network
    assert network.source[gathered.legs[0].arc] == gathered.worst
    assert network.target[gathered.legs[-1].arc] == gathered.node
    last = gathered.legs[-1]
    assert last.depart_s + network.seconds[last.arc] <= gathered.until_s
    answer = front(lead.onward.question)
    whole = lead.put(answer[len(answer) - 1])
    assert whole.legs[: len(gathered.legs)] == gathered.legs
    first = whole.legs[len(gathered.legs)]
    assert first.depart_s >= gathered.until_s
    assert first.depart_s - first.wait_s == last.depart_s + network.seconds[last.arc]
    said = lead.said()
    assert said is not None
    assert set(said.landmark) == {"ar", "en", "ru", "uk"}
    assert said.until == AT + gathered.until_s


def test_who_may_not_wait_waits_nowhere_on_the_way(networks: Networks) -> None:
    found = answered(networks, task(may_wait=False), share=0.5)
    assert all(not way.halts for way in found.ways)


def test_a_search_that_is_cut_short_says_so_and_by_how_much(
    networks: Networks, found: Found
) -> None:
    assert (found.under, found.of, found.at_most) == (32, 32, 0.0)
    short = answered(networks, task(), share=0.0)
    assert short.approximate
    assert (short.under, short.of) == (1, 32)
    assert 0 < short.at_most <= 1
    # All fronts are whole, and only the time to put ways into steps was over.
    untold = answered(networks, task(), share=0.7)
    assert untold.approximate
    assert (untold.under, untold.of, untold.at_most) == (32, 32, 0.0)


def test_a_front_that_ran_into_its_cap_is_said(
    networks: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There was time for all, and each ran out of room."""
    monkeypatch.setattr(worker_search, "front", partial(front, label_cap=200))
    short = answered(networks, task())
    assert short.approximate
    assert (short.under, short.of) == (32, 32)
    assert short.at_most > 0


def test_another_rate_source_or_date_cuts_no_road_and_changes_the_answer(
    networks: Networks, found: Found
) -> None:
    """What cuts is geometry, and whether it is closed; nothing else is asked anew of the roads."""
    first = ask(networks, task())
    layer = json.loads(battery(AT))
    layer["features"][0]["properties"] |= {
        "rate_per_minute": 0.5, "source": "team 9", "as_of": "2027-01-14T06:00:00+00:00",
        "name": "guns", "confidence": "high",
    }  # fmt: skip
    del layer["features"][0]["properties"]["windows"]
    worse = task(layers=(json.dumps(layer),), no_data=(0.001, 0.001, 0.002))
    again = ask(networks, worse)
    assert again.question.network is first.question.network
    assert answered(networks, worse).staying != found.staying
    layer["features"][0]["properties"]["closed"] = True
    shut = ask(networks, task(layers=(json.dumps(layer),)))
    assert shut.question.network is not first.question.network
    layer["features"][0]["properties"] |= {"closed": False, "radius_m": 901}
    wider = ask(networks, task(layers=(json.dumps(layer),)))
    assert wider.question.network is not first.question.network


def test_what_no_layer_covers_counts_as_it_was_set(networks: Networks, found: Found) -> None:
    """A rate that nobody survives, where nobody reported: staying is judged by it, too."""
    assert found.no_data == (NO_DATA.low, NO_DATA.likely, NO_DATA.high)
    deadly = answered(networks, task(no_data=(0.5, 0.5, 0.5)))
    assert deadly.no_data == (0.5, 0.5, 0.5)
    assert deadly.staying == (1, 1)
    assert all(way.band == (1, 1) for way in deadly.ways)
    assert found.staying != (1, 1)


def test_a_way_says_the_oldest_report_that_it_rests_on(networks: Networks) -> None:
    """Of those that cover any of it; a way that nobody reported on says that."""
    wide = battery(AT).replace('"radius_m": 900', '"radius_m": 2500')
    old, new = json.loads(wide), json.loads(wide)
    old["features"][0]["properties"] |= {"source": "team 9", "as_of": "2027-01-13T06:00:00+00:00"}
    far = json.loads(battery(AT))
    far["features"][0]["geometry"]["coordinates"] = [9.6, 47.2]
    far["features"][0]["properties"]["as_of"] = "2020-01-13T06:00:00+00:00"
    layers = tuple(json.dumps(each) for each in (new, old, far))
    south = points_at(AT).replace("[9.5096, 47.165]", "[37.0, 48.0]")
    found = answered(networks, task(layers=layers, points=(south,)), share=0.7)
    assert {each.oldest for each in found.ways} == {Report("team 9", 1_799_820_000)}
    assert {each.point_told for each in found.ways} == {Report("team 2", 1_799_992_800)}
    north = points_at(AT).replace("[9.524, 47.109]", "[37.0, 48.0]")
    found = answered(networks, task(layers=(battery(AT), layers[2]), points=(north,)), share=0.7)
    assert {each.oldest for each in found.ways} == {None}


def test_a_point_receives_no_more_groups_than_hands_and_teams_can() -> None:
    at = datetime(2027, 1, 15, tzinfo=UTC)
    point = ReceptionPoint("a", 0.0, 0.0, (), 600, None, "", at, hands=2, groups_per_hour=None)
    assert groups_at_most(point, Window(0, 1800)) == 6
    assert groups_at_most(replace(point, groups_per_hour=4), Window(0, 1800)) == 4
    assert groups_at_most(replace(point, groups_per_hour=4), Window(0, 5400)) == 8
    assert groups_at_most(replace(point, service_s=0), Window(0, 1800)) is None


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"lat": 48.5, "lon": 37.25}, Unanswerable.FAR),
        ({"points": (points_at(AT).replace("47.1", "57.1"),)}, Unanswerable.NO_POINT),
        ({"within_m": 600.0, "horizon_s": 60}, Unanswerable.NO_GATHERING),
    ],
)
def test_what_cant_be_asked_says_why(
    networks: Networks, own: dict[str, Any], why: Unanswerable
) -> None:
    with pytest.raises(NotAsked) as refused:
        answered(networks, task(**own))
    assert refused.value.why is why


def test_where_there_is_no_way_the_constraint_is_named(networks: Networks) -> None:
    found = answered(networks, task(horizon_s=600))
    assert (found.ways, found.forbids, found.staying_is_best) == ((), "horizon", True)


def test_where_all_points_lie_in_closed_areas_that_is_named(networks: Networks) -> None:
    """Told from roads that do not exist by the same roads without what is closed."""
    mines = {"name": "mines", "radius_m": 900, "closed": True, "rate_per_minute": 0.01}
    walls = file_of(((47.109, 9.524), mines), ((47.165, 9.5096), mines))
    found = answered(networks, task(layers=(walls,)))
    assert (found.ways, found.forbids) == ((), "closed area")


def test_a_point_beyond_the_map_is_left_out_and_named(networks: Networks) -> None:
    file = points_at(AT).replace("[9.5096, 47.165]", "[37.0, 48.0]")
    found = answered(networks, task(points=(file,)), share=0.7)
    assert found.left_out == ("the mill",)
