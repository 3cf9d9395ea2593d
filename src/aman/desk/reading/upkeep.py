"""What time does: replies expire, dead epochs' marks go, destroyed cases' last wraps too.

Promises: nothing is deleted because a clock has jumped: after a step, and right after a start, it
waits until the epochs have looked at the clock too, and as long as they call it wrong.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db import transaction

from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import note_change
from aman.desk.casebook.shredding import finish_shredding
from aman.desk.keys.epoch_life import STEP_SECONDS
from aman.desk.lines import instructions
from aman.desk.lines.passed_words import drop_words_of_nobody
from aman.desk.lines.reports import forget_early
from aman.desk.outbox import expiry
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
        held = hold(expiry.with_overdue(now) | instructions.with_overdue(now))
        expired = expiry.expire(held, now)
        for case in expired:
            renew_status(case)
        changed = instructions.expire_instructions(held, now) or bool(expired)
        forget_early(now)
        drop_words_of_nobody(now)
        drop_unclaimed(now)
        if changed:
            note_change()
    living = frozenset(the_desk().epochs.secrets())
    if living != _last.living:
        SeenEnvelope.objects.exclude(epoch_id__in=living).delete()
        _last.living = living
    finish_shredding(now)
