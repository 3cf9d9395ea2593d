"""Who writes through a line, what goes out to him through it, and how the lines are.

Promises: no address, number, room or name stands here; a contact is a keyed digest, and his
address is read from a sealed arrival when the vault is open. What goes out is sealed to the line.
Times are Unix seconds; those of what came in are of the tick.
"""

from typing import ClassVar

from django.db import models

from aman.core.strength import Strength
from aman.desk.casebook.models import Case

NAME_LETTERS = 64
DIGEST_BYTES = 32


class Contact(models.Model):
    """One address on one line, by `digest` = HMAC(address key, line ‖ 0 ‖ address).

    `arrival` is the newest message that carries his address and route, `item` the number in the
    conversation of his newest message. `chosen`: an operator moved the conversation to it.
    `proof`: the weakest line through which the nine words had gone that brought it here. While
    nobody has written from an address that was only named, `heard_at` is None.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    line = models.CharField(max_length=NAME_LETTERS)
    digest = models.BinaryField(max_length=DIGEST_BYTES)
    arrival = models.ForeignKey(
        "reading.Arrival", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    item = models.BigIntegerField(default=0)
    first_at = models.BigIntegerField()
    heard_at = models.BigIntegerField(null=True)
    chosen = models.BooleanField(default=False)
    proof = models.CharField(max_length=16, default=Strength.SEALED.value)

    class Meta:
        """An address is one contact."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "digest"], name="contact_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"contact {self.pk}"


class NamedAddress(models.Model):
    """Where a contact is that an operator typed, sealed under its case's key.

    Who named it to us stands in the conversation; `by` typed it, at `at`.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="named")
    content = models.BinaryField()
    by = models.ForeignKey("accounts.Operator", on_delete=models.PROTECT, related_name="+")
    at = models.BigIntegerField()

    def __str__(self) -> str:
        """Its number."""
        return f"named address {self.pk}"


class OtherName(models.Model):
    """Another name of who writes as `contact`, as his provider tells it: his number, by `digest`.

    By it an address that is named is found to be somebody's already.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="other_names")
    line = models.CharField(max_length=NAME_LETTERS)
    digest = models.BinaryField(max_length=DIGEST_BYTES)

    class Meta:
        """A name is that of who bore it last."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "digest"], name="other_name_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"other name {self.pk}"


class Instruction(models.Model):
    """One thing for a line to send; `name` is the id that the line reports on.

    `answer` is None for automatic words. `notice`: it carries the line's word on its strength.
    `pieces` are its sealed 2,048-byte pieces, one after the other, emptied once its line has
    reported. `state` moves by the table in `states`. `alone`: the line said nothing of itself
    before it. `template`: it says the line's neutral text in place of the answer; while it is
    `held` it waits for the answer to be refused, and is not published.
    """

    name = models.BinaryField(max_length=16, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="instructions")
    answer = models.ForeignKey(
        "outbox.Answer", on_delete=models.CASCADE, null=True, related_name="instructions"
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="instructions")
    line = models.CharField(max_length=NAME_LETTERS)
    pieces = models.BinaryField()
    created_at = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=16, db_index=True)
    state_at = models.BigIntegerField()
    reason = models.CharField(max_length=64, default="")
    provider_digest = models.BinaryField(max_length=DIGEST_BYTES, null=True, db_index=True)
    notice = models.BooleanField(default=False)
    alone = models.BooleanField(default=False)
    template = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Its number."""
        return f"instruction {self.pk}"


class PassedWords(models.Model):
    """Nine words, by H(token), that went through a line: whoever reads it can read their page.

    `strength` is what the line was then. `is_told`: the person has been told through the line.
    """

    token_digest = models.BinaryField(max_length=DIGEST_BYTES)
    line = models.CharField(max_length=NAME_LETTERS)
    strength = models.CharField(max_length=16)
    at = models.BigIntegerField()
    is_told = models.BooleanField(default=False)

    class Meta:
        """Through one line words pass once for good."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["token_digest", "line"], name="passed_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"passed words {self.pk}"


class EarlyReceipt(models.Model):
    """What a provider told of a message before the line's report named it; kept for a day."""

    line = models.CharField(max_length=NAME_LETTERS)
    provider_digest = models.BinaryField(max_length=DIGEST_BYTES)
    state = models.CharField(max_length=16)
    reason = models.CharField(max_length=64, default="")
    at = models.BigIntegerField(db_index=True)

    class Meta:
        """Told once or often, it is one."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["line", "provider_digest", "state"], name="early_receipt_once"
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"receipt {self.pk}"


class LineNews(models.Model):
    """How a line is: when its pulse last came back, how long it took, or why it did not."""

    line = models.CharField(max_length=NAME_LETTERS, unique=True)
    heard_at = models.BigIntegerField(null=True)
    pulse_at = models.BigIntegerField(null=True)
    milliseconds = models.BigIntegerField(null=True)
    fault_at = models.BigIntegerField(null=True)
    fault = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        """Which line."""
        return f"news of {self.line}"


class Talk(models.Model):
    """How far the talk with a case has come, sealed under the secret of the epoch `epoch_id`."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="talk")
    epoch_id = models.BinaryField(max_length=7)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        """Its number."""
        return f"talk of case {self.case_id}"


class AnnouncedFile(models.Model):
    """A file that a message of this case named: its parts belong to the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    line = models.CharField(max_length=NAME_LETTERS)
    file_id = models.BinaryField(max_length=16)

    class Meta:
        """The first message that names a file has it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "file_id"], name="file_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"file {self.pk}"


class LinePart(models.Model):
    """One sealed part of a file from a line; without `announced` nobody has named the file yet.

    While `batch` is set its content is not yet filed under the case's key.
    """

    line = models.CharField(max_length=NAME_LETTERS)
    file_id = models.BinaryField(max_length=16)
    index = models.IntegerField()
    content = models.BinaryField()
    batch = models.ForeignKey(
        "reading.Batch", on_delete=models.PROTECT, null=True, related_name="parts"
    )
    announced = models.ForeignKey(
        AnnouncedFile, on_delete=models.CASCADE, null=True, related_name="parts"
    )
    received_at = models.BigIntegerField(db_index=True)

    class Meta:
        """A part is there once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "file_id", "index"], name="part_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"part {self.pk}"


class Merged(models.Model):
    """Two cases are one person's: `case` is shown with `into`. Deleting it separates them."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="merged")
    into = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="with_it")
    at = models.BigIntegerField()

    def __str__(self) -> str:
        """Its number."""
        return f"merge {self.pk}"


class Proposal(models.Model):
    """A contact gave the nine words of another case: an operator decides whether to merge.

    `decided_at` is None while nobody has.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="proposals")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proposals")
    at = models.BigIntegerField()
    decided_at = models.BigIntegerField(null=True)

    class Meta:
        """Proposed once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "case"], name="proposal_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"proposal {self.pk}"
