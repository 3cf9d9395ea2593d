"""Whether a line runs, and how its last heart-beat went: what the administrator is told of it.

Promises: one process serves a folder; what is noted holds times and a word of the line's own, no
person. Refuses to know: what a line does.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from aman.core.line_dialogue import LinePulse

LOCK_FILE = "line.lock"
BEAT_FILE = "beat.json"
_PATIENCE_SECONDS = 5.0
_LOOK_SECONDS = 0.05


class AlreadyRuns(Exception):  # noqa: N818 - what the administrator is told
    """Another process serves this folder: two would send twice."""

    person = "This line is not ready yet."
    operator = "This line runs already, in another process."


class Beat(msgspec.Struct, frozen=True):
    """A heart-beat: when it left, and how long it took through the provider or why it failed."""

    at: float
    milliseconds: int | None = None
    fault: str = ""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Serve this folder alone; `AlreadyRuns` when another goes on doing so for five seconds.

    A line that was killed a moment ago has children that end just now.
    """
    file = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not _taken(file):
            if time.monotonic() > deadline:
                raise AlreadyRuns
            time.sleep(_LOOK_SECONDS)
        yield
    finally:
        os.close(file)


def runs(folder: Path) -> bool:
    """Whether a process serves this folder."""
    try:
        file = os.open(folder / LOCK_FILE, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _taken(file)
    finally:
        os.close(file)


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def note_beat(folder: Path, pulse: LinePulse, now: float) -> None:
    """Keep the newest heart-beat; `now` stands in for when a failed one left."""
    at = now if pulse.milliseconds is None else now - pulse.milliseconds / 1000
    known = last_beat(folder)
    if known is not None and at < known.at <= now:
        return  # it was delivered again, or late
    path = folder / BEAT_FILE
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(Beat(at, pulse.milliseconds, pulse.fault)))
    new.replace(path)


def last_beat(folder: Path) -> Beat | None:
    """The newest heart-beat; None before the first."""
    try:
        return msgspec.json.decode((folder / BEAT_FILE).read_bytes(), type=Beat)
    except (OSError, msgspec.MsgspecError):
        return None
