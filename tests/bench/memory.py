"""How much memory processes take."""

from collections.abc import Sequence
from pathlib import Path


def pss_megabytes(pids: Sequence[int]) -> float | None:
    """The memory of these processes, what they share counted once; None where it can't be read."""
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except PermissionError:
            return None
        except OSError:
            continue  # it ended meanwhile
        total += sum(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:"))
    return round(total / 1024, 1)
