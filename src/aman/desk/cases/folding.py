"""Merged cases are one row of the queue (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .need import reason
from .records import QueueRow


def folded(rows: Iterable[QueueRow], links: Mapping[int, int]) -> list[QueueRow]:
    """Fold each row into that of the case it is merged into, as far as that one is there."""
    by_number = {row.number: row for row in rows}
    for number in sorted(by_number, key=lambda number: -_depth(number, links)):
        into = by_number.get(links.get(number, number))
        if into is not None and into.number != number:
            by_number[into.number] = _together(into, by_number.pop(number))
    return list(by_number.values())


def _depth(number: int, links: Mapping[int, int]) -> int:
    depth = 0
    while number in links and depth <= len(links):
        number, depth = links[number], depth + 1
    return depth


def _together(into: QueueRow, row: QueueRow) -> QueueRow:
    newest = max(into, row, key=lambda each: each.last_at)
    waiting = [each.waiting_since for each in (into, row) if each.waiting_since is not None]
    since = min(waiting, default=None)
    due = [each.overdue_since for each in (into, row) if each.overdue_since is not None]
    urgent = into.urgent or row.urgent
    return replace(
        into,
        lang=newest.lang or into.lang,
        waiting_since=since,
        last_at=newest.last_at,
        unread=into.unread + row.unread,
        urgent=urgent,
        on_page_now=into.on_page_now or row.on_page_now,
        taken_by=into.taken_by or row.taken_by,
        reason_code=reason(urgent=urgent, waiting_since=since, overdue=bool(due)),
        excerpt=newest.excerpt or into.excerpt,
        urgent_because=tuple(dict.fromkeys((*into.urgent_because, *row.urgent_because))),
        via=newest.via or into.via,
        overdue_since=min(due, default=None),
        journey=into.journey or row.journey,
    )
