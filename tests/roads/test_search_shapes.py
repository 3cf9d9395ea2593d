"""From shapes on a map to ways: closed areas, layers in any order, hours."""

from datetime import UTC, datetime
from itertools import product

import numpy as np
import pytest
import shapely

from aman.roads.answers import Forbids, Front, Goal
from aman.roads.graph import Mode, RoadGraph
from aman.roads.network import cut
from aman.roads.rates import Phases, Rates, hazard_table
from aman.roads.reasons import why_none
from aman.roads.search import Question, front
from aman.roads.shapes import Shape, as_areas
from roads.drawn import draw
from roads.recounting import by_time, recounted
from roads.seeded import HOUR, SIX_HOURS

ROAD = {"highway": "residential"}
SIDE, APART = 9, 0.004
WEST, SOUTH = 9.5, 47.0
EAST, NORTH = WEST + SIDE * APART, SOUTH + SIDE * APART


def streets() -> RoadGraph:
    """A town of squares."""
    places = [(WEST + x * APART, SOUTH + y * APART) for y, x in product(range(SIDE), repeat=2)]
    number = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    lines = [*number.tolist(), *number.T.tolist()]
    return draw(places, [(line, ROAD) for line in lines])


def box(chance: np.random.Generator, *, closed: bool = False) -> Shape:
    """A rectangle somewhere in the town."""
    x, y = chance.uniform(WEST, EAST), chance.uniform(SOUTH, NORTH)
    wide, high = chance.uniform(APART, 3 * APART, 2)
    return Shape(as_areas(shapely.box(x - wide, y - high, x + wide, y + high)), closed=closed)


def asked(
    graph: RoadGraph, shapes: list[Shape], rates: np.ndarray, active: np.ndarray, ends: list[int]
) -> Question:
    """From one corner of the town to another."""
    network = cut(graph, Mode.FOOT, shapes)
    phases = Phases(datetime(2026, 1, 1, tzinfo=UTC), np.arange(7, dtype=np.int32) * HOUR, active)
    table = hazard_table(network, phases, Rates(rates / 60, np.zeros(len(shapes))))
    return Question(network, table, ends[0], (Goal(ends[1], ((0, SIX_HOURS),)),), 0, SIX_HOURS)


def drawn(seed: int, *, closed: bool) -> tuple[list[Shape], np.ndarray, np.ndarray, list[int]]:
    """Shapes, rates a minute, hours and two ends."""
    chance = np.random.default_rng(seed)
    shapes = [box(chance, closed=closed and number % 3 == 0) for number in range(8)]
    rates = np.append(chance.uniform(0, 0.02, len(shapes)), 1e-5)
    active = np.ones((len(shapes) + 1, 6), np.bool_)
    active[:-1] = (np.arange(6) + chance.integers(0, 2, (len(shapes), 1))) % 2 == 0
    return shapes, rates, active, chance.integers(0, SIDE * SIDE, 2).tolist()


def inside(shapes: list[Shape], lon: float, lat: float) -> set[int]:
    """The closed areas that a place is well within."""
    place = shapely.Point(lon, lat)
    return {
        number
        for number, shape in enumerate(shapes)
        if shape.closed and shape.geometry.buffer(-1e-6).contains(place)
    }


@pytest.mark.parametrize("seed", range(12))
def test_no_way_enters_a_closed_area(seed: int) -> None:
    """Who is inside may leave; nobody is ever in one that he was not in before."""
    shapes, rates, active, ends = drawn(seed, closed=True)
    question = asked(streets(), shapes, rates, active, ends)
    network = question.network
    answer = front(question)
    for index in answer.few(0.001):
        within = inside(shapes, network.lon[question.origin], network.lat[question.origin])
        for leg in answer[index].legs:
            a, b = network.source[leg.arc], network.target[leg.arc]
            # Streets are straight: in the middle of an arc one is where the arc is.
            middle = (network.lon[a] + network.lon[b]) / 2, (network.lat[a] + network.lat[b]) / 2
            for place in (middle, (network.lon[b], network.lat[b])):
                now = inside(shapes, *place)
                assert now <= within
                within = now


def test_behind_a_closed_area_there_is_no_way_and_it_is_named() -> None:
    """A goal in the middle of it, asked for from outside."""
    wall = Shape(
        as_areas(shapely.box(WEST + APART, SOUTH + APART, EAST - APART, NORTH - APART)), closed=True
    )
    ends = [0, SIDE * SIDE // 2]
    active = np.ones((2, 6), np.bool_)
    question = asked(streets(), [wall], np.zeros(2), active, ends)
    open_ = cut(streets(), Mode.FOOT, [Shape(wall.geometry)])
    assert len(front(question)) == 0
    assert why_none(question, open_) == Forbids.CLOSED_AREA
    outwards = question._replace(origin=ends[1], goals=(Goal(ends[0], ((0, SIX_HOURS),)),))
    assert len(front(outwards)) == 1


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_the_layers_does_not_matter(seed: int) -> None:
    """Roads cut by the same shapes in another order give the same front."""
    shapes, rates, active, ends = drawn(seed, closed=False)
    order = np.random.default_rng(seed).permutation(len(shapes))
    back = np.append(order, len(shapes))
    graph = streets()
    here = asked(graph, shapes, rates, active, ends)
    there = asked(graph, [shapes[each] for each in order], rates[back], active[back], ends)
    assert np.abs(curve(here, front(here)) - curve(there, front(there))).max() <= 1e-4


@pytest.mark.parametrize("seed", [0, 2, 5, 8])
def test_adding_a_hazard_on_the_map_never_lowers_the_probability_of_harm(seed: int) -> None:
    """Where it cuts a road, no second moves from one piece to another that costs less."""
    graph = streets()
    shapes, rates, active, ends = drawn(seed, closed=False)
    rates[-1] = 0  # where an area is drawn, "no data" does not count any more
    ends = [each % graph.n_nodes for each in ends]
    whole = asked(graph, shapes, rates, active, ends)
    after = curve(whole, front(whole))
    for number in range(len(shapes)):
        rest = np.delete(np.arange(len(shapes) + 1), number)
        fewer = [shapes[each] for each in rest[:-1]]
        before = asked(graph, fewer, rates[rest], active[rest], ends)
        assert (curve(before, front(before)) - after).max() <= 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_ways_through_real_shapes_cost_what_is_said(seed: int) -> None:
    """Counted again, arc by arc."""
    shapes, rates, active, ends = drawn(seed, closed=True)
    question = asked(streets(), shapes, rates, active, ends)
    answer = front(question)
    for index in answer.few(0.0005):
        way = answer[index]
        assert recounted(question, way) == pytest.approx(way.hazard, abs=1e-9)


def curve(question: Question, answer: Front) -> np.ndarray:
    """The least probability of harm by each second."""
    return by_time(answer.arrival_s, answer.hazard, question.end_s)
