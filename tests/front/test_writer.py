"""The one thread before the store: group commit, and faults that reach who waits."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from aman.front.publication import Publication
from aman.front.store import ROW_BYTES, Store, StoreFailed
from aman.front.writer import Writer

from .test_store import wish

pytestmark = pytest.mark.enable_socket  # an event loop wakes itself through a socket pair


def open_writer(path: Path, announce: "Steps") -> Writer:
    """A writer with room for 1,000 envelopes."""
    return Writer(
        Store(path, quota_bytes=1000 * ROW_BYTES, announce=announce, random_bytes=os.urandom)
    )


class Steps:
    """Counts commits, and holds the first until it is told to go on."""

    def __init__(self) -> None:
        self.stored = 0
        self.holding, self.go_on = Event(), Event()

    def __call__(self, step: str) -> None:
        """Hear one step."""
        self.stored += step == "front: stored"
        if step == "front: storing" and not self.holding.is_set():
            self.holding.set()
            self.go_on.wait(20)


def test_what_arrives_during_a_commit_shares_the_next_one(tmp_path: Path) -> None:
    """One hundred callers at once cost two commits, and none is answered before his."""
    steps = Steps()
    writer = open_writer(tmp_path / "front.sqlite3", steps)

    async def callers() -> None:
        first = asyncio.create_task(writer.store(wish()))
        await asyncio.to_thread(steps.holding.wait, 20)
        others = [asyncio.create_task(writer.store(wish(network=n))) for n in range(99)]
        done, _ = await asyncio.wait([first, *others], timeout=0.05)
        assert done == set()
        steps.go_on.set()
        assert await asyncio.gather(first, *others) == [True] * 100

    asyncio.run(callers())
    assert steps.stored == 2
    writer.stop()


def test_a_caller_who_goes_away_harms_nobody(tmp_path: Path) -> None:
    """His envelope is stored all the same, and the thread lives on."""
    steps = Steps()
    writer = open_writer(tmp_path / "front.sqlite3", steps)

    async def callers() -> None:
        gone = asyncio.create_task(writer.store(wish()))
        await asyncio.to_thread(steps.holding.wait, 20)
        gone.cancel()
        steps.go_on.set()
        assert await writer.store(wish())
        pull = await writer.hand_over(None, Publication())
        assert len(pull.envelopes) == 2

    asyncio.run(callers())
    writer.stop()


def test_an_unexpected_fault_names_its_class_only(tmp_path: Path) -> None:
    """Its message could hold what was being stored."""
    steps = Steps()
    steps.go_on.set()
    writer = open_writer(tmp_path / "front.sqlite3", steps)
    secret = replace(wish(), sealed=["CanaryText"])  # type: ignore[arg-type]  # the fault

    async def caller() -> None:
        with pytest.raises(StoreFailed) as fault:
            await writer.store(secret)
        assert "Canary" not in str(fault.value)
        assert fault.value.__cause__ is None
        assert await writer.store(wish())

    asyncio.run(caller())
    writer.stop()
