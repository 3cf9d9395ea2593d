"""Lists of reception points, kept as hazard layers are; no two points are called the same.

Refuses to know: roads, and who stands at a point.
"""

from django.db import transaction

from aman.desk.audit.book import Action, Colleague
from aman.roads.faults import Fault
from aman.roads.fields import MalformedLayer
from aman.roads.points import ReceptionPoint, read_points

from .keeping import Book, View
from .models import Kind

PointsView = View[tuple[ReceptionPoint, ...]]


def _read(file: bytes, name: str) -> tuple[ReceptionPoint, ...]:
    del name
    return read_points(file)


_POINTS = Book(
    Kind.POINTS.value, b"aman/1 points", _read, Action.WROTE_POINTS, Action.REMOVED_POINTS
)
access_point_lists = _POINTS.access_all
point_turns = _POINTS.turns
access_point_list = _POINTS.access_one
access_point_history = _POINTS.access_history
remove_point_list = _POINTS.remove


@transaction.atomic
def write_point_list(  # noqa: PLR0913 - who, what, and of which since when
    operator: Colleague,
    name: str,
    geojson: str,
    at: int,
    *,
    number: int | None = None,
    seen: int = 0,
) -> int:
    """Write down a new list, or the next state of one; its number.

    `MalformedLayer`, `NoSuchLayer`, `ChangedMeanwhile`.
    """
    others = (each for each in access_point_lists() if each.number != number)
    taken = {point.name for each in others for point in each.read or ()}
    for place, point in enumerate(read_points(geojson.encode()), 1):
        if point.name in taken:
            raise MalformedLayer(place, "name", Fault.NAME_ELSEWHERE)
    return _POINTS.write(operator, name, geojson, at, number=number, seen=seen)
