"""Why there is no way: which constraint forbids it.

Promises: one reason, that of the goal which is nearest to being possible: a longer horizon, else
other windows, else no closed areas, else other roads.
Refuses to know: hazards, which never forbid a way.
"""

from typing import Final

import numpy as np

from .answers import Forbids, Goal
from .bounds import UNREACHED, leads_to, seconds_to_goals
from .network import Network
from .pricing import roads_of
from .search import Question

DAY: Final = 86_400


def why_none(question: Question, without_closures: Network | None = None) -> Forbids | None:
    """What forbids every way, or None where there is one.

    `without_closures` is the same roads cut without closed areas; without it they cannot be told
    from roads that do not exist.
    """
    reasons = {forbidding(question, goal) for goal in question.goals}
    if None in reasons:
        return None
    for reason in (Forbids.HORIZON, Forbids.WINDOW):
        if reason in reasons:
            return reason
    if without_closures is not None:
        for goal in question.goals:
            if seconds_between(without_closures, question.origin, goal.node) != UNREACHED:
                return Forbids.CLOSED_AREA
    return Forbids.UNREACHABLE


def forbidding(question: Question, goal: Goal) -> Forbids | None:
    """What forbids one goal."""
    seconds = seconds_between(question.network, question.origin, goal.node)
    if seconds == UNREACHED:
        return Forbids.UNREACHABLE
    there = question.start_s + seconds
    served = [
        max(there, opens) + goal.service_s
        for opens, closes in goal.windows
        if max(there, opens) + goal.service_s <= closes
    ]
    if not served:
        return Forbids.WINDOW
    return Forbids.HORIZON if min(served) > question.end_s else None


def seconds_between(network: Network, origin: int, node: int) -> int:
    """The least seconds from one node to another, however many, or UNREACHED."""
    roads = roads_of(network)
    if not leads_to(roads, origin, node):
        return UNREACHED
    goal, toll, limit = np.asarray([node], np.int32), np.zeros(1, np.int32), DAY
    while (seconds := int(seconds_to_goals(roads, goal, toll, limit)[origin])) == UNREACHED:
        limit *= 4
    return seconds
