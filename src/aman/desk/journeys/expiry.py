"""A plan past its end is dead: it can't be released, and a team that has it is told so.

Promises: works while the vault is locked. A caller who was told the plan is told that it is over,
where that may be said by itself.
"""

from collections.abc import Mapping

from django.db.models import QuerySet

from aman.core.handover import Withdrawn
from aman.desk.casebook.models import Case
from aman.desk.outbox.prepared import cases_of

from .by_itself import say
from .handing_over import newest, withdraw
from .life import move
from .models import Journey
from .states import MOVES, Event

_DUE = tuple(start.value for start, event in MOVES if event is Event.EXPIRED)


def with_overdue(now: int) -> set[int]:
    """The cases whose plan is past its end, and the conversations of the teams that have one."""
    numbers = set()
    for journey in _overdue(now):
        numbers.add(journey.case_id)
        out = newest(journey)
        if out is not None:
            numbers.add(out.team.conversation_id)
        numbers |= cases_of([journey.pk])
    return numbers


def expire(held: Mapping[int, Case], now: int) -> int:
    """Let them end, in the transaction that holds them; gives how many."""
    ended = 0
    for journey in _overdue(now).filter(case__in=held):
        out = newest(journey)
        if out is not None and out.team.conversation_id not in held:
            continue
        move(journey, Event.EXPIRED, now)
        withdraw(journey, dict(held), Withdrawn.EXPIRED, now)
        say(journey, Event.EXPIRED, held.get, now)
        ended += 1
    return ended


def _overdue(now: int) -> QuerySet[Journey]:
    due = Journey.objects.filter(expires_at__lte=now, stage__in=_DUE)
    return due.filter(case__key_wrap__isnull=False).select_related("case").order_by("pk")
