"""All searches of the desk: who waits, how far each is, and the thread that drives the worker.

Promises: operators take turns; a search is in memory alone, and once it has ended only how; when
the vault is locked, whatever waits is discarded and the worker, which remembers places, is killed.
A worker that ends by itself is started again and asked again, once.
Refuses to know: what is asked and found, records, screens.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Protocol

import msgspec

from .process import WorkerGone
from .queue import FairQueue
from .wire import (
    Answer,
    Found,
    Order,
    Progress,
    Ready,
    Refusal,
    Stop,
    Task,
    Told,
    Unanswerable,
)

_log = logging.getLogger(__name__)
LOOKED_EVERY_S = 0.25
STARTING_S = 600.0
"""A worker that compiles everything anew needs minutes, once after each update."""
PATIENCE = 3.0
"""So many times its budget a search may take before its worker is killed."""


class Standing(StrEnum):
    """How far a search is."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    FOUND = "found"
    REFUSED = "refused"
    FAILED = "failed"
    DIED = "died"
    """The worker ended twice over it."""
    TOO_LONG = "too long"


ENDED = frozenset(
    {Standing.FOUND, Standing.REFUSED, Standing.FAILED, Standing.DIED, Standing.TOO_LONG}
)


@dataclass(frozen=True, slots=True)
class Status:
    """What a screen shows of a search; `ahead`: how many go before; `why`: of a refusal."""

    standing: Standing
    step: str = ""
    done: int = 0
    of: int = 0
    ahead: int = 0
    again: bool = False
    """The worker ended and was started again."""
    why: str = ""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.standing in ENDED


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """One search: for a journey, by an operator, of a task without its number."""

    journey: int
    operator: int
    roads: Path
    task: Task = field(repr=False)
    opening: str = field(repr=False)
    """The vault's, when it was asked."""
    is_wanted: Callable[[], bool] = field(repr=False)
    """Whether the journey still asks this; called now and then, in the driver's thread."""
    keep: Callable[[Found], bool] = field(repr=False)
    """Seal what was found; False when nobody asks for it any more."""


class WorkerOf(Protocol):
    """A worker as the driver uses it."""

    roads: Path

    def say(self, order: Order) -> None:
        """Give it an order."""

    def hear(self, seconds: float) -> Told | None:
        """What it says."""

    def kill(self) -> None:
        """End it."""


