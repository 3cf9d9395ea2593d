"""The way that was chosen, as a line in time, and how dangerous it was and is: at rest.

Promises: sealed under the case's key; a record that does not open is damaged, never empty; nothing
that holds a place prints it. Refuses to know: how danger is judged (`danger`).
"""

from bisect import bisect_right
from enum import StrEnum

import msgspec

from aman.core.handover import Window
from aman.desk.casebook.content import read_content, write_content
from aman.desk.keys.vault import DamagedRecord

from .content import case_key
from .models import Journey

FILLED_TO = 32_768
LonLat = tuple[float, float]
"""Longitude first, as maps and GeoJSON have it."""
Ends = tuple[int, int]
"""Of a band: one in so many, from the rarest to the most often."""


class Change(StrEnum):
    """What is worse on a way than when somebody last said that it stands."""

    UNREAD = "unread"
    """A hazard layer or a list of points can't be read, so that nobody knows."""
    CLOSED = "closed"
    """It goes into a closed area that was not there."""
    MORE = "more"
    """It is more dangerous."""
    STAYING = "staying"
    """It was less dangerous than staying, and is not any more."""
    AGAIN = "again"
    """Any of these three, of the second time alone."""
    GONE = "gone"
    """The reception point is in no list any more."""
    MOVED = "moved"
    """The reception point is elsewhere."""
    WINDOW = "window"
    """The point is open at other times."""


class TakenWay(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was chosen, as the ways screen said it. `times` are Unix seconds along `line`.

    `rank` is its number among those found. `start` and `horizon_s` are the question's, by the
    clock of `zone`. `can_be_told` is False for a way on which somebody has to lead them. Who
    could not go at `set_out` goes the same way at `set_out_again`; until then he waits at its
    beginning. It was found for who travels by `pace`, and chosen for so many `people`; its point
    has room for `room` (None: nobody said).
    """

    point: str
    lat: float
    lon: float
    line: tuple[LonLat, ...]
    times: tuple[int, ...]
    start: int
    horizon_s: int
    zone: str
    set_out: int
    there: int
    received: int
    window: Window
    band: Ends
    staying: Ends
    better: bool
    can_be_told: bool
    fallback: Window | None = None
    set_out_again: int | None = None
    halts: tuple[int, ...] = ()
    rank: int = 1
    pace: str = ""
    people: int = 0
    room: int | None = None

    @property
    def second_time(self) -> tuple[tuple[LonLat, ...], tuple[int, ...]] | None:
        """Line and times of who sets out the second time; None: there is none."""
        if self.set_out_again is None:
            return None
        later = self.set_out_again - self.set_out
        begins = max(0, bisect_right(self.times, self.set_out) - 1)
        moved = (each + later for each in self.times[begins:])
        line = (*self.line[: begins + 1], *self.line[begins:])
        return line, (*self.times[: begins + 1], *moved)

    def __repr__(self) -> str:
        return "<TakenWay>"


class Point(msgspec.Struct, frozen=True, omit_defaults=True):
    """The reception point as a list has it; `window` is where they are received, None: always.

    `again`: whether the second window is one of its windows.
    """

    lat: float
    lon: float
    window: Ends | None = None
    again: bool = True

    def __repr__(self) -> str:
        return "<Point>"


class Harm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What going once comes to: `entered` is how often that leads into a closed area.

    `likely` and `high` are probabilities of harm, `worst` and `staying_worst` those of the worst
    tenth of draws.
    """

    likely: float
    high: float
    worst: float
    staying_worst: float
    band: Ends
    entered: int

    @property
    def better(self) -> bool:
        """Whether it is less dangerous than staying."""
        return self.worst < self.staying_worst

    def __repr__(self) -> str:
        return "<Harm>"


class Danger(Harm, frozen=True, kw_only=True, omit_defaults=True):
    """How dangerous the way is by the hazards and points of one moment; `again`: the second time.

    `hazards` is how many are on it at either time, known since `oldest` (a Unix second).
    """

    hazards: int
    oldest: int
    point: Point | None
    again: Harm | None = None

    def __repr__(self) -> str:
        return "<Danger>"


class Watched(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`held` is what an operator chose by, or last said to stand; `now` is None when unread.

    `band` and `better` are how that was said to him: at first by the search itself.
    """

    way: TakenWay
    held: Danger
    band: Ends
    better: bool
    now: Danger | None
    changes: tuple[Change, ...] = ()

    def __repr__(self) -> str:
        return "<Watched>"


def seal_watched(journey: Journey, watched: Watched) -> bytes:
    """As it stands in its row; `VaultLocked`."""
    raw = msgspec.json.encode(watched)
    return write_content(case_key(journey.case), _place(journey), raw, filled_to=FILLED_TO)


def read_watched(journey: Journey) -> Watched | None:
    """The chosen way of a journey; None where none was. `DamagedRecord`, `VaultLocked`."""
    row = getattr(journey, "watched", None)
    if row is None:
        return None
    raw = read_content(case_key(journey.case), _place(journey), bytes(row.content))
    try:
        return msgspec.json.decode(raw, type=Watched)
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None


def _place(journey: Journey) -> bytes:
    numbers = journey.case_id.to_bytes(8, "big") + journey.pk.to_bytes(8, "big")
    return b"aman/1 watched way" + numbers
