"""A way that the real worker found is watched: what comes to lie on it is an alarm."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from aman.desk.accounts.models import Operator
from aman.desk.cases.queue import journey_state
from aman.desk.journeys.models import Journey, WatchedWay
from aman.desk.journeys.needs import Need
from aman.desk.journeys.watched import Change, Watched, read_watched
from aman.desk.journeys.watching import judge_anew
from aman.desk.maps.layers import remove_layer, write_layer
from aman.desk.maps.points import write_point_list
from aman.desk.running import Desk
from aman.desk.ways.access import access_ways
from aman.desk.ways.choosing import choose
from aman.desk.ways.searches import Status
from aman.desk.ways.searching.lines import line_of
from aman.desk.ways.searching.question import Networks, ask
from aman.roads.draws import Draws
from aman.roads.exposure import exposures
from aman.roads.loading import open_loaded
from aman.roads.passing import passage
from aman.roads.rates import rates_of
from aman.roads.search import front
from aman.roads.zones import NO_DATA, Level
from desk.ways.conftest import file_of, needs_extract
from desk.ways.test_searching import task

pytestmark = needs_extract


def shelled(lon: float, lat: float, half: float = 0.0015) -> str:
    """A shelled road: a small area round a place."""
    west, east, south, north = lon - half, lon + half, lat - half, lat + half
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    told = {
        "name": "shelled",
        "source": "team 2",
        "as_of": "2027-01-15T07:00:00+00:00",
        "rate_per_minute": {"low": 0.01, "likely": 0.03, "high": 0.1},
    }
    area = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "geometry": area, "properties": told}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def watched() -> Watched:
    found = read_watched(Journey.objects.get())
    assert found is not None
    return found


def test_a_line_costs_what_the_search_says_of_its_way(loaded: Path) -> None:
    """Priced without the network: through the battery's fire, and after a wait for its end."""
    graph = open_loaded(loaded)
    assert graph is not None
    beyond = file_of(((47.109, 9.524), {"name": "the school"}))
    asked = ask(Networks(graph), task(points=(beyond,)))
    question, start = asked.question, asked.phases.start
    answer = front(question)
    ways = [answer[each] for each in range(0, len(answer), max(1, len(answer) // 8))]
    rates = rates_of(asked.zones, NO_DATA, Level.LIKELY)
    draws = Draws(rates.per_second[None], -np.log1p(-rates.crossing)[None])
    (hazards,) = exposures(question, asked.phases, ways).hazards(draws)
    assert max(hazards) > 10 * min(hazards)
    for way, hazard in zip(ways, hazards.tolist(), strict=True):
        line, times = line_of(asked, way)
        found = passage(line, times, asked.zones, start, question.horizon_s)
        assert found.hazard(rates) == pytest.approx(hazard, rel=0.005, abs=1e-5)


@pytest.mark.usefixtures("roads", "hazards")
def test_what_comes_to_lie_on_a_found_way_is_an_alarm_and_what_lies_elsewhere_is_none(
    searched: Callable[[], Status], asked: int, points: int, alice: Operator, desk: Desk
) -> None:
    searched()
    at = int(desk.clock())
    view = access_ways(alice, asked, at)
    way = choose(alice, asked, 1, view.at, "en", at)
    first = watched()
    assert not first.changes
    # Priced as a line it comes to what the search said of it, within a word of the scale.
    assert first.held.better == way.better_than_staying
    assert first.held.hazards == (1 if first.held.oldest else 0)
    scale = (1000, 500, 300, 200, 100, 50, 30, 20, 10, 5, 3, 2, 1)
    for told, priced in zip(way.band, first.held.band, strict=True):
        assert abs(scale.index(told) - scale.index(priced)) <= 1

    def needs() -> tuple[Need, ...]:
        judge_anew(at)
        state = journey_state(asked, at)
        assert state is not None
        return state.needs

    on_way = way.line[len(way.line) // 2]
    elsewhere = write_layer(alice, "far", shelled(9.62, 47.05), at)
    assert Need.CHANGED not in needs()
    assert watched() == first  # judged anew, and not a figure of it is another
    assert WatchedWay.objects.get().rests_on
    number = write_layer(alice, "shelled", shelled(*on_way), at)
    assert Need.CHANGED in needs()
    assert Change.MORE in watched().changes
    assert watched().now != first.now
    remove_layer(alice, number, 1, at)
    remove_layer(alice, elsewhere, 1, at)
    assert Need.CHANGED not in needs()
    # Hours go by: a hazard that is old, or over, is no change.
    assert judge_anew(at + 86_400) == 0
    only_one = file_of(((47.0, 9.5), {"name": "another"}))
    write_point_list(alice, "from team 2", only_one, at, number=points, seen=1)
    assert Need.CHANGED in needs()
    assert watched().changes == (Change.GONE,)
