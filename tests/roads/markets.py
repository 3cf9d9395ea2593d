"""Markets drawn by seeded chance: groups in a square, points that open for some hours of a day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aman.roads.groups import Groups, Options

SLOTS = 24
"""Quarters of an hour in which a point may receive."""
HOURS = SLOTS // 4
ROADS = 8


@dataclass(frozen=True)
class DrawnMarket:
    """What `assign` is given."""

    groups: Groups
    options: Options
    capacity: NDArray[np.float64]


def made(count: int, seed: int, load: float = 0.85) -> DrawnMarket:
    """So many groups, and points whose places for people are `load` full if all go.

    Each option takes places at its point, reception in its quarter of an hour, a team of its hour,
    and a part of one of eight roads in its hour.
    """
    chance = np.random.default_rng(seed)
    points = max(6, int(np.sqrt(count) / 2))
    people = np.minimum(1 + chance.geometric(0.3, count), 15)
    wounded = chance.binomial(people, 0.12)
    staying = 1 - np.exp(-chance.lognormal(-1.2, 0.5, count))
    total = people.sum() / load
    places = np.maximum(np.round(total * chance.dirichlet(np.full(points, 3.0))), 15)
    opens = chance.integers(0, SLOTS - 8, points)
    closes = opens + chance.integers(4, 9, points)
    open_slots = [
        (point, slot) for point in range(points) for slot in range(opens[point], closes[point])
    ]
    capacity = places.tolist()
    reception = np.zeros((points, SLOTS), int)
    team = np.zeros((points, HOURS), int)
    for point, slot in open_slots:
        reception[point, slot] = len(capacity)
        capacity.append(max(15, np.ceil(places[point] / (closes[point] - opens[point]) * 1.15)))
    for point, hour in sorted({(point, slot // 4) for point, slot in open_slots}):
        team[point, hour] = len(capacity)
        hours = (closes[point] - opens[point]) / 4
        capacity.append(np.ceil(1.2 * places[point] / people.mean() / hours))
    roads = len(capacity) + np.arange(ROADS * HOURS).reshape(ROADS, HOURS)
    capacity += [max(30, np.ceil(total / roads.size * 1.8))] * roads.size
    group = np.repeat(np.arange(count), len(open_slots))
    point, slot = np.tile(np.array(open_slots).T, count)
    distance = np.hypot(*(chance.random((2, count, 1)) - chance.random((2, 1, points))))
    danger = chance.lognormal(-4.5, 1.0, (count, points)) * distance * 3
    wave = np.sin(np.arange(SLOTS) / SLOTS * 4 * np.pi + chance.random() * 6)
    by_hour = 0.3 + 0.35 * (1 + wave)
    hazard = (
        danger[group, point] * by_hour[slot] + chance.random(len(group)) * 0.002 + slot * 0.0015
    )
    road = chance.integers(0, ROADS, (count, points))
    rows = [point, reception[point, slot], team[point, slot // 4]]
    rows.append(roads[road[group, point], slot // 4])
    amounts = [people[group], people[group], np.ones(len(group)), people[group]]
    options = Options(
        group.astype(np.int64),
        1 - np.exp(-hazard),
        np.arange(len(group) + 1, dtype=np.int64) * 4,
        np.stack(rows, axis=1).ravel().astype(np.int32),
        np.stack(amounts, axis=1).ravel().astype(np.float64),
    )
    return DrawnMarket(Groups(people, wounded, staying), options, np.array(capacity, np.float64))
