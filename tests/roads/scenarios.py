"""Seeded scenarios on real roads: discs and checkpoints that are dangerous every other hour."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from shapely import LineString, MultiLineString, Point

from aman.roads.answers import Goal
from aman.roads.bounds import seconds_to_goals
from aman.roads.graph import Ints
from aman.roads.network import Network
from aman.roads.pricing import roads_of
from aman.roads.rates import Phases, Rates, Table, hazard_table
from aman.roads.search import Question
from aman.roads.shapes import Shape, around
from roads.seeded import HOUR, SIX_HOURS

HALF_AN_HOUR, TWO_HOURS = HOUR // 2, 2 * HOUR


def shapes_around(
    lon: Sequence[float],
    lat: Sequence[float],
    chance: np.random.Generator,
    radii: tuple[float, float],
) -> list[Shape]:
    """A disc around each place, in metres, and through each fourth a line that is crossed."""
    shapes = []
    for number, (x, y) in enumerate(zip(lon, lat, strict=True)):
        radius = float(np.exp(chance.uniform(*np.log(radii))))
        shapes.append(Shape(around(Point(x, y), radius)))
        if number % 4 == 0:
            turn, half = chance.uniform(0, np.pi), radius / 111_000
            across = np.array([np.cos(turn), np.sin(turn)]) * half
            line = LineString([np.array([x, y]) - across, np.array([x, y]) + across])
            shapes.append(Shape(MultiLineString([line])))
    return shapes


def table_drawn(network: Network, lines: Sequence[bool], chance: np.random.Generator) -> Table:
    """Rates that alternate hourly over six hours, beginning with one or the other hour."""
    zones = network.n_zones
    phase_start = (np.arange(7) * HOUR).astype(np.int32)
    active = np.ones((zones + 1, 6), np.bool_)
    active[:zones] = (np.arange(6) + chance.integers(0, 2, zones)[:, None]) % 2 == 0
    per_minute = np.exp(chance.uniform(np.log(3e-4), np.log(3e-2), zones + 1))
    per_minute[:zones][np.asarray(lines)] = 0.0
    per_minute[zones] = chance.choice([0.0, 1e-6, 1e-5])
    crossing = np.where(lines, chance.uniform(0.001, 0.05, zones), 0.0)
    phases = Phases(datetime(2026, 1, 1, tzinfo=UTC), phase_start, active)
    return hazard_table(network, phases, Rates(per_minute / 60, crossing))


def question_drawn(
    network: Network, table: Table, nodes: Ints, chance: np.random.Generator, step: int
) -> Question | None:
    """From somewhere to one of the nodes, half an hour to two hours away, if anything is."""
    goal = int(chance.choice(nodes))
    left = seconds_to_goals(
        roads_of(network), np.array([goal], np.int32), np.zeros(1, np.int32), TWO_HOURS
    )
    origins = np.flatnonzero(left >= HALF_AN_HOUR)
    if not len(origins):
        return None
    origin = int(chance.choice(origins))
    return Question(network, table, origin, (Goal(goal, ((0, SIX_HOURS),)),), 0, SIX_HOURS, step)
