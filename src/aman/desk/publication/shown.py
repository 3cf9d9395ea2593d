"""The public log, as a screen needs it: read from the published folder alone.

Promises: the log is read whole and by its rules, again whenever a file of the folder has changed;
if the desk was told which keys sign, no other is believed.
Refuses to know: the private book, counting events, figures before their day, and words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from aman.figures.doubts import Why
from aman.figures.log.layout import CHECKPOINT, SIGNERS
from aman.figures.log.reading import Doubt, Log, read_log

from .folder import PublishedFolder

_State = tuple[bytes, tuple[tuple[str, int, int, int, int], ...]]


class StrangeKey(Doubt):
    """The log is signed by a key that this desk was not told of."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Releases whose announced day is this one, and those whose day is over."""

    due: int
    late: int


def awaited(log: Log, today: date) -> Awaited:
    """What has to be published now."""
    running = log.history.running()
    days = [day for series in running for day in series.announced.values()]
    written = today.isoformat()
    return Awaited(days.count(written), sum(day < written for day in days))


def log_in(folder: Path, signers: Sequence[str] = ()) -> Log:
    """The log; `signers`: fingerprints of the keys that sign. Raises Doubt, UnreadableFolder."""
    log = _read(folder, _state(folder))
    if signers and log.signer is not None and log.signer.fingerprint() not in signers:
        raise StrangeKey(SIGNERS, Why.UNTOLD_KEY)
    return log


@lru_cache(maxsize=1)
def _read(folder: Path, state: _State) -> Log:
    """All entries and signatures, checked once for each state of the folder."""
    del state
    return read_log(PublishedFolder(folder).files())


def _state(folder: Path) -> _State:
    """What changes whenever a file does: the checkpoint itself, and of each file size and times."""
    try:
        checkpoint = (folder / CHECKPOINT).read_bytes()
    except OSError:
        checkpoint = b""
    return checkpoint, tuple(sorted(_files(folder)))


def _files(folder: Path) -> Iterator[tuple[str, int, int, int, int]]:
    for path in folder.rglob("*"):
        found = path.lstat()
        times = found.st_mtime_ns, found.st_ctime_ns
        yield str(path), found.st_ino, found.st_size, *times
