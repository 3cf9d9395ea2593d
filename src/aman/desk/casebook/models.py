"""A case as the locked desk needs it: how to recognise its caller and how far he has read.

Promises: counts, times and numbers; no text, language, urgency, answer, token or phrase. All times
are Unix seconds. Content stands elsewhere, sealed under the case key, whose wrap is here.
"""

from typing import ClassVar

from django.db import models, transaction
from django.db.models import F

KEPT_WRAP_SECONDS = 7 * 86_400


class NoSuchCase(LookupError):  # noqa: N818 - what the person is told
    """There is no such case, or it was destroyed."""

    person = "There is no such case."
    operator = "There is no such case. It may have been destroyed."


class Case(models.Model):
    """One caller's conversation, found by H(token); `caller_pk` and `reply_key` are pinned.

    Somebody who wrote through a line alone has no phrase yet: then `token_digest` is None, both
    keys and `status` are empty, and no slot is his.

    `status` is reply number 0, sealed. `heard_at` is the last beat, `waiting_since` the first
    message since the last answer. `first_seq` is the number of its first reply, given or not,
    `first_kept` the lowest that still exists, `next_seq` the next reply's number, `next_item` the
    next number in the conversation, `answered_item` up to which of it all is answered.
    Without `key_wrap` the case is destroyed.
    """

    number = models.BigAutoField(primary_key=True)
    token_digest = models.BinaryField(max_length=32, unique=True, null=True)
    caller_pk = models.BinaryField()
    reply_key = models.BinaryField()
    key_wrap = models.BinaryField(null=True)
    status = models.BinaryField()
    first_at = models.BigIntegerField()
    heard_at = models.BigIntegerField(db_index=True)
    last_message_at = models.BigIntegerField()
    waiting_since = models.BigIntegerField(null=True, db_index=True)
    answered_at = models.BigIntegerField(null=True)
    acked = models.BigIntegerField(default=0)
    serve_after = models.BigIntegerField(default=0)
    again_at = models.BigIntegerField(null=True)
    first_seq = models.BigIntegerField(default=1)
    first_kept = models.BigIntegerField(default=1)
    next_seq = models.BigIntegerField(default=1)
    next_item = models.BigIntegerField(default=1)
    answered_item = models.BigIntegerField(default=0)
    taken_by = models.ForeignKey(
        "accounts.Operator", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        """The number, which says nothing."""
        return f"case {self.number}"

    @property
    def has_phrase(self) -> bool:
        """Whether its caller can be answered on the page."""
        return self.token_digest is not None


class ShreddedWrap(models.Model):
    """The wrap of a destroyed case's key, for seven days: after that nothing brings it back."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="shredded_wrap")
    key_wrap = models.BinaryField()
    shredded_at = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        """The number, which says nothing."""
        return f"wrap of case {self.case_id}"


class Changes(models.Model):
    """One row: how often something changed that a screen may want to show."""

    count = models.BigIntegerField(default=0)

    ROW: ClassVar[int] = 1

    def __str__(self) -> str:
        """The count."""
        return str(self.count)


def note_change() -> None:
    """Count a change, in the transaction that makes it, after the last case that it holds.

    Everybody counts in this one row: who had counted and then asked for a case would wait for who
    holds that case and is about to count.
    """
    transaction.on_commit(counted)
    if not Changes.objects.filter(pk=Changes.ROW).update(count=F("count") + 1):
        Changes.objects.create(pk=Changes.ROW, count=1)


def counted() -> None:
    """Stand among what a transaction does at its commit: it has counted (`holding`)."""


def count_changes() -> int:
    """How many there have been."""
    return Changes.objects.filter(pk=Changes.ROW).values_list("count", flat=True).first() or 0
