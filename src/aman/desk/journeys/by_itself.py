"""What a caller is told by the desk itself: that his plan does not hold, and whether he sets out.

Promises: only who was told a plan is told anything, once for each thing that happens, in words
that name no place and no time; works while the vault is locked. He is told to go when a team has
taken it before the hour at which he sets out, to stay when none has at that hour, and never both.
Where it can't be said by itself the journey says so (`untold_since`), until an operator has
answered. Refuses to know: how it goes out (`outbox.prepared`).
"""

from aman.core.dialogue import Reply
from aman.desk.casebook.ticks import tick_of
from aman.desk.outbox.models import Answer
from aman.desk.outbox.prepared import Find, forget, let_out, moments, prepare

from .life import write_event
from .models import Journey, WatchedWay
from .states import ENDED, Event, Note, SignedEvent, Stage
from .texts import go_text, over_text, stay_text, wait_text

OVER, WAIT, GO, STAY = "over", "wait", "go", "stay"
LATE_SECONDS = 6 * 3600
"""Words about an end are still right when a line was away for a while, and odd the next day."""
_SAID: dict[Event | SignedEvent, str] = {
    Event.EXPIRED: OVER,
    Event.PLANNED_ANEW: WAIT,
    SignedEvent.REFUSED: WAIT,
    SignedEvent.ABORTED: WAIT,
}
_NOTES = {GO: Note.SAID_GO, STAY: Note.SAID_STAY}


def make_ready(
    journey: Journey, answered: Answer, lang: str, now: int, sets_out: int | None
) -> None:
    """With the plan that was just sent as `answered`.

    `sets_out`: the hour at which he does, if a team has taken it; None: he waits for none.
    """
    at, end = tick_of(now), journey.expires_at or 0
    owe_nothing(journey)
    forget(journey.pk)
    over, wait = Reply(over_text(lang), at, lang), Reply(wait_text(lang), at, lang)
    prepare(answered, OVER, over, about=journey.pk, at=end, until=end + LATE_SECONDS)
    prepare(answered, WAIT, wait, about=journey.pk, at=None, until=end)
    if sets_out is not None:
        go, stay = Reply(go_text(lang), at, lang), Reply(stay_text(lang), at, lang)
        prepare(answered, GO, go, about=journey.pk, at=None, until=end)
        prepare(answered, STAY, stay, about=journey.pk, at=sets_out, until=end)


def say(journey: Journey, event: Event | SignedEvent, find: Find, now: int) -> None:
    """Say what follows from what has just moved the journey; `find` gives cases that are held."""
    if journey.untold == GO:  # he has set out, or something newer is to be told
        owe_nothing(journey)
    kind = _SAID.get(event)
    if event is SignedEvent.ACCEPTED:
        _say_whether_to_go(journey, find, now)
    elif kind is not None:
        forget(journey.pk, GO)
        if _say(journey, kind, find, now):
            forget(journey.pk, STAY)
    if event is Event.EXPIRED or Stage(journey.stage) in ENDED:
        forget(journey.pk)


def owe(journey: Journey, kind: str, now: int) -> None:
    """Note what he has to know, and that nothing could say it: an operator has to."""
    journey.untold_since, journey.untold = now, kind
    journey.save(update_fields=["untold_since", "untold"])


def owe_nothing(journey: Journey) -> None:
    """He was told, or has something newer to know."""
    journey.untold_since, journey.untold = None, ""
    journey.save(update_fields=["untold_since", "untold"])


def say_to_stay(journey: Journey, find: Find, now: int) -> None:
    """His hour has come and no team has taken it: from now on only an operator lets him go."""
    _say(journey, STAY, find, now)


def to_stay(now: int) -> list[int]:
    """The journeys whose hour has come and that no team has taken."""
    due = [number for number, at in moments(STAY).items() if at is not None and at <= now]
    waiting = Journey.objects.filter(pk__in=due).exclude(stage=Stage.SET_OUT_UNTAKEN.value)
    return list(waiting.values_list("pk", flat=True))


def _say_whether_to_go(journey: Journey, find: Find, now: int) -> None:
    """Before his hour, and while the danger on his way is as it was agreed.

    Else an operator tells him: also who was told to stay, or should be by now.
    """
    hour = moments(STAY, journey.pk).get(journey.pk)
    changed = WatchedWay.objects.filter(journey=journey, changed_at__isnull=False).exists()
    waits = journey.pk in moments(GO, journey.pk)
    if hour is not None and now < hour and not changed:
        _say(journey, GO, find, now)
    elif waits and Stage(journey.stage) is Stage.ACKNOWLEDGED:
        _note(journey, GO, went=False, now=now)
    forget(journey.pk, GO)
    forget(journey.pk, STAY)


def _say(journey: Journey, kind: str, find: Find, now: int) -> bool:
    went = let_out(journey.pk, kind, find, now)
    if went is not None:
        _note(journey, kind, went=went, now=now)
    return bool(went)


def _note(journey: Journey, kind: str, *, went: bool, now: int) -> None:
    if went:
        owe_nothing(journey)
    else:
        owe(journey, kind, now)
    write_event(journey, _NOTES.get(kind, Note.SAID) if went else Note.NOT_SAID, now)
