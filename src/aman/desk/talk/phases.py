"""How far a talk is: its life as a table, from which `docs/talk.md` draws the diagram.

Promises: what is not in the table changes nothing.
"""

from enum import StrEnum


class Phase(StrEnum):
    """Where a talk stands."""

    NEW = "new"
    """Nothing has been said yet."""
    ASKING = "asking"
    """A question is open."""
    DONE = "done"
    """Every question was asked."""
    STOPPED = "stopped"
    """He did not want more questions."""
    PERSON = "person"
    """He called for a person, or gave an urgent answer."""
    QUIET = "quiet"
    """An operator has answered: the talk is theirs."""


class Event(StrEnum):
    """What moves a talk on."""

    ASKED = "first question asked"
    ALL_ASKED = "no question left"
    STOP = "no more questions"
    CALL = "help, or an urgent answer"
    OPERATOR = "an operator has answered"


LIFE = {
    (Phase.NEW, Event.ASKED): Phase.ASKING,
    (Phase.NEW, Event.ALL_ASKED): Phase.DONE,
    (Phase.NEW, Event.STOP): Phase.STOPPED,
    (Phase.NEW, Event.CALL): Phase.PERSON,
    (Phase.NEW, Event.OPERATOR): Phase.QUIET,
    (Phase.ASKING, Event.ALL_ASKED): Phase.DONE,
    (Phase.ASKING, Event.STOP): Phase.STOPPED,
    (Phase.ASKING, Event.CALL): Phase.PERSON,
    (Phase.ASKING, Event.OPERATOR): Phase.QUIET,
    (Phase.DONE, Event.CALL): Phase.PERSON,
    (Phase.DONE, Event.OPERATOR): Phase.QUIET,
    (Phase.STOPPED, Event.CALL): Phase.PERSON,
    (Phase.STOPPED, Event.OPERATOR): Phase.QUIET,
    (Phase.QUIET, Event.CALL): Phase.PERSON,
}
"""A call outlives an operator's earlier answer, so that the desk sees it: PERSON has no way out."""


def after(phase: Phase, event: Event) -> Phase:
    """The phase that follows."""
    return LIFE.get((phase, event), phase)


def diagram() -> str:
    """The table as a Mermaid diagram."""
    rows = [f"    {start} --> {end}: {event}" for (start, event), end in LIFE.items()]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Phase.NEW}", *rows])
