"""Replies go after 14 days, read or not; the operator sees which were never read."""

from collections.abc import Mapping

from django.db.models import F, Min, QuerySet

from aman.desk.casebook.models import Case

from .models import Answer, OutReply

KEPT_SECONDS = 14 * 86_400


def with_overdue(now: int) -> set[int]:
    """The cases of which some reply is too old."""
    return set(_old(now).values_list("case_id", flat=True))


def expire(held: Mapping[int, Case], now: int) -> list[Case]:
    """Delete what is too old in these cases; gives those whose status has to say so.

    In the transaction that holds them.
    """
    old = _old(now).filter(case__in=held)
    numbers = sorted(set(old.values_list("case_id", flat=True)))
    if not numbers:
        return []
    cases = [held[number] for number in numbers]
    old.delete()
    Answer.objects.filter(
        case__in=numbers,
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
    return cases


def _old(now: int) -> QuerySet[OutReply]:
    return OutReply.objects.filter(created_at__lte=now - KEPT_SECONDS)
