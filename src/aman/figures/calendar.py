"""The release calendar: exact days, at least four weeks ahead.

Promises: what is announced is always far enough ahead to be announced; a running series has days
for the eight weeks to come.
Refuses to know: whether anybody keeps to it (`log.history` does).
"""

from datetime import date, timedelta
from typing import Final

from .log.entries import Announced
from .log.history import History
from .plan import NOTICE

_AHEAD: Final = timedelta(weeks=8)
_TOP_UP: Final = NOTICE + timedelta(weeks=1)


def calendar_to_announce(history: History, today: date) -> list[Announced]:
    """The releases that have no day yet and should have one."""
    found = []
    for series in history.running():
        plan, announced = series.plan, series.announced
        period = len(series.releases) + len(announced)
        last = date.fromisoformat(announced[period - 1]) if announced else None
        if last is not None and last > today + _TOP_UP:
            continue
        while period < plan.periods and (last is None or last <= today + _AHEAD):
            day = max(plan.due(period), today + NOTICE)
            day = day if last is None else max(day, last)
            found.append(Announced(plan.series, period, day.isoformat()))
            last, period = day, period + 1
    return found
