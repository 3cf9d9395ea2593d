"""Many groups at once: from files to an assignment, and what each number of it stands for.

Promises: all that is written is read before anything long begins; every long step has its bar;
whoever is chosen to go is judged under a thousand drawn hazards, as in `aman way find`.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from rich.progress import Progress, TaskID

from aman.cli.refusing import refuse
from aman.cli.way_asked import content, near
from aman.cli.way_words import language, say
from aman.roads.answers import Goal, Way, probability
from aman.roads.assignment import Assignment, assign
from aman.roads.bands import Band, band
from aman.roads.bottlenecks import Journey, Narrow, narrows, spread, together
from aman.roads.draws import Draws, draw
from aman.roads.entrances import entrances
from aman.roads.exposure import exposures
from aman.roads.faults import Fault
from aman.roads.fields import MalformedLayer
from aman.roads.graph import Floats, Mode, RoadGraph
from aman.roads.group_reading import WaitingGroup, read_groups
from aman.roads.groups import STAY, Groups
from aman.roads.market import Bottleneck, Chosen, Market, Point, market
from aman.roads.network import Network, cut
from aman.roads.pairs import Priced, Waiting, expected, look
from aman.roads.points import ReceptionPoint
from aman.roads.rates import Phases, clock, hazard_table
from aman.roads.receiving import HOUR_S, WITHIN, Looked
from aman.roads.robust import JUDGED_UNDER, cvar
from aman.roads.search import Question, stay
from aman.roads.zones import Guess, Zone

NARROWS: Final = 5
"""So many are told and capped."""


@dataclass(frozen=True)
class Asked:
    """What was written."""

    groups: tuple[WaitingGroup, ...]
    points: tuple[ReceptionPoint, ...]
    zones: tuple[Zone, ...]
    no_data: Guess
    start: datetime
    horizon_s: int
    per_hour: int | None
    """People at most at a narrow in an hour; None: as many as spreads them well."""
    look_at: int
    """Points among which each group may choose: those that are safest for it."""
    gap: float
    seconds: float
    """How long to think who goes where."""
    seed: int

    def at(self, second: int) -> datetime:
        """The time of a second, in the zone that was asked in."""
        return self.start + timedelta(seconds=second)


@dataclass(frozen=True, eq=False)
class Judged:
    """What a group's way, or its staying, comes to under the draws."""

    band: Band
    mean: float
    worst_tenth: float


