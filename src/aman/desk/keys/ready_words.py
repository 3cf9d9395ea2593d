"""Nine words made ready before anybody asks: stretching is slow, and never done while taking in.

Promises: who asks gets words at once or none; however many ask, no more than one phrase a call of
`refill` is stretched. What is ready stands in memory alone, for an hour at most. Refuses to know:
who gets them.
"""

import threading
from collections import deque
from dataclasses import dataclass, field
from secrets import token_bytes

from aman.core.keys import CallerKeys
from aman.core.phrase import ENTROPY_BYTES, Phrase

MOST_READY = 8
"""So many may ask at once; one more each second."""
READY_SECONDS = 3600
"""Who reads this memory later learns nothing of words that were given long after."""


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase that nobody has yet, and a caller's keys that come of it."""

    phrase: Phrase = field(repr=False)
    keys: CallerKeys = field(repr=False)
    made_at: float = 0.0


class ReadyWords:
    """A desk's store of words; threads may share it."""

    def __init__(self, hotline: bytes) -> None:
        self._hotline = hotline
        self._ready: deque[Words] = deque()
        self._guard = threading.Lock()

    def __repr__(self) -> str:
        return f"<ReadyWords {len(self._ready)}>"

    def take(self, now: float) -> Words | None:
        """Words that nobody else gets; None while there are none."""
        with self._guard:
            self._forget_old(now)
            return self._ready.popleft() if self._ready else None

    def refill(self, now: float) -> bool:
        """Make one more when there is room; True when it did. Slow: not while anybody waits."""
        with self._guard:
            self._forget_old(now)
            if len(self._ready) >= MOST_READY:
                return False
        phrase = Phrase.from_random(token_bytes(ENTROPY_BYTES))
        made = Words(phrase, phrase.keys(self._hotline), now)
        with self._guard:
            self._ready.append(made)
        return True

    def _forget_old(self, now: float) -> None:
        while self._ready and not 0 <= now - self._ready[0].made_at < READY_SECONDS:
            self._ready.popleft()
