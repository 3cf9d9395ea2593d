"""What the log says beside figures: on a day, for a reason that is given in one language or more.

Refuses to know: what it is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Remark:
    """A revision, a correction or an ending, with its reason by language."""

    day: date
    reason: Mapping[str, str]

    def said(self, lang: str) -> tuple[str, str]:
        """The reason and its language: this one, or another if it was not given in this."""
        spoken = lang if lang in self.reason else next(iter(self.reason))
        return spoken, self.reason[spoken]
