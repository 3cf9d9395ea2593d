"""The memory of a process that holds keys or places is nobody else's."""

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """No core file; and no other process of the same user may look in (Linux)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
