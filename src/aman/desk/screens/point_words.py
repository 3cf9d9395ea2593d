"""Reception points in words: where, when, how many, who says so, how old.

Promises: what is older than a day says so.
"""

from dataclasses import dataclass, field

from aman.desk.maps.points import PointsView
from aman.roads.points import ReceptionPoint

from .hazard_words import OLD_SECONDS, coordinates, when
from .line_words import inert


@dataclass(frozen=True, slots=True)
class PointInWords:
    """A point as the list beside the map says it."""

    name: str = field(repr=False)
    when: str
    people: int | None
    minutes: int
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
    points = tuple(_point(each, now) for each in view.read or ())
    return ListInWords(view.number, inert(view.name), view.at, view.by, view.read is None, points)


def _point(point: ReceptionPoint, now: int) -> PointInWords:
    as_of = int(point.as_of.timestamp())
    return PointInWords(
        name=inert(point.name),
        when=when(point.windows),
        people=point.people,
        minutes=point.service_s // 60,
        coordinates=coordinates(point.lat, point.lon),
        source=inert(point.source),
        as_of=as_of,
        old=now - as_of > OLD_SECONDS,
    )
