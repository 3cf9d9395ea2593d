"""What a plan's hours do: past its end it is dead, and nobody sets out for whom no team waits.

Promises: works while the vault is locked. A team that has it is told that it is over, and so is a
caller who was told the plan; at the hour at which he sets out he is told to stay, unless a team has
taken it. Both where that may be said by itself.
"""

from collections.abc import Mapping

from django.db.models import QuerySet

from aman.core.handover import Withdrawn
from aman.desk.casebook.models import Case
from aman.desk.outbox.prepared import cases_of

from .by_itself import say, say_to_stay, to_stay
from .handing_over import newest, withdraw
from .life import move
from .models import Journey
from .states import MOVES, Event

_DUE = tuple(start.value for start, event in MOVES if event is Event.EXPIRED)


def with_overdue(now: int) -> set[int]:
    """The cases of which an hour has come, and the conversations of the teams that have one."""
    numbers = cases_of(to_stay(now))
    for journey in _overdue(now):
        numbers.add(journey.case_id)
        out = newest(journey)
        if out is not None:
            numbers.add(out.team.conversation_id)
        numbers |= cases_of([journey.pk])
    return numbers


def expire(held: Mapping[int, Case], now: int) -> int:
    """Do what is due, in the transaction that holds them; gives how many changed."""
    ended = 0
    for journey in _overdue(now).filter(case__in=held):
        out = newest(journey)
        if out is not None and out.team.conversation_id not in held:
            continue
        move(journey, Event.EXPIRED, now)
        withdraw(journey, dict(held), Withdrawn.EXPIRED, now)
        say(journey, Event.EXPIRED, held.get, now)
        ended += 1
    for journey in Journey.objects.filter(pk__in=to_stay(now)):
        if cases_of([journey.pk]) <= held.keys():
            say_to_stay(journey, held.get, now)
            ended += 1
    return ended


def _overdue(now: int) -> QuerySet[Journey]:
    due = Journey.objects.filter(expires_at__lte=now, stage__in=_DUE)
    return due.filter(case__key_wrap__isnull=False).select_related("case").order_by("pk")
