"""Seeded plans on real roads: from landmark to landmark, through hazards of a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from aman.roads.answers import Goal
from aman.roads.bounds import seconds_to_goals
from aman.roads.graph import Mode, RoadGraph
from aman.roads.junction_views import JunctionViews
from aman.roads.network import cut
from aman.roads.plan import way_to_tell
from aman.roads.pricing import roads_of
from aman.roads.search import Question, front
from aman.roads.tellable import ToldWay
from aman.roads.telling import Telling
from roads.scenarios import shapes_around, table_drawn
from roads.seeded import SIX_HOURS
from roads.walker import Walker

QUARTER, NINETY_MINUTES = 900, 5400
A_NETWORK = 100
"""Questions asked of one network before the next hazards."""
HAVE_PLANS = (
    0x6228139608DEF8210BC2E1764, 0x1C1A5C050AC785A9216855608, 0x4243172CE940493818A4BD750,
    0xE805D2B82A04240EA0EC12086, 0x6B4CD51B68780411034585A20, 0x8D501, (1 << 100) - 1,
)  # fmt: skip
"""For each seed which of its questions have a plan, as bits; `make bench-plan` says them.

What is "guide only" takes as long to find out, and tells nothing of walkers. The last seed is asked
whole: it makes up for questions of the others that no longer have a plan.
"""


@dataclass(frozen=True)
class Asked:
    """A question, and the hazard of the way that was chosen: the safest."""

    question: Question
    chosen: float
    seconds: int
    """Of the fastest way."""
    seed: tuple[int, int]


@dataclass(frozen=True)
class Planned:
    """A question, and the way that can be told."""

    question: Question
    told: ToldWay
    seed: tuple[int, int]


def planned(graph: RoadGraph) -> Iterator[Planned]:
    """The plans of the questions that are known to have one, those that still have it."""
    telling = Telling(JunctionViews(graph, Mode.FOOT))
    for each in asked(graph, HAVE_PLANS):
        told = way_to_tell(each.question, telling, each.chosen)
        if isinstance(told, ToldWay):
            yield Planned(each.question, told, each.seed)


def asked(graph: RoadGraph, some: Sequence[int] = ()) -> Iterator[Asked]:
    """A quarter to one and a half hours on foot: `some` questions of each seed, or without end."""
    marked = np.unique(graph.landmarks.node)
    for seed in range(len(some)) if some else count():
        chance = np.random.default_rng(seed)
        places = chance.integers(0, graph.n_nodes, int(chance.integers(6, 20)))
        shapes = shapes_around(graph.lon[places], graph.lat[places], chance, (300, 3000))
        network = cut(graph, Mode.FOOT, shapes)
        for number in range(A_NETWORK):
            if some and not some[seed] >> number & 1:
                continue
            chance = np.random.default_rng((seed, number))
            table = table_drawn(network, [shape.is_line for shape in shapes], chance)
            goal = int(chance.choice(marked))
            left = seconds_to_goals(
                roads_of(network), np.array([goal], np.int32), np.zeros(1, np.int32), NINETY_MINUTES
            )[marked]
            origins = marked[(left >= QUARTER) & (left <= NINETY_MINUTES)]
            if not len(origins):
                continue
            goals = (Goal(goal, ((0, SIX_HOURS),)),)
            origin = int(chance.choice(origins))
            question = Question(network, table, origin, goals, 0, SIX_HOURS)
            answer = front(question)
            if len(answer):
                seconds = int(left[marked == origin][0])
                yield Asked(question, float(answer.hazard[-1]), seconds, (seed, number))


def arrives(graph: RoadGraph, plan: Planned, walker: int) -> bool:
    """Whether somebody with the steps alone comes to the point."""
    goal = plan.question.goals[plan.told.goal].node
    person = Walker(graph, Mode.FOOT, np.random.default_rng((*plan.seed, walker)))
    return person.arrives(plan.question.origin, goal, plan.told.departure, plan.told.steps)
