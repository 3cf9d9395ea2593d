"""A folder's entries on disk: what was put there under a name survives a loss of power."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Return once its entries are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
