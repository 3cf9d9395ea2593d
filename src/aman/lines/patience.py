"""How long a line waits for whoever is away.

Promises: longer after each try that failed, and never so long that somebody who is back is left
alone for a minute. Refuses to know: who it is, and what time it is.
"""

from dataclasses import dataclass
from typing import NamedTuple

LONGEST_SECONDS = 30.0


class Away(NamedTuple):
    """Whoever was asked is away, and did not say until when: `first` seconds, then ever more."""

    first: float


def pause(first: float, faults: int, longest: float = LONGEST_SECONDS) -> float:
    """Seconds to wait after `faults` tries in a row that failed: doubled each time."""
    doublings = min(faults, 32) - 1
    return min(longest, first * 2.0**doublings)


@dataclass(slots=True)
class Patience:
    """How long to rest between the turns of one thing that is done again and again."""

    every: float
    longest: float = LONGEST_SECONDS
    _faults: int = 0

    def after(self, said: float | Away | None, lasted: float) -> float:
        """Seconds to rest after a turn that said so (None: it fell) and took `lasted` seconds.

        A turn that lasted long held what it asks for: whatever failed before has passed.
        """
        if lasted > self.longest:
            self._faults = 0
        if said is None:
            said = Away(2 * self.every)
        if isinstance(said, Away):
            self._faults += 1
            return max(self.every, pause(said.first, self._faults, self.longest))
        self._faults = 0
        return said or self.every
