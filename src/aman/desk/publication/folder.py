"""The published folder on disk: read whole, written file by file, nothing overwritten in the log.

Promises: a file is there whole or not at all, and on disk before the next one is begun; what is in
the log already is never written again with other bytes.
Refuses to know: what is in the files.
"""

import os
from pathlib import Path
from typing import Final

from aman.desk.durable import sync_folder
from aman.figures.log.layout import CHECKPOINTS, LOG, SIGNERS

MOST_FILES: Final = 100_000
MOST_FILE_BYTES: Final = 8 << 20


class Overwriting(Exception):  # noqa: N818 - twin of WrongProgramme
    """A file of the log is there with other bytes."""


class UnreadableFolder(Exception):  # noqa: N818 - twin of WrongProgramme
    """The folder can't be read whole: its str says why."""


class PublishedFolder:
    """A folder that a web server may serve as it is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def files(self) -> dict[str, bytes]:
        """Every file by its name; raises UnreadableFolder. A folder that is not there is empty."""
        found: dict[str, bytes] = {}
        for path in sorted(self.path.rglob("*")):
            if path.is_symlink():
                message = f"{path}: links have no place in a published folder."
                raise UnreadableFolder(message)
            if path.is_dir():
                continue
            if len(found) >= MOST_FILES or path.stat().st_size > MOST_FILE_BYTES:
                message = f"{path}: this is more than a folder of figures can hold."
                raise UnreadableFolder(message)
            if not path.name.endswith(_NEW):
                found[path.relative_to(self.path).as_posix()] = path.read_bytes()
        return found

    def read(self, name: str) -> bytes | None:
        """One file; None: it is not there."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, content: bytes) -> bool:
        """Write one file, if it is not there so already; tells whether it did. Raises Overwriting.

        Folders that are new are on disk as well: an entry whose folder is lost is lost.
        """
        target = self.path / name
        if target.is_file() and target.read_bytes() == content:
            return False
        if target.exists() and name.startswith((LOG, CHECKPOINTS, SIGNERS)):
            message = f"{name} is published with other bytes; it is never overwritten."
            raise Overwriting(message)
        self._make(target.parent)
        new = target.with_name(target.name + _NEW)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(target)
        sync_folder(target.parent)
        return True

    def remove(self, name: str) -> None:
        """Take away a file that is made from the log no more; raises Overwriting."""
        if name.startswith((LOG, CHECKPOINTS, SIGNERS)):
            message = f"{name} is published; it is never taken away."
            raise Overwriting(message)
        target = self.path / name
        if target.is_file():
            target.unlink()
            sync_folder(target.parent)

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(mode=0o755, exist_ok=True)
            sync_folder(folder.parent)


_NEW: Final = ".new"
