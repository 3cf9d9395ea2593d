"""A few megabytes kept aside, so that a front whose disk is full can still overwrite.

Overwriting needs room too: its new pages go to the write-ahead log first. Without this file a front
on a full disk could take nothing and get rid of nothing.
"""

import os
from contextlib import suppress
from pathlib import Path


class Spare:
    """A file of zeros beside the database, given back to the disk when it is full."""

    def __init__(self, database: Path, size: int) -> None:
        self._path = database.with_name(database.name + "-spare")
        self._size = size

    def keep(self) -> bool:
        """Set the room aside (again); False when the disk has not even that."""
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(descriptor, 0, self._size)
            finally:
                os.close(descriptor)
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give the room back."""
        with suppress(FileNotFoundError):
            self._path.unlink()
