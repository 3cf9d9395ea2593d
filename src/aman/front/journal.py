"""What a front says about itself: how often something went wrong, told once a tick.

Promises: a line holds a kind and a count; it is written on the tick's boundary, so that whatever
adds a time to it (a terminal, journald) adds none that is finer. No address, no content, no path.
"""

import sys
from collections import Counter
from threading import Lock


class Journal:
    """Counts now, speaks at the next tick."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def note(self, kind: str) -> None:
        """Count one more of a kind; `kind` is a constant of ours or the name of an error class."""
        with self._lock:
            self._counts[kind] += 1

    def speak(self) -> None:
        """Write what was counted and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        for kind, count in sorted(counts.items()):
            sys.stderr.write(f"front: {kind}: {count}\n")
        sys.stderr.flush()
