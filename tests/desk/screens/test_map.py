"""The map's screens: tiles for who is signed in, places read here, hazards never lost or mixed."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from typing import Any

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.cases.access import changes
from aman.desk.keys.vault import VaultLocked
from aman.desk.maps import layers
from aman.desk.maps.layers import access_layer, access_layers, write_layer
from aman.desk.maps.models import State
from aman.desk.maps.tiles_file import PLACE
from aman.desk.running import Desk
from aman.desk.screens import maps
from aman.desk.screens.hazard_form import ZoneForm, as_typed
from desk_cast import HandClock

TILES = bytes(range(256)) * 8
AREA = "48.0, 37.8\n48.0 N 37.9 E\nhttps://www.openstreetmap.org/?mlat=48.1&mlon=37.9"
ZONE = {
    "layer": "", "layer_name": "from team 2", "name": "battery", "shape": "area", "points": AREA,
    "radius_m": "", "low": "1", "likely": "30", "high": "200", "confidence": "medium",
    "hours": "18:00-06:00, 12-13", "days": ["mon", "sun"], "begins": "2026-05-01T18:30",
    "ends": "2026-05-02T01:00", "zone": "Europe/Kyiv", "source": "field team 2",
    "as_of": "2026-03-01T12:00", "seen": "0",
}  # fmt: skip


@pytest.fixture
def tiles(desk: Desk) -> bytes:
    """Some bytes where the tiles lie."""
    file = desk.folder / PLACE
    file.parent.mkdir()
    file.write_bytes(TILES)
    return TILES


def piece(client: Client, asked: str) -> Any:  # noqa: ANN401 - Django's test answer
    return client.get("/map/tiles", headers={"range": asked} if asked else {})


def test_a_piece_of_the_tiles_is_given(at_alices: Client, tiles: bytes) -> None:
    answer = piece(at_alices, "bytes=10-19")
    assert (answer.status_code, answer.content) == (206, tiles[10:20])
    assert answer["Content-Range"] == f"bytes 10-19/{len(tiles)}"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Length"] == "10"
    assert "no-store" in answer["Cache-Control"]
    assert answer["ETag"] == piece(at_alices, "bytes=0-0")["ETag"]


@pytest.mark.usefixtures("tiles")
@pytest.mark.parametrize("asked", ["", "bytes=99999-", "bytes=0-1,3-4", "lines=1-2"])
def test_what_is_no_piece_is_refused_with_the_size(at_alices: Client, asked: str) -> None:
    answer = piece(at_alices, asked)
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer["Content-Range"] == f"bytes */{len(TILES)}"


def test_a_piece_of_another_map_is_not_taken_for_one_of_this(
    at_alices: Client, tiles: bytes
) -> None:
    """A map that was made anew is another file: pieces of both fit nowhere."""
    etag = piece(at_alices, "bytes=0-0")["ETag"]
    ask = {"range": "bytes=0-9", "if-range": etag}
    assert at_alices.get("/map/tiles", headers=ask).content == tiles[:10]
    other = at_alices.get("/map/tiles", headers=ask | {"if-range": '"another"'})
    assert other.status_code == 416


@pytest.mark.usefixtures("tiles", "alice")
def test_a_stranger_gets_no_tile_no_zone_and_no_map(browser: Client) -> None:
    for path in (
        "/map",
        "/map/now",
        "/map/tiles",
        "/map/zones",
        "/map/zone",
        "/map/layer",
        "/map/layer/1",
        "/map/point",
        "/map/points/drawn",
        "/map/points/1/point/1",
    ):
        answer = browser.get(path, headers={"range": "bytes=0-9"})
        assert (answer.status_code, answer.content) == (302, b""), path
    for path in ("/map/layer/1/remove", "/map/points/1/point/1/remove"):
        assert browser.post(path).status_code == 302


def test_without_tiles_and_behind_a_link_there_is_nothing(at_alices: Client, desk: Desk) -> None:
    assert piece(at_alices, "bytes=0-9").status_code == 404
    file = desk.folder / PLACE
    file.parent.mkdir()
    file.symlink_to(desk.folder / "desk.json")
    assert piece(at_alices, "bytes=0-9").status_code == 404
    assert "There is no map here yet" in at_alices.get("/map").content.decode()


def test_a_place_is_read_and_stands_in_no_address(at_alices: Client) -> None:
    page = at_alices.post("/map", {"written": "48.0051 N, 37.8 E"}).content.decode()
    assert 'data-lat="48.0051" data-lon="37.8"' in page
    assert "48.005100, 37.800000" in page
    refused = at_alices.post("/map", {"written": "<b>beside</b> the mill"})
    assert refused.status_code == 422
    assert "&lt;b&gt;beside&lt;/b&gt; the mill" in refused.content.decode()


def test_a_zone_is_written_down_and_comes_back_in_its_form(at_alices: Client) -> None:
    assert at_alices.post("/map/zone", ZONE)["Location"] == "/map"
    (layer,) = access_layers()
    feature = json.loads(layer.geojson)["features"][0]
    ring = feature["geometry"]["coordinates"][0]
    assert ring == [[37.8, 48.0], [37.9, 48.0], [37.9, 48.1], [37.8, 48.0]]
    typed = as_typed(feature)
    assert typed is not None
    form = ZoneForm([], ZONE | typed)
    assert form.is_valid(), form.errors
    assert json.loads(json.dumps(form.feature())) == feature
    assert (typed["likely"], typed["days"], typed["zone"]) == ("30", ["mon", "sun"], "Europe/Kyiv")
    said = at_alices.get("/map").content.decode()
    for words in ("battery", "1 in 1000", "1 in 5", "field team 2", "rather sure"):
        assert words in said


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"points": "48.0, 37.8\nbeside the mill"}, "points"),
        ({"points": "48.0, 37.8\n48.1, 37.8"}, "points"),
        ({"points": "48.0,37.8\n48.1,37.9\n48.1,37.8\n48.0,37.9"}, "points"),
        ({"shape": "round"}, "radius_m"),
        ({"likely": "900"}, "likely"),
        ({"high": "1000"}, "high"),
        ({"hours": "18 o'clock"}, "hours"),
        ({"closed": "on"}, "closed"),
        ({"shape": "crossed", "closed": "on", "hours": "", "days": [], "begins": "", "ends": ""},
         "closed"),
        ({"ends": "2026-05-01T18:30"}, "ends"),
        ({"hours": "", "begins": "", "ends": ""}, "hours"),
        ({"zone": "Mordor"}, "zone"),
        ({"source": " "}, "source"),
        ({"as_of": "yesterday"}, "as_of"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_field_and_nothing_is_lost(
    at_alices: Client, wrong: dict[str, Any], field: str
) -> None:
    answer = at_alices.post("/map/zone", ZONE | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "battery" in page
    assert not State.objects.exists()


def written(alice: Operator, clock: HandClock, **own: Any) -> int:  # noqa: ANN401 - any member of the format
    known = {"rate_per_minute": 0.001, "radius_m": 500, "source": "x"}
    properties = known | {"as_of": "2026-03-01T12:00:00Z"} | own
    shape = {"type": "Point", "coordinates": [37.8, 48.01]}
    features = [{"type": "Feature", "geometry": shape, "properties": properties}] * 2
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return write_layer(alice, "a", text, int(clock()))


def test_one_zone_is_changed_and_the_others_stay(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    number = written(alice, clock)
    other = json.loads(access_layer(number).geojson)["features"][1]
    address = f"/map/layer/{number}/zone/1"
    assert 'name="seen" value="1"' in at_alices.get(address).content.decode()
    assert at_alices.post(address, ZONE | {"seen": "1"})["Location"] == "/map"
    now = json.loads(access_layer(number).geojson)["features"]
    assert [now[0]["properties"]["name"], now[1]] == ["battery", other]
    late = at_alices.post(address, ZONE | {"seen": "1", "name": "late"})
    assert late.status_code == 409
    assert "A colleague has changed this layer meanwhile." in late.content.decode()
    assert "late" not in access_layer(number).geojson


def test_one_zone_is_removed_and_with_the_last_its_layer(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    number = written(alice, clock)
    assert at_alices.post(f"/map/layer/{number}/zone/3/remove", {"seen": "1"}).status_code == 404
    at_alices.post(f"/map/layer/{number}/zone/1/remove", {"seen": "1"})
    assert len(json.loads(access_layer(number).geojson)["features"]) == 1
    assert at_alices.post(f"/map/layer/{number}/zone/1/remove", {"seen": "1"}).status_code == 409
    at_alices.post(f"/map/layer/{number}/zone/1/remove", {"seen": "2"})
    assert access_layers() == ()
    assert at_alices.get(f"/map/layer/{number}").status_code == 404


NIGHTLY = {"from": "22:00", "to": "05:00", "zone": "Europe/Kyiv"}


@pytest.mark.parametrize(
    "own",
    [
        {"windows": [NIGHTLY | {"first": "2026-03-01"}]},
        {"windows": [NIGHTLY, NIGHTLY | {"zone": "Asia/Baghdad"}]},
        {"windows": [NIGHTLY, NIGHTLY | {"days": ["mon"]}]},
        {"description": "what a drawing program keeps"},
    ],
)
def test_a_zone_that_the_form_can_t_show_whole_is_not_opened_in_it(
    at_alices: Client, alice: Operator, clock: HandClock, own: dict[str, Any]
) -> None:
    """Saving it there would lose the rest; as a file it can be changed whole."""
    number = written(alice, clock, **own)
    for answer in (
        at_alices.get(f"/map/layer/{number}/zone/1"),
        at_alices.post(f"/map/layer/{number}/zone/1", ZONE | {"seen": "1"}),
    ):
        assert answer["Location"] == f"/map/layer/{number}"
    assert access_layer(number).turn == 1


def test_a_damaged_layer_is_said_and_can_be_removed(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    number = written(alice, clock)
    State.objects.update(content=b"x")
    assert f"Hazard layer {number} can't be read" in at_alices.get("/map").content.decode()
    assert at_alices.get(f"/map/layer/{number}").status_code == 200
    assert at_alices.get(f"/map/layer/{number}/zone/1").status_code == 404
    at_alices.post(f"/map/layer/{number}/remove", {"seen": "1"})
    assert access_layers() == ()


def test_a_refused_file_names_feature_and_field_and_stays(at_alices: Client) -> None:
    feature = {"type": "Feature", "geometry": None, "properties": {}}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    answer = at_alices.post("/map/layer", {"name": "a", "geojson": text, "seen": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'Feature 1, <bdi dir="ltr"><code>geometry</code></bdi>' in page
    assert "FeatureCollection" in page
    assert not State.objects.exists()


def test_a_refusal_is_in_the_operators_language(at_alices: Client) -> None:
    """Who pasted the layer reads why it was refused; the field keeps its name."""
    bare = {"type": "Feature", "geometry": None, "properties": {}}
    text = json.dumps({"type": "FeatureCollection", "features": [bare]})
    at_alices.post("/language", {"language": "ru"})
    page = at_alices.post("/map/layer", {"name": "a", "geojson": text, "seen": "0"})
    assert "<p>не указано.</p>" in page.content.decode()
    crossed = "47.0, 9.5\n47.1, 9.6\n47.0, 9.6\n47.1, 9.5"
    page = at_alices.post("/map/zone", ZONE | {"points": crossed, "seen": "0"})
    assert page.status_code == 422
    assert "контур пересекает или задевает себя" in page.content.decode()


def test_the_map_is_told_the_hours_at_which_a_zone_counts(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    start = int(clock()) // 3600 * 3600
    number = written(alice, clock, windows=[{"from": "02:00", "to": "03:00", "zone": "UTC"}])
    told = at_alices.get("/map/zones").json()
    assert [each["properties"]["id"] for each in told["features"]] == [f"{number}-1", f"{number}-2"]
    spans = told["features"][0]["properties"]["spans"]
    assert {(told["start"] + begin) // 3600 % 24 for begin, _ in spans} == {2}
    assert told["start"] <= start - 23 * 3600
    assert told["until"] >= start + 6 * 24 * 3600
    west, south, east, north = told["bounds"]
    assert west < 37.8 < east
    assert south < 48.01 < north


def test_an_open_map_is_told_of_a_change_and_of_nothing_else(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    """It asks at every sign of the desk: unchanged hazards cost no opening and no bytes."""
    number = written(alice, clock)
    before, first = changes(), at_alices.get("/map/zones")
    seen = {"if-none-match": first["ETag"]}
    again = at_alices.get("/map/zones", headers=seen)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    at_alices.post(f"/map/layer/{number}/zone/1/remove", {"seen": "1"})
    assert changes() > before
    second = at_alices.get("/map/zones", headers=seen)
    assert (second.status_code, len(second.json()["features"])) == (200, 1)
    before, seen = changes(), {"if-none-match": second["ETag"]}
    at_alices.post(f"/map/layer/{number}/remove", {"seen": "2"})
    assert changes() > before
    assert at_alices.get("/map/zones", headers=seen).json()["features"] == []
    assert "No hazard is written down" in at_alices.get("/map/now").content.decode()


@pytest.mark.parametrize("path", ["/map/zones", "/map/now"])
def test_what_an_open_map_asks_by_itself_keeps_nobody_signed_in(
    at_alices: Client, clock: HandClock, path: str
) -> None:
    for _quarter in range(3):
        clock.forward(11 * 60)
        answer = at_alices.get(path)
    assert answer["Location"].startswith("/sign-in")


def test_a_place_that_is_pressed_is_read_as_one_that_is_typed(at_alices: Client) -> None:
    found = at_alices.post("/map/place", {"written": "48.0051 N, 37.8 E"}).content.decode()
    assert 'data-lat="48.0051" data-lon="37.8"' in found
    assert "<html" not in found
    refused = at_alices.post("/map/place", {"written": "beside the mill"})
    assert (refused.status_code, b"data-lat" in refused.content) == (422, False)
    assert at_alices.get("/map/place").status_code == 405


@pytest.mark.parametrize("path", ["/map", "/map/zone", "/map/zones", "/map/layer/1/remove"])
def test_a_vault_that_is_locked_meanwhile_leads_back_in(
    at_alices: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague signs out while the request is on its way: what was typed stays."""

    def locked(*_given: object) -> None:
        raise VaultLocked

    monkeypatch.setattr(maps, "access_layers", locked)
    monkeypatch.setattr(layers, "access_layers", locked)
    monkeypatch.setattr(layers, "access_layer", locked)
    typed = at_alices.post(path, ZONE) if path != "/map/zones" else at_alices.get(path)
    if path == "/map/zone":
        assert typed.status_code == 401
        assert "What you typed is kept" in typed.content.decode()
    else:
        assert typed["Location"] == "/sign-in"


def test_no_letter_of_a_zone_turns_the_list(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    """A name that hides or turns letters could pose as our own words."""
    written(alice, clock, name="a\u202eb", source="<i>x</i>")
    page = at_alices.get("/map").content.decode()
    assert "\u202e" not in page
    assert "<i>x" not in page
