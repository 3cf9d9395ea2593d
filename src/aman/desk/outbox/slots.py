"""Which replies stand in which bucket of a tick (protocol section 5).

Pure: state in, slots out; chance is passed in. Promises: at most four slots for a caller; who is
about to look comes first, then who was heard within 15 minutes, both by lot, then other unread
replies in turn. By lot, because a strict turn can fall in step with a page's beats: then it is
always served in a tick at which it does not look.
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
class Chosen:
    """Per bucket the (case, seq) pairs in it, a case's own in order; when each was last served."""

    buckets: Mapping[int, list[tuple[int, int]]]
    served_at: Mapping[int, int] = field(repr=False)


def live_slots(waiting: Iterable[Waiting], now: int) -> int:
    """How many slots the callers want who were heard within the last 15 minutes."""
    return sum(len(each.wanted()) for each in waiting if each.is_live(now))


def choose(
    waiting: Iterable[Waiting],
    now: int,
    served_at: Mapping[int, int],
    random_bytes: Callable[[int], bytes],
) -> Chosen:
    """Fill the buckets of one tick; `served_at` is what the last tick's choice gave back."""
    queue = sorted(waiting, key=lambda each: _place(each, now, served_at, random_bytes))
    buckets: dict[int, list[tuple[int, int]]] = {}
    after: dict[int, int] = {}
    for each in queue:
        held = buckets.setdefault(each.bucket, [])
        wanted = each.wanted()
        given = wanted[: SLOTS - len(held)]
        held += ((each.case, seq) for seq in given)
        after[each.case] = now if given == wanted else served_at.get(each.case, 0)
    return Chosen(buckets, after)


def _place(
    each: Waiting, now: int, served_at: Mapping[int, int], random_bytes: Callable[[int], bytes]
) -> tuple[int, int, bytes]:
    """Who may be looking is drawn by lot: a strict turn can fall in step with a page's beats."""
    away = int(now - each.heard_at >= LOOKING_SECONDS) + int(not each.is_live(now))
    turn = 0 if each.is_live(now) else served_at.get(each.case, 0)
    return away, turn, random_bytes(8)


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
