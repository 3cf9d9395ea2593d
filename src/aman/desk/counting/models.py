"""What is counted: a measure and a day.

Promises: a row holds nothing else, no case, no team, no operator and no time of day.
"""

from django.db import models


class Counted(models.Model):
    """It happened once more, on that day (days since 1970, UTC)."""

    measure = models.CharField(max_length=32)
    day = models.IntegerField(db_index=True)

    def __str__(self) -> str:
        """What was counted."""
        return self.measure
