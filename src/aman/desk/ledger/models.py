"""The ledger in the desk's database: a sealed row for each report and removal, one for tied names.

Promises: no word of a report, a claim or a decision stands open, and lengths are filled up.
"""

from typing import ClassVar

from django.db import models


class SealedReport(models.Model):
    """A report, and its claims with what was decided on them; both sealed to the vault."""

    content = models.BinaryField()
    claims = models.BinaryField()

    def __str__(self) -> str:
        """Nothing of it."""
        return "<SealedReport>"


class SealedTies(models.Model):
    """The names that persons tied; `content` is sealed to the vault. One row."""

    content = models.BinaryField()

    ROW: ClassVar[int] = 1

    def __str__(self) -> str:
        """Nothing of it."""
        return "<SealedTies>"


class SealedRemoval(models.Model):
    """That a report was removed on whose claims was decided: by whom, when and why; sealed."""

    content = models.BinaryField()

    def __str__(self) -> str:
        """Nothing of it."""
        return "<SealedRemoval>"
