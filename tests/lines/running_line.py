"""A line as a process of its own, started as `aman line run` does, with what tests pass in."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from aman.core.keys import to_base64url
from lines.desk_behind import DeskBehind

_DRIVER = """
import os, signal, sys
from pathlib import Path
from aman.lines.registry import Line, line
from aman.core.strength import Strength
from aman.lines.server import run
from aman.lines.settings import read_settings

folder, name, null, die_at = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "null", sys.argv[4]

def announce(step):
    os.write(1, (step + "\\n").encode())
    died = folder / "died"
    if step == die_at and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)

connect = None
row = Line(name, Strength.NETWORK, "aman.lines.null") if name == "null" else line(name)
if null:
    from aman.lines.null import connect
run(row, read_settings(folder / "line.json"), announce=announce, connect=connect)
"""
Found = TypeVar("Found")
QUICK: dict[str, Any] = {"visit_seconds": 0.1, "pulse_seconds": 0.5}


@dataclass
class RunningLine:
    """A line's parent process, its folder, and the steps that it announced."""

    process: subprocess.Popen[bytes]
    folder: Path
    steps: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def wait_for(self, begins: str, seconds: float = 20) -> str:
        """Wait for a step that begins so."""
        return wait_until(
            lambda: next((step for step in self.steps if step.startswith(begins)), None),
            f"{begins!r} among {self.steps} and {self.errors}",
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
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """As `aman line run` is stopped."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(10)


def _children_of(pid: int) -> list[int]:
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except OSError:
        return []


def wait_until(look: Callable[[], Found | None], what: str = "it", seconds: float = 20) -> Found:
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
    environment = {**os.environ, "PYTHONWARNINGS": "error", "AMAN_NULL_LINES": "tests"}
    command = [sys.executable, "-c", _DRIVER, str(folder), name, "null" if null else "", die_at]
    with subprocess.Popen(  # noqa: S603 - our own process
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        line = RunningLine(process, folder)
        readers = [
            threading.Thread(target=_read, args=(pipe, into), daemon=True)
            for pipe, into in ((process.stdout, line.steps), (process.stderr, line.errors))
        ]
        for reader in readers:
            reader.start()
        try:
            yield line
        finally:
            line.stop()
            for reader in readers:
                reader.join(5)


def _read(pipe: Any, into: list[str]) -> None:  # noqa: ANN401 - a pipe of subprocess
    into.extend(raw.decode().rstrip() for raw in pipe)
