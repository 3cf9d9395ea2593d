"""Reading the audit: newest first, of one operator or one case, a page at a time.

Promises: it is for administrators; a page never repeats or leaves out an entry because new ones
come meanwhile.
"""

from dataclasses import dataclass
from typing import Protocol

from .models import AuditEntry

PAGE = 50
UNKNOWN = 0
"""In the place of an operator's number: what somebody did whom the desk does not know."""


class Reader(Protocol):
    """What reading the audit asks of an operator."""

    @property
    def is_active(self) -> bool:
        """Whether he may work here."""

    @property
    def is_administrator(self) -> bool:
        """Whether he may see what others did."""


class NotAdministrator(Exception):  # noqa: N818 - says what he is
    """The audit is read by administrators."""

    person = "Only an administrator can do this."
    operator = "An operator without the right asked for the audit."


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; `name` is empty for somebody unknown. `at` is Unix seconds."""

    at: int
    name: str
    action: str
    case_number: int | None
    about: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first; `older` is what `before` has to be for the next page."""

    entries: tuple[Entry, ...]
    older: int | None


def access_audit(
    reader: Reader, *, of: int | None = None, case: int | None = None, before: int | None = None
) -> Page:
    """One page, of all or of one operator (`UNKNOWN` too) or case; `NotAdministrator`."""
    if not (reader.is_active and reader.is_administrator):
        raise NotAdministrator
    rows = AuditEntry.objects.order_by("-pk")
    if of is not None:
        rows = rows.filter(operator=of if of != UNKNOWN else None)
    if case is not None:
        rows = rows.filter(case_number=case)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return Page(
        tuple(
            Entry(row.at, row.operator_name, row.action, row.case_number, row.about)
            for row in shown
        ),
        shown[-1].pk if len(found) > PAGE else None,
    )
