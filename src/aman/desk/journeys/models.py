"""Journeys, teams, what was handed over, and what teams signed.

Promises: place, time, words and names stand sealed: a journey's under its case's key, a team's
under its conversation's. Open are stages, moments, keys of teams, who decided, and of a package how
many people it is about, because a team's word must count while the vault is locked. What happened
is never changed and never deleted: the database itself refuses. Times are Unix seconds.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from aman.desk.casebook.models import Case


class Journey(models.Model):
    """One attempt to bring the people of a case to a team; a case has one that is not ended.

    `released_by` is the first of the two who release it, while that counts. `untold_since`: since
    then there is something that he has to know, and nothing could tell him so by itself; `untold`
    says what (`by_itself`).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="journeys")
    stage = models.CharField(max_length=16)
    content = models.BinaryField()
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(null=True, db_index=True)
    untold_since = models.BigIntegerField(null=True)
    untold = models.CharField(max_length=8, default="")
    released_by = models.ForeignKey(
        "accounts.Operator", on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        """Its number."""
        return f"journey {self.pk}"


class WatchedWay(models.Model):
    """The way that was chosen for a journey: judged again whenever a hazard or a point changes.

    Open are by which state of layers and points it was judged (`rests_on`, a digest of numbers
    that stand open), and since when what was found of it waits to be looked at.
    """

    journey = models.OneToOneField(Journey, on_delete=models.CASCADE, related_name="watched")
    content = models.BinaryField()
    rests_on = models.CharField(max_length=64)
    changed_at = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Whose it is."""
        return f"way of journey {self.journey_id}"


class JourneyEvent(models.Model):
    """One line of a journey's history: it outlives the journey and its case, and says no content.

    `team` is a team's number. Without `operator` a team or time did it.
    """

    journey_number = models.BigIntegerField(db_index=True)
    at = models.BigIntegerField()
    event = models.CharField(max_length=48)
    stage = models.CharField(max_length=16)
    operator = models.ForeignKey(
        "accounts.Operator",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        null=True,
    )
    operator_name = models.CharField(max_length=64, default="")
    team = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """What happened."""
        return self.event


class Team(models.Model):
    """A field team: known by its key once its code was used, trusted once two have compared it."""

    conversation = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="team")
    name = models.BinaryField()
    made_at = models.BigIntegerField()
    code_digest = models.BinaryField(max_length=32, unique=True, null=True)
    code_until = models.BigIntegerField(null=True)
    key = models.BinaryField(default=b"")
    enrolled_at = models.BigIntegerField(null=True)
    first_by = models.ForeignKey(
        "accounts.Operator", on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_by = models.ForeignKey(
        "accounts.Operator", on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.BigIntegerField(null=True)
    revoked_at = models.BigIntegerField(null=True)

    class Meta:
        """Two who compared are two."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(first_by=F("second_by")),
                name="team_two_persons",
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"team {self.pk}"

    @property
    def is_trusted(self) -> bool:
        """Whether its words count and packages may go to it."""
        return self.confirmed_at is not None and self.revoked_at is None


class HandOver(models.Model):
    """One package as it went out to a team; `name` is its id, which says nothing of the case.

    `arrived`: of how many its team has signed that they arrived.
    """

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="handovers")
    name = models.BinaryField(max_length=16)
    revision = models.BigIntegerField()
    people = models.IntegerField(default=1)
    arrived = models.IntegerField(null=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="handovers")
    content = models.BinaryField()
    released_by = models.ForeignKey("accounts.Operator", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("accounts.Operator", on_delete=models.PROTECT, related_name="+")
    at = models.BigIntegerField()
    seen_at = models.BigIntegerField(null=True)
    withdrawn_at = models.BigIntegerField(null=True)

    class Meta:
        """A revision is one; two released it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name", "revision"], name="handover_revision"),
            models.CheckConstraint(
                condition=~Q(released_by=F("second")), name="handover_two_persons"
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"hand-over {self.pk}"


class SignedWord(models.Model):
    """What a team signed about a hand-over, signature and bytes as they came: the evidence.

    `counted`: it changed the journey's stage. While `batch` is set it is not yet filed.
    """

    handover = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="words")
    message_id = models.BinaryField(max_length=16)
    received_at = models.BigIntegerField()
    content = models.BinaryField()
    counted = models.BooleanField(default=False)
    batch = models.ForeignKey(
        "reading.Batch", on_delete=models.PROTECT, null=True, related_name="signed"
    )

    class Meta:
        """A word comes once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["handover", "message_id"], name="signed_word_once"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"signed word {self.pk}"
