"""A desk with the roads of Liechtenstein, reception points, and a case whose caller is there."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aman.core.handover import Means
from aman.desk.accounts.models import Operator
from aman.desk.journeys.arranging import write_people, write_question
from aman.desk.journeys.content import People, Whereabouts
from aman.desk.maps.layers import write_layer
from aman.desk.maps.points import write_point_list
from aman.desk.running import Desk
from aman.desk.ways import running
from aman.desk.ways.finding import ask_ways, search_status
from aman.desk.ways.roads_folder import PLACE
from aman.desk.ways.searches import Status
from aman.roads.loading import folder_of, load
from aman.roads.warming import warm_up
from desk.journeys.conftest import front, number_of_case, page, reopen
from desk_caller.page import Page
from driver.processes import wait_until
from roads.extract import EXTRACT, needs_extract

__all__ = ["front", "needs_extract", "page", "reopen"]
VADUZ = (47.141, 9.521)
TOLD = {"source": "team 2", "as_of": "2027-01-15T06:00:00+00:00"}


def clock_of(at: float) -> str:
    """A moment as a layer has it."""
    return datetime.fromtimestamp(at, UTC).isoformat()


def file_of(*features: tuple[tuple[float, float], dict[str, Any]]) -> str:
    """Points with properties, as a file's text; latitude first."""
    found = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": TOLD | own,
        }
        for (lat, lon), own in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": found})


def points_at(at: float) -> str:
    """One that is open twice, one that is always open."""
    hours = [(2, 3), (4, 5)]
    windows = [
        {"from": clock_of(at + 3600 * first), "to": clock_of(at + 3600 * last)}
        for first, last in hours
    ]
    school = {"name": "the school", "service_minutes": 5, "people": 30, "windows": windows}
    return file_of(((47.109, 9.524), school), ((47.165, 9.5096), {"name": "the mill"}))


def battery(at: float) -> str:
    """Dangerous around the caller for the first hours."""
    own = {
        "name": "battery",
        "radius_m": 900,
        "rate_per_minute": {"low": 0.0005, "likely": 0.003, "high": 0.01},
        "windows": [{"from": clock_of(at - 3600), "to": clock_of(at + 5400)}],
    }
    return file_of(((47.128, 9.5215), own))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The roads of the extract, loaded once; what searches them is compiled, and kept for all."""
    cache = tmp_path_factory.mktemp("roads")
    load(EXTRACT, cache)
    warm_up()
    return folder_of(EXTRACT, cache)


@pytest.fixture
def roads(desk: Desk, loaded: Path) -> Iterator[Path]:
    """The desk has them; whatever searches there is ended."""
    place = desk.folder / PLACE
    place.mkdir(mode=0o700)
    (place / loaded.name).symlink_to(loaded, target_is_directory=True)
    yield place
    running.close()


@pytest.fixture
def points(open_vault: Desk, alice: Operator) -> int:
    """The list of reception points."""
    at = int(open_vault.clock())
    return write_point_list(alice, "from team 2", points_at(at), at)


@pytest.fixture
def hazards(open_vault: Desk, alice: Operator) -> int:
    """The layer of hazards."""
    at = int(open_vault.clock())
    return write_layer(alice, "guns", battery(at), at)


def asked_at(at: float, **own: Any) -> Whereabouts:  # noqa: ANN401 - any member
    """The question of somebody in Vaduz, from an hour after that."""
    lat, lon = VADUZ
    known: dict[str, Any] = {
        "lat": lat,
        "lon": lon,
        "start": int(at) + 3600,
        "zone": "Europe/Vaduz",
    }
    return Whereabouts(**known | own)


@pytest.fixture
def asked(page: Page, desk: Desk, alice: Operator) -> int:
    """People and question are written down; gives the case's number."""
    del page
    number, at = number_of_case(), int(desk.clock())
    write_people(alice, number, People(2, 0, Means.FOOT), at)
    write_question(alice, number, asked_at(at), at)
    return number


@pytest.fixture
def searched(asked: int, desk: Desk, alice: Operator) -> Callable[[], Status]:
    """Search, and wait for its end."""

    def search() -> Status:
        ask_ways(alice, asked, int(desk.clock()))
        return ended(asked)

    return search


def ended(number: int) -> Status:
    """The end of the search of a case."""
    found: list[Status] = []

    def has_ended() -> bool:
        status = search_status(number)
        if status is not None and status.has_ended:
            found.append(status)
        return bool(found)

    wait_until(has_ended, "the end of the search")
    return found[0]
