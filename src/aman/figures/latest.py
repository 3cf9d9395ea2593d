"""The newest figures, read from the file that is published beside the log (`latest.json`).

Promises: each comes with its measure, days and margin, and with the end of its series if that has
none to come, or the file is refused; what was withdrawn is left out.
Refuses to know: whether the log says the same; `aman figures verify` tells.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import msgspec

from .measures import FEW, MEASURES, MeasureId, Published, Window


class UnreadableFigures(Exception):  # noqa: N818 - twin of WrongProgramme
    """The file holds no published figures: its str says so."""


_FIELDS: Final = {"first": "from", "last": "to"}


class _Newest(msgspec.Struct, rename=_FIELDS):
    measure: str
    first: str
    last: str
    as_of: str
    value: str
    within: str
    entry: str
    withdrawn: str = "no"
    closed: Literal["no", "ended", "stopped"] = "no"
    closed_on: str = ""


class _Latest(msgspec.Struct):
    newest: list[_Newest]


@dataclass(frozen=True, slots=True)
class Newest:
    """The last figure of a series. `closed`: why there is no further one, and since when."""

    figure: Published[Any]
    closed: tuple[str, date] | None = None
    """"ended" or "stopped"."""


def newest_in(content: bytes) -> list[Newest]:
    """The figures of the file, one for each series; raises UnreadableFigures."""
    try:
        latest = msgspec.json.decode(content, type=_Latest)
        return [_newest(each) for each in latest.newest if each.withdrawn == "no"]
    except (msgspec.MsgspecError, ValueError, TypeError) as reason:
        message = "This is no file of published figures (latest.json)."
        raise UnreadableFigures(message) from reason


def _newest(row: _Newest) -> Newest:
    closed = None if row.closed == "no" else (row.closed, date.fromisoformat(row.closed_on))
    return Newest(_published(row), closed)


def _published(row: _Newest) -> Published[Any]:
    measure = MEASURES[MeasureId(row.measure)]
    return Published(
        measure,
        None if row.value == FEW else measure(int(row.value)),
        int(row.within),
        Window(date.fromisoformat(row.first), date.fromisoformat(row.last)),
        date.fromisoformat(row.as_of),
        row.entry,
    )
