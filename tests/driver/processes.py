"""Zones as real processes: start them, hear their steps, kill them by pid at a step, start again.

A test takes the `processes` fixture (import it into its conftest.py) and marks itself with
`enable_socket`. Nothing in a zone knows of this driver.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

PATIENCE_SECONDS = 60.0
"""How long a test waits for what has to happen; never how long something may take."""

_ZYGOTE = Path(__file__).with_name("zygote.py")


def wait_until(happened: Callable[[], object], what: str) -> None:
    """Return as soon as `happened` is true; fail the test when it never is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain: {what}")
        time.sleep(0.003)


class Zygote:
    """The process that forks zones; see `zygote.py`."""

    def __init__(self) -> None:
        source = Path(__file__).parents[2] / "src"
        self._process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, str(_ZYGOTE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(source)},
        )

    def order(self, order: str, **members: object) -> int:
        """Send one order, give its answer."""
        if self._process.stdin is None or self._process.stdout is None:
            pytest.fail("the zygote has no pipes")
        self._process.stdin.write(json.dumps({"order": order, **members}) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """Close its input: it ends, and what it started with it."""
        self._process.communicate()


@dataclass
class Running:
    """One zone that was started."""

    pid: int
    log_path: Path
    steps_path: Path
    _zygote: Zygote
    status: int | None = None

    def steps(self) -> list[str]:
        """What it has announced so far."""
        return self.steps_path.read_text().splitlines() if self.steps_path.exists() else []

    def log(self) -> str:
        """What it wrote to standard output and standard error."""
        return self.log_path.read_text()

    def wait_for(self, step: str, times: int = 1) -> None:
        """Wait until it has announced a step so many times."""
        wait_until(lambda: self.steps().count(step) >= times, f"{step}; log: {self.log()}")

    def is_alive(self) -> bool:
        """Whether the process still runs (a zombie does not)."""
        if self.status is not None:
            return False
        state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"

    def wait_dead(self) -> int:
        """Wait until it has ended: its exit status, or minus the signal that ended it."""
        wait_until(lambda: not self.is_alive(), f"the end of process {self.pid}")
        if self.status is None:
            self.status = self._zygote.order("wait", pid=self.pid)
        return self.status

    def kill(self) -> None:
        """SIGKILL, now."""
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)
        self.wait_dead()

    def stop(self) -> int:
        """SIGTERM, and wait."""
        if self.is_alive():
            os.kill(self.pid, signal.SIGTERM)
        return self.wait_dead()


@dataclass
class Processes:
    """Starts zones; ends whatever still runs when the test is over."""

    folder: Path
    _zygote: Zygote
    _started: list[Running] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def clock(self) -> Path:
        """The file whose number (seconds) moves the clock of all zones; missing means 0."""
        return self.folder / "clock"

    def move_clock(self, seconds: float) -> None:
        """Have all zones live so many seconds ahead; none of them ever sees half a number."""
        new = self.clock.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self.clock)

    def start(
        self, module: str, settings: Path, *, kill_at: str | None = None, nth: int = 1
    ) -> Running:
        """Start `module`'s `run` with that settings file; have it die at the nth `kill_at`."""
        name = f"{module.split('.')[1]}-{next(self._numbers)}"
        log, steps = self.folder / f"{name}.log", self.folder / f"{name}.steps"
        members: dict[str, Any] = {"kill_at": kill_at, "nth": nth, "clock": str(self.clock)}
        log.touch()
        pid = self._zygote.order(
            "start",
            module=module,
            settings=str(settings),
            log=str(log),
            steps=str(steps),
            **members,
        )
        running = Running(pid, log, steps, self._zygote)
        self._started.append(running)
        return running

    def kill_all(self) -> None:
        """End what still runs."""
        for running in self._started:
            running.kill()

    def end(self) -> None:
        """End all of it, the process that forked the zones too."""
        try:
            self.kill_all()
        finally:
            self._zygote.end()


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """One for all tests."""
    zygote = Zygote()
    yield zygote
    zygote.end()


@pytest.fixture
def processes(zygote: Zygote, tmp_path: Path) -> Iterator[Processes]:
    """Zones of one test, with their logs in its folder."""
    folder = tmp_path / "processes"
    folder.mkdir()
    processes = Processes(folder, zygote)
    yield processes
    processes.kill_all()
