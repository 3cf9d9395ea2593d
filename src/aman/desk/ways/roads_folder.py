"""Which roads the desk searches: the folder of what was loaded, and the name of what counts now.

Promises: a name is changed at once or not at all; what it names was loaded whole.
Refuses to know: what is in it (`aman.roads.loading`).
"""

import os
import re
import tempfile
from pathlib import Path
from typing import Final

PLACE: Final = Path("roads")
"""Within the desk's own folder."""
_CURRENT: Final = "current"
_NAME: Final = re.compile(r"[0-9a-f]{64}-[0-9]{1,4}")


def use(roads: Path, loaded: Path) -> None:
    """From now on the desk searches in `loaded`, a folder in `roads`."""
    handle, name = tempfile.mkstemp(prefix=".current-", dir=roads)
    with os.fdopen(handle, "w") as file:
        file.write(loaded.name)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(roads / _CURRENT)


def loaded_roads(roads: Path) -> Path | None:
    """The folder that counts now; None while nothing was loaded."""
    try:
        name = (roads / _CURRENT).read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    folder = roads / name
    return folder if _NAME.fullmatch(name) and folder.is_dir() else None
