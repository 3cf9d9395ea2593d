"""Noting what is counted, in the transaction of what happened."""

from aman.figures.measures import MeasureId

from .models import Counted

DAY_SECONDS = 86_400


def note(measure: MeasureId, day: int, times: int = 1) -> None:
    """Add as many; undone with the transaction. Who was counted before is the caller's to know."""
    Counted.objects.bulk_create(Counted(measure=measure.value, day=day) for _ in range(times))
