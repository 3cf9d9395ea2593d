"""`aman way assign` as a person calls it: who goes where and when, who stays and why."""

import json
from itertools import product
from pathlib import Path
from subprocess import CompletedProcess
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from cli.command import aman
from roads.extract import EXTRACT, needs_extract
from roads.layers import TOLD, feature, layer

START = "2026-03-14T20:00+01:00"
HEAD = "name,place,people,wounded,not_before\n"
PEOPLE = {"mill": 4, "school": 3, "farm": 5, "church": 2}
GROUPS = HEAD + (
    'mill,"47.1410, 9.5215",4,0,\n'
    'school,"47.1380, 9.5235",3,1,\n'
    'farm,"47.1330, 9.5150",5,0,2026-03-14T20:30+01:00\n'
    'church,"47.1290, 9.5200",2,0,\n'
)
WINDOW = {"from": "20:30", "to": "23:00", "zone": "Europe/Vaduz"}
POINTS: dict[str, tuple[list[float], dict[str, object]]] = {
    "Triesen": ([9.5240, 47.1090], {"people": 8, "service_minutes": 20}),
    "Schaan": ([9.5080, 47.1650], {"people": 5, "service_minutes": 20, "groups_per_hour": 2}),
}
PATROLLED: dict[str, object] = TOLD | {
    "radius_m": 900,
    "rate_per_minute": {"low": 0.0002, "likely": 0.001, "high": 0.004},
    "windows": [{"from": "19:00", "to": "21:00", "zone": "Europe/Vaduz"}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Groups, points, hazards, and the cache that all tests share."""
    folder = tmp_path_factory.mktemp("assign")
    (folder / "groups.csv").write_text(GROUPS, "utf-8")
    points = [
        feature({"type": "Point", "coordinates": place}, TOLD | more | {"name": name, "windows": [WINDOW]})
        for name, (place, more) in POINTS.items()
    ]
    (folder / "points.geojson").write_bytes(layer(*points))
    patrols = {"type": "Point", "coordinates": [9.5215, 47.1250]}
    (folder / "hazards.geojson").write_bytes(layer(feature(patrols, PATROLLED)))
    return folder


def assign(folder: Path, *words: object, **changed: object) -> CompletedProcess[str]:
    """`aman way assign` with everything that it needs."""
    options: dict[str, object] = {
        "map": EXTRACT,
        "cache": folder / "cache",
        "groups": folder / "groups.csv",
        "not-before": START,
        "points": folder / "points.geojson",
        "hazards": folder / "hazards.geojson",
        "horizon": "3h",
        "gap": 0,
    }
    options |= {name.replace("_", "-"): value for name, value in changed.items()}
    return aman(
        "way", "assign", *(word for name, value in options.items() for word in (f"--{name}", value)),
        *words,
    )  # fmt: skip


@pytest.fixture(scope="module")
def answered(folder: Path) -> tuple[dict[str, object], Path]:
    """All figures and both pictures of one run, which all that looks at them shares."""
    found = assign(
        folder, "--json", "--svg", folder / "all.svg", "--png", folder / "all.png", per_hour=6
    )
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout), folder
