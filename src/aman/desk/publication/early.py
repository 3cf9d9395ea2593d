"""Figures before their day, for the roles that the public calendar lists, within their hours.

Looking fixes the counts: they stand in the private book from then on, so that what was seen is what
is published; events that come later fall into the next period. No entry is written, and nothing is
signed: no key that signs is needed here.
Promises: `seen_early` is the one guard; one reader or publisher has the book at a time.
Refuses to know: who has which role.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import msgspec

from aman.figures.log.entries import Release, told
from aman.figures.log.history import History
from aman.figures.log.reading import Log
from aman.figures.publishing import (
    BeforeItsTime,
    CountingEvents,
    Draft,
    EventsMissing,
    OlderBook,
    Unfinished,
    count_early,
    release_due,
)
from aman.figures.series import DamagedBook, LogBehind, PrivateBook

from .publisher import BookKeeper, salt

LOCK: Final = "figures.lock"
"""In the desk's folder; every command that publishes from a desk's book holds it too."""
NotInStep = (Unfinished, OlderBook, BeforeItsTime, EventsMissing, LogBehind, DamagedBook)
"""Book, log, events or clock do not fit together: whoever publishes has to look."""


class NotForThisRole(Exception):  # noqa: N818 - what the operator is told
    """The public calendar lists no early access for it."""

    person = "These figures are not public yet."
    operator = "The calendar lists no early access for this role."


class SomebodyPublishes(Exception):  # noqa: N818 - what the operator is told
    """Another command has the private book."""

    person = "Figures are being published in this moment. Try again."
    operator = "The private book is in use."


def hours_of(history: History, role: str) -> int:
    """How many hours earlier a role sees figures; 0: no earlier than everybody."""
    return next((each.hours for each in history.early_access if role and each.role == role), 0)


def seen_early(
    role: str, keeper: BookKeeper, log: Log, events: CountingEvents, now: datetime
) -> Sequence[Release]:
    """The releases to come that this role may see now, their counts fixed from here on.

    Raises NotForThisRole, and what `NotInStep` names.
    """
    hours = hours_of(log.history, role)
    if not hours:
        raise NotForThisRole
    until, kept = now + timedelta(hours=hours), keeper.book()
    fixing = Draft(kept, log, now)
    count_early(fixing, events, salt, until)
    fixed = fixing.book()
    if fixed != kept:
        keeper.keep(fixed)
    draft = Draft(fixed, log, until)  # thrown away
    release_due(draft, events, salt)
    seen = [
        msgspec.structs.replace(each, at=told(_when(each, log, now)), reason={})
        for each in draft.entries
        if isinstance(each, Release) and _is_counted(each, fixed)
    ]
    if fixing.left and not seen:
        raise EventsMissing(" ".join(fixing.left.values()))
    return seen


def _is_counted(release: Release, book: PrivateBook) -> bool:
    state = book.state(release.series)
    return state is not None and release.period < len(state.counts)


def _when(release: Release, log: Log, now: datetime) -> datetime:
    """Its announced day, or now when that is over."""
    day = date.fromisoformat(log.history.series[release.series].announced[release.period])
    return max(now, datetime.combine(day, time(), UTC))


@contextmanager
def alone(lock_file: Path) -> Iterator[None]:
    """Hold a private book by its lock file; raises SomebodyPublishes at once."""
    with lock_file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SomebodyPublishes from None
        yield
