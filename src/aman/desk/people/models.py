"""Who is meant in a case, whose relative writes in another, and what he permitted to tell her.

Promises: names, notes and what somebody permitted stand sealed under his case's key. Open are that
there is a member, a relation, a consent, which ways belong to whom, and when it was written down.
Times are Unix seconds.
"""

from typing import ClassVar

from django.db import models

from aman.desk.casebook.models import Case


class Member(models.Model):
    """One of several people in a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    content = models.BinaryField()
    created_at = models.BigIntegerField()

    def __str__(self) -> str:
        """Its number."""
        return f"member {self.pk}"


class MemberContact(models.Model):
    """A contact belongs to at most one member."""

    contact = models.OneToOneField("lines.Contact", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="contacts")

    def __str__(self) -> str:
        """Whose."""
        return f"a contact of member {self.member_id}"


class MemberPage(models.Model):
    """A case's page belongs to at most one member."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="pages")

    def __str__(self) -> str:
        """Whose."""
        return f"a page of member {self.member_id}"


class Relation(models.Model):
    """In case `relative` writes somebody about the person of case `person`; `ended_at`: a mistake.

    An ended one is kept with what was permitted in it.
    """

    relative = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="persons")
    person = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="relatives")
    at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        """Two cases are related once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["relative", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="related_once",
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"relation {self.pk}"


class Consent(models.Model):
    """What the person permitted to tell this relative; one that he took back is kept."""

    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, related_name="consents")
    content = models.BinaryField()
    written_by = models.ForeignKey("accounts.Operator", on_delete=models.PROTECT, related_name="+")
    at = models.BigIntegerField()
    withdrawn_at = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Its number."""
        return f"consent {self.pk}"
