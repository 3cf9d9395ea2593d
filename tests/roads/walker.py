"""Somebody who walks by the steps of a plan: he has the words and his eyes, and no map.

He shares no code with what makes steps. He misjudges directions by seven degrees and distances by
an eighth (standard deviations), cannot tell lanes from roads half of the time, and knows the
reception point when he stands there, because somebody waits there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians

import numpy as np

from aman.roads.graph import Mode, RoadGraph
from aman.roads.landmarks import KIND_NAMES
from aman.roads.speeds import WAY_KINDS
from aman.roads.steps import (
    AtDistance,
    AtEnd,
    AtSight,
    AtTurning,
    Departure,
    RoadLook,
    Sight,
    Step,
    Street,
)  # fmt: skip

WRONG_ANGLE, WRONG_DISTANCE, WRONG_METRES = 7.0, 0.12, 6.0
MAIN = ("motorway", "trunk", "primary", "secondary", "tertiary")
SMALL = {"service": RoadLook.LANE, "track": RoadLook.TRACK} | dict.fromkeys(
    ("footway", "cycleway", "bridleway", "path", "steps"), RoadLook.PATH
)


@dataclass(frozen=True)
class Seen:
    """A way on, as he sees it."""

    edge: int
    angle: float
    look: RoadLook


class Walker:
    """One person on one map; another chance is another person."""

    def __init__(self, graph: RoadGraph, mode: Mode, chance: np.random.Generator) -> None:
        self.graph, self.mode, self.chance = graph, mode, chance
        self.tells_lanes = bool(chance.random() < 0.5)
        self.reads_signs = bool(chance.random() < 0.5)

    def arrives(self, origin: int, goal: int, departure: Departure, steps: Sequence[Step]) -> bool:
        """Whether the steps bring him there."""
        edge, street = self.begin(origin, departure), departure.street
        for number, step in enumerate(steps):
            bias = float(np.exp(self.chance.normal(0, WRONG_DISTANCE)))
            last = number == len(steps) - 1
            arrived = self.walk(edge, step, bias, goal if last else None, street)
            if arrived is None or last:
                return arrived == -1
            edge, street = arrived, step.turn.street if step.turn else None
        return False

    def begin(self, origin: int, departure: Departure) -> int:
        """The way in that direction which looks so."""
        ways = self.looking(self.out(origin), 0.0)
        ways = [way for way in ways if way.look == self.taken_for(departure.look)] or ways
        ways = self.signed(ways, departure.street) or ways
        wanted = int(departure.compass) * 45.0
        return min(ways, key=lambda way: abs(between(way.angle, wanted))).edge

    def walk(
        self, edge: int, step: Step, bias: float, goal: int | None, street: Street | None
    ) -> int | None:
        """The edge by which the next step begins; -1 at the goal; None when he is lost."""
        walked, counted = 0.0, 0
        for _ in range(400):
            walked += float(self.graph.metres[edge]) * bias
            node = int(self.graph.target[edge])
            if node == goal:
                return -1
            if walked > 2 * step.metres + 300:
                return None
            back = int(self.graph.twin[edge])
            ahead = [each for each in self.out(node) if each != back]
            ways = self.looking(ahead, self.bearing(edge, end=True))
            if not ways:
                return None
            on = self.onward(ways, edge, street)
            if isinstance(step.cue, AtTurning):
                counted += sum(
                    way.look == self.taken_for(step.cue.look)
                    and (way.angle < 0) == step.cue.is_left
                    and 30 < abs(way.angle) < 155
                    and len(ways) > 1
                    for way in ways
                )
            if goal is None and self.is_there(step, node, ways, on, walked, counted):
                return self.turn(step, ways)
            edge = on
        return None

    def is_there(  # noqa: PLR0913, PLR0917 - all he knows
        self, step: Step, node: int, ways: list[Seen], on: int, walked: float, counted: int
    ) -> bool:
        """Whether the cue of the step is met."""
        cue = step.cue
        if isinstance(cue, AtSight):
            following = int(self.graph.target[on])
            here, there = self.metres_to(cue.sight, node), self.metres_to(cue.sight, following)
            return here < 60 and here <= there
        if isinstance(cue, AtEnd):
            return len(ways) > 1 and all(abs(way.angle) > 48 for way in ways)
        if isinstance(cue, AtTurning):
            return counted >= cue.number
        assert isinstance(cue, AtDistance)
        assert step.turn is not None
        wanted = step.turn
        return walked > 0.72 * step.metres and any(
            way.look == self.taken_for(wanted.look)
            and abs(between(way.angle, wanted.bend.middle)) < 50
            for way in ways
        )

    def turn(self, step: Step, ways: list[Seen]) -> int:
        """The way that fits the words."""
        assert step.turn is not None
        wanted = step.turn
        alike = [way for way in ways if way.look == self.taken_for(wanted.look)] or ways
        alike = self.signed(alike, wanted.street) or alike
        return min(alike, key=lambda way: abs(between(way.angle, wanted.bend.middle))).edge

    def signed(self, ways: list[Seen], street: Street | None) -> list[Seen]:
        """Those on which he reads the name of a street, if he reads signs and there are any."""
        if street is None or not self.reads_signs:
            return []
        table = self.graph.streets
        said = street.names[0] or street.number
        return [
            way
            for way in ways
            for sign in [int(self.graph.street[way.edge])]
            if said in (table.names(sign)[0], table.number(sign))
        ]

    def onward(self, ways: list[Seen], edge: int, street: Street | None) -> int:
        """Along the street he was told of, or along his road, and straight on."""
        ways = self.signed(ways, street) or ways
        look = self.taken_for(look_of(self.graph, edge))
        alike = [way for way in ways if way.look == look] or ways
        return min(alike, key=lambda way: abs(way.angle)).edge

    def out(self, node: int) -> list[int]:
        """What goes off from a junction."""
        first, last = int(self.graph.first[node]), int(self.graph.first[node + 1])
        return [edge for edge in range(first, last) if self.graph.seconds[self.mode][edge] > 0]

    def looking(self, edges: list[int], heading: float) -> list[Seen]:
        """Directions from where he looks, and looks, both as he takes them."""
        return [
            Seen(
                edge,
                between(self.bearing(edge, end=False), heading)
                + self.chance.normal(0, WRONG_ANGLE),
                self.taken_for(look_of(self.graph, edge)),
            )
            for edge in edges
        ]

    def taken_for(self, look: RoadLook) -> RoadLook:
        """Lanes are roads to some."""
        return RoadLook.ROAD if look == RoadLook.LANE and not self.tells_lanes else look

    def bearing(self, edge: int, *, end: bool) -> float:
        """Of the first or the last twenty metres, in the direction of travel."""
        rows = slice(int(self.graph.shape_first[edge]), int(self.graph.shape_first[edge + 1]))
        places = list(zip(self.graph.shape_lon[rows], self.graph.shape_lat[rows], strict=True))[
            :: -1 if end else 1
        ]
        lon, lat = places[0]
        x = y = 0.0
        for each_lon, each_lat in places[1:]:
            x, y = (each_lon - lon) * cos(radians(lat)), each_lat - lat
            if hypot(x, y) * 111_195 >= 20:
                break
        return degrees(atan2(-x, -y) if end else atan2(x, y)) % 360

    def metres_to(self, sight: Sight, node: int) -> float:
        """To the nearest of the kind, or with the name, as he judges it; no nearer than it is."""
        marks = self.graph.landmarks
        is_kind = marks.kind == KIND_NAMES.index(sight.kind)
        near = is_kind & (np.abs(marks.lat - self.graph.lat[node]) < 2e-3)
        found = [
            hypot(
                (marks.lon[mark] - self.graph.lon[node]) * cos(radians(self.graph.lat[node])),
                marks.lat[mark] - self.graph.lat[node],
            )
            * 111_195
            for mark in np.flatnonzero(near).tolist()
            if not sight.names[0] or marks.name(mark, "") == sight.names[0]
        ]
        return min(found, default=np.inf) + float(self.chance.normal(0, WRONG_METRES))


def look_of(graph: RoadGraph, edge: int) -> RoadLook:
    """What a way looks like."""
    name = WAY_KINDS[int(graph.way_kind[edge])].name
    if name.startswith(MAIN):
        return RoadLook.MAIN_ROAD
    return SMALL.get(name, RoadLook.ROAD)


def between(angle: float, other: float) -> float:
    """The difference of directions, -180 to 180."""
    return (angle - other + 180) % 360 - 180
