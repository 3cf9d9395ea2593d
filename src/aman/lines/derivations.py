"""How many processes stretch a phrase at once: a cap across all children.

Promises: a place is free again when its holder dies, however it dies.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PAUSE_SECONDS = 0.03


class Busy(Exception):  # noqa: N818 - what the person is told
    """No place became free in time."""

    person = "Many people are writing now. Press again in a moment."
    operator = "Too many phrases are being stretched at once."


class Derivations:
    """`places` bytes of an unnamed file, each locked by whoever derives.

    Record locks belong to a process, not to the descriptor that a fork shares.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._file = os.memfd_create("derivations", os.MFD_CLOEXEC)

    @contextmanager
    def place(self, seconds: float = 15) -> Iterator[None]:
        """Hold one place; `Busy` when none becomes free within `seconds`."""
        taken = self._taken(time.monotonic() + seconds)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, taken)

    def _taken(self, deadline: float) -> int:
        while True:
            for place in range(self._places):
                try:
                    fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                except OSError:
                    continue
                return place
            if time.monotonic() > deadline:
                raise Busy
            time.sleep(_PAUSE_SECONDS)
