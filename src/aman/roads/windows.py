"""When a hazard applies, or a point is open: once, or again on chosen days by a local clock.

Promises: seconds from a start; a local time that a clock change repeats or leaves out is taken so
that the window is never shorter than either reading.
Refuses to know: what the window is of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil, floor
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Once:
    """From one moment to another; both by the clock by which they were written."""

    begin: datetime
    end: datetime

    def within(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Itself, if any of it is."""
        if self.begin < end and self.end > begin:
            yield self.begin, self.end


@dataclass(frozen=True, slots=True)
class Again:
    """On these days of the week (0 is Monday) from one local time to another.

    It ends on the next day if its end is not later than its beginning; a day is that of the
    beginning.
    """

    days: frozenset[int]
    begin: time
    end: time
    zone: ZoneInfo
    first: date | None = None
    last: date | None = None
    """The first and the last day on which it begins, if it does not always."""

    def within(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Each of its windows that touches the stretch."""
        day = begin.astimezone(self.zone).date() - 2 * _DAY
        until = end.astimezone(self.zone).date() + _DAY
        while day <= until:
            if self._begins_on(day):
                opens = min(_moments(day, self.begin, self.zone))
                closes_on = day if self.end > self.begin else day + _DAY
                closes = max(_moments(closes_on, self.end, self.zone))
                if opens < end and closes > begin:
                    yield opens, closes
            day += _DAY

    def _begins_on(self, day: date) -> bool:
        return (
            day.weekday() in self.days
            and (self.first is None or day >= self.first)
            and (self.last is None or day <= self.last)
        )


Window = Once | Again


def _moments(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both readings of a local time; the same but for the hours when clocks change."""
    local = datetime.combine(day, clock, zone)
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def spans(windows: Iterable[Window], start: datetime, horizon_s: int) -> list[tuple[int, int]]:
    """When any of the windows is open, in whole seconds from start: apart and ascending.

    Parts of seconds count as open. The spans are cut to 0 and the horizon.
    """
    begin = start.astimezone(UTC)
    end = begin + timedelta(seconds=horizon_s)
    found = sorted(
        (
            max(0, floor((opens - begin).total_seconds())),
            min(horizon_s, ceil((closes - begin).total_seconds())),
        )
        for window in windows
        for opens, closes in window.within(begin, end)
    )
    merged: list[tuple[int, int]] = []
    for opens, closes in found:
        if merged and opens <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(closes, merged[-1][1])
        elif opens < closes:
            merged.append((opens, closes))
    return merged
