"""Counting what could not become part of a case, in the transaction that saw it."""

from enum import StrEnum

from django.db.models import F

from .models import Tally


class Count(StrEnum):
    """What is counted; the desk's screen shows each."""

    UNOPENED = "unopened"
    MISMATCHED = "mismatched"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    SKIPPED = "skipped"
    DROPPED = "dropped"
    UNPROVEN = "unproven"


def count(what: Count, number: int = 1) -> None:
    """Add to a count."""
    if not Tally.objects.filter(name=what.value).update(count=F("count") + number):
        Tally.objects.create(name=what.value, count=number)


def counts() -> dict[str, int]:
    """All counts, those that are zero too."""
    known = dict(Tally.objects.values_list("name", "count"))
    return {each.value: known.get(each.value, 0) for each in Count}