class Searches:
    """One for a desk; all methods may be called from any thread."""

    def __init__(self, start: Callable[[Path], WorkerOf], opening: Callable[[], str]) -> None:
        self._start, self._opening = start, opening
        self._guard = threading.Condition()
        self._queue: FairQueue[Search] = FairQueue()
        self._of: dict[int, tuple[Search | None, Status]] = {}
        """None once it has ended: what was asked is remembered no longer."""
        self._numbers = count(1)
        self._changes = 0
        self._worker: WorkerOf | None = None
        self._is_ready = False
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, search: Search) -> None:
        """Stand in line; what the same journey asked before is discarded."""
        with self._guard:
            self._drop(search.journey)
            self._of[search.journey] = search, Status(Standing.WAITING)
            self._queue.put(search.operator, search)
            self._changes += 1
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._drive, name="ways", daemon=True)
                self._thread.start()
            self._guard.notify_all()

    def stop(self, journey: int) -> None:
        """Nobody waits for it any more."""
        with self._guard:
            self._drop(journey)
            self._changes += 1
            self._guard.notify_all()

    def status(self, journey: int) -> Status | None:
        """How far its search is; None where there is none."""
        with self._guard:
            found = self._of.get(journey)
            if found is None:
                return None
            search, status = found
            if search is None or status.standing is not Standing.WAITING:
                return status
            busy = sum(not each.has_ended for _, each in self._of.values())
            line = self._queue.in_turn()
            ahead = line.index(search) if search in line else 0
            return replace(status, ahead=ahead + busy - len(line))

    @property
    def changes(self) -> int:
        """A counter that grows with each step of any search."""
        return self._changes

    def close(self) -> None:
        """Discard everything and kill the worker."""
        with self._guard:
            self._closed = True
            self._discard()
            self._guard.notify_all()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _drop(self, journey: int) -> None:
        found = self._of.pop(journey, None)
        if found is not None and found[0] is not None:
            self._queue.remove(found[0])

    def _discard(self) -> None:
        self._queue.clear()
        self._of.clear()
        self._changes += 1

    def _drive(self) -> None:
        while not self._closed:
            search = self._next()
            if search is None:
                self._look_after()
                continue
            try:
                self._run(search)
            except Exception:  # noqa: BLE001 - whatever it was, the next search is tried
                _log.exception("a search failed")
                self._end_worker()
                self._set(search, Status(Standing.FAILED))
        self._end_worker()

    def _next(self) -> Search | None:
        with self._guard:
            search = self._queue.take()
            if search is None and not self._closed:
                self._guard.wait(None if self._worker is None else LOOKED_EVERY_S)
            return search

    def _look_after(self) -> None:
        """With nobody in line: no worker remembers places while the vault is locked."""
        if self._worker is not None and not self._opening():
            self._end_worker()

    def _run(self, search: Search) -> None:
        again = False
        while self._lives(search):
            try:
                self._answer(search, again=again)
            except WorkerGone:
                self._end_worker()
                if again:
                    self._set(search, Status(Standing.DIED, again=True))
                    return
                again = True
            else:
                return

    def _answer(self, search: Search, *, again: bool) -> None:
        status = Status(Standing.STARTING, again=again)
        worker = self._ready_worker(search, status)
        if worker is None:
            return
        number = next(self._numbers)
        worker.say(_numbered(search.task, number))
        status = self._set(search, Status(Standing.RUNNING, again=again))
        until = time.monotonic() + search.task.budget_s * PATIENCE
        while True:
            told = worker.hear(LOOKED_EVERY_S)
            if not self._lives(search):
                worker.say(Stop(number))
                return
            if time.monotonic() > until:
                self._end_worker()
                self._set(search, Status(Standing.TOO_LONG))
                return
            if told is None or getattr(told, "number", 0) != number:
                continue
            if isinstance(told, Progress):
                new = replace(status, step=told.step, done=told.done, of=told.of)
                status = self._set(search, new)
            elif isinstance(told, Refusal):
                if told.why == Unanswerable.NO_MAP:
                    self._end_worker()  # the next one looks at what was loaded since
                standing = Standing.REFUSED if told.why else Standing.FAILED
                self._set(search, Status(standing, why=told.why))
                return
            elif isinstance(told, Answer):
                self._found(search, told.found)
                return

    def _ready_worker(self, search: Search, status: Status) -> WorkerOf | None:
        """One that has these roads open; None when nobody waits for it any more."""
        if self._worker is not None and self._worker.roads != search.roads:
            self._end_worker()
        if self._worker is None:
            self._worker, self._is_ready = self._start(search.roads), False
        if not self._is_ready:
            self._set(search, status)
            until = time.monotonic() + STARTING_S
            while not isinstance(self._worker.hear(LOOKED_EVERY_S), Ready):
                if not self._lives(search):
                    return None
                if time.monotonic() > until:
                    raise WorkerGone
            self._is_ready = True
        return self._worker

    def _found(self, search: Search, found: Found) -> None:
        if self._lives(search) and search.keep(found):
            self._set(search, Status(Standing.FOUND))
        else:
            self.stop(search.journey)

    def _lives(self, search: Search) -> bool:
        """Whether it is still asked for, and by a desk that is open as it was then."""
        if self._opening() != search.opening:
            with self._guard:
                self._discard()
            self._end_worker()
            return False
        with self._guard:
            known = self._of.get(search.journey)
            if known is None or known[0] is not search or self._closed:
                return False
        if search.is_wanted():
            return True
        self.stop(search.journey)
        return False

    def _set(self, search: Search, status: Status) -> Status:
        with self._guard:
            known = self._of.get(search.journey)
            if known is not None and known[0] is search:
                self._of[search.journey] = None if status.has_ended else search, status
                self._changes += 1
        return status

    def _end_worker(self) -> None:
        worker, self._worker, self._is_ready = self._worker, None, False
        if worker is not None:
            worker.kill()


def _numbered(task: Task, number: int) -> Task:
    return msgspec.structs.replace(task, number=number)
