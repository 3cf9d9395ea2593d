"""The searches of this process's desk.

Promises: there is one set of them, of the desk that runs; nothing starts before somebody asks.
"""

from aman.desk.keys.vault import VaultLocked, the_vault
from aman.desk.running import Desk, the_desk

from .process import Worker
from .searches import Searches

_running: list[tuple[Desk, Searches]] = []


def the_searches() -> Searches:
    """Those of the desk that runs."""
    desk = the_desk()
    if not _running or _running[0][0] is not desk:
        close()
        _running[:] = [(desk, Searches(Worker, _opening))]
    return _running[0][1]


def changes() -> int:
    """A counter that grows with each step of any search."""
    return _running[0][1].changes if _running else 0


def close() -> None:
    """Discard every search and end the worker."""
    if _running:
        _running.pop()[1].close()


def _opening() -> str:
    try:
        return the_vault().opening
    except VaultLocked:
        return ""
