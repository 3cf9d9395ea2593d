"""A told way is the best that can be told, or the earliest; and it enters no closed area."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from shapely import Point

from aman.roads.answers import Goal
from aman.roads.graph import Mode
from aman.roads.network import cut
from aman.roads.rates import Phases, Rates, clock, hazard_table
from aman.roads.search import Question
from aman.roads.shapes import Shape, around
from aman.roads.tellable import SPARE, ToldWay, told_way
from roads.drawn import draw
from roads.spoiled import Mistake, answer_of, package
from roads.villages import line_of, telling_of, worst_entered, worst_told

__all__ = ["package"]
HOUR_S, MINUTE_S = 3600, 60
ALIKE = 3e-7
"""What is given up between ways that are alike, at most, beside rounding."""
SEEDS = (1, 2, 4, 5, 30, 52)
CLOSED_SEEDS = range(40)
NO_DATA = 1e-7
TOUCHED = 1e-7
"""Degrees."""
SECOND_0 = datetime(2026, 3, 14, 20, tzinfo=UTC)
PHASE = Phases(SECOND_0, np.array([0, 7200], np.int32), np.ones((2, 1), np.bool_))
ROAD = {"highway": "residential"}
ASK = "import sys; from roads import villages; print(villages.{}([int(sys.argv[1])]))"
ALL_BEGINNINGS = "        layer = list(self._beginnings())\n"
MISTAKES = {
    "of the times to set out at only the last of each phase is looked at": (
        "worst_told",
        5,
        "tellable.py",
        ALL_BEGINNINGS,
        ALL_BEGINNINGS
        + "        layer = list({self._by_phase(each): each for each in layer}.values())\n",
    ),
    "a later label with more hazard is dropped although it fares better": (
        "worst_told",
        52,
        "tellable.py",
        "        self._walk_layers(self._by_second, THOROUGH_LABELS)\n",
        "",
    ),
    "of ways that are alike the last is taken": (
        "worst_told",
        1,
        "tellable.py",
        "or new.arrival_s < old.arrival_s",
        "or new.arrival_s > old.arrival_s",
    ),
    "an edge that a closed area cuts is gone along": (
        "worst_entered",
        20,
        "edge_costs.py",
        "        if sum(arc[2] for arc in arcs) == whole[edge]:\n",
        "        if True:\n",
    ),
}


def test_nothing_better_can_be_told() -> None:
    """By going through everything in drawn villages; and without hazard nothing earlier."""
    assert worst_told(SEEDS) <= ALIKE


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_noticed(mistake: str, package: Path) -> None:
    """One of the same villages, with one line that is wrong."""
    looked_at, seed, *where = MISTAKES[mistake]
    Mistake(*map(str, where)).make(package)
    assert seed in (CLOSED_SEEDS if looked_at == "worst_entered" else SEEDS)
    assert answer_of(package, ASK.format(looked_at), str(seed)) > 1e-3


def along_one_road(*windows: tuple[int, int]) -> ToldWay:
    """Three kilometres to a point, six hours, nothing known to be dangerous anywhere."""
    graph = draw([(9.5, 47.0), (9.54, 47.0)], [((0, 1), ROAD)])
    network = cut(graph, Mode.FOOT, [])
    rates = Rates(np.array([NO_DATA]), np.zeros(0))
    table = hazard_table(network, clock([], SECOND_0, 6 * HOUR_S), rates)
    question = Question(network, table, 0, (Goal(1, windows),), 0, 6 * HOUR_S)
    told = told_way(question, telling_of(graph), 1.0)
    assert told is not None
    assert told.hazard == pytest.approx(NO_DATA * told.arrival_s)
    return told


def test_to_a_point_that_is_always_open_one_goes_at_once() -> None:
    """And not after five hours, with seven times the hazard."""
    told = along_one_road((0, 6 * HOUR_S))
    assert told.departure.start_s == 0
    assert told.arrival_s == told.steps[0].seconds


def test_the_first_time_that_a_point_opens_is_taken_and_waited_for_at_home() -> None:
    """Not the second one; of the wait there remains what a slow walk may need."""
    opens = 2 * HOUR_S
    told = along_one_road((opens, opens + 1800), (2 * opens, 2 * opens + 1800))
    assert told.arrival_s == opens
    early = opens - told.departure.start_s - told.steps[0].seconds
    assert SPARE * told.steps[0].seconds <= early < SPARE * told.steps[0].seconds + MINUTE_S


def test_a_told_way_goes_round_a_closed_area() -> None:
    """Though the straight road could be told and is short, and there is no other danger."""
    places = [(9.498, 47.0), (9.5, 47.0), (9.52, 47.0), (9.522, 47.0), (9.51, 47.008)]
    graph = draw(places, [((0, 1, 2, 3), ROAD), ((1, 4, 2), ROAD)])
    west, east = int(np.argmin(graph.lon)), int(np.argmax(graph.lon))
    disc = around(Point(9.51, 47.0), 200)
    found = []
    for closed in (False, True):
        network = cut(graph, Mode.FOOT, [Shape(disc, closed)])
        rates = Rates(np.array([0.0, NO_DATA]), np.zeros(1))
        table = hazard_table(network, PHASE, rates)
        question = Question(network, table, west, (Goal(east, ((0, 7200),)),), 0, 7200)
        told = told_way(question, telling_of(graph), 1.0)
        assert told is not None
        found.append(line_of(graph, told.edges).intersects(disc))
    assert found == [True, False]


def test_no_told_way_enters_a_closed_area_in_drawn_villages() -> None:
    """Whoever begins outside of it stays outside."""
    assert worst_entered(CLOSED_SEEDS) <= TOUCHED
