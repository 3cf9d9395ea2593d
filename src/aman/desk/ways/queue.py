"""Who is next when several operators search (pure).

Promises: operators take turns, however many searches each of them has; one's own go in their order.
"""

from collections import OrderedDict, deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """Items by operator; whoever was served goes to the end."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[int, deque[Item]] = OrderedDict()

    def put(self, operator: int, item: Item) -> None:
        """Stand in line."""
        self._waiting.setdefault(operator, deque()).append(item)

    def take(self) -> Item | None:
        """The next one; None when nobody waits."""
        if not self._waiting:
            return None
        operator, items = self._waiting.popitem(last=False)
        item = items.popleft()
        if items:
            self._waiting[operator] = items
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
        lines = [list(items) for items in self._waiting.values()]
        longest = max(map(len, lines), default=0)
        return [line[turn] for turn in range(longest) for line in lines if turn < len(line)]
