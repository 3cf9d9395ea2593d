"""`aman way assign` as a person calls it: who goes where and when, who stays and why."""

import json
from datetime import datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typer
from PIL import Image
from rich.console import Console

from aman.cli.way_asked import progress, read_all_points, read_zones
from aman.cli.way_assigned import assigned_as_geojson, assigned_as_json
from aman.cli.way_groups import Asked, assigned, read_all_groups, starts
from aman.roads.loading import load_with_report
from aman.roads.zones import NO_DATA
from cli.command import aman
from roads import waves
from roads.extract import EXTRACT, needs_extract
from roads.layers import PATROLLED, TOLD, feature, layer
from roads.waves import written

pytestmark = pytest.mark.xdist_group("assign")  # what they share is made once, by one worker

START = "2026-03-14T20:00+01:00"
HEAD = "name,place,people,wounded,not_before\n"
PEOPLE = {"mill": 4, "school": 3, "farm": 5, "church": 4}
GROUPS = HEAD + (
    'mill,"47.1410, 9.5215",4,0,\n'
    'school,"47.1400, 9.5210",3,1,\n'
    'farm,"47.1330, 9.5150",5,0,2026-03-14T20:30+01:00\n'
    'church,"47.1290, 9.5200",4,0,\n'
)
WINDOW = {"from": "20:30", "to": "23:00", "zone": "Europe/Vaduz"}
POINTS: dict[str, tuple[list[float], dict[str, object]]] = {
    "Triesen": ([9.5240, 47.1090], {"people": 8, "service_minutes": 20}),
    "Schaan": ([9.5080, 47.1650], {"people": 5, "service_minutes": 20, "groups_per_hour": 2}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Groups, points, hazards, and the cache that all tests share."""
    folder = tmp_path_factory.mktemp("assign")
    (folder / "groups.csv").write_text(GROUPS, "utf-8")
    points = [
        feature(
            {"type": "Point", "coordinates": place},
            TOLD | more | {"name": name, "windows": [WINDOW]},
        )
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
        "gap": 1,
        "seconds": 3,
    }
    options |= {name.replace("_", "-"): value for name, value in changed.items()}
    told = (word for name, value in options.items() for word in (f"--{name}", value))
    return aman("way", "assign", *told, *words)


@pytest.fixture(scope="module")
def answered(folder: Path) -> tuple[dict[str, Any], Path]:
    """All figures and both pictures of one run, which all that looks at them shares."""
    found = assign(
        folder, "--json", "--svg", folder / "all.svg", "--png", folder / "all.png", per_hour=6
    )
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout), folder


@needs_extract
def test_everybody_is_told_where_and_when_or_why_not(answered: tuple[dict[str, Any], Path]) -> None:
    """No group is forgotten, no place is given twice, nobody moves before he may."""
    answer, _ = answered
    groups = {each["name"]: each for each in answer["groups"]}
    assert groups.keys() == PEOPLE.keys()
    going = [each for each in groups.values() if each["point"] is not None]
    assert going
    for name, (_, more) in POINTS.items():
        received = [each for each in going if each["point"] == name]
        assert sum(each["people"] for each in received) <= int(str(more["people"]))
        ends = sorted(datetime.fromisoformat(each["received"]) for each in received)
        assert all(later - earlier >= timedelta(minutes=20) for earlier, later in pairwise(ends))
    for each in groups.values():
        assert each["point"] is not None or each["stays_because"] == "full"
        assert each["point"] is None or each["start"] <= each["reached"] <= each["received"]
    farm = groups["farm"]
    assert farm["point"] is None or farm["start"] >= "2026-03-14T20:30"
    assert groups["school"]["mode"] == "foot_slow"


@needs_extract
def test_no_narrow_has_more_people_in_an_hour_than_was_said(
    answered: tuple[dict[str, Any], Path],
) -> None:
    """Everybody on the one safe road makes a target."""
    answer, _ = answered
    for narrow in answer["narrows"]:
        assert narrow["people_per_hour_at_most"] == 6
        assert all(people <= 6 for people in narrow["people"].values())


@needs_extract
def test_the_pictures_are_drawn_beside(answered: tuple[dict[str, Any], Path]) -> None:
    """Both of the same: text in the one is ink in the other."""
    _, folder = answered
    svg = ET.fromstring((folder / "all.svg").read_text("utf-8"))  # noqa: S314 - our own
    said = [each.text or "" for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert any(each.startswith("Triesen: ") for each in said)
    with Image.open(folder / "all.png") as png:
        assert png.format == "PNG"
        assert png.width == 1520
        heading = png.convert("L").crop((0, 0, 600, 60))
        darkest, _ = heading.getextrema()
        assert darkest < 100


@needs_extract
def test_words_name_who_stays_and_what_is_full_in_the_readers_language(folder: Path) -> None:
    """And the bound: how much another choice would spare at most."""
    found = assign(folder, "--lang", "ru")
    assert found.returncode == 0, found.stderr
    told = ("Кто идёт", "Кто остаётся и почему", "Занято: ", "места в точке", " %.", "мишенью")
    for words in told:
        assert words in found.stdout
    assert "stays" not in found.stdout
    assert found.stderr.startswith("Файл групп говорит, где ждут люди.")


@needs_extract
def test_a_wave_through_the_roads_is_assigned_within_two_percent(folder: Path) -> None:
    """From files to ways: the bound holds on the real map, and nobody comes too late or too many.

    The seconds are only there to end it if it never gets so far.
    """
    graph, _ = load_with_report(EXTRACT, folder / "cache", lambda *_: None)
    files = written(folder, graph, groups=40, points=5, seed=1)
    waiting = read_all_groups([files["groups"]])
    asked = Asked(
        tuple(group for _, group in waiting),
        read_all_points([files["points"]]),
        read_zones([files["hazards"]]),
        NO_DATA, waves.START, waves.HORIZON_S,
        per_hour=None, look_at=8, gap=0.02, seconds=120, seed=1,
    )  # fmt: skip
    begins = starts(waiting, waves.START, waves.HORIZON_S)
    screen = StringIO()
    with progress(Console(file=screen, force_terminal=True, width=120)) as bars:
        answer = assigned(asked, [file for file, _ in waiting], begins, graph, bars)
    # On a terminal a bar says what is slow, and how much of it is done.
    assert "Ways from each group to each point" in screen.getvalue()
    assert "Who goes where" in screen.getvalue()
    assert answer.assignment.gap <= 0.02
    assert 0 < answer.assignment.harm < float(answer.groups.weight @ answer.groups.staying)
    for group, begin in enumerate(begins):
        chosen = answer.chosen(group)
        if chosen is not None:
            reached = chosen.way.reached_s
            assert begin <= reached <= chosen.received_s - 60 * waves.SERVICE_MINUTES
    for number, hours in enumerate(answer.passing()):
        assert all(people <= answer.per_hour[number] for people in hours.values())
    drawn = assigned_as_geojson(answer)
    assert all(len(each["properties"]["band_one_in"]) == 2 for each in drawn["features"][:40])
    assert "probability" not in json.dumps(drawn)
    assert all("probability_mean" in each for each in assigned_as_json(answer)["groups"])


REFUSED: dict[str, tuple[str, str]] = {
    "no people": ('mill,"47.1, 9.5",,0,\n', "Line 2, people: is missing."),
    "half a person": ('mill,"47.1, 9.5",1.5,0,\n', "Line 2, people: must be a whole number"),
    "a word": ('mill,"47.1, 9.5",four,0,\n', "Line 2, people: must be a number."),
    "more wounded": ('mill,"47.1, 9.5",1,2,\n', "Line 2, wounded: has more wounded"),
    "no place": ("mill,the old mill,1,0,\n", "Line 2, place: This is no form of coordinates"),
    "a cell too many": ('mill,"47.1, 9.5",1,0,,\n', "Line 2: has 6 cells; 5 are needed."),
    "twice": ('mill,"47.1, 9.5",1,0,\nmill,"47.1, 9.5",1,0,\n', "Line 3, name: stands twice"),
    "too late": ('mill,"47.1, 9.5",1,0,2026-03-15T08:00+01:00\n', "Line 2, not_before: is after"),
    "no zone": ('mill,"47.1, 9.5",1,0,2026-03-14T20:00\n', "Line 2, not_before: must say its zone"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_a_wrong_group_is_named_by_file_line_and_field(
    folder: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that whoever wrote the table finds it; nothing of the line is repeated."""
    line, says = REFUSED[fault]
    file = folder / "wrong.csv"
    file.write_text(HEAD + line, "utf-8")
    with pytest.raises(typer.Exit) as ended:
        starts(read_all_groups([file]), datetime.fromisoformat(START), 10_800)
    assert ended.value.exit_code == 2
    said = capsys.readouterr().err
    assert f"{file}: {says}" in said
    assert "old mill" not in said


@needs_extract
def test_a_group_beyond_the_map_is_named_and_its_place_is_not(folder: Path) -> None:
    """Nobody is sent from the nearest junction of another country."""
    file = folder / "far.csv"
    file.write_text(HEAD + GROUPS.split("\n")[1] + '\nfar,"50.45, 30.52",1,0,\n', "utf-8")
    found = assign(folder, groups=file)
    assert found.returncode == 2
    assert f"{file}: Line 3, place: this place is far from every road" in found.stderr
    assert "50.45" not in found.stderr
    assert "Traceback" not in found.stderr
