"""That a case was counted: so that nobody is counted twice.

Promises: a mark says of its case what was counted of it and how many, never when, and goes when
the case is destroyed. What is published never reads it.
"""

from typing import ClassVar

from django.db import models

from aman.desk.casebook.models import Case


class Mark(models.Model):
    """Of this case so many were counted by this measure; for contacts: up to this week."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="marks")
    measure = models.CharField(max_length=32)
    upto = models.IntegerField()

    class Meta:
        """A case has one for each measure."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "measure"], name="mark_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"mark {self.pk}"
