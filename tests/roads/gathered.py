"""An area of some streets, and what gathering costs from each of its junctions by the second."""

import heapq
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from shapely import MultiLineString, MultiPolygon, box

from aman.roads.answers import Goal, Leg
from aman.roads.entrances import entrances
from aman.roads.graph import Landmarks, Mode, RoadGraph
from aman.roads.landmarks import KIND_NAMES
from aman.roads.lead import Lead, lead_from_area
from aman.roads.network import cut
from aman.roads.rates import clock, hazard_table, rates_of
from aman.roads.search import Question
from aman.roads.shapes import Shape
from aman.roads.windows import Once
from aman.roads.zones import Confidence, Guess, Level, Zone
from roads.drawn import draw

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 1, 12, 6, tzinfo=UTC)
LON, LAT, WITHIN_M = 0.006, 0.0045, 800.0
_SIDE, _STEP, _HORIZON = 5, 0.003, 3600


def streets() -> RoadGraph:
    """Five streets by four, none as long as another, with a church and a mill in the middle."""
    chance = np.random.default_rng(3)
    shaken = chance.uniform(-4e-4, 4e-4, (_SIDE * 4, 2))
    places = [(at % _SIDE * _STEP, at // _SIDE * _STEP) for at in range(_SIDE * 4)]
    both = zip(places, shaken.tolist(), strict=True)
    places = [(lon + a, lat + b) for (lon, lat), (a, b) in both]
    rows = [range(row * _SIDE, (row + 1) * _SIDE) for row in range(4)]
    columns = [range(column, _SIDE * 4, _SIDE) for column in range(_SIDE)]
    graph = draw(places, [(list(each), {"highway": "residential"}) for each in (*rows, *columns)])
    near = [int(np.argmin(np.hypot(graph.lon - lon, graph.lat - lat))) for lon, lat in
            ((0.006, 0.003), (0.006, 0.006))]  # fmt: skip
    marks = Landmarks(
        kind=np.array([KIND_NAMES.index(each) for each in ("church", "mill")], np.uint8),
        lon=graph.lon[near],
        lat=graph.lat[near],
        node=np.array(near, np.int32),
        name_first=np.zeros(11, np.int64),
        name_bytes=np.zeros(0, np.uint8),
    )
    return replace(graph, landmarks=marks)


class Told(NamedTuple):
    """Rates a minute of three areas, and the probability of harm at a line."""

    corner: float = 0.02
    street: float = 0.03
    middle: float = 0.0
    line: float = 0.01


TOLD = Told()
CASES = (TOLD, Told(line=0.3), Told(middle=0.05))
"""The worst is in the dangerous corner; beyond a line; at the landmark itself, since he waits."""


def asked(graph: RoadGraph, told: Told = TOLD) -> Question:
    """Danger in one corner, on the mill's street later, at the landmarks, and a line to cross."""
    soon, late = (Once(NOON, LATER),), (Once(LATER, datetime(2026, 3, 2, tzinfo=UTC)),)
    zones = [
        _area(-0.001, -0.001, 0.0045, 0.0015, told.corner, soon),
        _area(-0.001, 0.0055, 0.013, 0.0065, told.street, late),
        _area(0.005, 0.002, 0.007, 0.007, told.middle, ()),
        _line(told.line),
    ]
    network = cut(graph, Mode.FOOT, [zone.shape for zone in zones])
    phases = clock(zones, NOON, _HORIZON)
    rates = rates_of(zones, Guess(1e-4, 1e-4, 1e-4), Level.LIKELY)
    goal = Goal(int(np.argmax(graph.lon)), ((0, _HORIZON),))
    table = hazard_table(network, phases, rates)
    return Question(network, table, 0, (goal,), 0, _HORIZON)


def _area(  # noqa: PLR0913, PLR0917 - a box, and what is told of it
    west: float, south: float, east: float, north: float, rate: float, windows: tuple[Once, ...]
) -> Zone:
    shape = Shape(MultiPolygon([box(west, south, east, north)]))
    guess = Guess(rate, rate, rate)
    return Zone("", shape, guess, None, Confidence.LOW, windows, "a patrol", NOON)


def _line(harm: float) -> Zone:
    shape = Shape(MultiLineString([[(0.0095, -0.001), (0.0095, 0.005)]]))
    guess = Guess(harm, harm, harm)
    return Zone("", shape, None, guess, Confidence.LOW, (), "a driver", NOON)


def led(told: Told = TOLD) -> tuple[Question, Lead, list[int]]:
    """The question, the lead of its area, and the junctions of the area."""
    graph = streets()
    question = asked(graph, told)
    among = entrances(graph, Mode.FOOT)
    lead = lead_from_area(graph, question, among, LON, LAT, WITHIN_M)
    assert lead is not None
    metres = np.hypot((graph.lon - LON) * np.cos(np.radians(LAT)), graph.lat - LAT) * 111_195.08
    return question, lead, np.flatnonzero(metres <= WITHIN_M).tolist()


def way_there(question: Question, origin: int, node: int) -> list[Leg]:
    """The shortest way, set out at once."""
    network = question.network
    heap: list[tuple[int, int, list[int]]] = [(0, origin, [])]
    settled = set()
    while heap:
        seconds, here, arcs = heapq.heappop(heap)
        if here == node:
            break
        if here in settled:
            continue
        settled.add(here)
        for arc in range(int(network.first[here]), int(network.first[here + 1])):
            there = int(network.target[arc])
            heapq.heappush(heap, (seconds + int(network.seconds[arc]), there, [*arcs, arc]))
    legs, second = [], question.start_s
    for arc in arcs:
        legs.append(Leg(arc, second, 0))
        second += int(network.seconds[arc])
    return legs


def costs(question: Question, legs: list[Leg], node: int, until: int) -> float:
    """Of a way to a junction and waiting there until then, second by second."""
    network, table = question.network, question.table
    phase_of = np.searchsorted(table.phase_start, np.arange(until), side="right") - 1
    hazard, second = 0.0, question.start_s
    for leg in legs:
        if network.crossing_set[leg.arc] >= 0:
            hazard += float(table.crossing[network.crossing_set[leg.arc], phase_of[leg.depart_s]])
        for at in range(leg.depart_s, leg.depart_s + int(network.seconds[leg.arc])):
            hazard += float(table.rate[network.zone_set[leg.arc], phase_of[at]])
            second = at + 1
    rows = network.node_zone_set[node]
    return hazard + sum(float(table.rate[rows, phase_of[at]]) for at in range(second, until))


def worst_wrong_by() -> float:
    """How far the hazard of gathering is, in any case, from the worst of the area's junctions.

    Endless where nobody waits for the last one.
    """
    return max(_wrong_by(told) for told in CASES)


def _wrong_by(told: Told) -> float:
    question, lead, area = led(told)
    gathered = lead.gathered
    assert gathered is not None
    ways = [way_there(question, each, gathered.node) for each in area]
    seconds = question.network.seconds
    last = max(way[-1].depart_s + int(seconds[way[-1].arc]) for way in ways if way)
    if gathered.until_s != last:
        return float("inf")
    hazards = [costs(question, way, gathered.node, last) for way in ways]
    from_there = way_there(question, lead.whole.origin, gathered.node)
    here = costs(question, from_there, gathered.node, last)
    judged = costs(question, list(gathered.legs), gathered.node, last)
    return max(abs(max(hazards) - here), abs(max(hazards) - judged))
