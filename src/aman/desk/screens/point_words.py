"""Reception points in words and as the map draws them: where, when, how many, who says so, how old.

Promises: everything on the map stands as text too; what is older than a day says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from aman.desk.maps.points import PointsView
from aman.roads.points import ReceptionPoint
from aman.roads.windows import Once, spans

from .hazard_words import OLD_SECONDS, coordinates, each_when
from .line_words import inert

_HOUR = 3600
_AHEAD_SECONDS = 7 * 24 * _HOUR


class State(StrEnum):
    """Whether somebody is there at a moment."""

    OPEN = "open"
    LATER = "later"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PointInWords:
    """A point as the list beside the map says it; `number` counts within its list from 1."""

    id: str
    number: int
    name: str = field(repr=False)
    state: State
    when: list[str]
    people: int | None
    minutes: int
    hands: int
    fetched: int | None
    coordinates: str = field(repr=False)
    source: str = field(repr=False)
    as_of: int
    old: bool


@dataclass(frozen=True, slots=True)
class ListInWords:
    """A list with its points; `damaged` when it does not open."""

    number: int
    name: str = field(repr=False)
    at: int
    by: str
    damaged: bool
    points: tuple[PointInWords, ...]


def list_in_words(view: PointsView, now: int) -> ListInWords:
    """One list."""
    name, damaged = inert(view.name), view.read is None
    points = (_point(view.number, at, each, now) for at, each in enumerate(view.read or (), 1))
    return ListInWords(view.number, name, view.at, view.by, damaged, tuple(points))


def _point(of: int, number: int, point: ReceptionPoint, now: int) -> PointInWords:
    return PointInWords(
        id=_id(of, number),
        number=number,
        name=inert(point.name),
        state=_state(point, now),
        when=each_when(point.windows),
        people=point.people,
        minutes=point.service_s // 60,
        hands=point.hands,
        fetched=point.groups_per_hour,
        coordinates=coordinates(point.lat, point.lon),
        source=inert(point.source),
        as_of=int(point.as_of.timestamp()),
        old=_is_old(point, now),
    )


def _id(of: int, number: int) -> str:
    return f"point-{of}-{number}"


def _is_old(point: ReceptionPoint, now: int) -> bool:
    return now - point.as_of.timestamp() > OLD_SECONDS


def _state(point: ReceptionPoint, now: int) -> State:
    if not point.windows:
        return State.OPEN
    start = datetime.fromtimestamp(now, UTC)
    open_at = spans(point.windows, start, _AHEAD_SECONDS)
    if open_at and open_at[0][0] == 0:
        return State.OPEN
    later = open_at or _opens_after(point, start + timedelta(seconds=_AHEAD_SECONDS))
    return State.LATER if later else State.CLOSED


def _opens_after(point: ReceptionPoint, moment: datetime) -> bool:
    """Whether anybody will be there after it, however long after."""
    return any(
        each.end > moment
        if isinstance(each, Once)
        else each.last is None or each.last >= moment.date()
        for each in point.windows
    )


def drawn(lists: Iterable[PointsView], start: int, hours: int, now: int) -> dict[str, Any]:
    """All points as GeoJSON with what the map needs of each; `spans` None: always open."""
    begin = datetime.fromtimestamp(start, UTC)
    end = begin + timedelta(hours=hours)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
            "properties": {
                "id": _id(each.number, at),
                "name": inert(point.name),
                "when": each_when(point.windows),
                "old": _is_old(point, now),
                "spans": spans(point.windows, begin, hours * _HOUR) if point.windows else None,
                "after": _opens_after(point, end),
            },
        }
        for each in lists
        for at, point in enumerate(each.read or (), 1)
    ]
    return {"type": "FeatureCollection", "features": features}
