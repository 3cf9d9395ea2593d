"""The life of an epoch key, pure: what is known goes in, what has to be done comes out.

Promises: a secret is not destroyed before two hours have passed since every awaited front handed
over what it took before the epoch's end, unless fourteen days have passed since that end; it is
destroyed by then, with an alarm. While the clock is in doubt nothing is destroyed.
Refuses to know: files, keys, the clock.
"""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from aman.core.manifest import EPOCHS

EPOCH_SECONDS = 86_400
COLLECTED_SECONDS = 2 * 3600
LATEST_SECONDS = 14 * 86_400
STEP_SECONDS = 600
SETTLING_SECONDS = 600
"""After a start the fronts get this long to hand over before anything overdue is destroyed."""
_FAR_SECONDS = EPOCHS * EPOCH_SECONDS
_HOUR = 3600


class Stage(StrEnum):
    """Where in its life an epoch's secret is."""

    TO_COME = "to come"
    RUNNING = "running"
    ENDED = "ended"
    COLLECTED = "collected"
    DESTROYED = "destroyed"


class Event(StrEnum):
    """What moves it on."""

    BEGAN = "its time begins"
    OVER = "its time is over"
    HANDED_OVER = "every awaited front handed over"
    TWO_HOURS = "two hours passed"
    FOURTEEN_DAYS = "fourteen days passed since its end: alarm"


LIFE: dict[tuple[Stage, Event], Stage] = {
    (Stage.TO_COME, Event.BEGAN): Stage.RUNNING,
    (Stage.RUNNING, Event.OVER): Stage.ENDED,
    (Stage.ENDED, Event.HANDED_OVER): Stage.COLLECTED,
    (Stage.COLLECTED, Event.TWO_HOURS): Stage.DESTROYED,
    (Stage.ENDED, Event.FOURTEEN_DAYS): Stage.DESTROYED,
    (Stage.COLLECTED, Event.FOURTEEN_DAYS): Stage.DESTROYED,
}


def diagram() -> str:
    """The table as a Mermaid state diagram; the documentation shows exactly this."""
    name = {stage: stage.value.replace(" ", "_") for stage in Stage}
    lines = [f"    {name[start]} --> {name[end]}: {event}" for (start, event), end in LIFE.items()]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {name[Stage.TO_COME]}", *lines])


class Epoch(msgspec.Struct, frozen=True):
    """One epoch key as the desk remembers it: base64url public key, times in Unix seconds."""

    pk: str
    valid_from: int
    valid_to: int
    stage: Stage = Stage.TO_COME
    collected_at: float | None = None
    overdue: bool = False


class EpochBook(msgspec.Struct, frozen=True):
    """All that is remembered about epoch keys whose secrets live."""

    epochs: tuple[Epoch, ...] = ()
    last_look: float = 0.0
    started_at: float = 0.0
    suspended: bool = False
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class MakeEpoch:
    """Make a key pair for this time."""

    valid_from: int
    valid_to: int


@dataclass(frozen=True, slots=True)
class DestroySecret:
    """Destroy the secret of this public key."""

    pk: str


Command = MakeEpoch | DestroySecret


def begin(book: EpochBook, now: float) -> EpochBook:
    """The desk starts. It may have been off for days, but time never runs backwards."""
    back = now < book.last_look - STEP_SECONDS
    return msgspec.structs.replace(
        book, started_at=now, last_look=now, suspended=book.suspended or back
    )


def listed(book: EpochBook, now: float) -> tuple[Epoch, ...]:
    """The running epoch and those to come, as the manifest names them."""
    near = [
        epoch
        for epoch in book.epochs
        if epoch.stage is not Stage.DESTROYED
        and epoch.valid_to > now
        and epoch.valid_from <= now + _FAR_SECONDS
    ]
    return tuple(sorted(near, key=lambda epoch: epoch.valid_from)[:EPOCHS])


