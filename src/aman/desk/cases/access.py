"""The only way to records: every screen reads and changes cases through these functions.

Promises: what comes from here was asked for by a named operator, and opening a case stands in the
audit. All that shows content raises `VaultLocked` (desk.keys.vault) while the vault is locked.
`now` is Unix seconds from the desk's clock.
"""

from .records import (
    CaseView,
    Colleague,
    ConversationItem,
    DeskHealth,
    FrontHealth,
    QueueRow,
)

__all__ = [
    "CaseView",
    "Colleague",
    "ConversationItem",
    "DeskHealth",
    "FrontHealth",
    "NoSuchCase",
    "QueueRow",
    "access_case",
    "access_queue",
    "changes",
    "desk_health",
    "give_back",
    "look",
    "shred_case",
    "take",
]


class NoSuchCase(LookupError):  # noqa: N818 - what the person is told
    """There is no such case, or it was shredded."""

    person = "There is no such case."
    operator = "There is no such case. It may have been destroyed."


def access_queue(operator: Colleague, now: int) -> list[QueueRow]:
    """All open cases, need first: declared urgent, then longest unanswered, then answered ones."""
    raise NotImplementedError


def access_case(operator: Colleague, number: int, now: int, *, audit: bool = True) -> CaseView:
    """Open one case: the whole conversation in order. Raises `NoSuchCase`.

    What came is marked as opened (the caller's status says so). With `audit=False` (a screen that
    refreshes itself) an entry is written only when there was something new to read.
    """
    raise NotImplementedError


def look(operator: Colleague, number: int, now: int) -> tuple[str, ...]:
    """Say "I am looking at it" (holds 20 s); gives the names of the others who are."""
    raise NotImplementedError


def take(operator: Colleague, number: int) -> str:
    """Take the case unless a colleague has it; gives the name of who has it now."""
    raise NotImplementedError


def give_back(operator: Colleague, number: int) -> None:
    """Let go of the case, whoever had it."""
    raise NotImplementedError


def changes() -> int:
    """A counter that grows with every change that a screen may want to show."""
    raise NotImplementedError


def desk_health(now: int) -> DeskHealth:
    """Counts for the desk's own screen; needs no open vault."""
    raise NotImplementedError


def shred_case(operator: Colleague, number: int, now: int) -> None:
    """Destroy a case: its key is gone from the screens at once, for ever after 7 days."""
    raise NotImplementedError
