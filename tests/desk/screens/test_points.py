"""One reception point by its form: moved, given hours, removed; what it can't show is not lost."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.maps.models import State
from aman.desk.maps.points import (
    access_point_history,
    access_point_list,
    access_point_lists,
    write_point_list,
)
from aman.desk.screens.hour_rows import posted
from aman.desk.screens.point_form import PointForm, as_typed
from desk.maps.test_points import points
from desk_cast import HandClock

POINT = {
    "layer": "", "layer_name": "from team 2", "name": "the mill",
    "place": "https://www.openstreetmap.org/?mlat=47.109&mlon=9.524", "zone": "Europe/Vaduz",
    "hours-TOTAL_FORMS": "4", "hours-INITIAL_FORMS": "0",
    "hours-0-day": "every", "hours-0-opens": "04:10", "hours-0-closes": "04:40",
    "hours-1-day": "mon", "hours-1-opens": "23:30", "hours-1-closes": "01:00",
    "hours-2-day": "once", "hours-2-date": "2026-05-01", "hours-2-opens": "22:00",
    "hours-2-closes": "02:30", "hours-3-day": "every", "hours-3-opens": "", "hours-3-closes": "",
    "people": "30", "service_minutes": "5", "hands": "2", "groups_per_hour": "",
    "source": "field team 2", "as_of": "2026-03-01T12:00", "seen": "0",
}  # fmt: skip
NIGHTLY = {"from": "04:10", "to": "04:40", "zone": "Europe/Vaduz"}


def told(number: int = 1) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(access_point_list(number).geojson)["features"]
    return found


def listed(alice: Operator, clock: HandClock, **own: Any) -> int:  # noqa: ANN401 - any member of the format
    return write_point_list(alice, "a", points("the well", "the mill", **own), int(clock()))


def test_a_point_is_written_down_and_comes_back_in_its_form(at_alices: Client) -> None:
    assert at_alices.post("/map/point", POINT)["Location"] == "/map"
    (view,) = access_point_lists()
    assert view.name == "from team 2"
    (feature,) = told(view.number)
    assert feature["geometry"]["coordinates"] == [9.524, 47.109]
    assert feature["properties"] == {
        "name": "the mill", "people": 30, "service_minutes": 5, "hands": 2,
        "windows": [
            NIGHTLY,
            {"from": "23:30", "to": "01:00", "zone": "Europe/Vaduz", "days": ["mon"]},
            {"from": "2026-05-01T22:00:00+02:00", "to": "2026-05-02T02:30:00+02:00"},
        ],
        "source": "field team 2", "as_of": "2026-03-01T12:00:00+01:00",
    }  # fmt: skip
    page = at_alices.get(f"/map/points/{view.number}/point/1").content.decode()
    for value in ("04:10", "23:30", "2026-05-01", "47.1090000, 9.5240000", "Europe/Vaduz"):
        assert f'value="{value}"' in page or f">\n{value}</textarea>" in page, value
    said = at_alices.get("/map").content.decode()
    for words in ("the mill", "04:10–04:40 Europe/Vaduz", "Room for 30 people", "same time: 2"):
        assert words in said
    # by the clock by which it was written, not by another
    assert "2026-05-01 22:00 – 2026-05-02 02:30 UTC+02:00" in said


def test_a_point_is_moved_to_another_hour_and_the_others_stay(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    """What an operator does at night: 04:10 becomes 04:30."""
    number = listed(alice, clock, windows=[NIGHTLY])
    other = told(number)[0]
    later = POINT | {"hours-0-opens": "04:30", "hours-0-closes": "05:00", "seen": "1"}
    later["hours-TOTAL_FORMS"] = "1"
    address = f"/map/points/{number}/point/2"
    assert 'name="seen" value="1"' in at_alices.get(address).content.decode()
    assert at_alices.post(address, later)["Location"] == "/map"
    now = told(number)
    assert now[0] == other
    assert now[1]["properties"]["windows"] == [NIGHTLY | {"from": "04:30", "to": "05:00"}]
    late = at_alices.post(address, later | {"name": "late"})
    assert late.status_code == 409
    assert "A colleague has changed this layer meanwhile." in late.content.decode()
    before = json.loads(access_point_list(number, 1).geojson)["features"][1]
    assert before["properties"]["windows"] == [NIGHTLY]
    assert [each.turn for each in access_point_history(number)] == [2, 1]


def test_one_point_is_removed_and_with_the_last_its_list(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    number = listed(alice, clock)
    assert at_alices.post(f"/map/points/{number}/point/3/remove", {"seen": "1"}).status_code == 404
    at_alices.post(f"/map/points/{number}/point/1/remove", {"seen": "1"})
    assert [each["properties"]["name"] for each in told(number)] == ["the mill"]
    assert at_alices.post(f"/map/points/{number}/point/1/remove", {"seen": "1"}).status_code == 409
    at_alices.post(f"/map/points/{number}/point/1/remove", {"seen": "2"})
    assert access_point_lists() == ()
    assert State.objects.count() == 2  # both states are kept
    assert AuditEntry.objects.filter(action="removed reception points").count() == 1
    assert at_alices.get(f"/map/points/{number}/point/1").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": "beside the mill"}, "place"),
        ({"place": "https://www.openstreetmap.org/#map=15/47.1/9.5"}, "place"),
        ({"place": "47.1, 9.5"}, "place"),
        ({"hours-0-closes": ""}, "hours-0-closes"),
        ({"hours-0-closes": "04:10"}, "hours-0-closes"),
        ({"hours-0-opens": "ten past four"}, "hours-0-opens"),
        ({"hours-2-date": ""}, "hours-2-date"),
        ({"hours-2-date": "the first of May"}, "hours-2-date"),
        ({"zone": "Mordor"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"people": "0"}, "people"),
        ({"hands": "many"}, "hands"),
        ({"service_minutes": "1441"}, "service_minutes"),
        ({"source": " "}, "source"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"name": "the well"}, "name"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_is_lost(
    at_alices: Client, alice: Operator, clock: HandClock, wrong: dict[str, str], field: str
) -> None:
    listed(alice, clock)
    answer = at_alices.post("/map/point", POINT | {"name": "the new mill"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "field team 2" in page or field == "source"
    assert "23:30" in page
    assert State.objects.count() == 1


def test_a_window_too_short_for_one_reception_is_refused_in_words(at_alices: Client) -> None:
    page = at_alices.post("/map/point", POINT | {"service_minutes": "45"})
    assert page.status_code == 422
    assert "This can&#x27;t be used: " in page.content.decode()
    assert not State.objects.exists()


@pytest.mark.parametrize(
    "own",
    [
        {"windows": [NIGHTLY | {"first": "2026-03-01"}]},
        {"windows": [NIGHTLY, NIGHTLY | {"zone": "Asia/Baghdad"}]},
        {"windows": [NIGHTLY | {"from": "04:10:30"}]},
        {"windows": [{"from": "2026-05-01T22:00:00Z", "to": "2026-05-03T02:30:00Z"}]},
        {"title": "what a drawing program keeps"},
    ],
)
def test_a_point_that_the_form_can_t_show_whole_is_not_opened_in_it(
    at_alices: Client, alice: Operator, clock: HandClock, own: dict[str, Any]
) -> None:
    """Saving it there would lose the rest; as a file it can be changed whole."""
    number = listed(alice, clock, **own)
    for answer in (
        at_alices.get(f"/map/points/{number}/point/1"),
        at_alices.post(f"/map/points/{number}/point/1", POINT | {"seen": "1"}),
    ):
        assert answer["Location"] == f"/map/points/{number}"
    assert access_point_list(number).turn == 1


WHOLE_WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.mark.parametrize(
    ("windows", "written"),
    [
        (None, None),
        ([NIGHTLY | {"days": ["sun", "mon"]}], [NIGHTLY | {"days": ["mon", "sun"]}]),
        ([NIGHTLY | {"days": WHOLE_WEEK}], [NIGHTLY]),
        (
            [{"from": "2026-10-24T23:00:00+00:00", "to": "2026-10-25T03:30:00+00:00"}],
            [{"from": "2026-10-25T01:00:00+02:00", "to": "2026-10-25T04:30:00+01:00"}],
        ),
    ],
)
def test_what_the_form_shows_is_what_it_writes(
    windows: list[dict[str, Any]] | None, written: list[dict[str, Any]] | None
) -> None:
    """Also over the night in which clocks change."""
    feature = json.loads(points("the mill", windows=windows))["features"][0]
    typed = as_typed(feature, "Europe/Vaduz")
    assert typed is not None
    form = PointForm((), typed | posted(typed["hours"]))
    assert form.is_valid(), form.errors
    assert form.feature()["properties"].get("windows") == written


def test_the_map_is_told_when_somebody_is_there(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    often = {"from": "02:00", "to": "03:00", "zone": "UTC"}
    number = listed(alice, clock, windows=[often])
    answer = at_alices.get("/map/points/drawn")
    first, second = answer.json()["features"]
    assert first["geometry"]["coordinates"] == [9.5, 47.1]
    assert first["properties"]["id"] == f"point-{number}-1"
    assert second["properties"]["name"] == "the mill"
    start = answer.json()["start"]
    assert {(start + begin) // 3600 % 24 for begin, _ in first["properties"]["spans"]} == {2}
    seen = {"if-none-match": answer["ETag"]}
    assert at_alices.get("/map/points/drawn", headers=seen).status_code == 304
    at_alices.post(f"/map/points/{number}/point/1/remove", {"seen": "1"})
    assert len(at_alices.get("/map/points/drawn", headers=seen).json()["features"]) == 1
    for _quarter in range(3):  # what a map asks by itself keeps nobody signed in
        clock.forward(11 * 60)
        answer = at_alices.get("/map/points/drawn")
    assert answer["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("windows", "state"),
    [
        ([], "open"),
        ([("-1h", "+1h")], "open"),
        ([("+1h", "+2h")], "later"),
        ([("+30d", "+31d")], "later"),
        ([("-2h", "-1h")], "closed"),
    ],
)
def test_without_a_script_the_list_says_whether_somebody_is_there_now(
    at_alices: Client,
    alice: Operator,
    clock: HandClock,
    windows: list[tuple[str, str]],
    state: str,
) -> None:
    units = {"h": 3600, "d": 86_400}

    def moment(off: str) -> str:
        seconds = int(off[:-1]) * units[off[-1]]
        return (datetime.fromtimestamp(clock(), UTC) + timedelta(seconds=seconds)).isoformat()

    told_windows = [{"from": moment(begin), "to": moment(end)} for begin, end in windows]
    listed(alice, clock, **({"windows": told_windows} if windows else {}))
    page = at_alices.get("/map").content.decode()
    assert f'data-point="point-1-1" class="{state}' in page


def test_no_letter_of_a_point_turns_the_list(
    at_alices: Client, alice: Operator, clock: HandClock
) -> None:
    write_point_list(alice, "a", points("a\u202eb", source="<i>x</i>"), int(clock()))
    pages = at_alices.get("/map").content.decode(), at_alices.get("/map/points/drawn").content
    assert "\u202e" not in pages[0]
    assert b"u202e" not in pages[1]
    assert "<i>x" not in pages[0]
