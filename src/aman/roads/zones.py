"""A hazard as somebody told it: where, how much, when, who says so and how sure he is.

Promises: nothing is added to what was told; a guess has three figures.
Refuses to know: files, roads.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from .shapes import Shape
from .windows import Window


class Level(StrEnum):
    """Which of the three figures of a guess."""

    LOW = "low"
    LIKELY = "likely"
    HIGH = "high"


class Confidence(StrEnum):
    """How sure the source is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Guess:
    """0 <= low <= likely <= high."""

    low: float
    likely: float
    high: float

    def at(self, level: Level) -> float:
        """The figure of the level."""
        return float(getattr(self, level.value))


NO_DATA: Final = Guess(0.000001, 0.00001, 0.0001)
"""A minute where no layer says anything, unless said: not safe, not known to be dangerous."""


@dataclass(frozen=True, slots=True)
class Zone:
    """One feature of a hazard layer. Either `per_minute` or, for lines, `per_crossing`."""

    name: str
    shape: Shape
    per_minute: Guess | None
    """Hazard rate inside, per minute."""
    per_crossing: Guess | None
    """Probability of harm each time the line is crossed, below 1."""
    confidence: Confidence
    windows: tuple[Window, ...]
    """Empty: always."""
    source: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class HazardLayer:
    """What one file told."""

    name: str
    zones: tuple[Zone, ...]
