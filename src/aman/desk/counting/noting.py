"""Noting what is counted, in the transaction of what happened."""

from enum import StrEnum

from .models import Counted

DAY_SECONDS = 86_400


class Measure(StrEnum):
    """What is counted of journeys."""

    PLANS_AGREED = "plans_agreed"
    SET_OUT = "set_out"
    HANDED_OVER = "handed_over"
    ARRIVED = "arrived"


def note(measure: Measure, day: int) -> None:
    """Add one; undone with the transaction."""
    Counted.objects.create(measure=measure.value, day=day)
