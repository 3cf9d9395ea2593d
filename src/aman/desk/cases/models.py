"""Who is looking at which case now."""

from typing import ClassVar

from django.db import models

from aman.desk.casebook.models import Case


class Presence(models.Model):
    """An operator looked at a case; `looked_at` is Unix seconds."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="presences")
    operator = models.ForeignKey("accounts.Operator", on_delete=models.CASCADE, related_name="+")
    looked_at = models.BigIntegerField()

    class Meta:
        """One row for each who looks."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "operator"], name="presence_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"presence {self.pk}"
