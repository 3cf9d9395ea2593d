"""The way by which a team leads them: few points, every halt, in time, and what it passes."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from math import cos, pi, sin
from typing import Any

import msgspec
import pytest

from aman.core.handover import MOST_WAYPOINTS, GuidedWay, Window
from aman.desk.journeys.guiding import guided_way
from aman.desk.journeys.watched import LonLat, TakenWay
from aman.roads.hazards import read_layers
from aman.roads.zones import Zone

AT = 1_800_000_000


def taken(*stations: tuple[LonLat, int], **own: Any) -> TakenWay:  # noqa: ANN401 - any member
    places, times = zip(*stations, strict=True)
    known: dict[str, Any] = {
        "point": "the mill", "lat": 47.2, "lon": 9.6, "line": places, "times": times,
        "start": AT, "horizon_s": 21_600, "zone": "Europe/Vaduz", "set_out": times[0],
        "there": times[-1], "received": times[-1] + 300, "window": Window(AT, AT + 21_600),
        "band": (200, 30), "staying": (20, 5), "better": True, "can_be_told": False,
    }  # fmt: skip
    return TakenWay(**known | own)


def closed(name: str, lon: float, lat: float, **own: Any) -> Zone:  # noqa: ANN401 - any property
    ring = [[lon, lat], [lon + 0.01, lat], [lon + 0.01, lat + 0.01], [lon, lat + 0.01], [lon, lat]]
    named = {"name": name} if name else {}
    told = {**named, "closed": True, "rate_per_minute": 0.1, "source": "team 2",
            "as_of": "2027-01-15T06:00:00+00:00"}  # fmt: skip
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "geometry": shape, "properties": told | own}
    file = json.dumps({"type": "FeatureCollection", "features": [feature]})
    return read_layers(file.encode(), "").zones[0]


def places(guide: GuidedWay) -> list[tuple[float, float, int, int]]:
    return [(each.lon, each.lat, each.at - AT, each.until and each.until - AT)
            for each in guide.points]  # fmt: skip


def test_halts_and_corners_stay_and_what_lies_between_goes() -> None:
    way = taken(
        ((9.5, 47.0), AT),
        ((9.5, 47.0), AT + 600),  # he waits before he sets out
        ((9.501, 47.0), AT + 700),
        ((9.502, 47.0), AT + 800),  # a corner
        ((9.502, 47.001), AT + 900),
        ((9.502, 47.001), AT + 1500),  # a halt on a straight road
        ((9.502, 47.002), AT + 1600),
        ((9.502, 47.003), AT + 1700),
        ((9.502, 47.003), AT + 2000),
        set_out=AT + 600,
        there=AT + 1700,
        received=AT + 2000,
    )
    assert places(guided_way(way, ())) == [
        (9.5, 47.0, 600, 0),
        (9.502, 47.0, 800, 0),
        (9.502, 47.001, 900, 1500),
        (9.502, 47.003, 1700, 0),
        (9.6, 47.2, 1700, 2000),
    ]


def test_the_longest_way_has_no_more_points_than_a_package_has_room_for() -> None:
    winding = [
        ((9.5 + each / 500, 47 + sin(each * pi / 2) / 300 + cos(each) / 700), AT + each * 60)
        for each in range(300)
    ]
    guide = guided_way(taken(*winding), ())
    assert 10 < len(guide.points) <= MOST_WAYPOINTS
    on_line = {(lon, lat): at for (lon, lat), at in winding}
    assert all(on_line[each.lon, each.lat] == each.at for each in guide.points[:-1])
    assert msgspec.json.decode(msgspec.json.encode(guide), type=GuidedWay) == guide


@pytest.mark.parametrize("offset", [1, 40])
def test_many_halts_are_not_too_many(offset: int) -> None:
    stations = []
    for each in range(100):
        place = (9.5 + each / 500, 47 + (each % 3) / offset / 100)
        stations += [(place, AT + each * 300), (place, AT + each * 300 + 60 + each)]
    guide = guided_way(taken(*stations), ())
    assert len(guide.points) <= MOST_WAYPOINTS
    assert any(each.until for each in guide.points[1:-1])


def test_closed_areas_beside_it_are_named_the_nearest_first() -> None:
    way = taken(((9.5, 47.0), AT), ((9.52, 47.0), AT + 1800))
    beside = closed("mines by the river", 9.505, 47.002)
    farther = closed("x" * 200, 9.505, 47.01)
    guide = guided_way(
        way, (farther, closed("far away", 9.9, 47.5), closed("", 9.505, 47.003), beside)
    )
    assert [each.words for each in guide.avoid] == ["mines by the river", "?", "x" * 80]
    nearest = guide.avoid[0]
    assert nearest.lat == pytest.approx(47.002)
    assert 9.505 <= nearest.lon <= 9.515
    assert "9.5" not in repr(guide) + repr(guide.avoid[0])
