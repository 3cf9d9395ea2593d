"""When each message passed: the front's disk, the desk's commit, the operator's queue.

Looks from outside: at the row numbers of two databases, and at the screen as a browser does.
Refuses to know: what a message says.
"""

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

from driver.desk_browser import DeskBrowser

LOOK_SECONDS = 0.004
ROW = re.compile(r'<li data-row="(\d+)" data-unread="(\d+)">')


class RowsIn:
    """At what moment each new row of a table was there; the table's rows are numbered upwards."""

    def __init__(self, database: Path, table: str) -> None:
        self._where = f"file:{database}?mode=ro"
        self._newest = f"SELECT coalesce(max(id), 0) FROM {table}"  # noqa: S608 - our own names
        self.at: list[float] = []

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Follow while the block runs; what was there before counts for nothing."""
        ended = threading.Event()
        with closing(sqlite3.connect(self._where, uri=True, check_same_thread=False)) as database:
            (before,) = database.execute(self._newest).fetchone()

            def follow() -> None:
                while not ended.wait(LOOK_SECONDS):
                    (newest,) = database.execute(self._newest).fetchone()
                    self.at += [time.perf_counter()] * (newest - before - len(self.at))

            thread = threading.Thread(target=follow)
            thread.start()
            try:
                yield
            finally:
                ended.set()
                thread.join()


class OpenQueue:
    """The queue on an operator's screen: looked at, as live.js does, when the stream says so.

    `shown` has, for each case, the moments at which its first, second, … unread message came there.
    """

    def __init__(self, browser: DeskBrowser) -> None:
        self.shown: dict[int, list[float]] = {}
        self._browser = browser
        self._looking = threading.Lock()
        self._stream = browser.open("/live")
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        with suppress(OSError, HTTPException):  # the desk has ended
            for row in self._stream:
                if row.startswith(b"event: changed"):
                    self._look()

    def _look(self) -> None:
        with self._looking:
            rows = ROW.findall(self._browser.see("/now"))
            at = time.perf_counter()
            for case, unread in rows:
                moments = self.shown.setdefault(int(case), [])
                moments += [at] * (int(unread) - len(moments))

    def count(self) -> int:
        """How many unread messages were shown so far."""
        return sum(map(len, self.shown.values()))

    def start_anew(self) -> None:
        """Count from nothing: all that is there has been opened."""
        with self._looking:
            self.shown.clear()
