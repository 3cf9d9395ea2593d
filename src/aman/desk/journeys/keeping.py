"""Whether a plan can still be kept: by the clock, and by who comes (pure).

Promises: a plan whose last moment to set out is over can't be kept, nor one on a way that was found
for another pace, or for fewer people than come now to a point that has no room for them. Of two
times the one that is still ahead is the plan.
Refuses to know: hazards (`danger`), who looks.
"""

from enum import StrEnum

import msgspec

from aman.core.handover import Means

from .content import Arrangement, People, Plan, Whereabouts
from .watched import TakenWay


class Misfit(StrEnum):
    """Why people can't go by the way that was chosen for them."""

    PACE = "pace"
    """They come by other means, or walk slowly now, or not any more: its moments are others."""
    ROOM = "room"
    """More come than it was chosen for, and more than its point has room for."""


def last_start(plan: Plan) -> int:
    """After that nobody can keep it; without a moment to set out: when nobody waits any more."""
    if plan.sets_out_at is None:
        return (plan.fallback or plan.window).until
    return plan.sets_out_again_at or plan.sets_out_at


def still_ahead(plan: Plan, now: int) -> Plan:
    """The plan as it can be told now: once its first time is over, its second is its only one."""
    first, second = plan.sets_out_at, plan.sets_out_again_at
    if first is None or second is None or plan.fallback is None or not first <= now < second:
        return plan
    return msgspec.structs.replace(
        plan,
        sets_out_at=second,
        window=plan.fallback,
        fallback=None,
        sets_out_again_at=None,
        second_alone=True,
    )


def pace_of(people: People, asked: Whereabouts | None) -> str:
    """How they travel, as `aman.roads.graph.Mode` has it; empty where no roads are known for it."""
    if people.means is Means.CAR:
        return "car"
    if people.means is Means.FOOT:
        return "foot_slow" if people.wounded or (asked and asked.slow) else "foot"
    return ""


def misfit(known: Arrangement, way: TakenWay | None) -> Misfit | None:
    """None where they can go by it, or by a way that nobody weighed for them."""
    people = known.people
    if way is None or people is None:
        return None
    if way.pace and way.pace != pace_of(people, known.asked):
        return Misfit.PACE
    if way.room is not None and people.number > max(way.room, way.people):
        return Misfit.ROOM
    return None
