"""Files of reception points: read whole, or refused by feature and field."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from aman.roads.fields import MalformedLayer
from aman.roads.points import read_points
from roads.layers import AREA, SPOT, TOLD, feature, layer

POINT: dict[str, object] = TOLD | {"name": "the mill", "service_minutes": 10, "people": 12}
NIGHT = {"from": "04:10", "to": "04:40", "zone": "Europe/Kyiv"}


def refused(file: bytes) -> MalformedLayer:
    """The refusal."""
    with pytest.raises(MalformedLayer) as found:
        read_points(file)
    return found.value


def test_a_point_has_its_windows_service_and_room() -> None:
    """What was told is what is read, and the search goes to it within its windows."""
    (point,) = read_points(layer(feature(SPOT, POINT | {"windows": [NIGHT]})))
    assert (point.name, point.lon, point.lat) == ("the mill", 9.5, 47.0)
    assert (point.service_s, point.people) == (600, 12)
    goal = point.goal(7, datetime(2026, 1, 10, 2, tzinfo=UTC), 6 * 3600)
    assert (goal.node, goal.windows, goal.service_s) == (7, ((600, 2400),), 600)


def test_a_point_without_windows_is_always_open() -> None:
    """And without people its room is unknown, not endless."""
    (point,) = read_points(layer(feature(SPOT, TOLD | {"name": "the mill"})))
    assert point.goal(1, datetime(2026, 1, 10, tzinfo=UTC), 60).windows == ((0, 60),)
    assert point.people is None


FAULTS: Mapping[str, tuple[Mapping[str, object], Mapping[str, object], str]] = {
    "an area": (AREA, POINT, "geometry.type"),
    "no name": (SPOT, TOLD, "name"),
    "misspelt": (SPOT, POINT | {"window": [NIGHT]}, "properties"),
    "no source": (SPOT, {"name": "x", "as_of": TOLD["as_of"]}, "source"),
    "no zone": (SPOT, POINT | {"windows": [{"from": "04:10", "to": "04:40", "days": ["mon"]}]},
                "windows[1].zone"),
    "too short": (SPOT, POINT | {"windows": [NIGHT | {"to": "04:19"}]}, "windows[1].to"),
    "half a person": (SPOT, POINT | {"people": 1.5}, "people"),
    "nobody": (SPOT, POINT | {"people": 0}, "people"),
    "endless service": (SPOT, POINT | {"service_minutes": 10_000}, "service_minutes"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_malformed_points_are_refused(fault: str) -> None:
    """Nobody is sent to a point that was misread."""
    geometry, properties, field = FAULTS[fault]
    whole = feature(SPOT, POINT | {"name": "another"})
    reason = refused(layer(whole, feature(geometry, properties)))
    assert (reason.feature, reason.field) == (2, field)


def test_two_points_have_two_names() -> None:
    """Operators and callers tell them apart by nothing else."""
    assert refused(layer(feature(SPOT, POINT), feature(SPOT, POINT))).field == "name"


def test_a_file_that_is_no_geojson_is_refused() -> None:
    """Without a feature, because there is none."""
    assert refused(b"{").feature is None
    assert refused(json.dumps({"type": "FeatureCollection", "features": []}).encode()).field
