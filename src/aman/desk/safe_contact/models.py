"""What a person asked for, and what operators asked each other about it.

Promises: what he asked for and what is to be sent stand sealed under his case's key. Two things
are open, because they must hold while the vault is locked: that he asked for something, whatever
it is, so that the hotline says nothing by itself; and by when he should have written. Times are
Unix seconds.
"""

from django.db import models

from aman.desk.casebook.models import Case


class Wish(models.Model):
    """The rules of one case; `expected_by`: if he has not written by then, the desk is told.

    `silent`: there is some rule, and who can't read it must not speak.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="wish")
    content = models.BinaryField()
    silent = models.BooleanField(default=False)
    expected_by = models.BigIntegerField(null=True, db_index=True)

    def __str__(self) -> str:
        """Its number."""
        return f"wish of case {self.case_id}"


class Release(models.Model):
    """An operator wants to send something against a wish: a second one decides.

    `decided_at` is None while nobody has, `released` says what was decided.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="releases")
    contact = models.ForeignKey("lines.Contact", on_delete=models.CASCADE, related_name="releases")
    content = models.BinaryField()
    asked_by = models.ForeignKey("accounts.Operator", on_delete=models.PROTECT, related_name="+")
    asked_at = models.BigIntegerField()
    decided_at = models.BigIntegerField(null=True)
    released = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Its number."""
        return f"release {self.pk}"
