"""The search worker as a process, from the desk's side.

Promises: nothing of a task but through its pipe; it ends with the desk, and at once when it is
killed. Refuses to know: what is asked.
"""

import os
import select
import subprocess
import sys
from pathlib import Path

import msgspec

import aman

from .wire import Frames, Order, Told, framed

_CHUNK = 65_536
_SOURCES = str(Path(aman.__file__).parents[1])


class WorkerGone(Exception):  # noqa: N818 - what happened
    """The worker has ended, by itself or by somebody else's hand."""


class Worker:
    """A started worker."""

    def __init__(self, roads: Path) -> None:
        self.roads = roads
        self._frames = Frames()
        self._heard: list[Told] = []
        path = os.pathsep.join(filter(None, (_SOURCES, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "aman.desk.ways.searching.worker", str(roads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": path},
        )

    @property
    def pid(self) -> int:
        """Its number among the machine's processes."""
        return self._process.pid

    def say(self, order: Order) -> None:
        """Give it an order; `WorkerGone`."""
        if self._process.stdin is None:
            raise WorkerGone
        raw = memoryview(framed(order))
        try:
            while raw:
                raw = raw[os.write(self._process.stdin.fileno(), raw) :]
        except OSError:
            raise WorkerGone from None

    def hear(self, seconds: float) -> Told | None:
        """The next that it says within so many seconds; None for nothing; `WorkerGone`."""
        if not self._heard:
            self._read(seconds)
        return self._heard.pop(0) if self._heard else None

    def _read(self, seconds: float) -> None:
        out = self._process.stdout
        if out is None:
            raise WorkerGone
        waiting = select.poll()
        waiting.register(out, select.POLLIN)
        if not waiting.poll(seconds * 1000):
            return
        raw = os.read(out.fileno(), _CHUNK)
        if not raw:
            raise WorkerGone
        try:
            for each in self._frames.feed(raw):
                self._heard.append(msgspec.msgpack.decode(each, type=Told))
        except msgspec.MsgspecError:
            raise WorkerGone from None

    def kill(self) -> None:
        """End it, and all that it remembers."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
