"""A figure that was taken back: it must not be used, and nobody may say that he was not told.

Promises: it is no `Published`, so that none is quoted by mistake.
Refuses to know: what was wrong with it, but for the reason that people gave.
"""

from dataclasses import dataclass
from typing import Any

from .measures import Measure, Published
from .remarks import Remark


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A figure as it was released, and the correction that took it back."""

    figure: Published[Any]
    remark: Remark
    """The day of the correction, and its reason."""
    instead: Published[Any] | None
    """The newest total of its series that stands; None: there is none."""

    @property
    def measure(self) -> type[Measure]:
        """What it counts."""
        return self.figure.measure
