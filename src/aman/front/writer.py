"""The one thread that touches the store: what arrives while it commits goes into the next commit.

Promises: a future is done only after its step is durable; a fault reaches the one who waits as
`StoreFailed`, never a log.
"""

import asyncio
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from threading import Thread

from aman.core.exchange import Cursor, Pull

from .publication import Publication
from .store import Store, StoreEnvelope, StoreFailed

MOST_QUEUED = 4096
MOST_IN_BATCH = 256


@dataclass(slots=True)
class _Storing:
    wish: StoreEnvelope
    done: Future[bool] = field(default_factory=Future)


@dataclass(slots=True)
class _HandingOver:
    cursor: Cursor | None
    publication: Publication
    done: Future[Pull] = field(default_factory=Future)


class Writer:
    """Group commit in front of a `Store`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs: Queue[_Storing | _HandingOver | None] = Queue(MOST_QUEUED)
        self._written = store.published()
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def store(self, wish: StoreEnvelope) -> bool:
        """Have it stored: True when it is on disk, False when there is no room."""
        job = _Storing(wish)
        self._enqueue(job)
        return await asyncio.wrap_future(job.done)

    async def hand_over(self, cursor: Cursor | None, publication: Publication) -> Pull:
        """Overwrite up to the cursor, write the publication down, and give what waits."""
        job = _HandingOver(cursor, publication)
        self._enqueue(job)
        return await asyncio.wrap_future(job.done)

    def _enqueue(self, job: _Storing | _HandingOver) -> None:
        job.done.set_running_or_notify_cancel()  # a caller who goes away cancels nothing
        try:
            self._jobs.put_nowait(job)
        except Full:
            raise StoreFailed from None

    def stop(self) -> None:
        """Finish what was asked, close the store."""
        self._jobs.put(None)
        self._thread.join()
        self._store.close()

    def _work(self) -> None:
        running = True
        while running:
            jobs = [self._jobs.get(), *self._waiting_jobs()]
            running = None not in jobs
            self._store_all([job for job in jobs if isinstance(job, _Storing)])
            for job in jobs:
                if isinstance(job, _HandingOver):
                    self._hand_over(job)

    def _waiting_jobs(self) -> list[_Storing | _HandingOver | None]:
        jobs: list[_Storing | _HandingOver | None] = []
        with suppress(Empty):
            while len(jobs) < MOST_IN_BATCH:
                jobs.append(self._jobs.get_nowait())
        return jobs

    def _store_all(self, jobs: list[_Storing]) -> None:
        if not jobs:
            return
        try:
            kept = self._store.store([job.wish for job in jobs])
        except Exception as fault:  # noqa: BLE001 - whatever it is, the thread lives on
            for job in jobs:
                job.done.set_exception(_without_content(fault))
        else:
            for job, is_kept in zip(jobs, kept, strict=True):
                job.done.set_result(is_kept)

    def _hand_over(self, job: _HandingOver) -> None:
        try:
            pull = self._store.hand_over(job.cursor)
            self._publish(job.publication.to_contents())
        except Exception as fault:  # noqa: BLE001 - whatever it is, the thread lives on
            job.done.set_exception(_without_content(fault))
        else:
            job.done.set_result(pull)

    def _publish(self, contents: dict[str, bytes]) -> None:
        changed = {
            name: content
            for name, content in contents.items()
            if content != self._written.get(name)
        }
        if not changed:
            return
        with suppress(StoreFailed):  # served from memory all the same
            self._store.publish(changed)
            self._written = contents


def _without_content(fault: Exception) -> StoreFailed:
    return StoreFailed(str(fault) if isinstance(fault, StoreFailed) else type(fault).__name__)
