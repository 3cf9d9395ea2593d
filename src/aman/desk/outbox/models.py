"""What was answered, and what of it waits for the caller.

Promises: a reply's text stands under its case's key; what waits is sealed to the caller, so that
it can be published while the vault is locked. Times are Unix seconds.
"""

from typing import ClassVar

from django.db import models

from aman.desk.casebook.content import answer_place, prepared_place
from aman.desk.casebook.models import Case


class Answer(models.Model):
    """One reply as its operator wrote it: `first_seq` to `last_seq` are its parts on the page.

    One that went to no page has a `last_seq` below its `first_seq`. `member`: for whom of several.

    `read_at`: the caller's page acknowledged all of it. `expired_at`: 14 days passed first.
    `prepared`: the name of words that went out by themselves, as this operator's answer had them
    ready.
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
    prepared = models.BinaryField(max_length=16, null=True)

    class Meta:
        """A conversation's numbers are its own."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "item"], name="answer_item"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"answer {self.pk}"

    @property
    def place(self) -> bytes:
        """What binds its text: its number, or its name where that was sealed before it had one."""
        if self.prepared is None:
            return answer_place(self.case_id, self.item)
        return prepared_place(self.case_id, bytes(self.prepared))


class Prepared(models.Model):
    """Words of the programme's, sealed ready with an answer for something that may happen later.

    They go the way of that answer: through a line as an instruction that is held (`by_line`; none
    is there where something speaks against it), and on the page (`on_page`), for which `sealed`
    holds them under the epoch of then. `content` is what the desk keeps of them once they are out.
    `wishes`: how many cases of the person asked for something, when it was known what. `until`: no
    line takes them later.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    about = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=16)
    name = models.BinaryField(max_length=16)
    operator = models.ForeignKey("accounts.Operator", on_delete=models.PROTECT, related_name="+")
    member = models.BigIntegerField(null=True)
    by_line = models.BooleanField()
    instruction = models.ForeignKey(
        "lines.Instruction", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on_page = models.BooleanField()
    wishes = models.IntegerField()
    until = models.BigIntegerField()
    epoch_id = models.BinaryField()
    sealed = models.BinaryField()
    content = models.BinaryField()

    class Meta:
        """One of a kind about one thing."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["about", "kind"], name="prepared_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"prepared {self.pk}"


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
