"""What the courier does for one front, as commands that somebody else carries out.

Pure: yields commands, is sent what came of them. Promises: a front's cursor moves only by what the
desk answered after its commit; a delivery is repeated until the desk has taken it; after any fault
the desk is asked for news before the front is visited again. Keeps nothing beyond its memory: after
a restart front and desk know where they stand.
Refuses to know: HTTP, time (it says how long to wait; chance is passed in), what an envelope holds.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from aman.core.carriage import MOST_ENVELOPES, NO_STORE, Delivery, Publication
from aman.core.exchange import Cursor, InviteKey, Pull, Push

LONGEST_WAIT = 8.0
"""Short, because a caller with two minutes is waiting behind it."""
_MOST_DOUBLINGS = 3


@dataclass(frozen=True, slots=True)
class VisitFront:
    """Bring the push to the front, come back with its `Pull`."""

    push: Push


@dataclass(frozen=True, slots=True)
class HandOver:
    """Bring the delivery to the desk, come back with its `Publication`."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The command was not carried out, or nobody knows whether it was."""


Command = VisitFront | HandOver | Wait
Outcome = Pull | Publication | Failed | None


@dataclass(slots=True)
class _Taken:
    """What the front has taken of the desk's news, as far as this courier knows."""

    store_id: bytes = NO_STORE
    tick: int = 0
    instructions: Mapping[str, tuple[bytes, ...]] | None = None
    invites: tuple[InviteKey, ...] | None = None

    def push_of(self, news: Publication) -> Push:
        """Everything at a new tick; between two only what changed, with manifest and cursor."""
        is_new = news.tick != self.tick
        instructions = news.instructions.items()
        return Push(
            news.cursor,
            news.manifest,
            news.buckets if is_new else (),
            tuple(instructions) if is_new or news.instructions != self.instructions else (),
            news.invites if is_new or news.invites != self.invites else None,
        )

    def note(self, news: Publication, store_id: bytes) -> None:
        """The front answered: it has this news, unless it is another front than before."""
        replaced = self.store_id not in (NO_STORE, store_id)
        if replaced and news.tick == self.tick:
            self.tick, self.instructions, self.invites = 0, None, None
        else:
            self.tick = news.tick
            self.instructions, self.invites = news.instructions, news.invites
        self.store_id = store_id


def rounds(
    front: str, *, every: float, chance: Callable[[], float]
) -> Generator[Command, Outcome, NoReturn]:
    """Serve one front for ever: news from the desk, visit, hand over, wait `every` seconds.

    A tenth of that when the desk's answer brought the buckets of a new tick, when the desk took
    only some of the envelopes, or when the front gave as much as it may and has more. After a
    fault the wait doubles up to 8 s, each time between half and the whole of that, as `chance`
    (0 to 1) says.
    """
    taken = _Taken()
    faults = 0
    while True:
        news = yield from _hand_over(Delivery(front, have_tick=taken.tick), every, chance)
        while isinstance(pull := (yield VisitFront(taken.push_of(news))), Pull):
            faults = 0
            taken.note(news, pull.store_id)
            delivery = Delivery(front, pull.store_id, pull.first_seq, pull.envelopes, taken.tick)
            news = yield from _hand_over(delivery, every, chance)
            is_full = len(pull.envelopes) == MOST_ENVELOPES
            hurry = news.buckets or is_full or _took_some(news.cursor, pull)
            yield Wait(every / 10 if hurry else every)
        faults += 1
        yield Wait(_back_off(faults, every, chance))


def _took_some(cursor: Cursor | None, pull: Pull) -> bool:
    """Whether the desk's cursor stands within what was pulled: some is taken, some is left."""
    if cursor is None or cursor.store_id != pull.store_id:
        return False
    return 0 <= cursor.seq - pull.first_seq < len(pull.envelopes) - 1


def _hand_over(
    delivery: Delivery, every: float, chance: Callable[[], float]
) -> Generator[Command, Outcome, Publication]:
    faults = 0
    while True:
        news = yield HandOver(delivery)
        if isinstance(news, Publication):
            return news
        faults += 1
        yield Wait(_back_off(faults, every, chance))


def _back_off(faults: int, every: float, chance: Callable[[], float]) -> float:
    longest = min(LONGEST_WAIT, every * (1 << min(faults, _MOST_DOUBLINGS)))
    return longest * (0.5 + chance() / 2)
