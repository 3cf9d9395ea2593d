"""Who is next when several operators search (pure).

Promises: it is the turn of whoever was served longest ago, however many searches each of them has;
one's own go in their order.
"""

from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")
_NEVER = -1


class FairQueue(Generic[Item]):
    """Items by operator."""

    def __init__(self) -> None:
        self._waiting: dict[int, deque[Item]] = {}
        self._served: dict[int, int] = {}
        self._turn = 0

    def put(self, operator: int, item: Item) -> None:
        """Stand in line."""
        self._waiting.setdefault(operator, deque()).append(item)

    def take(self) -> Item | None:
        """The next one; None when nobody waits."""
        if not self._waiting:
            return None
        # Among those who were never served, who came first.
        operator = min(self._waiting, key=lambda each: self._served.get(each, _NEVER))
        item = self._waiting[operator].popleft()
        if not self._waiting[operator]:
            del self._waiting[operator]
        self._served[operator] = self._turn
        self._turn += 1
        return item

    def remove(self, item: Item) -> None:
        """Leave the line, if it stands there."""
        for operator, items in list(self._waiting.items()):
            if item in items:
                items.remove(item)
                if not items:
                    del self._waiting[operator]

    def clear(self) -> None:
        """Everybody leaves."""
        self._waiting.clear()

    def in_turn(self) -> list[Item]:
        """In which order they will be taken if nobody else comes."""
        later: FairQueue[Item] = FairQueue()
        later._waiting = {each: deque(items) for each, items in self._waiting.items()}
        later._served, later._turn = dict(self._served), self._turn
        found = []
        while (item := later.take()) is not None:
            found.append(item)
        return found
