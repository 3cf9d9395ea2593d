"""Which replies stand in which bucket of a tick (protocol section 5).

Pure: state in, slots out; chance is passed in. Promises: at most four slots for a caller; who is
about to look comes first, then who was heard within 15 minutes, then other unread replies; what
does not fit comes in turn, and in an order drawn by lot, so that no rhythm of beats misses it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from aman.core.bucket import SLOTS, SLOTS_PER_CALLER, least_k

LIVE_SECONDS = 15 * 60
LOOKING_SECONDS = 15
"""A page fetches its bucket 8 s after its beat; with the courier's second and a tick of 5 s, who
was heard within 15 s is about to look."""
CALM_SECONDS = 300
STATUS = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case for which there is something to publish: `seqs` ascending, without the status."""

    case: int
    bucket: int
    heard_at: int
    seqs: tuple[int, ...]

    def wanted(self) -> tuple[int, ...]:
        """The status, then the lowest replies: at most four."""
        return (STATUS, *self.seqs)[:SLOTS_PER_CALLER]

    def is_live(self, now: int) -> bool:
        """Heard within the last 15 minutes."""
        return now - self.heard_at < LIVE_SECONDS


@dataclass(frozen=True, slots=True)
class Turn:
    """How often a case has had all its slots since it was last heard."""

    heard_at: int
    served: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Per bucket the (case, seq) pairs in it, a case's own in order; and whose turn it was."""

    buckets: Mapping[int, list[tuple[int, int]]]
    turns: Mapping[int, Turn] = field(repr=False)


def live_slots(waiting: Iterable[Waiting], now: int) -> int:
    """How many slots the callers want who were heard within the last 15 minutes."""
    return sum(len(each.wanted()) for each in waiting if each.is_live(now))


def choose(
    waiting: Iterable[Waiting],
    now: int,
    turns: Mapping[int, Turn],
    random_bytes: Callable[[int], bytes],
) -> Chosen:
    """Fill the buckets of one tick."""
    queue = sorted(waiting, key=lambda each: _place(each, now, turns, random_bytes))
    buckets: dict[int, list[tuple[int, int]]] = {}
    after: dict[int, Turn] = {}
    for each in queue:
        held = buckets.setdefault(each.bucket, [])
        wanted = each.wanted()
        given = wanted[: SLOTS - len(held)]
        held += ((each.case, seq) for seq in given)
        served = _served(each, turns) + (given == wanted)
        after[each.case] = Turn(each.heard_at, served)
    return Chosen(buckets, after)


def _place(
    each: Waiting, now: int, turns: Mapping[int, Turn], random_bytes: Callable[[int], bytes]
) -> tuple[int, int, bytes]:
    away = int(now - each.heard_at >= LOOKING_SECONDS) + int(not each.is_live(now))
    return away, _served(each, turns), random_bytes(8)


def _served(each: Waiting, turns: Mapping[int, Turn]) -> int:
    turn = turns.get(each.case)
    return turn.served if turn is not None and turn.heard_at == each.heard_at else 0


@dataclass(frozen=True, slots=True)
class Spread:
    """Over how many buckets (2^k) replies are spread now, and at the next tick.

    `calm_since` is the tick since which fewer would do.
    """

    k: int = 0
    k_next: int = 0
    calm_since: int | None = None

    def advanced(self, live: int, tick: int) -> "Spread":
        """One tick later: what was announced holds, and the next is announced.

        More buckets come at once; fewer only after five calm minutes, so that pages need not
        follow a number that hops.
        """
        k, wanted = self.k_next, least_k(live)
        if wanted >= k:
            return Spread(k, wanted)
        since = tick if self.calm_since is None else self.calm_since
        if tick - since >= CALM_SECONDS:
            return Spread(k, wanted)
        return Spread(k, k, since)