def look(
    book: EpochBook, now: float, handed_over: float | None
) -> tuple[EpochBook, tuple[Command, ...]]:
    """Look at the clock once.

    `handed_over`: every awaited front has handed over all it took before that time; None when
    that is not known of one of them. A time that has not come yet is no evidence.
    """
    stepped = abs(now - book.last_look) > STEP_SECONDS
    suspended = book.suspended or stepped
    known = handed_over if handed_over is not None and handed_over <= now else None
    settled = now >= book.started_at + SETTLING_SECONDS
    epochs = tuple(
        epoch if suspended else _doomed(epoch, now, settled=settled)
        for living in without_destroyed(book).epochs
        for epoch in [_moved(living, now, None if suspended else known)]
    )
    doomed = [DestroySecret(epoch.pk) for epoch in epochs if epoch.stage is Stage.DESTROYED]
    overdue = sum(epoch.overdue for epoch in epochs)
    after = msgspec.structs.replace(
        book,
        epochs=epochs,
        last_look=now,
        suspended=suspended,
        overdue=book.overdue + overdue,
    )
    return after, (*_missing(after, now), *doomed)


def without_destroyed(book: EpochBook) -> EpochBook:
    """Forget what was destroyed: it is remembered until the destruction has been performed."""
    living = tuple(epoch for epoch in book.epochs if epoch.stage is not Stage.DESTROYED)
    return msgspec.structs.replace(book, epochs=living)


def _moved(epoch: Epoch, now: float, handed_over: float | None) -> Epoch:
    if epoch.stage is Stage.TO_COME and epoch.valid_from <= now:
        epoch = _next(epoch, Event.BEGAN)
    if epoch.stage is Stage.RUNNING and epoch.valid_to <= now:
        epoch = _next(epoch, Event.OVER)
    if epoch.stage is Stage.ENDED and handed_over is not None and handed_over >= epoch.valid_to:
        epoch = msgspec.structs.replace(_next(epoch, Event.HANDED_OVER), collected_at=now)
    return epoch


def _next(epoch: Epoch, event: Event) -> Epoch:
    return msgspec.structs.replace(epoch, stage=LIFE[epoch.stage, event])


def _doomed(epoch: Epoch, now: float, *, settled: bool) -> Epoch:
    collected_at = epoch.collected_at
    if (
        epoch.stage is Stage.COLLECTED
        and collected_at is not None
        and now >= collected_at + COLLECTED_SECONDS
    ):
        return _next(epoch, Event.TWO_HOURS)
    due = settled and now >= epoch.valid_to + LATEST_SECONDS
    if due and (epoch.stage, Event.FOURTEEN_DAYS) in LIFE:
        return msgspec.structs.replace(_next(epoch, Event.FOURTEEN_DAYS), overdue=True)
    return epoch


def _missing(book: EpochBook, now: float) -> list[MakeEpoch]:
    there = listed(book, now)
    start = there[-1].valid_to if there else int(now) // _HOUR * _HOUR
    starts = range(start, start + (EPOCHS - len(there)) * EPOCH_SECONDS, EPOCH_SECONDS)
    return [MakeEpoch(at, at + EPOCH_SECONDS) for at in starts]


def resume(book: EpochBook, now: float) -> EpochBook:
    """An administrator says that the clock is right.

    The two hours count anew from here. Keys that were made for a time far off, while the clock
    was wrong, end now.
    """
    epochs = []
    for epoch in book.epochs:
        if epoch.valid_from > now + _FAR_SECONDS:
            ended = int(now)
            epoch = msgspec.structs.replace(  # noqa: PLW2901 - the same epoch, corrected
                epoch, valid_from=ended, valid_to=ended, stage=Stage.RUNNING
            )
        if epoch.stage is Stage.COLLECTED:
            epoch = msgspec.structs.replace(epoch, collected_at=now)  # noqa: PLW2901 - the same
        epochs.append(epoch)
    return msgspec.structs.replace(book, epochs=tuple(epochs), last_look=now, suspended=False)
