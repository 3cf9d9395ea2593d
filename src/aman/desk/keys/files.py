"""Key files: readable by their owner alone, whole or not there at all, gone when destroyed.

Promises: a file is on disk under its name only when all its bytes are; a destroyed one was
overwritten first. (What a journalling disk or a flash chip keeps of it, no program can promise.)
"""

import os
from pathlib import Path

from aman.desk.durable import sync_folder

_OWNER_ONLY = 0o600
_OWNER_FOLDER = 0o700


def make_folder(folder: Path) -> None:
    """Make it for the owner alone."""
    folder.mkdir(mode=_OWNER_FOLDER, parents=True, exist_ok=True)
    folder.chmod(_OWNER_FOLDER)


def write_key(path: Path, raw: bytes) -> None:
    """Write `raw` durably under `path`, in place of what was there."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def destroy_key(path: Path) -> None:
    """Overwrite with zeros, then remove; nothing happens when it is gone already."""
    try:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    sync_folder(path.parent)
