"""A process of our own: how it is born beside a signal, keeps its memory to itself, and ends.

Promises: a child ends with its parent, however that ends, and leaves no handler of its parent's to
run. Refuses to know: what is done in it.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_STOPPING = frozenset({signal.SIGTERM, signal.SIGINT})
_LIBC = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
    if _LIBC.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def keep_memory_to_ourselves() -> None:
    """No core file, and no other process of this user may read this one's memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)


@contextmanager
def stopping_held() -> Iterator[None]:
    """Have signals to stop wait for the end of the block.

    Around a fork: the parent knows its child before it is told to stop, and a child that is told
    so at birth does not hear it with its parent's handler.
    """
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


def die_when_stopped() -> None:
    """In a child, first of all: from now on a signal to stop ends it, also one that waited."""
    signal.set_wakeup_fd(-1)
    for each in _STOPPING:
        signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when `parent` ends, however it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def live(name: str, parent: int, do: Callable[[], None]) -> NoReturn:
    """The whole life of a child. It leaves by `_exit`: no handler of the parent's runs."""
    status = 1
    try:
        die_when_stopped()
        die_with_parent(parent)
        do()
        status = 0
    except BaseException as trouble:  # noqa: BLE001 - its text may hold what was written
        sys.stderr.write(f"{name}: {type(trouble).__name__}\n")
        sys.stderr.flush()
    finally:
        os._exit(status)
