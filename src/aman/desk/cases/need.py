"""Who needs an answer first (pure).

Promises: who sets out soon, while something for it is missing, stands above all: that alone can
still be prevented in minutes. Then who should have written and did not: he may not be able to. Then
journeys that need a decision (in the order of `journeys.needs.Need`), then declared urgent, then
the longest unanswered.
"""

from collections.abc import Iterable

from aman.desk.journeys.needs import Need

from .records import QueueRow

OVERDUE, URGENT, WAITING, ANSWERED = "overdue", "urgent", "waiting", "answered"
_NEEDS = tuple(Need)
ON_PAGE_SECONDS = 150
"""Beats are up to 60 s apart; who missed two of them is no longer on the page."""


def reason(*, urgent: bool, waiting_since: int | None, overdue: bool = False) -> str:
    """Why a case stands where it stands."""
    if overdue:
        return OVERDUE
    if waiting_since is None:
        return ANSWERED
    return URGENT if urgent else WAITING


def on_page(heard_at: int, now: int) -> bool:
    """Whether the caller's page was heard a moment ago."""
    return now - heard_at < ON_PAGE_SECONDS


def by_need(rows: Iterable[QueueRow]) -> list[QueueRow]:
    """Order the queue; among the overdue the longest first, of the answered the newest message."""
    return sorted(rows, key=_place)


def _place(row: QueueRow) -> tuple[int, int, int, int]:
    needs = row.journey.needs if row.journey is not None else ()
    if row.journey is not None and Need.BEGINNING in needs:
        return -1, 0, row.journey.since, row.number
    if row.overdue_since is not None:
        return 0, 0, row.overdue_since, row.number
    if row.journey is not None and needs:
        return 1, _NEEDS.index(row.journey.needs[0]), row.journey.since, row.number
    if row.waiting_since is None:
        return 4, 0, -row.last_at, row.number
    return (2 if row.urgent else 3), 0, row.waiting_since, row.number
