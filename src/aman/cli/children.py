"""Child processes that never outlive this one, and come back when they fall.

Promises: a child gets SIGKILL from the kernel when its parent dies (PR_SET_PDEATHSIG); stopping
takes at most `GRACE_SECONDS`, whatever connections are open.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

GRACE_SECONDS = 4.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """One zone's process."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 1.0
    start_at: float = 0.0


def _die_with(parent: int) -> Callable[[], None]:
    def prepare() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


class Children:
    """The zones that `aman up` keeps running."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._children: list[Child] = []
        self._say = say

    def start(self, name: str, *arguments: str) -> Child:
        """Start `aman ARGUMENTS` as a session of its own, so that Ctrl-C reaches only this one."""
        child = Child(name, arguments)
        self._children.append(child)
        self._spawn(child)
        return child

    def _spawn(self, child: Child) -> None:
        child.process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            [sys.executable, "-m", "aman", *child.arguments],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 - no threads run here
        )
        child.started_at = time.monotonic()

    def look_after(self) -> None:
        """Start again what fell; each fall in a row doubles the pause."""
        now = time.monotonic()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                steady = now - child.started_at > STEADY_SECONDS
                child.pause = 1.0 if steady else min(LONGEST_PAUSE_SECONDS, child.pause * 2)
                child.start_at = now + child.pause
                self._say(
                    f"{child.name} ended with code {child.process.returncode}; "
                    f"starting it again in {child.pause:.0f} s. Nothing stored is lost."
                )
                child.process = None
            elif child.process is None and now >= child.start_at:
                self._spawn(child)

    def stop(self) -> None:
        """Ask all to end, then make them."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
