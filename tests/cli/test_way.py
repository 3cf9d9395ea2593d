"""`aman way` as a person calls it: answers in words, refusals that say what to do."""

import json
import re
from pathlib import Path
from string import Formatter
from subprocess import CompletedProcess
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import typer
from PIL import Image

from aman.cli import way_asked, way_pictures, way_words
from aman.cli.way import _NO_DATA
from aman.cli.way_words import language, say, speak
from aman.roads.picture import FRONT_HEIGHT
from aman.roads.zones import NO_DATA
from cli.command import aman
from roads.extract import EXTRACT, needs_extract
from roads.layers import PATROLLED, TOLD, feature, layer

START = "2026-03-14T20:00+01:00"
VADUZ = "47.1410,9.5215"
DRAWN = (0x0C, 0x5A, 0x66)
"""What ways and the front are drawn in, when it is light."""
TRIESEN = {"type": "Point", "coordinates": [9.5240, 47.1090]}
PATROLS = {"type": "Point", "coordinates": [9.5215, 47.1250]}
POINT: dict[str, object] = TOLD | {
    "name": "Triesen",
    "service_minutes": 5,
    "windows": [{"from": "20:30", "to": "22:00", "zone": "Europe/Vaduz"}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Points, hazards, and the cache that all tests share."""
    folder = tmp_path_factory.mktemp("way")
    (folder / "points.geojson").write_bytes(layer(feature(TRIESEN, POINT)))
    (folder / "hazards.geojson").write_bytes(layer(feature(PATROLS, PATROLLED)))
    return folder


def find(folder: Path, *words: object, **changed: object) -> CompletedProcess[str]:
    """`aman way find` with everything that it needs."""
    options: dict[str, object] = {
        "map": EXTRACT,
        "cache": folder / "cache",
        "from": VADUZ,
        "not-before": START,
        "points": folder / "points.geojson",
        "hazards": folder / "hazards.geojson",
        "horizon": "3h",
    }
    options |= {name.replace("_", "-"): value for name, value in changed.items()}
    return aman(
        "way", "find", *(word for name, value in options.items() for word in (f"--{name}", value)),
        *words,
    )  # fmt: skip


def test_unless_said_no_data_is_what_the_desk_takes() -> None:
    """One question has one answer, at the desk and by the command."""
    assert way_asked.read_guess(_NO_DATA) == NO_DATA


@needs_extract
def test_ways_are_told_in_words(folder: Path) -> None:
    """At most three, staying, bands and no figures that nobody can know."""
    found = find(folder)
    assert found.returncode == 0, found.stderr
    assert "1. Triesen" in found.stdout
    assert "Staying, until 23:00" in found.stdout
    assert "1 in " in found.stdout
    assert "4. Triesen" not in found.stdout
    assert "%" not in found.stdout
    assert "0.0" not in found.stdout


@needs_extract
def test_figures_and_the_picture_are_for_who_asks(folder: Path) -> None:
    """JSON has the front and its exactness; both pictures hold what it has."""
    drawn = ("--svg", folder / "way.svg", "--png", folder / "way.png")
    found = find(folder, "--json", "--steps", *drawn)
    answer = json.loads(found.stdout)
    assert answer["exact"] is True
    assert 1 <= len(answer["ways"]) <= 3
    assert answer["staying"]["point"] is None
    assert all(each["told"] == "guide only" or each["told"]["steps"] for each in answer["ways"])
    harms = answer["front"]["probability"]
    assert harms == sorted(harms, reverse=True)
    svg = ET.fromstring((folder / "way.svg").read_text("utf-8"))  # noqa: S314 - our own
    # Each way beside its words and on the map, along the bends of its roads; and the front.
    ways, fronts = lines_in(svg, "route"), lines_in(svg, "front")
    assert len(ways) == 2 * len(answer["ways"])
    assert sum(each.count("L") > 20 for each in ways) == len(answer["ways"])
    assert len(lines_in(svg, "road")) > 0
    assert [0 < each.count("V") < len(harms) for each in fronts] == [True]
    with Image.open(folder / "way.png") as png:
        assert (png.format, png.width) == ("PNG", 1520)
        rows, _ = np.nonzero((np.asarray(png.convert("RGB")) == DRAWN).all(axis=2))
    beneath = png.height - 2 * FRONT_HEIGHT
    assert (rows < beneath).sum() > 1_000
    assert (rows > beneath).sum() > 1_000


def lines_in(svg: ET.Element, kind: str) -> list[str]:
    """The paths of a kind."""
    found = svg.iter("{http://www.w3.org/2000/svg}path")
    return [each.get("d", "") for each in found if kind in each.get("class", "").split()]


@needs_extract
def test_each_way_is_told_in_sentences_or_not_at_all(folder: Path) -> None:
    """Under the way that it stands for, to the same point, in the language that was asked for."""
    mill = {"type": "Point", "coordinates": [9.5096, 47.165]}
    named = TOLD | {"name": "Mill"}
    (folder / "two.geojson").write_bytes(layer(feature(TRIESEN, POINT), feature(mill, named)))
    found = find(folder, "--steps", points=folder / "two.geojson", lang="ru")
    ways = re.split(r"^  (?=[1-3]\. |Остаться)", found.stdout, flags=re.MULTILINE)[1:-1]
    assert ways
    can = [each for each in ways if "можно рассказать" in each]
    assert can
    assert any("Mill" in each for each in can)
    for each in ways:
        if each in can:
            assert "Выходите: суббота, 14 марта, " in each
            assert "Все времена по этим часам: UTC+0100." in each
            assert f"Там место встречи: {each[3:].splitlines()[0]}." in each
        else:
            assert "только проводник" in each


@needs_extract
def test_ways_are_lines_for_a_map(folder: Path) -> None:
    """From the start to the point, along roads; with a band, and no figure nobody can know."""
    answer = json.loads(find(folder, "--geojson").stdout)
    line = answer["features"][0]["geometry"]
    assert line["type"] == "LineString"
    assert line["coordinates"][0] == pytest.approx([9.5215, 47.1410], abs=5e-3)
    assert line["coordinates"][-1] == pytest.approx([9.5240, 47.1090], abs=5e-3)
    assert len(line["coordinates"]) > 20
    assert len(answer["features"][0]["properties"]["band_one_in"]) == 2
    assert "probability" not in json.dumps(answer)


@needs_extract
def test_no_way_says_what_forbids_it(folder: Path) -> None:
    """The window closes before anybody could walk there; staying is told all the same."""
    shut = POINT | {"windows": [{"from": "20:00", "to": "20:10", "zone": "Europe/Vaduz"}]}
    (folder / "shut.geojson").write_bytes(layer(feature(TRIESEN, shut)))
    found = find(folder, points=folder / "shut.geojson")
    assert found.returncode == 1
    assert "Every point closes before anybody could be received there." in found.stdout
    assert "Staying" in found.stdout


@needs_extract
def test_a_closed_area_around_the_point_is_named(folder: Path) -> None:
    """There are roads; whoever closed the area can open it, or look for another point."""
    mines = TOLD | {"radius_m": 900, "rate_per_minute": 0.01, "closed": True}
    (folder / "mines.geojson").write_bytes(layer(feature(TRIESEN, mines)))
    found = find(folder, hazards=folder / "mines.geojson")
    assert found.returncode == 1
    assert "All roads to the reception points lead through closed areas." in found.stdout


@needs_extract
def test_the_desks_table_is_written(folder: Path) -> None:
    """From every junction, at every step."""
    out = folder / "table.npz"
    options = {"map": EXTRACT, "cache": folder / "cache", "not-before": START,
               "points": folder / "points.geojson", "horizon": "90m", "out": out}  # fmt: skip
    found = aman("way", "table", *(f"--{name}={value}" for name, value in options.items()))
    assert found.returncode == 0, found.stderr
    with np.load(out) as table:
        assert table["probability"].shape == (541, len(table["lon"]))
        assert ((table["probability"] >= 0) & (table["probability"] <= 1)).all()
        assert (table["probability"][0] < 1).any()


@needs_extract
def test_a_loaded_map_says_what_is_doubtful(folder: Path) -> None:
    """Roads, landmarks, and the notes on islands."""
    found = aman("way", "load", EXTRACT, "--cache", folder / "cache")
    assert "junctions" in found.stdout
    assert "Note: " in found.stdout


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "no zone": ({"not_before": "2026-03-14T20:00"}, "--not-before: a time needs its zone"),
    "no time": ({"not_before": "tonight"}, "--not-before: this is no time"),
    "no place": ({"from": "the mill"}, "--from: "),
    "a view": (
        {"from": "https://www.openstreetmap.org/#map=15/47.141/9.521"},
        "--from: this is only the middle of a map. Say how far round with --within.",
    ),
    "rough": ({"from": "47.1, 9.5", "within": 500}, "--from: the place is only written to 5,"),
    "no seconds": ({"seconds": 0}, "--seconds: write a whole number"),
    "no horizon": ({"horizon": "soon"}, "--horizon: write hours or minutes"),
    "too long": ({"horizon": "90h"}, "--horizon: write hours or minutes"),
    "no mode": ({"mode": "boat"}, "--mode: must be one of: foot"),
    "no guess": ({"no_data": "0.1"}, "--no-data: write three rates"),
    "no points": ({"points": "none.geojson"}, "none.geojson: it can't be read"),
    "no map": ({"map": "none.osm.pbf"}, "none.osm.pbf: The map file can't be read"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_refusals_name_what_is_wrong(folder: Path, fault: str) -> None:
    """Nothing is guessed, and nobody sees a traceback."""
    changed, words = REFUSED[fault]
    found = find(folder, **changed)
    assert found.returncode == 2
    assert words in found.stderr
    assert "Traceback" not in found.stderr


def test_a_malformed_file_is_named_with_feature_and_field(folder: Path) -> None:
    """So that whoever drew it finds the mistake."""
    bad = folder / "bad.geojson"
    bad.write_bytes(layer(feature(TRIESEN, POINT), feature(TRIESEN, POINT | {"people": 0})))
    found = find(folder, points=bad)
    assert found.returncode == 2
    assert f"{bad}: Feature 2, people: " in found.stderr
    bad.write_bytes(layer(feature(PATROLS, PATROLLED | {"window": []})))
    assert f"{bad}: Feature 1, properties: " in find(folder, hazards=bad).stderr


@needs_extract
def test_a_place_beyond_the_map_is_refused(folder: Path) -> None:
    """Nobody is sent from the nearest junction of another country."""
    found = find(folder, **{"from": "50.4500,30.5200"})
    assert found.returncode == 2
    assert "--from: this place is far from every road" in found.stderr


@needs_extract
def test_the_administrator_loads_roads_and_map_with_one_command(tmp_path: Path) -> None:
    """Into the desk's folder; without a desk nothing is made."""
    none = aman("way", "load", EXTRACT, "--var", tmp_path)
    assert none.returncode == 2
    assert "start the hotline once" in none.stderr
    assert not list(tmp_path.iterdir())
    (tmp_path / "desk").mkdir()
    done = aman("way", "load", EXTRACT, "--var", tmp_path, "--lang", "uk")
    assert done.returncode == 0, done.stderr
    assert "Карта готова" in done.stdout
    assert len(list((tmp_path / "desk" / "roads").glob("*/report.json"))) == 1
    assert (tmp_path / "desk" / "maps" / "map.pmtiles").read_bytes().startswith(b"PMTiles")


@pytest.mark.parametrize("system", ["ru_RU.UTF-8", "C.UTF-8"])
def test_the_language_is_asked_for_or_the_systems(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A code that is none is refused, never taken for another."""
    monkeypatch.setenv("LC_ALL", system)
    speak(None)
    assert language() == ("ru" if system.startswith("ru") else "en")
    speak("ar")
    assert say("no_way", reason="") == "لا طريق. "
    with pytest.raises(typer.Exit):
        speak("fr")
    speak("en")


def test_every_text_of_the_command_stands_in_every_language() -> None:
    """With the same places to fill in, at most twelve words a sentence, and without a shout."""
    for name, texts in way_words._TEXTS.items():
        assert texts.keys() == set(way_words.LANGUAGES), name
        filled = [frozenset(part[1] for part in Formatter().parse(text)) for text in texts.values()]
        assert len({each - {None} for each in filled}) == 1, name
        for text in texts.values():
            assert "!" not in text
            for sentence in re.split(r"(?<=[.:;؛؟])\s", text):
                assert len(sentence.split()) <= 12, sentence


def test_a_picture_without_its_letters_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A map whose names are missing looks like one that has none."""
    monkeypatch.setattr(way_pictures, "_FAMILIES", ("No Such Font",))
    with pytest.raises(typer.Exit):
        way_pictures.write_png(
            tmp_path / "a.png",
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>a</text></svg>',
        )
    assert "no font of this machine has the letters" in capsys.readouterr().err
    assert not (tmp_path / "a.png").exists()