@dataclass(frozen=True, eq=False)
class Assigned:
    """The answer."""

    asked: Asked
    graph: RoadGraph
    groups: Groups
    looked: list[Looked]
    market: Market
    narrows: tuple[Narrow, ...]
    per_hour: tuple[int, ...]
    """People at most at each of them in an hour."""
    assignment: Assignment
    judged: tuple[Judged, ...]
    """[G], of what each group does."""
    worst_tenth: float
    mean: float
    staying_mean: float
    """Weighted people harmed: in the worst tenth of draws, on average, and if all stay."""

    def chosen(self, group: int) -> Chosen | None:
        """What a group does; None: it stays."""
        option = int(self.assignment.choice[group])
        return None if option == STAY else self.market.chosen(option)

    def network(self, group: int) -> Network:
        """On which it goes."""
        return self.looked[group].question.network

    def passing(self) -> list[dict[int, int]]:
        """For each narrow the people in each hour who pass it."""
        found: list[dict[int, int]] = [{} for _ in self.narrows]
        for group in range(len(self.groups)):
            chosen = self.chosen(group)
            if chosen is None:
                continue
            network = self.network(group)
            hours: set[tuple[int, int]] = set()
            for leg in chosen.way.legs:
                edge = int(network.edge[leg.arc])
                last = leg.depart_s + int(network.seconds[leg.arc]) - 1
                hours |= {
                    (number, hour)
                    for number, each in enumerate(self.narrows)
                    if edge in each.edges
                    for hour in range(leg.depart_s // HOUR_S, last // HOUR_S + 1)
                }
            for number, hour in hours:
                people = int(self.groups.people[group])
                found[number][hour] = found[number].get(hour, 0) + people
        return found


def read_all_groups(files: Sequence[Path]) -> tuple[tuple[Path, WaitingGroup], ...]:
    """All groups of all files with their file, no name twice."""
    groups: list[tuple[Path, WaitingGroup]] = []
    for file in files:
        try:
            groups += ((file, each) for each in read_groups(content(file)))
        except MalformedLayer as reason:
            refuse(f"{file}: {reason.told(language())}")
    if len({group.name for _, group in groups}) < len(groups):
        refuse(say("groups_twice"))
    return tuple(groups)


def starts(
    files: Sequence[tuple[Path, WaitingGroup]], start: datetime, horizon_s: int
) -> list[int]:
    """The second from which on each group may move."""
    found = []
    for file, group in files:
        since = 0 if group.not_before is None else (group.not_before - start).total_seconds()
        if since >= horizon_s:
            _refused(file, group, "not_before", Fault.AFTER_HORIZON)
        found.append(max(0, -int(-since // 1)))
    return found


def assigned(
    asked: Asked,
    files: Sequence[Path],
    start_s: Sequence[int],
    graph: RoadGraph,
    bars: Progress,
) -> Assigned:
    """Price all pairs, choose, and judge what was chosen; `files` are those of the groups."""
    phases = clock(asked.zones, asked.start, asked.horizon_s)
    draws = draw(asked.zones, asked.no_data, JUDGED_UNDER, np.random.default_rng(asked.seed))
    with _bar(bars, "cutting"):
        priced = _priced(asked, graph, phases, draws)
    waiting = _waiting(asked, files, start_s, graph)
    goals = _goals(asked, graph, priced)
    task = bars.add_task(say("pairing"), total=len(waiting))
    looked = look(
        priced,
        waiting,
        goals,
        asked.horizon_s,
        most=asked.look_at,
        side_by_side=_side_by_side,
        searched=lambda done, total: bars.update(task, completed=done, total=total),
    )
    bars.remove_task(task)
    groups = Groups(
        np.array([each.people for each in asked.groups], np.int64),
        np.array([each.wounded for each in asked.groups], np.int64),
        np.array([probability(each.staying) for each in looked]),
    )
    with _bar(bars, "narrowing"):
        found = _narrows(asked, graph, priced, waiting, groups, goals, looked)
    most = _most(asked, goals, found)
    with _bar(bars, "offering"):
        made = _market(asked, groups, goals, looked, found, most)
    with _bar(bars, "assigning", total=asked.seconds) as thinking:
        chosen = assign(
            groups,
            made.options,
            made.capacity,
            made.unlooked,
            within=WITHIN,
            gap=asked.gap,
            go_on=_until(asked.seconds, lambda gone: bars.update(thinking, completed=gone)),
            seed=asked.seed,
        )
    with _bar(bars, "weighing"):
        weight = groups.weight
        harms, stays = _harms(phases, draws, goals, looked, made, chosen)
    together_harm = harms @ weight
    return Assigned(
        asked, graph, groups, looked, made, found, most, chosen,
        judged=tuple(
            Judged(band(harm), float(harm.mean()), float(worst))
            for harm, worst in zip(harms.T, cvar(harms), strict=True)
        ),
        worst_tenth=float(cvar(together_harm[:, None])[0]),
        mean=float(together_harm.mean()),
        staying_mean=float((stays @ weight).mean()),
    )  # fmt: skip


def _side_by_side(
    search: Callable[[Question], Looked], questions: Iterable[Question]
) -> Iterator[Looked]:
    """As many at once as there are cores; compiled code lets the others run."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(search, questions)


class _bar:  # noqa: N801 - used as a word
    """A bar while a block runs."""

    def __init__(self, bars: Progress, name: str, total: float | None = None) -> None:
        self.bars, self.task = bars, bars.add_task(say(name), total=total)

    def __enter__(self) -> TaskID:
        return self.task

    def __exit__(self, *_: object) -> None:
        self.bars.remove_task(self.task)


def _refused(file: Path, group: WaitingGroup, member: str, fault: Fault) -> None:
    try:
        group.refuse(member, fault)
    except MalformedLayer as reason:
        refuse(f"{file}: {reason.told(language())}")


def _priced(asked: Asked, graph: RoadGraph, phases: Phases, draws: Draws) -> dict[Mode, Priced]:
    found = {}
    for mode in sorted({each.mode for each in asked.groups}):
        network = cut(graph, mode, [zone.shape for zone in asked.zones])
        found[mode] = Priced(network, hazard_table(network, phases, expected(draws)))
    return found


def _waiting(
    asked: Asked, files: Sequence[Path], start_s: Sequence[int], graph: RoadGraph
) -> list[Waiting]:
    node = np.zeros(len(asked.groups), np.int64)
    for mode in {each.mode for each in asked.groups}:
        rows = [number for number, each in enumerate(asked.groups) if each.mode is mode]
        among = entrances(graph, mode)
        if not len(among):
            _refused(files[rows[0]], asked.groups[rows[0]], "mode", Fault.NO_ROAD_FOR_MODE)
        places = [(asked.groups[row].lon, asked.groups[row].lat) for row in rows]
        lon, lat = np.array(places, np.float64).T
        node[rows], far = near(graph, among, lon, lat)
        for row in np.array(rows)[far].tolist():
            group = asked.groups[row]
            member = "place" if group.line is not None else "geometry"
            _refused(files[row], group, member, Fault.FAR_FROM_ROADS)
    return [
        Waiting(at, group.mode, since)
        for at, group, since in zip(node.tolist(), asked.groups, start_s, strict=True)
    ]


def _goals(asked: Asked, graph: RoadGraph, priced: dict[Mode, Priced]) -> list[Goal]:
    """A point stands at a junction that all who come can reach, if there is one."""
    among = entrances(graph, next(iter(priced)))
    for mode in priced:
        among = np.intersect1d(among, entrances(graph, mode))
    lon = np.array([each.lon for each in asked.points])
    lat = np.array([each.lat for each in asked.points])
    nodes, far = near(graph, among, lon, lat)
    for number in np.flatnonzero(far).tolist():
        refuse(say("far_away", what=f"--points: {asked.points[number].name}"))
    return [
        point.goal(node, asked.start, asked.horizon_s)
        for node, point in zip(nodes.tolist(), asked.points, strict=True)
    ]


def _narrows(  # noqa: PLR0913, PLR0917 - what there is
    asked: Asked,
    graph: RoadGraph,
    priced: dict[Mode, Priced],
    waiting: Sequence[Waiting],
    groups: Groups,
    goals: Sequence[Goal],
    looked: Sequence[Looked],
) -> tuple[Narrow, ...]:
    """Where they would meet, were each alone and as safe as can be."""
    best = [each.safest() for each in looked]
    found: list[Narrow] = []
    for mode, (network, _) in priced.items():
        journeys = [
            Journey(int(groups.people[group]), waiting[group].node, goals[each[0]].node, each[1])
            for group, each in enumerate(best)
            if each is not None and waiting[group].mode is mode
        ]
        found += narrows(graph, network, journeys, asked.horizon_s, 2 * NARROWS)
    return together(found, NARROWS)


def _most(asked: Asked, goals: Sequence[Goal], found: Sequence[Narrow]) -> tuple[int, ...]:
    """People at each narrow in an hour."""
    open_in = {
        hour
        for goal in goals
        for opens, closes in goal.windows
        for hour in range(opens // HOUR_S, -(-min(closes, asked.horizon_s) // HOUR_S))
    }
    largest = max(each.people for each in asked.groups)
    return tuple(asked.per_hour or spread(each, len(open_in), largest) for each in found)


def _market(  # noqa: PLR0913, PLR0917 - what there is
    asked: Asked,
    groups: Groups,
    goals: Sequence[Goal],
    looked: Sequence[Looked],
    found: Sequence[Narrow],
    most: Sequence[int],
) -> Market:
    everybody = int(groups.people.sum())
    fetched = [each.groups_per_hour or len(groups) for each in asked.points]
    hours = -(-asked.horizon_s // HOUR_S)
    return market(
        groups,
        [
            Point(goal, point.hands, point.people or everybody)
            for goal, point in zip(goals, asked.points, strict=True)
        ],
        looked,
        end_s=asked.horizon_s,
        teams=np.repeat(np.array(fetched, np.int32)[:, None], hours, axis=1),
        bottlenecks=[
            Bottleneck(each.edges, people) for each, people in zip(found, most, strict=True)
        ],
    )


def _harms(  # noqa: PLR0913, PLR0917 - what there is
    phases: Phases,
    draws: Draws,
    goals: Sequence[Goal],
    looked: Sequence[Looked],
    made: Market,
    chosen: Assignment,
) -> tuple[Floats, Floats]:
    """[D, G] twice: of what each group does, and of staying."""
    harms, stays = [], []
    for each, option in zip(looked, chosen.choice.tolist(), strict=True):
        here = each.question
        ways = [stay(here)]
        if option != STAY:
            pick = made.chosen(option)
            here = here._replace(goals=(goals[pick.point],))
            ways.append(_until_received(pick))
        harm = -np.expm1(-exposures(here, phases, ways).hazards(draws))
        stays.append(harm[:, 0])
        harms.append(harm[:, -1])
    return np.stack(harms, axis=1), np.stack(stays, axis=1)


def _until_received(chosen: Chosen) -> Way:
    """The way with its wait for a later turn."""
    way = chosen.way
    return Way(way.goal, way.legs, way.reached_s, chosen.received_s, way.hazard)


def _until(seconds: float, told: Callable[[float], None]) -> Callable[[], bool]:
    """By the processor's clock: on a busy machine it takes longer and is as good."""
    begin = time.process_time()

    def go_on() -> bool:
        gone = time.process_time() - begin
        told(min(gone, seconds))
        return gone < seconds

    return go_on
