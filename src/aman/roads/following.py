"""How a person goes on where nothing was said: along the road he is on, and straight on.

Promises: where two people could understand this differently there is no answer, so that a plan
says something there.
Refuses to know: plans.
"""

from collections.abc import Sequence
from typing import Final

from .junction_views import Branch
from .steps import RANKS, Bend, RoadLook

CLEARLY: Final = 30.0
"""Degrees by which the one way has to be nearer to what was said than any other."""
AHEAD: Final = 60.0
"""What turns more is no straight on, if there is anything else."""
ASIDE: Final = 68.0
"""What turns so much does not lead on."""
ROUND_A_BEND: Final = 110.0
"""So far one follows the road where only smaller ways go off."""
MISTAKEN: Final = frozenset({RoadLook.ROAD, RoadLook.LANE})
"""A lane looks like a road to some, and a road like a lane."""


def onward(branches: Sequence[Branch], look: RoadLook) -> Branch | None:
    """The way on that everybody takes who came on such a road, or None if it is not clear."""
    if len(branches) == 1:
        return branches[0]
    found = _along([each for each in branches if each.look == look], branches, look)
    # Who takes lanes for roads has to go on by the same.
    other = _along([each for each in branches if alike(each.look, look)], branches, look)
    return found if found is other else None


def _along(same: Sequence[Branch], branches: Sequence[Branch], look: RoadLook) -> Branch | None:
    found = _clearest(same or branches)
    if found is None and len(same) == 1 and abs(same[0].angle) <= ROUND_A_BEND:
        rank = RANKS.index(look)
        found = same[0] if all(RANKS.index(each.look) >= rank for each in branches) else None
    return found


def _clearest(branches: Sequence[Branch]) -> Branch | None:
    ordered = sorted(branches, key=lambda each: abs(each.angle))
    if not ordered or abs(ordered[0].angle) > AHEAD:
        return None
    if len(ordered) > 1 and abs(ordered[1].angle) - abs(ordered[0].angle) < CLEARLY:
        return None
    return ordered[0]


def alike(look: RoadLook, other: RoadLook) -> bool:
    """Whether somebody could take the one for the other."""
    return look == other or {look, other} <= MISTAKEN


def is_clear(branches: Sequence[Branch], meant: Branch, bend: Bend) -> bool:
    """Whether the words for a bend, and how the way looks, mean that one and no other."""
    off = abs(meant.angle - bend.middle)
    return all(
        abs(apart(each.angle, bend.middle)) - off >= CLEARLY
        for each in branches
        if alike(each.look, meant.look) and each is not meant
    )


def is_end(branches: Sequence[Branch]) -> bool:
    """Whether a road ends here at another one, for everybody who looks."""
    return len(branches) > 1 and all(abs(each.angle) > ASIDE for each in branches)


def apart(angle: float, other: float) -> float:
    """The difference of two directions, -180 to 180."""
    return (angle - other + 180) % 360 - 180
