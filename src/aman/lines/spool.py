"""What a provider gives only once, sealed, on our own disk until the front takes it.

Promises: only envelopes lie here, which nobody but the desk opens; they are posted in the order in
which they were kept, and go when the front has them. Refuses to know: what is in them.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from aman.core.envelope import ENVELOPE_BYTES

FOLDER = "waiting"
Store = Callable[[bytes], None]


class Spool:
    """The folder `waiting` of a line's folder; one file for what one process could not post."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def keep(self, envelopes: Sequence[bytes]) -> None:
        """Have them on disk when this returns."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
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
