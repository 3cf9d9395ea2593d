"""A line in time is priced without its roads: what it goes through, waits in and crosses."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aman.roads.hazards import read_layers
from aman.roads.passing import near, passage, staying
from aman.roads.rates import rates_of
from aman.roads.zones import NO_DATA, Level, Zone

START = datetime(2027, 1, 15, 8, tzinfo=UTC)
AT = int(START.timestamp())
HORIZON = 6 * 3600
LINE = ((9.50, 47.0), (9.51, 47.0), (9.51, 47.0), (9.52, 47.0))
"""East, a stay of ten minutes, and east again: 1,000 s each way."""
TIMES = (AT + 600, AT + 1600, AT + 2200, AT + 3200)


def zone(geometry: str, coordinates: Any, **own: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
    told = {"source": "team 2", "as_of": "2027-01-15T06:00:00+00:00", "name": "z"}
    return {
        "type": "Feature",
        "geometry": {"type": geometry, "coordinates": coordinates},
        "properties": told | own,
    }


def area(west: float, east: float, **own: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
    ring = [[west, 46.9], [east, 46.9], [east, 47.1], [west, 47.1], [west, 46.9]]
    rate = {"low": 0.01, "likely": 0.02, "high": 0.06}
    return zone("Polygon", [ring], rate_per_minute=rate, **own)


def read(*features: dict[str, Any]) -> tuple[Zone, ...]:
    if not features:
        return ()
    file = json.dumps({"type": "FeatureCollection", "features": features})
    return read_layers(file.encode(), "").zones


def of(*features: dict[str, Any]) -> Any:  # noqa: ANN401 - a passage
    return passage(LINE, TIMES, read(*features), START, HORIZON)


def test_moving_and_staying_in_an_area_count_by_the_second() -> None:
    found = of(area(9.505, 9.515))
    assert found.seconds.tolist() == pytest.approx([1600, 1000])
    assert of().seconds.tolist() == pytest.approx([2600])
    likely = rates_of(read(area(9.505, 9.515)), NO_DATA, Level.LIKELY)
    assert found.hazard(likely) == pytest.approx(1600 * 0.02 / 60 + 1000 * NO_DATA.likely / 60)


def test_only_the_hours_of_a_hazard_count() -> None:
    opens = {"from": clock(1000), "to": clock(1300)}
    assert of(area(9.505, 9.515, windows=[opens])).seconds[0] == pytest.approx(200)
    past = {"from": clock(3300), "to": clock(9000)}
    assert of(area(9.505, 9.515, windows=[past])).seconds[0] == 0


def clock(second: int) -> str:
    return (START + timedelta(seconds=second)).isoformat()


def test_a_line_is_crossed_once_where_the_way_halts_on_it() -> None:
    risk = {"per_crossing": {"low": 0.1, "likely": 0.2, "high": 0.3}}
    across = zone("LineString", [[9.515, 46.9], [9.515, 47.1]], **risk)
    at_the_stay = zone("LineString", [[9.51, 46.9], [9.51, 47.1]], **risk)
    elsewhere = zone("LineString", [[9.6, 46.9], [9.6, 47.1]], **risk)
    assert of(across, elsewhere).crossings.tolist() == [1, 0]
    assert of(at_the_stay).crossings.tolist() == [1]


def test_a_closed_area_is_entered_but_not_by_who_is_inside() -> None:
    assert of(area(9.505, 9.515, closed=True)).entered == 1
    assert of(area(9.49, 9.505, closed=True)).entered == 0
    assert of(area(9.49, 9.502, closed=True), area(9.515, 9.53, closed=True)).entered == 1


def test_who_stays_is_where_he_is() -> None:
    zones = read(area(9.49, 9.505), area(9.515, 9.53))
    assert staying(LINE[0], zones, START, HORIZON).seconds.tolist() == [HORIZON, 0, 0]


def test_what_is_far_away_is_not_even_near() -> None:
    assert len(near(LINE, read(area(9.515, 9.53), area(9.6, 9.7)))) == 1
