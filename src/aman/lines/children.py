"""Processes that serve one connection each and then end, waiting before anybody comes.

Promises: what a person writes is in no process that outlives his connection; children die with
their parent. Refuses to know: what is served.
"""

import gc
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from .processes import keep_memory_to_ourselves, live, stopping_held

LIFE_SECONDS = 240
_END_SECONDS = 1.0
_REST_SECONDS = 0.2
_TAKEN = b"t"

Serve = Callable[[socket.socket], None]


@dataclass(slots=True)
class _Child:
    pid: int
    word: int
    """Where the child says that it has taken a connection; closed when it ends."""
    waiting: bool = True


class Children:
    """Keeps `waiting` children ready and at most `most` alive."""

    def __init__(
        self, name: str, listener: socket.socket, serve: Serve, *, waiting: int, most: int
    ) -> None:
        self._name = name
        self._listener = listener
        self._serve = serve
        self._waiting = waiting
        self._most = max(most, waiting)
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()
        self._stopping = False
        self._not_before = 0.0

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT, then end every child; `ready` is called when they wait."""
        keep_memory_to_ourselves()
        woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._selector.register(woken, selectors.EVENT_READ)
        earlier_wake = signal.set_wakeup_fd(wake)
        earlier = {
            each: signal.signal(each, self._stop) for each in (signal.SIGTERM, signal.SIGINT)
        }
        gc.collect()
        gc.freeze()
        gc.disable()  # a collection writes into every object, and each such page is then copied
        try:
            self._fill()
            ready()
            while not self._stopping:
                self._wait(woken)
                self._fill()
        finally:
            gc.enable()
            self._end_all()
            signal.set_wakeup_fd(earlier_wake)
            for each, handler in earlier.items():
                signal.signal(each, handler)
            self._selector.close()
            os.close(woken)
            os.close(wake)

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _fill(self) -> None:
        while (
            not self._stopping
            and time.monotonic() >= self._not_before
            and len(self._children) < self._most
            and sum(child.waiting for child in self._children.values()) < self._waiting
        ):
            self._fork()

    def _wait(self, woken: int) -> None:
        resting = self._not_before - time.monotonic()
        for key, _ in self._selector.select(resting if resting > 0 else None):
            if key.fd == woken:
                os.read(woken, 64)
                continue
            child = self._children[key.fd]
            if os.read(child.word, 1) == _TAKEN:
                child.waiting = False
            else:
                self._bury(child)

    def _bury(self, child: _Child) -> None:
        self._selector.unregister(child.word)
        del self._children[child.word]
        os.close(child.word)
        os.waitpid(child.pid, 0)
        if child.waiting:  # it ended before it served: do not spin
            self._not_before = time.monotonic() + _REST_SECONDS

    def _fork(self) -> None:
        parent = os.getpid()
        word, tell = os.pipe2(os.O_CLOEXEC)
        with stopping_held():
            pid = os.fork()
            if pid == 0:
                live(f"{self._name}: a connection failed", parent, lambda: self._serve_one(tell))
            self._children[word] = _Child(pid, word)
        os.close(tell)
        self._selector.register(word, selectors.EVENT_READ)

    def _serve_one(self, tell: int) -> None:
        connection, _ = self._listener.accept()
        self._listener.close()
        os.write(tell, _TAKEN)
        signal.alarm(LIFE_SECONDS)
        with connection:
            self._serve(connection)

    def _end_all(self) -> None:
        for child in self._children.values():
            os.kill(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + _END_SECONDS
        for child in self._children.values():
            while os.waitpid(child.pid, os.WNOHANG)[0] == 0:
                if time.monotonic() > deadline:
                    os.kill(child.pid, signal.SIGKILL)
                    os.waitpid(child.pid, 0)
                    break
                time.sleep(0.01)
            os.close(child.word)
        self._children.clear()
