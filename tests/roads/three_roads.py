"""Three roads to one point, of which one is on no front but under hazards that were drawn.

The straight one is best by the likely figures and the northern one by the high ones; the southern
one, a little longer than the straight one and a little worse by both, is best where the source of
the straight one was wrong and its own was right.
"""

from datetime import UTC, datetime

import numpy as np
from shapely import MultiPolygon, box

from aman.roads.answers import Goal, Way
from aman.roads.draws import draw
from aman.roads.exposure import exposures
from aman.roads.graph import Mode
from aman.roads.network import cut
from aman.roads.rates import Phases, Rates, clock, hazard_table
from aman.roads.robust import examine
from aman.roads.search import Question
from aman.roads.shapes import Shape
from aman.roads.zones import Confidence, Guess, Zone
from roads.drawn import draw as drawn_graph

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOTHING = Guess(0, 0, 0)
SOUTH = 1
"""The zone on the southern road."""
_HORIZON = 2 * 3600


def three_roads() -> tuple[Question, Phases, list[Zone]]:
    """The question, and the zones: one on each road."""
    places = [(0.0, 0.0), (0.02, 0.0), (0.01, 0.01), (0.01, 0.0), (0.01, -0.004)]
    street = {"highway": "residential"}
    graph = drawn_graph(places, [((0, by, 1), street) for by in (2, 3, 4)])
    zones = [
        _zone(-0.001, 0.001, Guess(1e-5, 1e-4, 0.05), "a patrol"),
        _zone(-0.006, -0.002, Guess(1e-5, 2e-4, 0.06), "a driver"),
        _zone(0.006, 0.02, Guess(1.5e-3, 1.5e-3, 1.5e-3), "a team"),
    ]
    network = cut(graph, Mode.FOOT, [zone.shape for zone in zones])
    phases = clock(zones, NOON, _HORIZON)
    table = hazard_table(network, phases, Rates(np.zeros(4), np.zeros(3)))
    goal = Goal(int(np.argmax(network.lon)), ((0, _HORIZON),))
    return Question(network, table, 0, (goal,), 0, _HORIZON), phases, zones


def _zone(south: float, north: float, rate: Guess, source: str) -> Zone:
    shape = Shape(MultiPolygon([box(0.005, south, 0.015, north)]))
    return Zone("", shape, rate, None, Confidence.LOW, (), source, NOON)


def goes_south(question: Question, way: Way) -> bool:
    """Whether a way goes by the southern road."""
    network = question.network
    rows = [int(network.zone_set[leg.arc]) for leg in way.legs]
    sets = [network.zone_set_first[row : row + 2].tolist() for row in rows]
    return any(SOUTH in network.zone_set_zones[first:last] for first, last in sets)


def judged_wrong_by(draws: int = 30) -> float:
    """How far the figures of an examination are from those under draws that found nothing.

    Endless where the road is missing that only drawn hazards show.
    """
    question, phases, zones = three_roads()
    found = examine(
        question, phases, zones, NOTHING, np.random.default_rng(5),
        found_under=draws, judged_under=draws,
    )  # fmt: skip
    ways = [each.way for each in found.ways]
    if not any(goes_south(question, way) for way in ways):
        return float("inf")
    chance = np.random.default_rng(5)
    draw(zones, NOTHING, draws, chance)
    others = draw(zones, NOTHING, draws, chance)
    mean = -np.expm1(-exposures(question, phases, ways).hazards(others)).mean(axis=0)
    return float(np.abs(mean - [each.mean for each in found.ways]).max())
