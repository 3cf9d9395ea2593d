"""What a provider gives only once, sealed, on our own disk until the front takes it.

Promises: only envelopes lie here, which nobody but the desk opens; they are posted in the order in
which they were kept, and go when the front has them. What finds no room is refused whole, so that
the provider hears "not taken". Refuses to know: what is in them.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from aman.core.envelope import ENVELOPE_BYTES

from .front import FrontAway

FOLDER = "waiting"
MOST_BYTES = 1024**3
"""Of a whole desk's people for days, and of a flood not the whole disk."""
Store = Callable[[bytes], None]


class SpoolFull(FrontAway):
    """The front has been away for so long that there is no room for more: not taken."""


class Spool:
    """The folder `waiting` of a line's folder; one file for what one process could not post."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder / FOLDER
        self._most_bytes = most_bytes

    def keep(self, envelopes: Sequence[bytes]) -> None:
        """Have them on disk when this returns; `SpoolFull` when not all of them find room."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        kept = sum(path.stat().st_size for path in self._waiting())
        if kept + len(envelopes) * ENVELOPE_BYTES > self._most_bytes:
            raise SpoolFull
        path = self._folder / f"{time.time_ns():020}-{os.getpid()}"
        new = path.with_name(f".{path.name}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(b"".join(envelopes))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return next(self._waiting(), None) is None

    def carry(self, store: Store) -> None:
        """Post what waits; what `store` raises ends it, and the rest goes on waiting."""
        for path in self._waiting():
            content = path.read_bytes()
            for at in range(0, len(content), ENVELOPE_BYTES):
                store(content[at : at + ENVELOPE_BYTES])
            path.unlink()

    def _waiting(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from sorted(self._folder.glob("[!.]*"))
