"""What `aman way` is asked, from words and files to a question; a mistake ends the command.

Promises: a refusal names the option or the file, the feature and the field, and what is right.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from aman.cli.refusing import refuse
from aman.cli.way_words import language, say
from aman.roads.entrances import FAR_M, entrances, stand
from aman.roads.fields import MalformedLayer
from aman.roads.graph import Mode, RoadGraph
from aman.roads.hazards import read_layers
from aman.roads.lead import SURE_M, Lead, lead_from_area
from aman.roads.loading import UnusableMap, load_with_report
from aman.roads.network import Network, cut, cut_opened
from aman.roads.place_types import UnreadablePlace, WrittenPlace
from aman.roads.places import read_place
from aman.roads.points import ReceptionPoint, read_points
from aman.roads.rates import Phases, clock, hazard_table, rates_of
from aman.roads.search import Question
from aman.roads.soundness import LoadingReport
from aman.roads.wrong_words import of_place
from aman.roads.zones import Guess, Level, Zone

HORIZON_S_AT_MOST: Final = 48 * 3600
WITHIN_M_AT_MOST: Final = 20_000
CACHE: Final = Path("~/.cache/aman/roads")
_HORIZON: Final = re.compile(r"(?:([0-9]{1,2}) ?h)? ?(?:([0-9]{1,4}) ?(?:m|min))?")
_TIME: Final = "2026-03-14T21:30+02:00"


@dataclass(frozen=True)
class Asked:
    """A question and what its figures stand for."""

    graph: RoadGraph
    question: Question
    """From where they are; of an area, from its worst point."""
    lead: Lead
    phases: Phases
    zones: tuple[Zone, ...]
    no_data: Guess
    points: tuple[ReceptionPoint, ...]
    without_closures: Network | None
    """The same roads without closed areas, if there are any."""

    def at(self, second: int) -> datetime:
        """The time of a second, in the zone that was asked in."""
        return self.phases.start + timedelta(seconds=second)


def progress(console: Console | None = None) -> Progress:
    """Bars on the error stream, gone when they are done."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console or Console(stderr=True),
        transient=True,
    )


def read_map(file: Path, cache: Path, bars: Progress) -> tuple[RoadGraph, LoadingReport]:
    """The roads, or the end of the command."""
    task = bars.add_task(say("check"), total=None)
    try:
        found = load_with_report(file, cache.expanduser(), told(bars, task))
    except UnusableMap as reason:
        bars.stop()
        refuse(f"{file}: {reason.told(language())}")
    bars.remove_task(task)
    return found


def told(bars: Progress, task: TaskID) -> Callable[[str, int], None]:
    """What tells a bar the step that runs, and how many things it has done."""

    def tell(step: str, done: int) -> None:
        if step == "drawing":  # the one that knows how much there is
            bars.update(task, description=say(step), total=100, completed=done)
        else:
            bars.update(task, description=say(step) + (f": {done:,}" if done else ""))

    return tell


def read_time(option: str, written: str) -> datetime:
    """A time with its zone."""
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        refuse(say("no_time", option=option, example=_TIME))
    if time.utcoffset() is None:
        refuse(say("no_zone", option=option, example=_TIME))
    return time


def read_horizon(written: str) -> int:
    """Seconds."""
    found = _HORIZON.fullmatch(written.strip())
    seconds = int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 if found else 0
    if not 60 <= seconds <= HORIZON_S_AT_MOST:  # noqa: PLR2004 - one minute
        refuse(say("horizon"))
    return seconds


def read_guess(written: str) -> Guess:
    """Low, likely, high."""
    try:
        low, likely, high = (float(each) for each in written.split(","))
    except ValueError:
        refuse(say("three_rates", example="0.000001,0.00001,0.0001"))
    if not 0 <= low <= likely <= high <= 1:
        refuse(say("rates_ascend"))
    return Guess(low, likely, high)


def read_from(written: str, within_m: int) -> WrittenPlace:
    """Coordinates or a map link; the middle of a map is no place until it is said how far round."""
    try:
        place = read_place(written)
    except UnreadablePlace as reason:
        refuse(f"--from: {of_place(reason.reason, language())}")
    if not 0 <= within_m <= WITHIN_M_AT_MOST:
        refuse(say("within", most=f"{WITHIN_M_AT_MOST:,}"))
    if place.is_view and within_m == 0:
        refuse(say("only_a_view"))
    if place.within_m > max(SURE_M, within_m):
        refuse(say("too_rough", metres=f"{math.ceil(place.within_m):,}"))
    return place


def read_zones(files: Sequence[Path]) -> tuple[Zone, ...]:
    """All zones of all layers."""
    zones: list[Zone] = []
    for file in files:
        try:
            zones += read_layers(content(file), file.stem).zones
        except MalformedLayer as reason:
            refuse(f"{file}: {reason.told(language())}")
    return tuple(zones)


def read_all_points(files: Sequence[Path]) -> tuple[ReceptionPoint, ...]:
    """All points of all files, no name twice."""
    points: list[ReceptionPoint] = []
    for file in files:
        try:
            points += read_points(content(file))
        except MalformedLayer as reason:
            refuse(f"{file}: {reason.told(language())}")
    if len({point.name for point in points}) < len(points):
        refuse(say("points_twice"))
    return tuple(points)


def ask(  # noqa: PLR0913 - what is asked
    graph: RoadGraph,
    place: WrittenPlace,
    start: datetime,
    horizon_s: int,
    *,
    within_m: int = 0,
    mode: Mode,
    zones: tuple[Zone, ...],
    no_data: Guess,
    points: tuple[ReceptionPoint, ...],
) -> Asked:
    """The question, under the likely rates; who is anywhere within so far gathers first."""
    network = cut(graph, mode, [zone.shape for zone in zones])
    found = entrances(graph, mode)
    origin = _node(graph, found, place.lon, place.lat, "--from", max(FAR_M, within_m))
    goals = []
    for point in points:
        node = _node(graph, found, point.lon, point.lat, f"--points: {point.name}")
        goals.append(point.goal(node, start, horizon_s))
    phases = clock(zones, start, horizon_s)
    table = hazard_table(network, phases, rates_of(zones, no_data, Level.LIKELY))
    question = Question(network, table, origin, tuple(goals), 0, horizon_s)
    opened = cut_opened(graph, mode, [zone.shape for zone in zones])
    lead: Lead | None = Lead(question, question)
    if within_m > SURE_M:
        lead = lead_from_area(graph, question, found, place.lon, place.lat, within_m)
    if lead is None:
        refuse(say("no_gathering"))
    return Asked(graph, lead.whole, lead, phases, zones, no_data, points, opened)


def near(
    graph: RoadGraph, among: np.ndarray, lon: np.ndarray, lat: np.ndarray, far_m: float = FAR_M
) -> tuple[np.ndarray, np.ndarray]:
    """The nearest of some junctions to each place, and which of the places are far from it."""
    if not len(among):
        refuse(say("no_road"))
    nodes, metres = stand(graph, among, lon, lat)
    return nodes, metres > far_m


def _node(  # noqa: PLR0913, PLR0917 - a place, and how far it may be
    graph: RoadGraph, among: np.ndarray, lon: float, lat: float, what: str, far_m: float = FAR_M
) -> int:
    nodes, far = near(graph, among, np.array([lon]), np.array([lat]), far_m)
    if far[0]:
        refuse(say("far_away", what=what))
    return int(nodes[0])


def content(file: Path) -> bytes:
    """Of a file that somebody named."""
    try:
        return file.read_bytes()
    except OSError as error:
        refuse(say("unread", file=file, error=error.strerror))
