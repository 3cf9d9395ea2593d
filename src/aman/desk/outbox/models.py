"""What was answered, and what of it waits for the caller.

Promises: a reply's text stands under its case's key; what waits is sealed to the caller, so that
it can be published while the vault is locked. Times are Unix seconds.
"""

from typing import ClassVar

from django.db import models

from aman.desk.casebook.models import Case


class Answer(models.Model):
    """One reply as its operator wrote it: `first_seq` to `last_seq` are its parts on the page.

    One that went to no page has a `last_seq` below its `first_seq`. `member`: for whom of several.

    `read_at`: the caller's page acknowledged all of it. `expired_at`: 14 days passed first.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    item = models.BigIntegerField()
    operator = models.ForeignKey("accounts.Operator", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(
        "people.Member", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.BigIntegerField()
    content = models.BinaryField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    read_at = models.BigIntegerField(null=True)
    expired_at = models.BigIntegerField(null=True)

    class Meta:
        """A conversation's numbers are its own."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "item"], name="answer_item"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"answer {self.pk}"


class OutReply(models.Model):
    """One part of a reply, sealed once to the caller (`inner`, 2,004 bytes); gone after 14 days."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="parts")
    seq = models.BigIntegerField()
    inner = models.BinaryField()
    created_at = models.BigIntegerField(db_index=True)

    class Meta:
        """A reply's number is its own."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="reply_seq"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"reply {self.pk}"


class Published(models.Model):
    """One row: the newest tick that was published, and over how many buckets."""

    tick = models.BigIntegerField()
    k = models.SmallIntegerField()
    k_next = models.SmallIntegerField()
    calm_since = models.BigIntegerField(null=True)
    manifest_seq = models.BigIntegerField()

    ROW: ClassVar[int] = 1

    def __str__(self) -> str:
        """Which tick."""
        return f"tick {self.tick}"
