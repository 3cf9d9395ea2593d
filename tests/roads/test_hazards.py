"""A hazard layer is taken whole, or refused with the feature and the field that is wrong."""

import json
import re
from datetime import UTC, datetime, time
from math import cos, pi, sin
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.roads.fields import MalformedLayer
from aman.roads.geojson import BYTES_AT_MOST
from aman.roads.hazards import _OWN, read_layers
from aman.roads.window_reading import _AGAIN
from aman.roads.windows import Again, Once
from aman.roads.zones import Confidence, Guess, HazardLayer
from roads.layers import AREA, CHECKPOINT, CURFEW, RING, SHELLED, SPOT, TOLD, TRACK, feature, layer


def refused(file: bytes) -> MalformedLayer:
    """The refusal; it never holds a value of the file."""
    with pytest.raises(MalformedLayer) as found:
        read_layers(file, "layer")
    return found.value


def attempt(file: bytes) -> HazardLayer | MalformedLayer:
    """What comes of it; any other error is the test's failure."""
    try:
        return read_layers(file, "layer")
    except MalformedLayer as refusal:
        return refusal


def test_a_layer_of_every_kind() -> None:
    """Area, checkpoint, spot with a radius, road under fire, closed area."""
    windows = [
        CURFEW,
        {"days": ["sat", "sun"], **CURFEW, "first": "2026-03-01", "last": "2026-04-01"},
        {"from": "2026-03-01T10:00:00Z", "to": "2026-03-01T12:00:00+01:00"},
    ]
    found = read_layers(
        layer(
            feature(AREA, SHELLED | {"name": " Hill ", "confidence": "high", "windows": windows}),
            feature(TRACK, CHECKPOINT | {"stroke": "#f00"}),
            feature(SPOT, SHELLED | {"radius_m": 300}),
            feature(TRACK, TOLD | {"radius_m": 50, "rate_per_minute": 0.5}),
            feature(AREA, SHELLED | {"closed": True}),
        ),
        "east",
    )
    hill, checkpoint, spot, fire, closed = found.zones
    assert found.name == "east"
    assert (hill.name, hill.confidence) == ("Hill", Confidence.HIGH)
    assert hill.per_minute == Guess(0.001, 0.01, 0.05)
    assert hill.as_of == datetime(2026, 3, 1, 10, tzinfo=UTC)
    nightly, weekend, once = hill.windows
    assert isinstance(nightly, Again)
    assert (nightly.begin, nightly.end, len(nightly.days)) == (time(22), time(5), 7)
    assert isinstance(weekend, Again)
    assert weekend.days == {5, 6}
    assert once == Once(datetime(2026, 3, 1, 10, tzinfo=UTC), datetime(2026, 3, 1, 11, tzinfo=UTC))
    assert checkpoint.shape.is_line
    assert checkpoint.per_crossing == Guess(0.2, 0.2, 0.2)
    assert checkpoint.per_minute is None
    assert checkpoint.confidence is Confidence.LOW
    assert not spot.shape.is_line
    assert not fire.shape.is_line
    assert closed.shape.closed
    assert not hill.shape.closed


