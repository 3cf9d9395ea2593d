"""What time does: replies expire, dead epochs' marks go, destroyed cases' last wraps too.

Promises: nothing is deleted because a clock has jumped: after a step, and right after a start, it
waits until the epochs have looked at the clock too, and as long as they call it wrong.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db import transaction

from aman.desk.casebook.models import Case
from aman.desk.casebook.shredding import finish_shredding
from aman.desk.keys.epoch_life import STEP_SECONDS
from aman.desk.lines.instructions import expire_instructions
from aman.desk.lines.reports import forget_early
from aman.desk.outbox.expiry import expire
from aman.desk.running import Desk, the_desk

from .line_parts import drop_unclaimed
from .models import SeenEnvelope
from .receipts import renew_status

TIDY_EVERY_SECONDS = 60
CLOCK_ALARM = "epoch-clock-step"


@dataclass(slots=True)
class _Last:
    desk: Desk | None = None
    at: int = 0
    living: AbstractSet[bytes] = frozenset()


_last = _Last()


def tidy_when_due(now: int) -> None:
    """Tidy once a minute, while the clock is trusted."""
    desk = the_desk()
    if _last.desk is not desk:
        _last.desk, _last.at, _last.living = desk, now, frozenset()
    passed = now - _last.at
    if 0 <= passed < TIDY_EVERY_SECONDS:
        return
    _last.at = now
    if 0 <= passed <= STEP_SECONDS and CLOCK_ALARM not in desk.epochs.alarms():
        tidy(now)


def tidy(now: int) -> None:
    """Do what is due."""
    with transaction.atomic():
        for case in expire(now):
            renew_status(Case.objects.select_for_update().get(pk=case.pk))
        expire_instructions(now)
        forget_early(now)
        drop_unclaimed(now)
    living = frozenset(the_desk().epochs.secrets())
    if living != _last.living:
        SeenEnvelope.objects.exclude(epoch_id__in=living).delete()
        _last.living = living
    finish_shredding(now)
