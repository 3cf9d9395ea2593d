"""Who is let in when room is short, and who is handed over first when many wait.

Pure: rowids and small numbers in, rowids out. Promises: nobody is refused for a wrong stamp; one
network can't take the room of all; the invited always find a fifth of the quota.
Refuses to know: an address. It sees one of 4,096 salted numbers, and forgets it at the hand-over.
"""

import ipaddress
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2s

from aman.core.stamp import Lane

UNKNOWN = -1
"""The network of an envelope that this process did not take in itself: it was restarted since."""

_NETWORKS = 1 << 12
_PREFIX = {4: 24, 6: 48}


def network_number(address: str, salt: bytes) -> int:
    """Salted hash of the address prefix (/24 or /48), cut to 12 bits.

    So short that each number fits 4,096 networks of IPv4: whoever seizes the memory, salt and all,
    still can't tell whose it was.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    prefix = _PREFIX[parsed.version] // 8
    digest = blake2s(parsed.packed[:prefix], key=salt).digest()
    return int.from_bytes(digest[:2], "big") % _NETWORKS


@dataclass(frozen=True, slots=True)
class Quota:
    """How many envelopes the disk may hold; a fifth of them for the invited alone."""

    envelopes: int

    @property
    def for_all(self) -> int:
        """What is open to everybody."""
        return self.envelopes - self.envelopes // 5


class Waiting:
    """The envelopes that were not handed over yet: by lane, and within a lane in turn by network.

    `held` counts those of everybody on disk, handed over or not; only overwriting frees room.
    """

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._lanes: dict[Lane, OrderedDict[int, deque[int]]] = {
            lane: OrderedDict() for lane in Lane
        }
        self._of_network: dict[int, int] = {}
        self.held = 0
        self.held_invited = 0

    def has_room(self, lane: Lane, network: int) -> bool:
        """Tell whether one more fits.

        A network that is not invited may wait with at most as many envelopes as there is room
        left: the dynamic threshold of shared buffers (Choudhury and Hahne, 1998), which always
        leaves room for the next network.
        """
        if lane is Lane.INVITED:
            return self.held < self._quota.envelopes
        left = self._quota.for_all - (self.held - self.held_invited)
        waiting = 0 if network == UNKNOWN else self._of_network.get(network, 0)
        return min(left, self._quota.envelopes - self.held) > waiting

    def add(self, rowid: int, lane: Lane, network: int) -> None:
        """Count and queue one that is being stored."""
        self._lanes[lane].setdefault(network, deque()).append(rowid)
        self._count_network(lane, network, 1)
        self.count(lane, 1)

    def undo(self, lane: Lane, network: int) -> None:
        """Take the last `add` of that lane and network back: storing failed."""
        queue = self._lanes[lane][network]
        queue.pop()
        if not queue:
            del self._lanes[lane][network]
        self._count_network(lane, network, -1)
        self.count(lane, -1)

    def _count_network(self, lane: Lane, network: int, change: int) -> None:
        if lane is Lane.INVITED:
            return
        left = self._of_network.pop(network, 0) + change
        if left:
            self._of_network[network] = left

    def count(self, lane: Lane, change: int) -> None:
        """Note that `change` more (or fewer) of that lane lie on disk."""
        self.held += change
        self.held_invited += change if lane is Lane.INVITED else 0

    def first(self, number: int) -> list[int]:
        """Say which `number` go next, without taking them."""
        chosen: list[int] = []
        for lane in sorted(self._lanes):
            for rowid in _in_turn(self._lanes[lane].values()):
                if len(chosen) == number:
                    return chosen
                chosen.append(rowid)
        return chosen

    def take(self, number: int) -> None:
        """Forget the `number` that `first` named, and from which network each came."""
        for lane in sorted(self._lanes):
            queues = self._lanes[lane]
            while number and queues:
                network, queue = queues.popitem(last=False)
                queue.popleft()
                number -= 1
                self._count_network(lane, network, -1)
                if queue:
                    queues[network] = queue


def _in_turn(queues: Iterable[Iterable[int]]) -> Iterator[int]:
    turns = deque(iter(queue) for queue in queues)
    while turns:
        turn = turns.popleft()
        for rowid in turn:
            yield rowid
            turns.append(turn)
            break
