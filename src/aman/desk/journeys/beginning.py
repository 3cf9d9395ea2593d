"""When a journey begins, by what is arranged so far (pure).

Promises: the moment to set out is the one that is told; where none is, that of the way that was
chosen, while the plan is still for its window; else it is when the team begins to wait, since they
have set out by then.
"""

from typing import Final, NamedTuple

import numpy as np

from aman.core.handover import MeetingPlace
from aman.roads.measure import metres_between

from .content import Arrangement

GUIDE_WITHIN_M: Final = 300.0
"""So far from where a way begins a guide may still meet them."""


class Beginning(NamedTuple):
    """Unix seconds: when it begins, and after which nobody goes any more."""

    at: int
    until: int


def beginning(known: Arrangement) -> Beginning | None:
    """None where neither a way is chosen nor a plan written."""
    way, plan = known.way, known.plan
    if plan is not None and plan.sets_out_at is not None:
        return Beginning(plan.sets_out_at, plan.expires)
    if plan is not None and not (way and way.set_out and way.window == plan.window):
        return Beginning(plan.window.start, plan.expires)
    if way is None:
        return None
    until = way.expires if plan is None else plan.expires
    return Beginning(way.set_out or way.window.start, until)


def next_hour(known: Arrangement, now: int) -> int | None:
    """The next moment at which they set out by their plan; where none is ahead, its end.

    None: they are not to wait for a team's yes.
    """
    plan, begins = known.plan, beginning(known)
    if plan is None or begins is None or plan.without_word:
        return None
    again = plan.sets_out_again_at or (plan.fallback and plan.fallback.start)
    return next((at for at in (begins.at, again) if at and at > now), plan.expires)


def leads_from(known: Arrangement, place: MeetingPlace) -> bool:
    """Whether the chosen way is one for a guide, and he may as well meet them there."""
    way = known.way
    if way is None or way.steps or way.meet is None:
        return False
    lon, lat = np.array([[way.meet.lon, place.lon], [way.meet.lat, place.lat]])
    return float(metres_between(lon[:1], lat[:1], lon[1:], lat[1:])[0]) <= GUIDE_WITHIN_M
