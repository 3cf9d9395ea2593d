"""What a line has begun to send and how it ended: ids and sealed reports, no person.

Promises: what was begun is on disk before anything leaves; what was begun and never ended is
known as uncertain after a crash, and is never begun again. What was not taken rests, the longer the
oftener that was so, whichever process tries it next. One process works with it at a time.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

KEPT_SECONDS = 21 * 86_400
"""Longer than an instruction can stay published."""
_TABLES = """
CREATE TABLE IF NOT EXISTS sending (
    id BLOB PRIMARY KEY,
    begun_at INTEGER NOT NULL,
    report BLOB,
    told_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS resting (
    id BLOB PRIMARY KEY,
    faults INTEGER NOT NULL,
    since REAL NOT NULL,
    seconds REAL NOT NULL
) STRICT;
"""


class Known(NamedTuple):
    """An instruction that was begun; without `report` it never ended."""

    report: bytes | None
    told_at: int


class Record:
    """The file `record.sqlite3` of a line's folder."""

    def __init__(self, folder: Path) -> None:
        path = folder / "record.sqlite3"
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        # A session works with it from threads, one at a time.
        self._database = sqlite3.connect(
            path, isolation_level=None, timeout=20, check_same_thread=False
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("PRAGMA secure_delete=ON")
        self._database.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def known(self, instruction: bytes) -> Known | None:
        """What is known of an instruction."""
        rows = self._database.execute(
            "SELECT report, told_at FROM sending WHERE id = ?", (instruction,)
        )
        row = rows.fetchone()
        return None if row is None else Known(*row)

    def begin(self, instruction: bytes, now: int) -> None:
        """It is about to be sent. Raises sqlite3.IntegrityError when it was begun before."""
        self._database.execute(
            "INSERT INTO sending (id, begun_at) VALUES (?, ?)", (instruction, now)
        )

    def take_back(self, instruction: bytes) -> None:
        """The provider certainly did not take it: it may be begun again."""
        self._database.execute(
            "DELETE FROM sending WHERE id = ? AND report IS NULL", (instruction,)
        )

    def faults(self, instruction: bytes) -> int:
        """How often in a row it was not taken."""
        rows = self._database.execute("SELECT faults FROM resting WHERE id = ?", (instruction,))
        row = rows.fetchone()
        return 0 if row is None else int(row[0])

    def rest(self, instruction: bytes, now: float, seconds: float) -> None:
        """It was not taken once more: it is tried again after so long."""
        self._database.execute(
            "INSERT INTO resting VALUES (?, 1, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET faults = faults + 1, since = excluded.since, seconds = excluded.seconds",
            (instruction, now, seconds),
        )

    def rests(self, instruction: bytes, now: float) -> bool:
        """Whether it is to be left alone; a clock that was put back holds up nothing."""
        rows = self._database.execute(
            "SELECT 1 FROM resting WHERE id = ? AND ? >= since AND ? < since + seconds",
            (instruction, now, now),
        )
        return rows.fetchone() is not None

    def end(self, instruction: bytes, report: bytes) -> None:
        """It ended so; `report` is the sealed envelope that tells the desk."""
        self._database.execute("UPDATE sending SET report = ? WHERE id = ?", (report, instruction))
        self._database.execute("DELETE FROM resting WHERE id = ?", (instruction,))

    def told(self, instruction: bytes, now: int) -> None:
        """The report lies at the front."""
        self._database.execute("UPDATE sending SET told_at = ? WHERE id = ?", (now, instruction))

    def forget(self, now: int) -> None:
        """Drop what no instruction can ask for any more."""
        oldest = (now - KEPT_SECONDS,)
        self._database.execute("DELETE FROM sending WHERE begun_at < ?", oldest)
        self._database.execute("DELETE FROM resting WHERE since < ?", oldest)


def last_told(folder: Path) -> int | None:
    """When the last report of this line's lay at the front (Unix seconds), without a trace."""
    path = folder / "record.sqlite3"
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        try:
            rows = database.execute("SELECT max(told_at) FROM sending WHERE told_at > 0")
            found: int | None = rows.fetchone()[0]
        except sqlite3.Error:
            return None
    return found


@contextmanager
def the_only_sender(folder: Path) -> Iterator[bool]:
    """Hold the line's sending for this process alone; False when another does."""
    file = os.open(folder / "sending.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(file)
