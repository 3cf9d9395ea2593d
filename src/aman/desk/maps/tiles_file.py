"""The file of tiles at its one place in the desk's folder.

Promises: no part of its path comes from a request, and a link there is not followed.
"""

import os
from pathlib import Path
from typing import BinaryIO, Final

from aman.desk.running import the_desk

PLACE: Final = Path("maps", "map.pmtiles")
"""Within the desk's own folder."""


def open_tiles() -> BinaryIO | None:
    """Open for reading; None while no map was made."""
    try:
        handle = os.open(the_desk().folder / PLACE, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    return os.fdopen(handle, "rb")
