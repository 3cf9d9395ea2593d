"""What a caller is told by the desk itself when the plan that he was told does not hold any more.

Promises: only who was told a plan is told anything, once for each thing that happens, in the
programme's words, which name no place and no time; works while the vault is locked. Where it can't
be said by itself the journey says so (`untold_since`), until an operator has answered. Refuses to
know: how it goes out (`outbox.prepared`).
"""

from aman.core.dialogue import Reply
from aman.desk.casebook.ticks import tick_of
from aman.desk.outbox.models import Answer
from aman.desk.outbox.prepared import Find, forget, let_out, prepare

from .life import write_event
from .models import Journey
from .states import ENDED, Event, Note, SignedEvent, Stage
from .texts import over_text, wait_text

OVER, WAIT = "over", "wait"
LATE_SECONDS = 6 * 3600
"""Words about an end are still right when a line was away for a while, and odd the next day."""
_SAID: dict[Event | SignedEvent, str] = {
    Event.EXPIRED: OVER,
    Event.PLANNED_ANEW: WAIT,
    SignedEvent.REFUSED: WAIT,
    SignedEvent.ABORTED: WAIT,
}


def make_ready(journey: Journey, answered: Answer, lang: str, now: int) -> None:
    """With the plan that was just sent as `answered`."""
    at, end = tick_of(now), journey.expires_at or 0
    journey.untold_since = None
    journey.save(update_fields=["untold_since"])
    over, wait = Reply(over_text(lang), at, lang), Reply(wait_text(lang), at, lang)
    prepare(answered, OVER, over, about=journey.pk, at=end, until=end + LATE_SECONDS)
    prepare(answered, WAIT, wait, about=journey.pk, at=None, until=end)


def say(journey: Journey, event: Event | SignedEvent, find: Find, now: int) -> None:
    """Say what follows from what has just moved the journey; `find` gives cases that are held."""
    kind = _SAID.get(event)
    if kind is not None:
        went = let_out(journey.pk, kind, find, now)
        if went is not None:
            journey.untold_since = None if went else now
            journey.save(update_fields=["untold_since"])
            write_event(journey, Note.SAID if went else Note.NOT_SAID, now)
    if event is Event.EXPIRED or Stage(journey.stage) in ENDED:
        forget(journey.pk)
