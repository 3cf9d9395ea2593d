"""How far a journey has come, as a table (pure).

Promises: what is not in the table changes nothing. Nothing is handed over before the plan was told
and repeated since it was last written; who released it first does not hand it over; nobody has
arrived but by a team's signed word, and no team has a word before something was handed over. Who
sets out before a team has taken it is on the way to nobody: that is a stage of its own. A late
word of a team is believed, whatever was thought before; while a journey is planned anew only what
ends it is: that they arrived, or that somebody was harmed.
Refuses to know: whether a word is signed, and whose hand-over it is about (`words`).
"""

from dataclasses import dataclass
from enum import StrEnum

from aman.core.team import Accept, Outcome, Refuse, TeamOutcome, TeamWord


class Stage(StrEnum):
    """Where a journey is."""

    ASKED = "asked"
    WAYS_FOUND = "ways found"
    CHOSEN = "chosen"
    TOLD = "told"
    REPEATED = "repeated"
    RELEASED = "released"
    HANDED_OVER = "handed over"
    ACKNOWLEDGED = "acknowledged"
    SET_OUT_UNTAKEN = "set out untaken"
    """On the way, and no team has taken it."""
    SET_OUT = "set out"
    ARRIVED = "arrived"
    DID_NOT_COME = "did not come"
    CHANGED = "changed"
    LOST_CONTACT = "lost contact"
    HARMED = "harmed"
    ABORTED = "aborted"
    RECALLED = "recalled"
    EXPIRED = "expired"
    OVERDUE = "overdue"


class Event(StrEnum):
    """What operators and time do."""

    BEGAN = "an operator begins it"
    FOUND_WAYS = "ways were found"
    WROTE_PLAN = "an operator writes the plan"
    PLANNED_ANEW = "an operator takes it back to plan it anew"
    TOLD = "the plan goes to the caller"
    REPEATED = "the caller has repeated every step"
    RELEASED = "a first operator releases it"
    NOT_RELEASED = "an operator refuses the release"
    HANDED_OVER = "a second operator hands it over"
    SET_OUT = "the caller sets out"
    ABORT = "an operator aborts it"
    EXPIRED = "its time is over"


class SignedEvent(StrEnum):
    """What a team does: only words whose signature was checked become one (`told_by`)."""

    ACCEPTED = "the team takes it"
    REFUSED = "the team refuses it"
    ARRIVED = "the team: arrived"
    DID_NOT_COME = "the team: did not come"
    ABORTED = "the team: aborted"
    CHANGED = "the team: changed"
    LOST_CONTACT = "the team: lost contact"
    HARMED = "the team: harmed"


class Note(StrEnum):
    """What stands in a journey's history and moves nothing."""

    SAID = "told by itself that it does not hold"
    SAID_GO = "told by itself that the team waits"
    SAID_STAY = "told by itself not to set out"
    NOT_SAID = "could not be told by itself"
    WITHOUT_WORD = "an operator lets them go before a team takes it"
    GENUINE = "an operator finds the request genuine"
    NOT_GENUINE = "an operator takes back: genuine"
    DANGER_CHANGED = "the danger on the way has changed"
    DANGER_AS_BEFORE = "the danger on the way is as before"
    LOOKED_AT_DANGER = "an operator looked: the way stands"


