"""A line as a process of its own, started as `aman line run` does, with what tests pass in."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from aman.core.keys import to_base64url
from aman.lines.registry import LINES
from driver.search import memory_of, pieces_in
from lines.desk_behind import DeskBehind

Found = TypeVar("Found")
MODULES = {line.name: line.package for line in LINES}
QUICK: dict[str, Any] = {"visit_seconds": 0.1, "pulse_seconds": 0.5}


class Zygote:
    """The process that forks lines of one kind; orders are given one at a time."""

    def __init__(self, module: str) -> None:
        self._orders, theirs = socket.socketpair()
        self._guard = threading.Lock()
        tests = Path(__file__).resolve().parents[1]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own process
                [sys.executable, "-m", "lines.zygote", str(theirs.fileno()), module],
                pass_fds=[theirs.fileno()],
                cwd=tests,
                env={**os.environ, "PYTHONWARNINGS": "error", "AMAN_NULL_LINES": "tests"},
            )
        atexit.register(self.end)

    def order(self, order: dict[str, Any], *pipes: int) -> int:
        """Give one order; gives the answer."""
        with self._guard:
            socket.send_fds(self._orders, [json.dumps(order).encode()], pipes)
            return int(self._orders.recv(64))

    @cached_property
    def pieces(self) -> frozenset[bytes]:
        """Digests of its memory, most of which its lines share; no text ever gets there."""
        return frozenset(pieces_in(memory_of(self._process.pid)))

    def end(self) -> None:
        """It ends, and all that it started."""
        self._orders.close()
        self._process.wait(20)


@cache
def zygote(module: str) -> Zygote:
    """The one of this test process."""
    return Zygote(module)


@dataclass
class ForkedLine:
    """A line's own process, a child of the zygote."""

    pid: int
    zygote: Zygote
    _status: int | None = None

    def send_signal(self, number: int) -> None:
        """Unless it was waited for: then its number may be another's."""
        if self._status is None:
            os.kill(self.pid, number)

    def wait(self) -> int:
        """Wait until it has ended; gives its status."""
        if self._status is None:
            self._status = self.zygote.order({"order": "wait", "pid": self.pid})
        return self._status


@dataclass
class RunningLine:
    """A line's parent process, its folder, and the steps that it announced."""

    process: ForkedLine
    folder: Path
    steps: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def wait_for(self, begins: str, seconds: float = 60) -> str:
        """Wait for a step that begins so."""
        return wait_until(
            lambda: next((step for step in self.steps if step.startswith(begins)), None),
            (begins, self.steps, self.errors),
            seconds,
        )

    @property
    def port(self) -> int:
        """Where it listens for webhooks."""
        return int(self.wait_for(f"{self.folder.name}: listening on").rpartition(":")[2])

    def processes(self) -> list[int]:
        """Its parent and everything below it."""
        found, look = [], [self.process.pid]
        while look:
            pid = look.pop()
            found.append(pid)
            look += _children_of(pid)
        return found

    def turns(self) -> list[int]:
        """What is below its roles: where texts are, for a while."""
        return [pid for role in _children_of(self.process.pid) for pid in _children_of(role)]

    def kill(self) -> None:
        """As when the machine fails: nothing is asked."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As `aman line run` is stopped."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def pass_time(self, seconds: float) -> None:
        """Move the line's clock on."""
        path = _clock_of(self.folder)
        before = float(path.read_text()) if path.exists() else 0.0
        new = path.with_suffix(".new")
        new.write_text(str(before + seconds))
        new.replace(path)


def _children_of(pid: int) -> list[int]:
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except OSError:
        return []


def wait_until(look: Callable[[], Found | None], what: object = "it", seconds: float = 60) -> Found:
    """Look until there is something."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None or found is False:
        if time.monotonic() > deadline:
            message = f"waited {seconds} s for {what}"
            raise AssertionError(message)
        time.sleep(0.02)
    return found


def write_folder(  # noqa: PLR0913, PLR0917 - what a line's folder depends on
    folder: Path,
    desk: DeskBehind,
    url: str,
    name: str,
    provider: dict[str, Any],
    secrets: dict[str, str],
    settings: dict[str, Any] | None = None,
) -> None:
    """Write line.json, keys.json and the files of secrets, as `aman line add` does."""
    folder.mkdir(exist_ok=True)
    for secret, value in secrets.items():
        folder.joinpath(secret).write_text(value)
    written = {
        "line": name,
        "front": url,
        "hotline": to_base64url(desk.hotline),
        "provider": provider,
        "secrets": {secret: {"file": secret} for secret in secrets},
        **QUICK,
        **(settings or {}),
    }
    folder.joinpath("line.json").write_bytes(msgspec.json.encode(written))
    folder.joinpath("keys.json").write_bytes(msgspec.json.encode(desk.lines[name].keys()))


@contextmanager
def running_line(
    folder: Path, name: str, *, null: bool = False, die_at: str = ""
) -> Iterator[RunningLine]:
    """Start the line of a folder, and end it."""
    module = "aman.lines.null" if null or name == "null" else MODULES[name]
    order = {
        "order": "start",
        "folder": str(folder),
        "name": name,
        "null": null,
        "die_at": die_at,
        "clock": str(_clock_of(folder)),
    }
    (steps, to_steps), (errors, to_errors) = os.pipe(), os.pipe()
    kind = zygote(module)
    process = ForkedLine(kind.order(order, to_steps, to_errors), kind)
    os.close(to_steps)
    os.close(to_errors)
    line = RunningLine(process, folder)
    readers = [
        threading.Thread(target=_read, args=(pipe, into), daemon=True)
        for pipe, into in ((steps, line.steps), (errors, line.errors))
    ]
    for reader in readers:
        reader.start()
    try:
        yield line
    finally:
        line.stop()
        for reader in readers:
            reader.join(5)


def _clock_of(folder: Path) -> Path:
    """By how many seconds the clock of a folder's line is moved."""
    return folder.with_name(f"{folder.name}.clock")


def _read(pipe: int, into: list[str]) -> None:
    with os.fdopen(pipe, "rb") as lines:
        into.extend(raw.decode().rstrip() for raw in lines)
