"""The queue: who needs an answer first, and what is shown of each case.

Promises: looking at it stands in the audit. Raises `VaultLocked` while the vault is locked.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Count, Q

from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.models import Case
from aman.desk.journeys.needs import JourneyState, states_of
from aman.desk.lines.merging import all_links, group_of
from aman.desk.reading.filing import file_arrivals, sealed_gists
from aman.desk.reading.models import Arrival
from aman.desk.reading.opened import gist
from aman.desk.reading.receipts import WRITTEN
from aman.desk.safe_contact.wishes import overdue

from .folding import folded
from .groups import need_open_vault
from .need import OVERDUE, by_need, on_page, reason
from .records import QueueRow
from .urgent import Urgent, urgent_because, urgent_options

__all__ = ["access_queue", "journey_state"]

ANSWERED_SHOWN = 200
"""All that wait stand in the queue, and so many of the answered, the newest first."""
QUEUE_AUDIT_SECONDS = 600
_OF_A_ROW = (
    "number",
    "key_wrap",
    "waiting_since",
    "answered_item",
    "last_message_at",
    "heard_at",
    "taken_by__name",
)


def access_queue(operator: Colleague, now: int) -> list[QueueRow]:
    """All open cases, need first (`need.by_need`); journeys that need something stand among them.

    The queue shows how texts begin, so that seeing it stands in the audit too: once in ten
    minutes for each operator.
    """
    need_open_vault()
    file_arrivals()
    known = Case.objects.filter(key_wrap__isnull=False).select_related("taken_by").only(*_OF_A_ROW)
    waiting = known.filter(waiting_since__isnull=False)
    answered = known.filter(waiting_since__isnull=True).order_by("-last_message_at", "-number")
    links = all_links()
    due, journeys = _overdue(now), _journey_states(links, now)
    lifted = {*due, *(number for number, each in journeys.items() if each.needs)}
    silent = answered.filter(number__in=lifted)
    newest = answered.exclude(number__in=lifted)[:ANSWERED_SHOWN]
    shown = [*waiting, *silent, *newest]
    numbers = [case.number for case in shown]
    unread = dict(
        Arrival.objects.filter(case_id__in=numbers, kind__in=WRITTEN, opened_at__isnull=True)
        .values_list("case_id")
        .annotate(unread=Count("pk"))
    )
    gists = sealed_gists(numbers)
    write_down(operator, Action.QUEUE, None, now, at_most_every=QUEUE_AUDIT_SECONDS)
    urgent = urgent_options()
    rows = [
        _row(case, gists.get(case.number), unread.get(case.number, 0), now, urgent)
        for case in shown
    ]
    rows = [_with_silence(row, due) for row in rows]
    rows = [replace(row, journey=journeys.get(row.number)) for row in rows]
    return by_need(folded(rows, links))


def journey_state(number: int, now: int) -> JourneyState | None:
    """Where the journey is of the person for whom this case is shown."""
    group = group_of(number)
    return states_of(lambda _case: group, now, group).get(number)


def _journey_states(links: Mapping[int, int], now: int) -> dict[int, JourneyState]:
    """Where each person's journey is, by the number of the case that is shown for him."""
    merged = {number for link in links.items() for number in link}
    return states_of(lambda number: group_of(number) if number in merged else (number,), now)


def _overdue(now: int) -> dict[int, int]:
    """Who should have written by now and did not, by any of his ways, and since when."""
    return {number: at for number, at in overdue(now).items() if not _heard(number, at)}


def _heard(number: int, since: int) -> bool:
    """Whether somebody was heard in what is shown as one person's, since that moment."""
    heard = Q(last_message_at__gte=since) | Q(heard_at__gte=since)
    return Case.objects.filter(heard, number__in=group_of(number)).exists()


def _with_silence(row: QueueRow, due: Mapping[int, int]) -> QueueRow:
    since = due.get(row.number)
    return row if since is None else replace(row, overdue_since=since, reason_code=OVERDUE)


def _row(case: Case, sealed: bytes | None, unread: int, now: int, urgent: Urgent) -> QueueRow:
    said = gist(case, sealed)
    because = urgent_because(said.answers, urgent)
    return QueueRow(
        number=case.number,
        lang=said.lang,
        waiting_since=case.waiting_since,
        last_at=case.last_message_at,
        unread=unread,
        urgent=bool(because),
        on_page_now=on_page(case.heard_at, now),
        taken_by=case.taken_by.name if case.taken_by else None,
        reason_code=reason(urgent=bool(because), waiting_since=case.waiting_since),
        excerpt=said.excerpt,
        urgent_because=because,
        via=said.via,
    )