_Moves = dict[Event | SignedEvent, Stage]
_WRITTEN: _Moves = {Event.WROTE_PLAN: Stage.CHOSEN}
_BEFORE: _Moves = {Event.ABORT: Stage.ABORTED}
_LATE: _Moves = {SignedEvent.ARRIVED: Stage.ARRIVED, SignedEvent.HARMED: Stage.HARMED}
"""What a team that had it before may still say while it is planned anew."""
_PLANNED: _Moves = {**_WRITTEN, **_BEFORE, **_LATE, Event.EXPIRED: Stage.EXPIRED}
_OUTCOMES: _Moves = {
    SignedEvent.ARRIVED: Stage.ARRIVED,
    SignedEvent.DID_NOT_COME: Stage.DID_NOT_COME,
    SignedEvent.ABORTED: Stage.ABORTED,
    SignedEvent.CHANGED: Stage.CHANGED,
    SignedEvent.LOST_CONTACT: Stage.LOST_CONTACT,
    SignedEvent.HARMED: Stage.HARMED,
}
_OUT: _Moves = {
    SignedEvent.REFUSED: Stage.CHOSEN,
    **_OUTCOMES,
    Event.PLANNED_ANEW: Stage.CHOSEN,
    Event.ABORT: Stage.RECALLED,
    Event.EXPIRED: Stage.OVERDUE,
}
_FROM: dict[Stage, _Moves] = {
    Stage.ASKED: {Event.FOUND_WAYS: Stage.WAYS_FOUND, **_WRITTEN, **_BEFORE},
    Stage.WAYS_FOUND: {**_WRITTEN, **_BEFORE},
    Stage.CHOSEN: {**_PLANNED, Event.TOLD: Stage.TOLD},
    Stage.TOLD: {**_PLANNED, Event.REPEATED: Stage.REPEATED},
    Stage.REPEATED: {**_PLANNED, Event.RELEASED: Stage.RELEASED},
    Stage.RELEASED: {
        **_PLANNED,
        Event.NOT_RELEASED: Stage.REPEATED,
        Event.HANDED_OVER: Stage.HANDED_OVER,
    },
    Stage.HANDED_OVER: {
        **_OUT,
        SignedEvent.ACCEPTED: Stage.ACKNOWLEDGED,
        Event.SET_OUT: Stage.SET_OUT_UNTAKEN,
    },
    Stage.ACKNOWLEDGED: {**_OUT, Event.SET_OUT: Stage.SET_OUT},
    Stage.SET_OUT_UNTAKEN: {**_OUT, SignedEvent.ACCEPTED: Stage.SET_OUT},
    Stage.SET_OUT: _OUT,
    Stage.DID_NOT_COME: {**_OUTCOMES, Event.ABORT: Stage.RECALLED},
    Stage.CHANGED: {**_OUTCOMES, Event.ABORT: Stage.RECALLED},
    Stage.LOST_CONTACT: {**_OUTCOMES, Event.ABORT: Stage.RECALLED},
    Stage.RECALLED: _OUTCOMES,
    Stage.ARRIVED: {SignedEvent.HARMED: Stage.HARMED},
    Stage.OVERDUE: {
        **_OUTCOMES,
        Event.PLANNED_ANEW: Stage.CHOSEN,
        Event.ABORT: Stage.RECALLED,
    },
    Stage.EXPIRED: {**_WRITTEN, **_BEFORE, **_LATE},
}
MOVES: dict[tuple[Stage, Event | SignedEvent], Stage] = {
    (start, event): end
    for start, events in _FROM.items()
    for event, end in events.items()
    if start is not end
}
WITH_A_TEAM = frozenset(start for start, event in MOVES if event is SignedEvent.DID_NOT_COME) | {
    Stage.DID_NOT_COME
}
"""Where a package is out and any word of its team counts."""
CAN_BE_PLANNED_ANEW = frozenset(start for start, event in MOVES if event is Event.PLANNED_ANEW)
ENDED = frozenset(
    (*(each for each in Stage if each not in _FROM), *_OUTCOMES.values(), Stage.RECALLED)
)
"""Where the case may begin another journey; what a team still says counts all the same."""


class NotNow(Exception):  # noqa: N818 - what the operator is told
    """The journey is not where this could be done."""

    person = "This can't be done."
    operator = "The journey has changed meanwhile. Look again."


class DangerChanged(NotNow):
    """The way is not what was agreed any more, and nobody has said that it stands."""

    operator = "The danger on this way has changed. Look at it first."


class CantBeKept(NotNow):
    """The plan's time to set out is over, or the people are others than its way was found for."""

    operator = "This plan can't be kept any more. Look why."


class SecondPersonNeeded(Exception):  # noqa: N818 - what the operator is told
    """A package goes out only when a second operator wants it too."""

    person = "This can't be done."
    operator = "You released this first. A second operator has to hand it over."


@dataclass(frozen=True, slots=True)
class Life:
    """A journey's stage, who has released it first (while that counts), whether a team ever had it.

    A team's word counts only for what was handed over to it: `words.take` asks which.
    """

    stage: Stage = Stage.ASKED
    released_by: int | None = None
    was_out: bool = False

    def after(self, event: Event | SignedEvent, by: int | None = None) -> "Life":
        """What `event` makes of it, done by operator `by`; `NotNow`, `SecondPersonNeeded`."""
        stage = MOVES.get((self.stage, event))
        if stage is None or (isinstance(event, SignedEvent) and not self.was_out):
            raise NotNow
        if event is Event.RELEASED:
            if by is None:
                raise SecondPersonNeeded
            return Life(stage, by, self.was_out)
        if event is Event.HANDED_OVER and (by is None or by == self.released_by):
            raise SecondPersonNeeded  # the one guard of the two-person rule
        was_out = self.was_out or event is Event.HANDED_OVER
        return Life(stage, self.released_by if stage in WITH_A_TEAM else None, was_out)


def told_by(word: TeamWord) -> SignedEvent | None:
    """What a word of a team does to a journey; call it with what `read_word` gave and only that."""
    match word:
        case Accept():
            return SignedEvent.ACCEPTED
        case Refuse():
            return SignedEvent.REFUSED
        case TeamOutcome(outcome=outcome):
            return SignedEvent[Outcome(outcome).name]
        case _:
            return None


def diagram() -> str:
    """The table as a Mermaid state diagram; the documentation shows exactly this."""
    name = {stage: stage.value.replace(" ", "_") for stage in Stage}
    lines = [
        f"    {name[start]} --> {name[end]}: {event.replace(':', ' says')}"
        for (start, event), end in MOVES.items()
    ]
    first = f"    [*] --> {name[Stage.ASKED]}: {Event.BEGAN}"
    return "\n".join(["stateDiagram-v2", first, *lines])
