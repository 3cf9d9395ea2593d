"""When a journey begins, by what is arranged so far (pure).

Promises: the moment to set out is that of the way that was chosen, while the plan is still for its
window; else it is when the team begins to wait, since they have set out by then.
"""

from typing import NamedTuple

from .content import Arrangement


class Beginning(NamedTuple):
    """Unix seconds: when it begins, and after which nobody goes any more."""

    at: int
    until: int


def beginning(known: Arrangement) -> Beginning | None:
    """None where neither a way is chosen nor a plan written."""
    way, plan = known.way, known.plan
    if plan is not None and not (way and way.set_out and way.window == plan.window):
        return Beginning(plan.window.start, plan.expires)
    if way is None:
        return None
    until = way.expires if plan is None else plan.expires
    return Beginning(way.set_out or way.window.start, until)
