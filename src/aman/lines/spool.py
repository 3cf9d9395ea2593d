"""Sealed envelopes that wait for the front: for what a provider gives only once.

Promises: what is kept is on disk before the provider hears that it was taken, and leaves in order;
it is sealed, so that whoever takes the disk can read nothing. Refuses to know: what is inside.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from aman.core.envelope import ENVELOPE_BYTES
from aman.core.ports import Clock


class Spool:
    """The folder `spool` of a line: a file for each event, named by the time it came."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder / "spool"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._clock = clock

    def keep(self, envelopes: Sequence[bytes]) -> None:
        """Put one event's envelopes on disk."""
        name = f"{int(self._clock() * 1_000_000):020}-{os.urandom(4).hex()}"
        new = self._folder / f".{name}"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for envelope in envelopes:
                file.write(envelope)
            file.flush()
            os.fsync(file.fileno())
        new.rename(self._folder / name)
        place = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)

    def flush(self, store: Callable[[bytes], None]) -> int:
        """Bring all of it to the front, the oldest first; gives how many events.

        Raises what `store` raises; what was stored before is stored again then, and dropped there.
        """
        waiting = sorted(path for path in self._folder.iterdir() if path.name[0] != ".")
        for path in waiting:
            raw = path.read_bytes()
            for at in range(0, len(raw), ENVELOPE_BYTES):
                store(raw[at : at + ENVELOPE_BYTES])
            path.unlink()
        return len(waiting)
