"""A stub of the search worker: it says what a test tells it to, and remembers what it was told."""

import queue
from pathlib import Path

from aman.desk.ways.process import WorkerGone
from aman.desk.ways.wire import Order, Ready, Told


class ScriptedWorker:
    """Ready at once; `says` is what it will say, in its order; None: it ends there."""

    def __init__(self, roads: Path) -> None:
        self.roads = roads
        self.says: queue.Queue[Told | None] = queue.Queue()
        self.says.put(Ready())
        self.told: queue.Queue[Order] = queue.Queue()
        self.is_killed = False

    def say(self, order: Order) -> None:
        """Take an order."""
        self.told.put(order)

    def hear(self, seconds: float) -> Told | None:
        """What it was told to say."""
        try:
            said = self.says.get(timeout=seconds)
        except queue.Empty:
            return None
        if said is None:
            raise WorkerGone
        return said

    def kill(self) -> None:
        """It is over."""
        self.is_killed = True
