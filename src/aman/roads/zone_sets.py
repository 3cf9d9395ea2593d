"""Which zones apply where, as few distinct sets: the rows of a hazard table.

Promises: what no area covers is the set of "no data" alone, never the empty set; who waits on a
boundary is on its better side, whichever that is by the hour, but never inside a closed area.
Refuses to know: rates, hours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from .arcs import Arcs
from .graph import Ints, Longs
from .pieces import Bits


@dataclass(slots=True)
class ZoneSets:
    """Sets of zones, numbered as they come."""

    no_data: int
    """The zone of what no area covers."""
    numbers: dict[tuple[int, ...], int] = field(default_factory=dict)

    def rows(self, covered: Bits) -> Ints:
        """[n], the set's number for each row of bits."""
        found = np.zeros(len(covered), np.int32)
        some = np.flatnonzero(covered.any(axis=1))
        if len(some) < len(covered):
            found[:] = self._number((self.no_data,))
        if len(some):
            distinct, place = np.unique(covered[some], axis=0, return_inverse=True)
            zones = [self._number(_members(each)) for each in distinct]
            found[some] = np.asarray(zones, np.int32)[place.reshape(-1)]
        return found

    def _number(self, zones: tuple[int, ...]) -> int:
        return self.numbers.setdefault(zones, len(self.numbers))


def _members(words: Bits) -> tuple[int, ...]:
    bits = np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little")
    return tuple(np.flatnonzero(bits).tolist())


def bits_of(numbers: Iterable[int], words: int) -> Bits:
    """[words], with these bits."""
    found = np.zeros(words, np.uint64)
    for number in numbers:
        found[number // 64] |= np.uint64(1) << np.uint64(number % 64)
    return found


def waiting(
    arcs: Arcs, arc_sets: Ints, shut: Bits, sets: ZoneSets, alone: Ints
) -> tuple[Ints, list[tuple[int, ...]]]:
    """[n], the row that waiting at each node costs, and the rows that take the least of sets.

    `shut` are the closed areas that each node is not inside; `alone` is the set for nodes without
    arcs. Rows of the least come after all sets.
    """
    node = np.concatenate([arcs.source, arcs.target]).astype(np.int64)
    covered = np.concatenate([arcs.covered, arcs.covered])
    stands = ~(covered & shut[node]).any(axis=1)
    free = np.zeros(len(shut), np.bool_)
    free[node[stands]] = True
    stands |= ~free[node]  # on the edge of closed areas only: then of all of them
    key = node * len(sets.numbers) + np.concatenate([arc_sets, arc_sets])
    pairs = np.unique(key[stands])
    node, candidate = np.divmod(pairs, max(1, len(sets.numbers)))
    found = alone.copy()
    found[node] = candidate
    several, counts = np.unique(node, return_counts=True)
    begin = np.cumsum(counts) - counts
    members = [frozenset(zones) for zones in sets.numbers]
    least: dict[tuple[int, ...], int] = {}
    for row in np.flatnonzero(counts > 1).tolist():
        choices = candidate[begin[row] : begin[row] + counts[row]].tolist()
        lowest = tuple(
            each for each in choices if not any(members[other] < members[each] for other in choices)
        )
        found[several[row]] = (
            lowest[0] if len(lowest) == 1 else len(members) + least.setdefault(lowest, len(least))
        )
    return found, list(least)


def as_rows(rows: Sequence[tuple[int, ...]]) -> tuple[Longs, Ints]:
    """Compressed: where each row begins, and all members."""
    lengths = [len(each) for each in rows]
    first = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    return first, np.asarray([number for each in rows for number in each], np.int32)
