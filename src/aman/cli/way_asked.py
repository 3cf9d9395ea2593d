"""What `aman way` is asked, from words and files to a question; a mistake ends the command.

Promises: a refusal names the option or the file, the feature and the field, and what is right.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NoReturn

import numpy as np
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from aman.roads.fields import MalformedLayer
from aman.roads.graph import FORBIDDEN, Mode, RoadGraph
from aman.roads.hazards import read_layers
from aman.roads.loading import UnusableMap, load_with_report
from aman.roads.measure import metres_between
from aman.roads.nearness import nearest
from aman.roads.network import Network, cut
from aman.roads.place_types import UnreadablePlace, WrittenPlace
from aman.roads.places import read_place
from aman.roads.points import ReceptionPoint, read_points
from aman.roads.rates import Phases, clock, hazard_table, rates_of
from aman.roads.search import Question
from aman.roads.soundness import LoadingReport
from aman.roads.zones import Guess, Level, Zone

FAR_M: Final = 500.0
"""A place farther from every road is probably beyond the map."""
HORIZON_S_AT_MOST: Final = 48 * 3600
CACHE: Final = Path("~/.cache/aman/roads")
_HORIZON: Final = re.compile(r"(?:([0-9]{1,2}) ?h)? ?(?:([0-9]{1,4}) ?(?:m|min))?")
_STEPS: Final = {
    "check": "Checking the map file",
    "roads": "Reading roads",
    "landmarks": "Reading landmarks",
    "junctions": "Joining roads",
    "store": "Keeping it for the next time",
}


@dataclass(frozen=True)
class Asked:
    """A question and what its figures stand for."""

    graph: RoadGraph
    question: Question
    phases: Phases
    zones: tuple[Zone, ...]
    no_data: Guess
    points: tuple[ReceptionPoint, ...]
    without_closures: Network | None
    """The same roads without closed areas, if there are any."""

    def at(self, second: int) -> datetime:
        """The time of a second, in the zone that was asked in."""
        return self.phases.start + timedelta(seconds=second)


def refuse(words: str) -> NoReturn:
    """End the command with these words."""
    typer.echo(words, err=True)
    raise typer.Exit(2)


def progress() -> Progress:
    """Bars on the error stream, gone when they are done."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def read_map(file: Path, cache: Path, bars: Progress) -> tuple[RoadGraph, LoadingReport]:
    """The roads, or the end of the command."""
    task = bars.add_task(_STEPS["check"], total=None)

    def tell(step: str, done: int) -> None:
        counted = f": {done:,}" if done else ""
        bars.update(task, description=_STEPS.get(step, step) + counted)

    try:
        found = load_with_report(file, cache.expanduser(), tell)
    except UnusableMap as reason:
        bars.stop()
        refuse(f"{file}: {reason}")
    bars.remove_task(task)
    return found


def read_time(option: str, written: str) -> datetime:
    """A time with its zone."""
    example = "for example 2026-03-14T21:30+02:00"
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        refuse(f"{option}: this is no time; write date, time and zone, {example}.")
    if time.utcoffset() is None:
        refuse(f"{option}: a time needs its zone, {example}. 21:30 is another moment elsewhere.")
    return time


def read_horizon(written: str) -> int:
    """Seconds."""
    found = _HORIZON.fullmatch(written.strip())
    seconds = int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 if found else 0
    if not 60 <= seconds <= HORIZON_S_AT_MOST:  # noqa: PLR2004 - one minute
        refuse("--horizon: write hours or minutes up to 48 hours, for example 6h or 90m.")
    return seconds


def read_guess(written: str) -> Guess:
    """Low, likely, high."""
    try:
        low, likely, high = (float(each) for each in written.split(","))
    except ValueError:
        refuse("--no-data: write three rates per minute, for example 0.000001,0.00001,0.0001.")
    if not 0 <= low <= likely <= high <= 1:
        refuse("--no-data: low, likely and high must ascend, from 0 to 1 per minute.")
    return Guess(low, likely, high)


def read_from(written: str) -> WrittenPlace:
    """Coordinates or a map link."""
    try:
        return read_place(written)
    except UnreadablePlace as reason:
        refuse(f"--from: {reason}")


def read_zones(files: Sequence[Path]) -> tuple[Zone, ...]:
    """All zones of all layers."""
    zones: list[Zone] = []
    for file in files:
        try:
            zones += read_layers(_content(file), file.stem).zones
        except MalformedLayer as reason:
            refuse(f"{file}: {reason}")
    return tuple(zones)


def read_all_points(files: Sequence[Path]) -> tuple[ReceptionPoint, ...]:
    """All points of all files, no name twice."""
    points: list[ReceptionPoint] = []
    for file in files:
        try:
            points += read_points(_content(file))
        except MalformedLayer as reason:
            refuse(f"{file}: {reason}")
    if len({point.name for point in points}) < len(points):
        refuse("--points: two files have a point of the same name.")
    return tuple(points)


def ask(  # noqa: PLR0913 - what is asked
    graph: RoadGraph,
    place: WrittenPlace,
    start: datetime,
    horizon_s: int,
    *,
    mode: Mode,
    zones: tuple[Zone, ...],
    no_data: Guess,
    points: tuple[ReceptionPoint, ...],
) -> Asked:
    """The question, under the likely rates."""
    network = cut(graph, mode, [zone.shape for zone in zones])
    usable = _usable(graph, mode)
    origin = _node(graph, usable, place.lon, place.lat, "--from")
    goals = []
    for point in points:
        node = _node(graph, usable, point.lon, point.lat, f"--points: {point.name}")
        goals.append(point.goal(node, start, horizon_s))
    phases = clock(zones, start, horizon_s)
    table = hazard_table(network, phases, rates_of(zones, no_data, Level.LIKELY))
    question = Question(network, table, origin, tuple(goals), 0, horizon_s)
    opened = None
    if any(zone.shape.closed for zone in zones):
        opened = cut(graph, mode, [zone.shape for zone in zones if not zone.shape.closed])
    return Asked(graph, question, phases, zones, no_data, points, opened)


def _usable(graph: RoadGraph, mode: Mode) -> np.ndarray:
    """Junctions that the mode can leave or come to."""
    edges = np.flatnonzero(graph.seconds[mode] != FORBIDDEN)
    source = np.searchsorted(graph.first, edges, side="right") - 1
    return np.unique(np.concatenate([source, graph.target[edges]]))


def _node(graph: RoadGraph, usable: np.ndarray, lon: float, lat: float, what: str) -> int:
    if not len(usable):
        refuse("--mode: the map has no road for this.")
    place = np.array([lon]), np.array([lat])
    node = int(usable[nearest(graph.lon[usable], graph.lat[usable], *place)[0]])
    away = metres_between(graph.lon[[node]], graph.lat[[node]], *place)
    if float(away[0]) > FAR_M:
        refuse(f"{what}: this place is far from every road of the map. Is it the right map?")
    return node


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        refuse(f"{file}: it can't be read: {error.strerror}.")
