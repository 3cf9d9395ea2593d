"""The search worker: a process of the desk's own that takes tasks from a pipe and answers into it.

Promises: what it is asked and what it answers are in its memory and in the pipe alone: its memory
is private before it is told a place, it writes no file and no message of an error. It ends when the
desk does, and within moments of being told to stop.
Refuses to know: Django, keys, whose place it is.
"""

import os
import queue
import sys
import threading
import time
from pathlib import Path

import msgspec

from aman.desk.private_memory import keep_memory_private
from aman.desk.ways.wire import (
    Answer,
    Frames,
    Order,
    Progress,
    Ready,
    Refusal,
    Stop,
    Task,
    Told,
    Unanswerable,
    framed,
)

_CHUNK = 65_536
_NICER = 5
"""Screens and the courier go before."""
_TOLD_EVERY_S = 0.2


class _Stopped(Exception):  # noqa: N818 - what happened
    """Nobody waits for the answer."""


class _Pipe:
    """Both ends; orders are read beside the search."""

    def __init__(self, source: int, sink: int) -> None:
        self._source, self._sink = source, sink
        self.tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self.stopped: set[int] = set()

    def listen(self) -> None:
        """Take orders until the desk is gone; then so is this process."""
        frames = Frames()
        while raw := os.read(self._source, _CHUNK):
            for each in frames.feed(raw):
                order = msgspec.msgpack.decode(each, type=Order)
                if isinstance(order, Stop):
                    self.stopped.add(order.number)
                else:
                    self.tasks.put(order)
        os._exit(0)

    def say(self, told: Told) -> None:
        """Write it whole."""
        raw = memoryview(framed(told))
        while raw:
            raw = raw[os.write(self._sink, raw) :]


def _work(pipe: _Pipe, folder: Path) -> None:
    # All that is compiled, and the map: only now, in a process that is private already.
    from aman.desk.ways.searching.question import Networks, NotAsked  # noqa: PLC0415
    from aman.desk.ways.searching.search import search  # noqa: PLC0415
    from aman.roads.loading import open_loaded  # noqa: PLC0415
    from aman.roads.warming import warm_up  # noqa: PLC0415

    warm_up()
    graph = open_loaded(folder)
    networks = None if graph is None else Networks(graph)
    pipe.say(Ready())
    while True:
        task = pipe.tasks.get()
        try:
            if networks is None:
                raise NotAsked(Unanswerable.NO_MAP)  # noqa: TRY301 - one place answers
            teller = _Teller(pipe, task)
            pipe.say(Answer(task.number, search(networks, task, teller.tell, teller.within)))
        except _Stopped:
            continue
        except NotAsked as reason:
            pipe.say(Refusal(task.number, reason.why.value))
        except Exception as fault:  # noqa: BLE001 - told by its kind alone
            sys.stderr.write(f"search worker: {type(fault).__name__}\n")
            pipe.say(Refusal(task.number))


class _Teller:
    """Says how far a task is, and when it is to end."""

    def __init__(self, pipe: _Pipe, task: Task) -> None:
        self._pipe, self._task = pipe, task
        self._began = time.monotonic()
        self._said: tuple[str, float] = ("", 0.0)

    def tell(self, step: str, done: int, of: int) -> None:
        self._end_if_stopped()
        now = time.monotonic()
        if step != self._said[0] or now - self._said[1] >= _TOLD_EVERY_S:
            self._said = step, now
            self._pipe.say(Progress(self._task.number, step, done, of))

    def within(self, share: float) -> bool:
        self._end_if_stopped()
        return time.monotonic() - self._began < share * self._task.budget_s

    def _end_if_stopped(self) -> None:
        if self._task.number in self._pipe.stopped:
            raise _Stopped


def main(folder: Path) -> None:
    """Serve tasks on the roads that were loaded into the folder, until standard input ends."""
    os.umask(0o077)
    keep_memory_private()
    os.nice(_NICER)
    # What a library prints by itself must not stand in the pipe.
    sink = os.dup(1)
    os.dup2(2, 1)
    pipe = _Pipe(0, sink)
    threading.Thread(target=pipe.listen, daemon=True).start()
    _work(pipe, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
