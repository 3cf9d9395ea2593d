"""How well `aman way find` looked, and from where, is said; the table agrees with it."""

from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from rich.progress import Progress, TaskID
from typer.testing import CliRunner

from aman.cli import way_asked, way_found
from aman.cli.way import way
from aman.cli.way_asked import Asked, ask, progress, read_all_points, read_time, read_zones
from aman.cli.way_found import Found, find_ways
from aman.cli.way_told import as_json, ways_in_words
from aman.cli.way_words import speak
from aman.roads.answers import Front
from aman.roads.graph import Mode
from aman.roads.loading import load
from aman.roads.place_types import WrittenPlace
from aman.roads.robust import Looked
from aman.roads.search import Budget, Question, front
from aman.roads.zones import NO_DATA
from cli.command import aman
from roads.extract import EXTRACT, needs_extract
from roads.layers import PATROLLED, TOLD, feature, layer

pytestmark = needs_extract
START = "2026-03-14T20:40+01:00"
VADUZ = WrittenPlace(47.1410, 9.5215, 1.0)
NEAR = {"type": "Point", "coordinates": [9.5240, 47.1330]}
PATROLS = {"type": "Point", "coordinates": [9.5215, 47.1400]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A point a kilometre away, a hazard around the start, and the roads."""
    folder = tmp_path_factory.mktemp("found")
    (folder / "points.geojson").write_bytes(layer(feature(NEAR, TOLD | {"name": "the mill"})))
    (folder / "hazards.geojson").write_bytes(layer(feature(PATROLS, PATROLLED)))
    load(EXTRACT, folder / "cache")
    speak("en")
    return folder


def question_of(folder: Path, within_m: int = 0) -> Asked:
    """As the command asks it."""
    return ask(
        load(EXTRACT, folder / "cache"),
        VADUZ,
        read_time("--not-before", START),
        30 * 60,
        within_m=within_m,
        mode=Mode.FOOT,
        zones=read_zones([folder / "hazards.geojson"]),
        no_data=NO_DATA,
        points=read_all_points([folder / "points.geojson"]),
    )


@pytest.fixture(scope="module")
def asked(folder: Path) -> Asked:
    """From the very spot."""
    return question_of(folder)


def found_in(asked: Asked, seconds: float) -> Found:
    """Without a terminal."""
    with progress(Console(file=StringIO())) as bars:
        return find_ways(asked, bars, seconds=seconds, seed=1)


def figures_of(asked: Asked, found: Found) -> Any:  # noqa: ANN401 - JSON
    """As `--json` has them."""
    return as_json(asked, found.examined, found.likely, [])


def said(asked: Asked, found: Found) -> str:
    """All lines."""
    return "\n".join(ways_in_words(asked, found.examined, []))


def test_how_much_was_looked_at_and_by_how_much_it_may_be_wrong_is_said(asked: Asked) -> None:
    """In words a band, in JSON the figure: the largest of all fronts."""
    whole, short = found_in(asked, 600), found_in(asked, 0)
    assert whole.examined.looked == Looked(32, 32, 0.0, exact=True)
    assert "approximate" not in said(asked, whole)
    looked = short.examined.looked
    assert (looked.under, looked.of, looked.exact) == (1, 32, False)
    assert looked.at_most > 0
    words = said(asked, short)
    assert "Guesses of the hazards looked at: 1 of 32." in words
    assert "A less harmful way may exist, by 1 in " in words
    assert f"{looked.at_most:g}" not in words
    figures = figures_of(asked, short)
    assert (figures["guesses_looked_at"], figures["guesses"]) == (1, 32)
    assert (figures["exact"], figures["at_most"]) == (False, looked.at_most)


def test_on_a_terminal_the_bar_says_how_far_it_is(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 32 guesses, 16 are half."""
    screen = StringIO()
    with progress(Console(file=screen, force_terminal=True, width=120)) as bars:
        monkeypatch.setattr(way_found, "front", partial(looked_at, bars))
        find_ways(asked, bars, seconds=600, seed=1)
    assert "Finding and judging ways" in screen.getvalue()
    assert " 50%" in screen.getvalue()


def shown_by(monkeypatch: pytest.MonkeyPatch, *words: object) -> str:
    """What a terminal shows while a verb runs, to who looks at each step of it."""
    screen = StringIO()
    bars = progress(Console(file=screen, force_terminal=True, width=120))
    add, update = bars.add_task, bars.update

    def added(*each: Any, **more: Any) -> TaskID:  # noqa: ANN401 - as rich takes it
        task = add(*each, **more)
        bars.refresh()
        return task

    def updated(*each: Any, **more: Any) -> None:  # noqa: ANN401 - as rich takes it
        update(*each, **more)
        bars.refresh()

    monkeypatch.setattr(bars, "add_task", added)
    monkeypatch.setattr(bars, "update", updated)
    monkeypatch.setattr(way_asked, "progress", lambda: bars)
    done = CliRunner().invoke(way, [*map(str, words), "--lang", "en"])
    assert done.exit_code == 0, done.output
    return screen.getvalue()


def test_loading_a_map_says_on_a_terminal_what_it_is_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step of it."""
    shown = shown_by(monkeypatch, "load", EXTRACT, "--cache", tmp_path)
    steps = ("Checking the map file", "Reading roads", "Reading landmarks", "Joining roads")
    for step in (*steps, "Keeping it for the next time"):
        assert step in shown


def test_the_table_says_on_a_terminal_what_it_is_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cutting roads, then going back; it does not know how far it is, and says no share."""
    options = {"map": EXTRACT, "cache": folder / "cache", "points": folder / "points.geojson",
               "not-before": START, "horizon": "30m", "step": 60,
               "out": folder / "coarse.npz"}  # fmt: skip
    shown = shown_by(monkeypatch, "table", *(f"--{name}={is_}" for name, is_ in options.items()))
    assert "Cutting roads where hazards begin and end" in shown
    assert "Going back from the points" in shown


def looked_at(bars: Progress, question: Question, budget: Budget) -> Front:
    """A search, after somebody looked at the bar."""
    bars.refresh()
    return front(question, budget=budget)


def test_who_is_unsure_gathers_first_as_at_the_desk(folder: Path) -> None:
    """A link to the middle of a map does when it is said how far round."""
    asked = question_of(folder, 600)
    assert asked.lead.gathered is not None
    figures = figures_of(asked, found_in(asked, 600))
    assert figures["begins"]["worst_place"] != figures["begins"]["place"]
    link = "https://www.openstreetmap.org/#map=15/47.141/9.5215"
    words = ("--from", link, "--within", 600, "--not-before", START, "--map", EXTRACT)
    files = ("--points", folder / "points.geojson", "--cache", folder / "cache")
    found = aman("way", "find", *words, *files, "--horizon", "2h")
    assert found.returncode == 0, found.stderr
    assert "First they gather here: " in found.stdout


def test_the_table_agrees_with_the_safest_way_at_its_junction(folder: Path, asked: Asked) -> None:
    """At steps of a second, in which no road is rounded."""
    out = folder / "table.npz"
    options = {"map": EXTRACT, "cache": folder / "cache", "not-before": START, "horizon": "30m",
               "points": folder / "points.geojson", "hazards": folder / "hazards.geojson",
               "step": 1, "out": out}  # fmt: skip
    made = aman("way", "table", *(f"--{name}={value}" for name, value in options.items()))
    assert made.returncode == 0, made.stderr
    figures = figures_of(asked, found_in(asked, 600))
    lon, lat = figures["begins"]["place"]
    with np.load(out) as table:
        (here,) = np.flatnonzero((table["lon"] == lon) & (table["lat"] == lat))
        assert table["probability"][0, here] == pytest.approx(
            figures["front"]["probability"][-1], abs=1e-4
        )
        assert table["probability"][0, here] > 1e-3