def test_the_example_of_the_documentation_is_a_layer() -> None:
    """And every property that the reader knows stands in it."""
    text = (Path(__file__).parents[2] / "docs" / "hazard-layers.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    battery, strip = read_layers(example.encode(), "example").zones
    assert battery.name == "battery"
    assert strip.shape.is_line
    assert all(f"`{member}`" in text for member in _OWN | _AGAIN)


def test_winding_and_height_do_not_matter() -> None:
    """Programs draw both ways round and add heights."""
    turned = {"type": "Polygon", "coordinates": [[[*at, 440.0] for at in reversed(RING)]]}
    one, other = read_layers(layer(feature(AREA, SHELLED), feature(turned, SHELLED)), "x").zones
    assert shapely.equals(one.shape.geometry, other.shape.geometry)


def test_a_hundred_thousand_corners_are_read() -> None:
    """What a satellite's outline may have."""
    count = 100_000
    ring = [
        [9.5 + 0.1 * cos(2 * pi * n / count), 47 + 0.1 * sin(2 * pi * n / count)]
        for n in range(count)
    ]
    outline = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    (zone,) = read_layers(layer(feature(outline, SHELLED)), "x").zones
    assert shapely.get_num_coordinates(zone.shape.geometry) == count + 1


def polygon(*rings: object) -> dict[str, object]:
    """As in the file."""
    return {"type": "Polygon", "coordinates": list(rings)}


CROSSED = [[9.5, 47.0], [9.51, 47.01], [9.51, 47.0], [9.5, 47.01], [9.5, 47.0]]
OUTER = [[8.0, 46.0], [8.1, 46.0], [8.1, 46.1], [8.0, 46.0]]
PLACES = "geometry.coordinates"
GEOMETRIES: dict[str, tuple[object, str]] = {
    "none": (None, "geometry"),
    "a text": ("here", "geometry"),
    "another type": ({"type": "GeometryCollection", "coordinates": []}, "geometry.type"),
    "type missing": ({"coordinates": [RING]}, "geometry.type"),
    "type a list": ({"type": ["Polygon"], "coordinates": [RING]}, "geometry.type"),
    "coordinates missing": ({"type": "Polygon"}, PLACES),
    "member unknown": (AREA | {"radius": 3}, "geometry"),
    "no ring": (polygon(), PLACES),
    "an object for a list": (polygon({"lon": 1}), PLACES + "[1]"),
    "open ring": (polygon(RING[:-1]), PLACES + "[1]"),
    "three places": (polygon(RING[:3]), PLACES + "[1]"),
    "crosses itself": (polygon(CROSSED), PLACES),
    "encloses nothing": (polygon([RING[0], RING[1], RING[0], RING[0]]), PLACES),
    "hole outside": (polygon(RING, OUTER), PLACES),
    "parts overlap": ({"type": "MultiPolygon", "coordinates": [[RING]] * 2}, PLACES),
    "no parts": ({"type": "MultiPolygon", "coordinates": []}, PLACES),
    "text for a number": (polygon([["9.5", 47.0], *RING[1:]]), PLACES + "[1][1][1]"),
    "true for a number": (polygon([[True, 47.0], *RING[1:]]), PLACES + "[1][1][1]"),
    "null for a number": (polygon([[9.5, None], *RING[1:]]), PLACES + "[1][1][2]"),
    "one number": (polygon([[9.5], *RING[1:]]), PLACES + "[1][1]"),
    "four numbers": (polygon([[9.5, 47, 0, 0], *RING[1:]]), PLACES + "[1][1]"),
    "beyond the earth": (polygon([[181.0, 47.0], *RING[1:]]), PLACES + "[1][1]"),
    "metres": (polygon([[539542.8, 5220965.0], *RING[1:]]), PLACES + "[1][1]"),
    "huge": (polygon([[10**400, 47.0], *RING[1:]]), PLACES + "[1][1][1]"),
    "half the world": (polygon([[-80, 0], [80, 0], [0, 40], [-80, 0]]), PLACES),
    "a line of one place": (TRACK | {"coordinates": [[9.5, 47.0]] * 2}, PLACES),
    "no lines": ({"type": "MultiLineString", "coordinates": []}, PLACES),
    "a point without numbers": ({"type": "Point", "coordinates": []}, PLACES),
}  # fmt: skip


@pytest.mark.parametrize("fault", GEOMETRIES)
def test_malformed_geometries_are_refused(fault: str) -> None:
    """By the second feature's number and the path to the place."""
    geometry, field = GEOMETRIES[fault]
    found = refused(layer(feature(AREA, SHELLED), feature(geometry, SHELLED)))
    assert (found.feature, found.field) == (2, field)
    assert str(found).startswith(f"Feature 2, {field}: ")


RATE = "rate_per_minute"
LIKELY = {"low": 0.1, "likely": 0.2, "high": 0.3}
PROPERTIES: dict[str, tuple[object, dict[str, object] | None, str]] = {
    "none": (AREA, None, "properties"),
    "unknown member": (AREA, SHELLED | {"rate_per_min": 1}, "properties"),
    "misspelt window": (AREA, SHELLED | {"window": [CURFEW]}, "properties"),
    "no rate": (AREA, TOLD, "rate_per_minute"),
    "rate a text": (AREA, TOLD | {"rate_per_minute": "high"}, "rate_per_minute"),
    "rate true": (AREA, TOLD | {"rate_per_minute": True}, "rate_per_minute"),
    "rate below 0": (AREA, TOLD | {"rate_per_minute": -0.1}, "rate_per_minute"),
    "rate too high": (AREA, TOLD | {"rate_per_minute": 11}, "rate_per_minute"),
    "rate without likely": (AREA, TOLD | {RATE: {"low": 0, "high": 1}}, RATE + ".likely"),
    "rate with more": (AREA, TOLD | {"rate_per_minute": LIKELY | {"most": 1}}, "rate_per_minute"),
    "rate falls": (AREA, TOLD | {"rate_per_minute": LIKELY | {"low": 0.25}}, "rate_per_minute"),
    "rate part a text": (AREA, TOLD | {RATE: LIKELY | {"low": "0"}}, RATE + ".low"),
    "crossing of an area": (AREA, SHELLED | {"per_crossing": 0.1}, "per_crossing"),
    "rate of a line": (TRACK, SHELLED, "rate_per_minute"),
    "line without crossing": (TRACK, TOLD, "per_crossing"),
    "crossing of 1": (TRACK, TOLD | {"per_crossing": 1}, "per_crossing"),
    "crossing above 1": (TRACK, TOLD | {"per_crossing": 1.5}, "per_crossing"),
    "point without radius": (SPOT, SHELLED, "radius_m"),
    "radius 0": (SPOT, SHELLED | {"radius_m": 0}, "radius_m"),
    "radius a text": (SPOT, SHELLED | {"radius_m": "300 m"}, "radius_m"),
    "radius huge": (SPOT, SHELLED | {"radius_m": 1e9}, "radius_m"),
    "radius of an area": (AREA, SHELLED | {"radius_m": 300}, "radius_m"),
    "closed a text": (AREA, SHELLED | {"closed": "yes"}, "closed"),
    "closed line": (TRACK, CHECKPOINT | {"closed": True}, "closed"),
    "closed for hours": (AREA, SHELLED | {"closed": True, "windows": [CURFEW]}, "windows"),
    "confidence unknown": (AREA, SHELLED | {"confidence": "sure"}, "confidence"),
    "confidence a number": (AREA, SHELLED | {"confidence": 0.9}, "confidence"),
    "no source": (AREA, {k: v for k, v in SHELLED.items() if k != "source"}, "source"),
    "source empty": (AREA, SHELLED | {"source": "  "}, "source"),
    "source a number": (AREA, SHELLED | {"source": 4}, "source"),
    "source endless": (AREA, SHELLED | {"source": "x" * 501}, "source"),
    "source with controls": (AREA, SHELLED | {"source": "a\x00b"}, "source"),
    "source half a pair": (AREA, SHELLED | {"source": "a\ud800b"}, "source"),
    "no age": (AREA, {k: v for k, v in SHELLED.items() if k != "as_of"}, "as_of"),
    "age without zone": (AREA, SHELLED | {"as_of": "2026-03-01T12:00:00"}, "as_of"),
    "age a day": (AREA, SHELLED | {"as_of": "2026-03-01"}, "as_of"),
    "age a number": (AREA, SHELLED | {"as_of": 1_772_000_000}, "as_of"),
    "age in antiquity": (AREA, SHELLED | {"as_of": "0001-01-01T00:00:00+14:00"}, "as_of"),
    "age at the end": (AREA, SHELLED | {"as_of": "9999-12-31T23:59:59-14:00"}, "as_of"),
    "name a list": (AREA, SHELLED | {"name": ["x"]}, "name"),
    "windows an object": (AREA, SHELLED | {"windows": CURFEW}, "windows"),
    "windows empty": (AREA, SHELLED | {"windows": []}, "windows"),
    "window a text": (AREA, SHELLED | {"windows": ["nights"]}, "windows[1]"),
}  # fmt: skip


@pytest.mark.parametrize("fault", PROPERTIES)
def test_malformed_properties_are_refused(fault: str) -> None:
    """By their own names."""
    geometry, properties, field = PROPERTIES[fault]
    spoiled = {"type": "Feature", "geometry": geometry, "properties": properties}
    found = refused(layer(feature(AREA, SHELLED), spoiled))
    assert (found.feature, found.field) == (2, field)


def test_an_unknown_member_is_named() -> None:
    """With those that are known, for whoever misspelt it."""
    text = str(refused(layer(feature(AREA, SHELLED | {"window": [CURFEW]}))))
    assert text.startswith('Feature 1, properties: "window" is not known.')
    assert "windows" in text


NOON = "2026-03-01T12:00:00Z"
WINDOWS: dict[str, tuple[dict[str, object], str]] = {
    "ends before it begins": ({"from": NOON, "to": "2026-03-01T13:00:00+02:00"}, "to"),
    "lasts no time": ({"from": NOON, "to": NOON}, "to"),
    "no zone": ({"from": "2026-03-01T12:00:00", "to": "2026-03-01T13:00:00Z"}, "from"),
    "no end": ({"from": "2026-03-01T12:00:00Z"}, "to"),
    "no begin": ({"to": "2026-03-01T12:00:00Z"}, "from"),
    "local times without a zone": ({"from": "22:00", "to": "05:00"}, "from"),
    "days without a zone": ({"days": ["mon"], "from": "22:00", "to": "05:00"}, "zone"),
    "zone unknown": (CURFEW | {"zone": "Europe/Nowhere"}, "zone"),
    "zone a path": (CURFEW | {"zone": "../../etc/passwd"}, "zone"),
    "zone a folder": (CURFEW | {"zone": "Europe"}, "zone"),
    "zone a number": (CURFEW | {"zone": 2}, "zone"),
    "zone with a null": (CURFEW | {"zone": "a\x00"}, "zone"),
    "zone empty": (CURFEW | {"zone": ""}, "zone"),
    "25 o'clock": (CURFEW | {"from": "25:00"}, "from"),
    "clock with a zone": (CURFEW | {"from": "22:00+02:00"}, "from"),
    "moment for a clock": (CURFEW | {"from": "2026-03-01T12:00:00Z"}, "from"),
    "begins when it ends": (CURFEW | {"to": "22:00"}, "to"),
    "day unknown": (CURFEW | {"days": ["mon", "someday"]}, "days[2]"),
    "no days": (CURFEW | {"days": []}, "days"),
    "days a text": (CURFEW | {"days": "mon"}, "days"),
    "first no date": (CURFEW | {"first": "tomorrow"}, "first"),
    "last before first": (CURFEW | {"first": "2026-03-02", "last": "2026-03-01"}, "last"),
    "first in antiquity": (CURFEW | {"first": "0001-01-01"}, "first"),
    "member unknown": (CURFEW | {"weekday": "mon"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", WINDOWS)
def test_malformed_windows_are_refused(fault: str) -> None:
    """The second window of the first feature."""
    window, field = WINDOWS[fault]
    found = refused(layer(feature(AREA, SHELLED | {"windows": [CURFEW, window]})))
    assert found.feature == 1
    assert found.field == ("windows[2]" + (f".{field}" if field else ""))


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", ""),
    "no JSON": (b"hello", ""),
    "not UTF-8": (b'{"type": "\xff"}', ""),
    "a list": (b"[]", ""),
    "a number": (b"4", ""),
    "another type": (b'{"type": "Feature"}', "type"),
    "no type": (b'{"features": []}', "type"),
    "no features": (b'{"type": "FeatureCollection"}', "features"),
    "empty features": (layer(), "features"),
    "features an object": (b'{"type": "FeatureCollection", "features": {}}', "features"),
    "unknown member": (b'{"type": "FeatureCollection", "features": [], "zones": []}', ""),
    "nested": (b"[" * 200_000, ""),
    "nested objects": (b'{"a":' * 200_000, ""),
    "not a number": (layer(feature(AREA, SHELLED)).replace(b"47.01", b"NaN"), ""),
    "infinite": (layer(feature(AREA, SHELLED)).replace(b"47.01", b"-Infinity"), ""),
    "a member twice": (b'{"type": "FeatureCollection", "type": "FeatureCollection"}', ""),
    "too large": (b" " * (BYTES_AT_MOST + 1), ""),
    "digits without end": (b"9" * 10_000, ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", FILES)
def test_files_that_are_no_layer_are_refused(fault: str) -> None:
    """As a whole."""
    file, field = FILES[fault]
    found = refused(file)
    assert (found.feature, found.field) == (None, field)


def test_an_infinite_number_is_named() -> None:
    """1e999 is JSON, and no number."""
    file = layer(feature(AREA, SHELLED)).replace(b"47.01", b"1e999")
    assert refused(file).field == "geometry.coordinates[1][3][2]"


def test_only_wgs_84_is_taken() -> None:
    """Old files name their reference system."""
    top = json.loads(layer(feature(AREA, SHELLED)))
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read_layers(json.dumps(top | {"crs": named}).encode(), "x").zones
    named["properties"] = {"name": "EPSG:3857"}
    assert refused(json.dumps(top | {"crs": named}).encode()).field == "crs.properties.name"


def test_outlines_that_would_fill_the_memory_are_refused() -> None:
    """A zigzag of a thousand crossings of ten degrees is no road."""
    zigzag = [[9.0 + 10 * (n % 2), 40 + n / 1000] for n in range(1000)]
    line = {"type": "LineString", "coordinates": zigzag}
    assert refused(layer(feature(line, CHECKPOINT))).field == "geometry.coordinates"


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["Point", "Polygon", "2026-03-01T12:00:00Z", "22:00", "Europe/Kyiv", "mon"])
)
KEYS = st.sampled_from(
    ["type", "coordinates", "rate_per_minute", "low", "likely", "high", "windows", "from", "to",
     "zone", "days", "source", "as_of", "radius_m", "closed", "per_crossing", "name"]
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([AREA, TRACK, SPOT]), st.data())
def test_whatever_is_in_a_feature_is_read_or_refused(
    geometry: dict[str, object], data: st.DataObject
) -> None:
    """One member of a good feature is anything at all: no other error, feature 1 is named."""
    good = feature(geometry, SHELLED if geometry != TRACK else CHECKPOINT)
    spoiled = json.loads(json.dumps(good))
    where = data.draw(st.sampled_from(["geometry", "properties", "coordinates", "member"]))
    value = data.draw(VALUES)
    if where == "coordinates":
        spoiled["geometry"]["coordinates"] = value
    elif where == "member":
        spoiled["properties"][data.draw(KEYS)] = value
    else:
        spoiled[where] = value
    found = attempt(layer(spoiled))
    if isinstance(found, MalformedLayer):
        assert found.feature in {None, 1}
        assert re.fullmatch(r"[a-z_.\[\]0-9]*", found.field)
        return
    assert shapely.is_valid(found.zones[0].shape.geometry)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_the_file_is_it_is_read_or_refused(file: bytes) -> None:
    """Bytes of any kind."""
    with pytest.raises(MalformedLayer):
        read_layers(file, "x")


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.integers(0, 255), st.integers(1, 12))
def test_a_damaged_file_is_read_or_refused(at: int, byte: int, length: int) -> None:
    """Some bytes of a good one are others."""
    good = layer(feature(AREA, SHELLED | {"windows": [CURFEW]}))
    at %= len(good)
    found = attempt(good[:at] + bytes([byte]) * length + good[at + length :])
    assert isinstance(found, HazardLayer) or found.fault
