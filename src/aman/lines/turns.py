"""Something done again and again, each time in a process of its own.

Promises: what a turn held in memory is gone with it; turns end with their parent, and with SIGTERM.
Refuses to know: what a turn does.
"""

import os
import selectors
import signal
import struct
import time
from collections.abc import Callable

from .processes import keep_memory_to_ourselves, live, stopping_held

TURN_SECONDS = 180
LONGEST_PAUSE = 30.0
_WORD = struct.Struct(">d")

Turn = Callable[[], float]
"""Does it once; gives how many seconds to wait before the next time (0: as usual)."""


class Turns:
    """Runs turns one after the other until SIGTERM or SIGINT."""

    def __init__(
        self, name: str, turn: Turn, *, every: float, most_seconds: int = TURN_SECONDS
    ) -> None:
        self._name = name
        self._turn = turn
        self._every = every
        self._most_seconds = most_seconds
        self._stopping = False
        self._child: int | None = None

    def run(self) -> None:
        """Go on until told to stop; the turn that runs is then ended."""
        keep_memory_to_ourselves()
        woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        faults = 0
        while not self._stopping:
            wait = self._one()
            faults = 0 if wait is not None else faults + 1
            pause = wait or self._every
            if faults:
                pause = min(LONGEST_PAUSE, self._every * 2**faults)
            self._rest(woken, pause)

    def _stop(self, *_: object) -> None:
        self._stopping = True
        if self._child is not None:
            os.kill(self._child, signal.SIGTERM)

    def _rest(self, woken: int, seconds: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(woken, selectors.EVENT_READ)
            deadline = time.monotonic() + seconds
            while not self._stopping and (left := deadline - time.monotonic()) > 0:
                if selector.select(left):
                    os.read(woken, 64)

    def _one(self) -> float | None:
        """One turn; None when it failed."""
        parent = os.getpid()
        word, tell = os.pipe2(os.O_CLOEXEC)
        with stopping_held():
            if self._stopping:
                os.close(word)
                os.close(tell)
                return None
            pid = os.fork()
            if pid == 0:
                live(self._name, parent, lambda: self._do_one(tell))
            self._child = pid
        os.close(tell)
        try:
            said = os.read(word, _WORD.size)
        finally:
            self._child = None  # it ends by itself now, and its number is soon nobody's
            os.close(word)
            os.waitpid(pid, 0)
        return _WORD.unpack(said)[0] if len(said) == _WORD.size else None

    def _do_one(self, tell: int) -> None:
        signal.alarm(self._most_seconds)
        os.write(tell, _WORD.pack(self._turn()))
