"""Noting what is counted, in the transaction of what happened."""

from aman.figures.measures import MeasureId

from .models import Counted

DAY_SECONDS = 86_400


def note(measure: MeasureId, day: int) -> None:
    """Add one; undone with the transaction."""
    Counted.objects.create(measure=measure.value, day=day)
