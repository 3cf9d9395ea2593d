"""The words of a plan that can't be kept any more, and of one whose first time is over.

Promises: said of what is neither told nor handed over yet, before anybody presses a button.
Refuses to know: hazards (`danger_words`).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from aman.desk.journeys.keeping import Misfit, last_start, misfit, still_ahead
from aman.desk.journeys.states import CantBeKept, Stage
from aman.desk.journeys.viewing import JourneyView

_NOT_OUT = frozenset({Stage.CHOSEN, Stage.TOLD, Stage.REPEATED, Stage.RELEASED})


@dataclass(frozen=True, slots=True)
class Keeping:
    """`reasons`: why it can't be kept, in sentences; `second_at`: it holds from that time alone."""

    reasons: tuple[str, ...] = ()
    is_over: bool = False
    second_at: int | None = None


def keeping(journey: JourneyView | None, now: int) -> Keeping:
    """Of a plan that is written and not out."""
    known = journey.arrangement if journey else None
    if journey is None or known is None or known.plan is None or journey.stage not in _NOT_OUT:
        return Keeping()
    watched = journey.way.watched if journey.way else None
    why = misfit(known, watched.way if watched else None)
    is_over = last_start(known.plan) <= now
    said = {
        Misfit.PACE: _("They travel at another pace than this way was found for."),
        Misfit.ROOM: _("More people come now than the point has room for."),
    }
    over = (_("The time to set out is over."),) if is_over else ()
    ahead = still_ahead(known.plan, now)
    second = None if ahead is known.plan else ahead.sets_out_at
    return Keeping((*over, *((said[why],) if why else ())), is_over, second)


def refused(why: Exception) -> str:
    """What a screen says on top when a step was refused."""
    if isinstance(why, CantBeKept):
        return _("Nothing was done: this plan can't be kept any more.")
    return _("Nothing was done: the journey has changed meanwhile. Look again.")
