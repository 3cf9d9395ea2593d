"""Layers as operators wrote them down, each with every state it ever had.

Promises: a layer's name and what it holds stand sealed to the vault. Open are that there is one,
of which kind, how large it is in steps, and who changed it when. Times are Unix seconds.
"""

from enum import StrEnum
from typing import ClassVar

from django.db import models


class Kind(StrEnum):
    """What a layer holds."""

    HAZARDS = "hazards"
    POINTS = "points"
    NO_DATA = "no data"
    """What counts where no layer says anything; there is one."""


class Layer(models.Model):
    """A layer of a kind; `removed_at`: it no longer counts, and is kept."""

    kind = models.CharField(max_length=16, default=Kind.HAZARDS.value)
    removed_at = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Its number."""
        return f"layer {self.pk}"


class State(models.Model):
    """What a layer held from `at` until its next state; `turn` counts them from 1."""

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="states")
    turn = models.PositiveIntegerField()
    content = models.BinaryField()
    written_by = models.ForeignKey("accounts.Operator", on_delete=models.PROTECT, related_name="+")
    at = models.BigIntegerField()

    class Meta:
        """Two operators do not write the same state of one layer."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["layer", "turn"], name="one_state_a_turn"),
        ]

    def __str__(self) -> str:
        """Its place in the history."""
        return f"state {self.turn} of layer {self.layer_id}"
