"""What was found for a journey, sealed under its case's key: the newest search alone.

Promises: open are that there is one and when it was found. Times are Unix seconds.
"""

from django.db import models


class FoundWays(models.Model):
    """The answer to a journey's newest question."""

    journey = models.OneToOneField(
        "journeys.Journey", on_delete=models.CASCADE, related_name="found_ways"
    )
    content = models.BinaryField()
    at = models.BigIntegerField()

    def __str__(self) -> str:
        """Whose it is."""
        return f"ways of journey {self.journey_id}"
