"""Reads reception points (GeoJSON, RFC 7946): who receives people where, when, how many, how long.

Promises: a file is taken whole or refused with the feature and the field that is wrong; a window
that can't hold one reception is refused, because nobody could ever be received in it.
Refuses to know: roads, and who stands at the point.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shapely import Point

from .answers import Goal
from .faults import Fault
from .fields import Field
from .geojson import read_features
from .outlines import read_geometry
from .window_reading import read_windows
from .windows import Once, Window, spans

POINTS_AT_MOST: Final = 1_000
SERVICE_MINUTES_AT_MOST: Final = 24 * 60
PEOPLE_AT_MOST: Final = 1_000_000
HANDS_AT_MOST: Final = 1_000
_OWN: Final = frozenset(
    {"name", "windows", "service_minutes", "people", "hands", "groups_per_hour", "source", "as_of"}
)


@dataclass(frozen=True, slots=True)
class ReceptionPoint:
    """One feature of a file of points."""

    name: str
    lon: float
    lat: float
    windows: tuple[Window, ...]
    """Empty: always."""
    service_s: int
    """How long the reception of one group takes."""
    people: int | None
    """How many it can take in one window; None: nobody said."""
    source: str
    as_of: datetime
    hands: int = 1
    """How many groups it receives at the same time."""
    groups_per_hour: int | None = None
    """How many groups its teams fetch in an hour; None: people come by themselves."""

    def goal(self, node: int, start: datetime, horizon_s: int) -> Goal:
        """What the search goes to, at the junction where the point is."""
        open_at = spans(self.windows, start, horizon_s) if self.windows else [(0, horizon_s)]
        return Goal(node, tuple(open_at), self.service_s)


def read_points(file: bytes) -> tuple[ReceptionPoint, ...]:
    """The points of one file, no name twice. Raises MalformedLayer."""
    points: list[ReceptionPoint] = []
    for geometry, own in read_features(file, POINTS_AT_MOST, _OWN):
        point = _point(geometry, own)
        if any(point.name == each.name for each in points):
            own.member("name").refuse(Fault.NAME_TWICE)
        points.append(point)
    return tuple(points)


def _point(geometry: Field, own: Field) -> ReceptionPoint:
    place = read_geometry(geometry)
    if not isinstance(place, Point):
        geometry.member("type").refuse(Fault.NOT_POINT)
    service_s = _service(own.member("service_minutes"))
    windows = own.member("windows")
    open_at = () if windows.is_absent else read_windows(windows)
    for number, window in enumerate(open_at, 1):
        _check_holds(window, service_s, Field(own.feature, f"windows[{number}].to", None))
    people, hands = own.member("people"), own.member("hands")
    fetched = own.member("groups_per_hour")
    return ReceptionPoint(
        name=own.member("name").needed().text(),
        lon=place.x,
        lat=place.y,
        windows=open_at,
        service_s=service_s,
        people=None if people.is_absent else people.whole(1, PEOPLE_AT_MOST),
        source=own.member("source").needed().text(),
        as_of=own.member("as_of").needed().moment(),
        hands=1 if hands.is_absent else hands.whole(1, HANDS_AT_MOST),
        groups_per_hour=None if fetched.is_absent else fetched.whole(1, PEOPLE_AT_MOST),
    )


def _service(field: Field) -> int:
    if field.is_absent:
        return 0
    minutes = field.number()
    if not 0 <= minutes <= SERVICE_MINUTES_AT_MOST:
        field.refuse(Fault.BEYOND_RANGE, least=0, most=SERVICE_MINUTES_AT_MOST)
    return round(minutes * 60)


def _check_holds(window: Window, service_s: int, field: Field) -> None:
    """For windows that come again the shortest reading by the clock; a day has no fewer hours."""
    if isinstance(window, Once):
        seconds = (window.end - window.begin).total_seconds()
    else:
        begin, end = (each.hour * 3600 + each.minute * 60 + each.second
                      for each in (window.begin, window.end))  # fmt: skip
        seconds = end - begin if end > begin else end - begin + 86_400
    if seconds < service_s:
        field.refuse(Fault.WINDOW_TOO_SHORT)
