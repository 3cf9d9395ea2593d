"""A way as it can be told: its steps in every language, and what they cost second by second.

Promises: what is judged and drawn of it is what the steps say, not the way that they stand for; a
line is short enough for a plan and there are at most seven.
Refuses to know: what the operator and the caller agree on beside the way.
"""

import numpy as np

from aman.desk.journeys.limits import MOST_STEPS, STEP_LETTERS
from aman.roads.agreed import AbortSign, Agreed, Show
from aman.roads.answers import Leg, Way
from aman.roads.plan import plan_of
from aman.roads.plan_sentences import LANGUAGES
from aman.roads.plan_words import tell
from aman.roads.tellable import ToldWay

from .question import Asked

_CLOCK_SENTENCE = 1


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


def steps_of(asked: Asked, told: ToldWay) -> dict[str, tuple[str, ...]]:
    """The lines of a plan by language; empty where one of them would be too long."""
    # Only the way's own sentences are taken; what else is agreed stands in the operator's form.
    agreed = Agreed(
        clock="?",
        point=asked.points[told.goal].name[:40].strip() or "?",
        we_say="?",
        you_say="??",
        abort=AbortSign.NOBODY_THERE,
        show=(Show.EMPTY_HANDS,),
        leave=(),
    )
    plan = plan_of(told, asked.phases.start, agreed)
    found = {}
    for language in LANGUAGES:
        sentences = tell(plan, language)
        beginning = [
            each for number, each in enumerate(sentences.beginning) if number != _CLOCK_SENTENCE
        ]
        lines = [" ".join(beginning), *(" ".join(each) for each in sentences.steps)]
        if len(lines) > MOST_STEPS:
            lines[:2] = [" ".join(lines[:2])]
        if len(lines) > MOST_STEPS or any(len(line) > STEP_LETTERS for line in lines):
            return {}
        found[language] = tuple(lines)
    return found
