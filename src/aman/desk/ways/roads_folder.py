"""Which roads the desk searches: of those that were loaded for it, the ones loaded last.

Promises: a folder that is still being written is none (its name is another until it is whole).
Refuses to know: what is in it (`aman.roads.loading`).
"""

import re
from pathlib import Path
from typing import Final

PLACE: Final = Path("roads")
"""Within the desk's own folder; `aman way load FILE --var VAR` puts them there."""
_NAME: Final = re.compile(r"[0-9a-f]{64}-[0-9]{1,4}")


def loaded_roads(roads: Path) -> Path | None:
    """The folder that counts now; None while nothing was loaded."""
    try:
        found = [(each.stat().st_mtime_ns, each.name) for each in roads.iterdir()
                 if _NAME.fullmatch(each.name) and each.is_dir()]  # fmt: skip
    except OSError:
        return None
    return roads / max(found)[1] if found else None
