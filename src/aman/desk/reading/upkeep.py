"""What time does: replies expire, dead epochs' marks go, destroyed cases' last wraps too."""

from dataclasses import dataclass

from django.db import transaction

from aman.desk.casebook.models import Case
from aman.desk.casebook.shredding import finish_shredding
from aman.desk.outbox.expiry import expire
from aman.desk.running import Desk, the_desk

from .models import SeenEnvelope
from .receipts import renew_status

TIDY_EVERY_SECONDS = 60


@dataclass(slots=True)
class _Last:
    desk: Desk | None = None
    at: int = 0


_last = _Last()


def tidy_when_due(now: int) -> None:
    """Tidy once a minute."""
    desk = the_desk()
    if _last.desk is desk and 0 <= now - _last.at < TIDY_EVERY_SECONDS:
        return
    tidy(now)
    _last.desk, _last.at = desk, now


def tidy(now: int) -> None:
    """Do what is due."""
    with transaction.atomic():
        for case in expire(now):
            renew_status(Case.objects.select_for_update().get(pk=case.pk))
    living = list(the_desk().epochs.secrets())
    SeenEnvelope.objects.exclude(epoch_id__in=living).delete()
    finish_shredding(now)
