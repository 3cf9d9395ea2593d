"""How far an instruction has come, as a table (pure).

Promises: a repeated or late report never takes it back; what is not in the table changes nothing.
A late word that it was delivered after all is believed, whatever was thought before.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from aman.core.line_dialogue import State


class Stage(StrEnum):
    """Where an instruction is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SENT_AGAIN = "sent again"
    LET_GO = "let go"
    HELD = "held"


class Event(StrEnum):
    """What moves it on: reports and receipts, an operator, time."""

    ACCEPTED = "the provider took it"
    DELIVERED = "it reached the device"
    READ = "it was read"
    FAILED = "it failed for now"
    REFUSED = "it failed for good"
    UNCERTAIN = "the line fell while sending"
    WITHDRAW = "an operator withdraws it"
    SEND_AGAIN = "an operator sends it again"
    LET_GO = "an operator lets it go"
    TOO_OLD = "fourteen days passed, or its line was removed"
    KNOCK = "its answer was refused until he writes again"
    LET_OUT = "what it was held for has happened"


_ARRIVED = {Event.DELIVERED: Stage.DELIVERED, Event.READ: Stage.READ}
_TOLD = {
    **_ARRIVED,
    Event.FAILED: Stage.FAILED,
    Event.REFUSED: Stage.REFUSED,
}
_DECIDED = {Event.SEND_AGAIN: Stage.SENT_AGAIN, Event.LET_GO: Stage.LET_GO}
_SENT_ALL_THE_SAME = {
    **_ARRIVED,
    Event.ACCEPTED: Stage.ACCEPTED,
    Event.UNCERTAIN: Stage.UNCERTAIN,
}
_FROM: dict[Stage, dict[Event, Stage]] = {
    Stage.WAITING: {
        **_TOLD,
        Event.ACCEPTED: Stage.ACCEPTED,
        Event.UNCERTAIN: Stage.UNCERTAIN,
        Event.WITHDRAW: Stage.WITHDRAWN,
        Event.TOO_OLD: Stage.EXPIRED,
    },
    Stage.ACCEPTED: _TOLD,
    Stage.DELIVERED: {Event.READ: Stage.READ},
    Stage.FAILED: {**_ARRIVED, Event.REFUSED: Stage.REFUSED, **_DECIDED},
    Stage.REFUSED: {**_ARRIVED, **_DECIDED},
    Stage.UNCERTAIN: {**_TOLD, Event.ACCEPTED: Stage.ACCEPTED, **_DECIDED},
    Stage.WITHDRAWN: _SENT_ALL_THE_SAME,
    Stage.EXPIRED: {**_SENT_ALL_THE_SAME, **_DECIDED},
    Stage.SENT_AGAIN: _ARRIVED,
    Stage.LET_GO: _ARRIVED,
    Stage.HELD: {Event.KNOCK: Stage.WAITING, Event.LET_OUT: Stage.WAITING},
}
MOVES: dict[tuple[Stage, Event], Stage] = {
    (start, event): end for start, events in _FROM.items() for event, end in events.items()
}
UNDECIDED = (Stage.FAILED, Stage.REFUSED, Stage.UNCERTAIN, Stage.EXPIRED)
"""What an operator has to decide about."""


def moved(stage: Stage, event: Event) -> Stage:
    """Where it is after `event`; where it was when the table has no such move."""
    return MOVES.get((stage, event), stage)


def told(state: State, *, lasting: bool) -> Event:
    """What a line's report or a provider's receipt means."""
    if state is State.FAILED:
        return Event.REFUSED if lasting else Event.FAILED
    return Event[state.name]


_WORDS = re.compile(r"(?!.*\d{4})[a-z0-9][a-z0-9 -]{0,63}")
_OTHER = "other"


def in_own_words(reason: str) -> str:
    """A line's word for why, if it is one: a provider's text may name a person."""
    return reason if not reason or _WORDS.fullmatch(reason) else _OTHER


def diagram() -> str:
    """The table as a Mermaid state diagram; the documentation shows exactly this."""
    name = {stage: stage.value.replace(" ", "_") for stage in Stage}
    lines = [f"    {name[start]} --> {name[end]}: {event}" for (start, event), end in MOVES.items()]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {name[Stage.WAITING]}", *lines])


_FURTHEST = (
    Stage.READ,
    Stage.DELIVERED,
    Stage.UNCERTAIN,
    Stage.REFUSED,
    Stage.FAILED,
    Stage.EXPIRED,
    Stage.ACCEPTED,
    Stage.WAITING,
    Stage.WITHDRAWN,
    Stage.LET_GO,
    Stage.SENT_AGAIN,
    Stage.HELD,
)
"""What is said of an answer that went several ways: that it arrived, else what asks for a
decision, else that it is under way."""


def combined(ways: Iterable[str]) -> str:
    """One word for an answer from the states of its ways, the page among them."""
    there = set(ways)
    return next((stage.value for stage in _FURTHEST if stage.value in there), "")
