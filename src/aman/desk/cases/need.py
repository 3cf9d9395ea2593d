"""Who needs an answer first (pure): declared urgent, then the longest unanswered."""

from collections.abc import Iterable

from .records import QueueRow

URGENT, WAITING, ANSWERED = "urgent", "waiting", "answered"
ON_PAGE_SECONDS = 150
"""Beats are up to 60 s apart; who missed two of them is no longer on the page."""


def reason(*, urgent: bool, waiting_since: int | None) -> str:
    """Why a case stands where it stands."""
    if waiting_since is None:
        return ANSWERED
    return URGENT if urgent else WAITING


def on_page(heard_at: int, now: int) -> bool:
    """Whether the caller's page was heard a moment ago."""
    return now - heard_at < ON_PAGE_SECONDS


def by_need(rows: Iterable[QueueRow]) -> list[QueueRow]:
    """Order the queue; among the answered the newest message first."""
    return sorted(rows, key=_place)


def _place(row: QueueRow) -> tuple[int, int, int]:
    if row.waiting_since is None:
        return 2, -row.last_at, row.number
    return (0 if row.urgent else 1), row.waiting_since, row.number
