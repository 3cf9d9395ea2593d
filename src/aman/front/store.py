"""What a front keeps: sealed envelopes in SQLite, until the desk has them.

Promises: what `store` calls stored is on disk; a number once given names the same envelope until it
is overwritten; what the desk has committed is overwritten with zeros, in the log as well.
Refuses to know: times (only the day of a digest), addresses, what an envelope holds.
One thread uses it (`writer`). The order of hand-over is `limits.Waiting`'s.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aman.core.envelope import ENVELOPE_BYTES
from aman.core.exchange import FILLED_TO, STORE_ID_BYTES, Cursor, Pull
from aman.core.ports import Announce
from aman.core.stamp import Lane

from .limits import UNKNOWN, Quota, Waiting
from .spare import Spare

ROW_BYTES = ENVELOPE_BYTES + 1024  # measured: an envelope takes 8,870, four digests 250
DIGEST_BYTES = 16
DIGESTS_PER_ENVELOPE = 4
DIGEST_DAYS = 2
MOST_AT_ONCE = FILLED_TO[-1]
SPARE_BYTES = 1 << 21

_SCHEMA = """
CREATE TABLE IF NOT EXISTS store (
    one INTEGER PRIMARY KEY CHECK (one = 1), id BLOB NOT NULL, last_seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS envelope (
    id INTEGER PRIMARY KEY, lane INTEGER NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS given (
    seq INTEGER PRIMARY KEY, envelope INTEGER NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS seen (
    id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, day INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS publication (
    name TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
"""


class StoreFailed(Exception):  # noqa: N818 - an event, named by what happened
    """The disk took nothing; says which class of error it was and no more."""

    person = "The server could not keep the message. It will be sent again."
    operator = "A front could not write to its disk."


@dataclass(frozen=True, slots=True)
class StoreEnvelope:
    """The wish to keep one envelope."""

    sealed: bytes
    digest: bytes
    lane: Lane
    network: int = UNKNOWN
    day: int = 0

    def __repr__(self) -> str:
        return "<StoreEnvelope>"


class Store:
    """One SQLite database of one front."""

    def __init__(
        self,
        path: Path,
        *,
        quota_bytes: int,
        announce: Announce,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._announce = announce
        self._random_bytes = random_bytes
        self._day = 0
        self._quota = Quota(max(1, quota_bytes // ROW_BYTES))
        self._spare = Spare(path, min(SPARE_BYTES, quota_bytes))
        path.touch(mode=0o600)
        self._sql = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "secure_delete=ON",
            "temp_store=MEMORY",
            "foreign_keys=OFF",
        ):
            self._sql.execute(f"PRAGMA {pragma}")
        self._sql.executescript(_SCHEMA)
        self._sql.execute(
            "INSERT OR IGNORE INTO store VALUES (1, ?, 0)", (random_bytes(STORE_ID_BYTES),)
        )
        self._empty_log()
        self._spare.keep()
        self.store_id, self._last_seq = self._sql.execute(
            "SELECT id, last_seq FROM store"
        ).fetchone()
        self._waiting = self._read_waiting()

    def close(self) -> None:
        """Let go of the database; nothing is lost if this never happens."""
        self._sql.close()

    def _read_waiting(self) -> Waiting:
        waiting = Waiting(self._quota)
        rows = self._sql.execute(
            "SELECT id, lane, seq FROM envelope LEFT JOIN given ON envelope = id ORDER BY id"
        )
        for rowid, lane, seq in rows:
            if seq is None:
                waiting.add(rowid, Lane(lane), UNKNOWN)
            else:
                waiting.count(Lane(lane), 1)
        return waiting

    # -- taking in ---------------------------------------------------------------------------

    def store(self, batch: Sequence[StoreEnvelope]) -> list[bool]:
        """Keep a batch in one durable step: for each True if it is on disk, False if no room.

        A repetition counts as stored. StoreFailed: none of the batch was kept.
        """
        kept: list[bool] = []
        added: list[StoreEnvelope] = []
        try:
            with self._transaction("storing", "stored"):
                self._forget_digests(max((wish.day for wish in batch), default=0))
                for wish in batch:
                    digest = wish.digest[:DIGEST_BYTES]
                    seen = self._has_seen(digest)
                    kept.append(seen or self._waiting.has_room(wish.lane, wish.network))
                    if kept[-1] and not seen:
                        self._waiting.add(self._insert(wish, digest), wish.lane, wish.network)
                        added.append(wish)
        except StoreFailed:
            for wish in reversed(added):
                self._waiting.undo(wish.lane, wish.network)
            raise
        return kept

    def _has_seen(self, digest: bytes) -> bool:
        found = self._sql.execute("SELECT 1 FROM seen WHERE digest = ?", (digest,))
        return found.fetchone() is not None

    def _insert(self, wish: StoreEnvelope, digest: bytes) -> int:
        self._sql.execute("INSERT INTO seen (digest, day) VALUES (?, ?)", (digest, wish.day))
        row = self._sql.execute(
            "INSERT INTO envelope (lane, sealed) VALUES (?, ?)", (int(wish.lane), wish.sealed)
        )
        return int(row.lastrowid or 0)

    def _forget_digests(self, today: int) -> None:
        if today > self._day:
            self._sql.execute("DELETE FROM seen WHERE day <= ?", (today - DIGEST_DAYS,))
            self._day = today
        self._sql.execute(
            "DELETE FROM seen WHERE id <= (SELECT max(id) FROM seen) - ?",
            (self._quota.envelopes * DIGESTS_PER_ENVELOPE,),
        )

    # -- handing over ------------------------------------------------------------------------

    def hand_over(self, cursor: Cursor | None) -> Pull:
        """Overwrite what the desk has committed, number what goes next, and give it.

        Given again under the same numbers until the cursor passes them. On a full disk the spare
        room is used.
        """
        try:
            return self._hand_over(cursor)
        except StoreFailed:
            self._spare.release()
            return self._hand_over(cursor)
        finally:
            self._spare.keep()

    def _hand_over(self, cursor: Cursor | None) -> Pull:
        if cursor is not None and cursor.store_id == self.store_id:
            if cursor.seq > self._last_seq:
                self._start_anew()
            else:
                self._overwrite(cursor.seq)
        self._number()
        rows = self._sql.execute(
            "SELECT seq, sealed FROM given JOIN envelope ON id = envelope ORDER BY seq"
        ).fetchall()
        first = rows[0][0] if rows else self._last_seq + 1
        return Pull(self.store_id, first, tuple(sealed for _, sealed in rows))

    def _overwrite(self, seq: int) -> None:
        done = self._sql.execute(
            "SELECT envelope, lane FROM given JOIN envelope ON id = envelope WHERE seq <= ?", (seq,)
        ).fetchall()
        if not done:
            return
        with self._transaction("overwriting", "overwritten"):
            self._sql.executemany("DELETE FROM envelope WHERE id = ?", [row[:1] for row in done])
            self._sql.execute("DELETE FROM given WHERE seq <= ?", (seq,))
        for _, lane in done:
            self._waiting.count(Lane(lane), -1)
        self._empty_log()
        self._announce("front: log emptied")

    def _number(self) -> None:
        (outstanding,) = self._sql.execute("SELECT count(*) FROM given").fetchone()
        chosen = self._waiting.first(MOST_AT_ONCE - outstanding)
        if not chosen:
            return
        last = self._last_seq + len(chosen)
        with self._transaction("numbering", "numbered"):
            numbered = enumerate(chosen, self._last_seq + 1)
            self._sql.executemany("INSERT INTO given VALUES (?, ?)", numbered)
            self._sql.execute("UPDATE store SET last_seq = ?", (last,))
        self._waiting.take(len(chosen))
        self._last_seq = last

    def _start_anew(self) -> None:
        """Take another store id: the desk has seen numbers that this database never gave.

        So it is an old copy put back; under the old name its next envelopes would be skipped.
        """
        store_id = self._random_bytes(STORE_ID_BYTES)
        with self._transaction("starting anew", "started anew"):
            self._sql.execute("DELETE FROM given")
            self._sql.execute("UPDATE store SET id = ?, last_seq = 0", (store_id,))
        self.store_id, self._last_seq = store_id, 0
        self._waiting = self._read_waiting()

    # -- what the courier brought for everybody ----------------------------------------------

    def publish(self, contents: Mapping[str, bytes]) -> None:
        """Keep named public or sealed contents, so that a restarted front serves at once."""
        with self._transaction("publishing", "published"):
            self._sql.executemany(
                "INSERT OR REPLACE INTO publication VALUES (?, ?)", contents.items()
            )

    def published(self) -> dict[str, bytes]:
        """Give all of that back."""
        return dict(self._sql.execute("SELECT name, content FROM publication").fetchall())

    # -- durability --------------------------------------------------------------------------

    @contextmanager
    def _transaction(self, before: str, after: str) -> Iterator[None]:
        try:
            self._sql.execute("BEGIN IMMEDIATE")
            yield
            self._announce(f"front: {before}")
            self._sql.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise StoreFailed(type(error).__name__) from None
        except BaseException:
            self._roll_back()
            raise
        self._announce(f"front: {after}")

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):
            self._sql.execute("ROLLBACK")

    def _empty_log(self) -> None:
        with suppress(sqlite3.Error):  # tried again after the next overwriting
            self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
