"""Replies go after 14 days, read or not; the operator sees which were never read."""

from django.db import transaction
from django.db.models import F, Min

from aman.desk.casebook.models import Case, note_change

from .models import Answer, OutReply

KEPT_SECONDS = 14 * 86_400


@transaction.atomic
def expire(now: int) -> list[Case]:
    """Delete what is too old; gives the cases whose status has to say so."""
    old = OutReply.objects.filter(created_at__lte=now - KEPT_SECONDS)
    numbers = sorted(set(old.values_list("case_id", flat=True)))
    if not numbers:
        return []
    cases = list(Case.objects.select_for_update().filter(number__in=numbers).order_by("number"))
    old.delete()
    Answer.objects.filter(
        created_at__lte=now - KEPT_SECONDS,
        expired_at__isnull=True,
        last_seq__gt=F("case__acked"),
        last_seq__gte=F("first_seq"),
    ).update(expired_at=now)
    lowest = dict(
        OutReply.objects.filter(case_id__in=numbers)
        .values_list("case_id")
        .annotate(lowest=Min("seq"))
    )
    for case in cases:
        case.first_kept = lowest.get(case.number, case.next_seq)
        case.save(update_fields=["first_kept"])
    note_change()
    return cases
