"""What came in: messages as they are kept, and what keeps them from being counted twice.

Promises: content is sealed at all times: to the vault, under a batch's key, until it is filed
under its case's key. Times are Unix seconds of the tick.
"""

from typing import ClassVar

from django.db import models

from aman.desk.casebook.models import Case


class Batch(models.Model):
    """The content key of what came in one delivery, sealed to the vault; gone once all is filed."""

    name = models.BinaryField(max_length=16)
    key_wrap = models.BinaryField()

    def __str__(self) -> str:
        """Its number."""
        return f"batch {self.pk}"


class Arrival(models.Model):
    """One message that joined a case. While `batch` is set its content is not yet filed.

    `item` is its number in the conversation; `opened_at` is when an operator first opened it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="arrivals")
    item = models.BigIntegerField()
    kind = models.SmallIntegerField()
    message_id = models.BinaryField(max_length=16)
    received_at = models.BigIntegerField()
    opened_at = models.BigIntegerField(null=True)
    content = models.BinaryField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="arrivals")

    class Meta:
        """A message joins its case once; a conversation's numbers are its own."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "message_id"], name="arrival_once"),
            models.UniqueConstraint(fields=["case", "item"], name="arrival_item"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"arrival {self.pk}"


class Summary(models.Model):
    """What the queue shows of a case, sealed under the case key."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="summary")
    content = models.BinaryField()

    def __str__(self) -> str:
        """Its number."""
        return f"summary of case {self.pk}"


class SeenEnvelope(models.Model):
    """H(enc) of an envelope that was opened, kept until its epoch's secret is dead."""

    epoch_id = models.BinaryField(max_length=7)
    enc_digest = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        """Its number."""
        return f"envelope {self.pk}"


class FrontCursor(models.Model):
    """Up to where the desk has committed what one database of a front took in."""

    front = models.CharField(max_length=64)
    store_id = models.BinaryField(max_length=16)
    seq = models.BigIntegerField(default=0)
    moved_at = models.BigIntegerField()

    class Meta:
        """One for each database of a front."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["front", "store_id"], name="cursor_of_store"),
        ]

    def __str__(self) -> str:
        """Which front."""
        return f"cursor of {self.front}"


class FrontNews(models.Model):
    """When a front last handed over (`heard_at`) and last handed over all it had (`emptied_at`)."""

    front = models.CharField(max_length=64, unique=True)
    heard_at = models.BigIntegerField()
    emptied_at = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Which front."""
        return f"news of {self.front}"


class Tally(models.Model):
    """A count of what could not become part of a case."""

    name = models.CharField(max_length=32, unique=True)
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """What is counted."""
        return self.name
