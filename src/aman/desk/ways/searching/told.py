"""A way as it can be told: its steps in every language, and what they cost second by second.

Promises: what is judged and drawn of it is what the steps say, not the way that they stand for; the
steps are all there and at most seven, however long their names (a test of `roads` bounds them).
Refuses to know: what the operator and the caller agree on beside the way.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from aman.roads.agreed import nothing_agreed
from aman.roads.answers import Leg, Way
from aman.roads.plan import plan_of
from aman.roads.plan_sentences import LANGUAGES
from aman.roads.plan_words import ToldPlan, tell
from aman.roads.tellable import ToldWay

from .question import Asked

_START_AND_CLOCK = 2


def legs_of(asked: Asked, told: ToldWay) -> Way:
    """The same as a way of the network."""
    network = asked.question.network
    order = np.lexsort((network.part[:, 0], network.edge))
    edges = network.edge[order]
    second, wait = told.departure.start_s, told.departure.start_s - asked.question.start_s
    halts = {}
    walked = 0
    for step in told.steps:
        walked += step.seconds
        if step.wait_until_s is not None:
            halts[walked] = step.wait_until_s
    walked = 0
    legs: list[Leg] = []
    for edge in told.edges:
        first, last = np.searchsorted(edges, [edge, edge + 1])
        for arc in order[first:last].tolist():
            legs.append(Leg(arc, second, wait))
            second, wait = second + int(network.seconds[arc]), 0
            walked += int(network.seconds[arc])
        if walked in halts:
            wait, second = halts[walked] - second, halts[walked]
    return Way(told.goal, tuple(legs), second, told.arrival_s, told.hazard)


def later(way: Way, seconds: int) -> Way:
    """The same so much later; whoever waits for it waits at the beginning."""
    first = way.legs[0]
    legs = [Leg(first.arc, first.depart_s + seconds, first.wait_s + seconds)]
    legs += [Leg(leg.arc, leg.depart_s + seconds, leg.wait_s) for leg in way.legs[1:]]
    reached, arrival = way.reached_s + seconds, way.arrival_s + seconds
    return Way(way.goal, tuple(legs), reached, arrival, way.hazard)


@dataclass(frozen=True, slots=True)
class Words:
    """How one begins, and the steps, in one language."""

    begins: str
    steps: tuple[str, ...]


def words_of(asked: Asked, told: ToldWay, later_s: int | None) -> dict[str, Words]:
    """By language; with `later_s` the steps say, too, until when one waits the second time."""
    start = asked.phases.start + timedelta(seconds=told.departure.start_s)
    again = None if later_s is None else start + timedelta(seconds=later_s)
    agreed = nothing_agreed(asked.points[told.goal].name, fall_back=again)
    plan = plan_of(told, asked.phases.start, agreed)
    return {language: _words(tell(plan, language)) for language in LANGUAGES}


def _words(told: ToldPlan) -> Words:
    """When one starts and by whose clock is no word of these: it is said by the plan's moments."""
    begins = " ".join(told.beginning[_START_AND_CLOCK:])
    return Words(begins, tuple(" ".join(each) for each in told.steps))
