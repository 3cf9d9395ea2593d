"""Writing into the audit, in the transaction of what is written about."""

from enum import StrEnum
from typing import Any, Protocol

from .models import AuditEntry


class Colleague(Protocol):
    """What the records ask of an operator: who he is."""

    @property
    def pk(self) -> Any:  # noqa: ANN401 - Django's own type
        """His number."""

    @property
    def name(self) -> str:
        """The name that colleagues see."""


class Action(StrEnum):
    """What stands in the audit."""

    OPENED = "opened"
    ANSWERED = "answered"
    TOOK = "took"
    GAVE_BACK = "gave back"
    SHREDDED = "shredded"
    QUEUE = "saw the queue"
    MOVED = "moved the conversation"
    MERGED = "merged"
    SEPARATED = "separated"
    REFUSED_MERGE = "refused a merge"
    SENT_AGAIN = "sent again"
    LET_GO = "let go"
    WITHDREW = "withdrew"
    SAID_HARMLESS = "said: no place, no time"
    WROTE_WISH = "wrote down a wish"
    ASKED_RELEASE = "asked for a release"
    RELEASED = "released"
    REFUSED_RELEASE = "refused a release"
    LOOKED_AT_FILE = "looked at a file"
    SAVED_ORIGINAL = "saved an original"


def write_down(
    operator: Colleague,
    action: Action,
    case_number: int | None,
    now: int,
    *,
    at_most_every: int = 0,
) -> None:
    """Add an entry; with `at_most_every` seconds not while the last one like it is younger."""
    same = AuditEntry.objects.filter(
        operator_id=operator.pk, action=action.value, case_number=case_number
    )
    if at_most_every and same.filter(at__gt=now - at_most_every, at__lte=now).exists():
        return
    AuditEntry.objects.create(
        at=now,
        operator_id=operator.pk,
        operator_name=operator.name,
        action=action.value,
        case_number=case_number,
    )
