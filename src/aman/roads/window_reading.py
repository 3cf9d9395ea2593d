"""Windows as a layer's JSON tells them: once, or again by a local clock.

Promises: a window that ends before it begins, or whose zone is missing, is refused by its field.
Refuses to know: what the window is of.
"""

from collections.abc import Iterable
from typing import Final

from .faults import Fault
from .fields import Field
from .windows import DAYS, Again, Once, Window

WINDOWS_AT_MOST: Final = 100
_ONCE: Final = frozenset({"from", "to"})
_AGAIN: Final = frozenset({"from", "to", "days", "zone", "first", "last"})


def read_windows(field: Field) -> tuple[Window, ...]:
    """One window or more, of a hazard or a point. Raises MalformedLayer."""
    windows = field.items()
    if not 1 <= len(windows) <= WINDOWS_AT_MOST:
        field.refuse(Fault.WINDOW_COUNT, most=WINDOWS_AT_MOST)
    return tuple(_window(each) for each in windows)


def _window(field: Field) -> Window:
    again = _AGAIN - _ONCE
    members = field.members(_AGAIN)
    begin, end = field.member("from").needed(), field.member("to").needed()
    if not again & members.keys():
        once = Once(begin.moment_there(), end.moment_there())
        return once if once.begin < once.end else end.refuse(Fault.ENDS_BEFORE)
    days = field.member("days")
    first, last = field.member("first"), field.member("last")
    window = Again(
        days=frozenset(range(len(DAYS))) if days.is_absent else _days(days.items()),
        begin=begin.clock(),
        end=end.clock(),
        zone=field.member("zone").needed().zone(),
        first=None if first.is_absent else first.day(),
        last=None if last.is_absent else last.day(),
    )
    if window.begin == window.end:
        end.refuse(Fault.LASTS_NOTHING)
    if window.first and window.last and window.last < window.first:
        last.refuse(Fault.LAST_BEFORE_FIRST)
    if not window.days:
        days.refuse(Fault.NO_DAY)
    return window


def _days(fields: Iterable[Field]) -> frozenset[int]:
    numbers = {day: number for number, day in enumerate(DAYS)}
    return frozenset(each.one_of(numbers) for each in fields)
