"""What stands in the log: six kinds of entries, each canonical JSON with its number and time.

Promises: nothing in an entry is a true count, a person, a case or a place; what is wrong later is
said by a further entry, never overwritten.
Refuses to know: whether entries follow from each other (`history`).
"""

from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from aman.figures.disclosure import Stated
from aman.figures.plan import SeriesPlan

from .canonical import NotCanonical, read

MOST_BYTES: Final = 65_536
Reason = dict[str, str]
"""A text by language ("en", "ar" …)."""


class Entry(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower
):
    """What all entries have."""

    index: int
    at: str
    """UTC, to the second."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of an entry."""


class Budget(Part, frozen=True):
    """What being counted costs over all series of this budget; see docs/figures/privacy.md.

    Of contacts: one week of a person. Of all other measures together: one person.
    """

    total: str
    """Never more than this."""
    spent: str
    """With the series that this entry opens."""
    epsilon: str
    """Of what is spent, at `delta`."""
    epsilon_total: str
    delta: str


class Opened(Entry, frozen=True):
    """A series begins: its plan, its price, and the noise that it has from now on."""

    plan: SeriesPlan
    budget: Budget
    scale: int
    """Of the discrete Gaussian."""
    drawn_by: str
    noise: str
    """SHA-256 commitment to all the noise of the series."""


class Announced(Part, frozen=True):
    """One release to come."""

    series: str
    period: int
    date: str


class EarlyAccess(Part, frozen=True):
    """Who sees figures before everybody does."""

    role: str
    hours: int


class Calendar(Entry, frozen=True):
    """Days of releases, and who sees them earlier. The last word about a release counts."""

    dates: list[Announced]
    early_access: list[EarlyAccess]
    reason: Reason
    """Why a day that was announced before is moved; else empty."""


class Release(Entry, frozen=True):
    """The figures of one period."""

    series: str
    measure: str
    period: int
    first: str
    last: str
    total: Stated
    """Since the series' first day."""
    margin: int
    """The total is right within this, 95 times of 100."""
    change: Stated
    """In this period: the difference of two published totals."""
    change_margin: int
    count: str
    """SHA-256 commitment to the true counts."""
    reason: Reason
    """Why it is later than announced; else empty."""


class Revision(Entry, frozen=True):
    """All totals so far, put in order: none is less than the one before."""

    series: str
    totals: list[Stated | None]
    """None in place of each that was withdrawn: no other is moved because of it."""
    reason: Reason


class Correction(Entry, frozen=True):
    """Something said before is wrong."""

    of: int
    """The number of the entry that it speaks of."""
    effect: Literal["withdrawn", "mended", "explained"]
    """A withdrawn figure must not be used; there is none in its place, and no release of its series
    follows before one that was withdrawn is mended: later totals do not hold what was wrong."""
    reason: Reason


class Closed(Entry, frozen=True):
    """A series has no further releases: all are out, or it was stopped."""

    series: str
    why: Literal["ended", "stopped"]
    reason: Reason


AnyEntry = Opened | Calendar | Release | Revision | Correction | Closed


def read_entry(content: bytes) -> AnyEntry:
    """An entry; raises NotCanonical."""
    if len(content) > MOST_BYTES:
        message = "It is longer than an entry can be."
        raise NotCanonical(message)
    return read(content, AnyEntry)


def moment(at: str) -> datetime:
    """The time of an entry; raises ValueError."""
    found = datetime.fromisoformat(at)
    if found.tzinfo is None or told(found) != at:
        message = "not a time"
        raise ValueError(message)
    return found


def told(at: datetime) -> str:
    """As an entry says it."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
