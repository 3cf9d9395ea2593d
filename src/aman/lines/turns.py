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

from .patience import LONGEST_SECONDS, Away, Patience
from .processes import keep_memory_to_ourselves, live, stopping_held

TURN_SECONDS = 180
_WORD = struct.Struct(">?d")

Turn = Callable[[], float | Away]
"""Does it once; gives how many seconds to wait before the next time (0: as usual)."""


class Turns:
    """Runs turns one after the other until SIGTERM or SIGINT."""

    def __init__(
        self,
        name: str,
        turn: Turn,
        *,
        every: float,
        longest: float = LONGEST_SECONDS,
        most_seconds: int = TURN_SECONDS,
    ) -> None:
        self._name = name
        self._turn = turn
        self._patience = Patience(every, longest)
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
        while not self._stopping:
            began = time.monotonic()
            said = self._one()
            self._rest(woken, self._patience.after(said, time.monotonic() - began))

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

    def _one(self) -> float | Away | None:
        """One turn; None when it fell."""
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
        if len(said) != _WORD.size:
            return None
        is_away, seconds = _WORD.unpack(said)
        return Away(seconds) if is_away else float(seconds)

    def _do_one(self, tell: int) -> None:
        signal.alarm(self._most_seconds)
        said = self._turn()
        word = (True, said.first) if isinstance(said, Away) else (False, said)
        os.write(tell, _WORD.pack(*word))
