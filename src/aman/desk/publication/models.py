"""The private book in the desk's database, sealed: one row.

Promises: noise and true counts stand nowhere else at the desk, and never open.
"""

from typing import ClassVar

from django.db import models


class SealedBook(models.Model):
    """The book as it was kept last; `content` is sealed to the vault."""

    content = models.BinaryField()

    ROW: ClassVar[int] = 1

    def __str__(self) -> str:
        """Nothing of it."""
        return "<SealedBook>"
