"""GeoJSON geometries: positions, lines, rings and what they make.

Promises: only WGS 84 in degrees, whole and valid; what a person drew wrong is named, not repaired:
a repaired outline could leave out what it was drawn for.
Refuses to know: what is inside.
"""

from collections.abc import Callable
from typing import Final

import shapely
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon

from .faults import Fault
from .fields import Field

CORNERS_AT_MOST: Final = 200_000
DEGREES_ACROSS: Final = 20.0
DEGREES_ALONG: Final = 200.0
"""Bounds of one feature: anything beyond is a mistake, such as metres for degrees."""
_LON, _LAT = 180.0, 90.0
_RING: Final = 4
_LINE: Final = 2
_POSITION: Final = range(2, 4)
_KNOWN: Final = frozenset({"type", "coordinates", "bbox"})
Position = tuple[float, float]


def read_geometry(geometry: Field) -> shapely.Geometry:
    """Point, MultiPoint, MultiLineString or MultiPolygon (single lines and areas as many).

    Raises MalformedLayer.
    """
    if geometry.is_absent:
        geometry.refuse(Fault.MISSING)
    geometry.members(_KNOWN)
    make = geometry.member("type").one_of(_MAKERS)
    coordinates = geometry.member("coordinates")
    if coordinates.is_absent:
        coordinates.refuse(Fault.MISSING)
    found = make(coordinates)
    west, south, east, north = shapely.bounds(found).tolist()
    if max(east - west, north - south) > DEGREES_ACROSS:
        coordinates.refuse(Fault.TOO_WIDE, degrees=f"{DEGREES_ACROSS:g}")
    if shapely.length(found) > DEGREES_ALONG:
        coordinates.refuse(Fault.TOO_LONG, degrees=f"{DEGREES_ALONG:g}")
    return found


def _point(coordinates: Field) -> Point:
    return Point(_position(coordinates))


def _points(coordinates: Field) -> MultiPoint:
    return MultiPoint(_positions(coordinates, 1))


def _line(coordinates: Field) -> MultiLineString:
    return _as_lines([_one_line(coordinates)])


def _lines(coordinates: Field) -> MultiLineString:
    parts = [_one_line(each) for each in coordinates.items()]
    if not parts:
        coordinates.refuse(Fault.EMPTY_LIST)
    return _as_lines(parts)


def _as_lines(parts: list[list[Position]]) -> MultiLineString:
    return MultiLineString([LineString(each) for each in parts])


def _one_line(coordinates: Field) -> list[Position]:
    positions = _positions(coordinates, _LINE)
    if len(set(positions)) < _LINE:
        coordinates.refuse(Fault.ONE_PLACE)
    return positions


def _area(coordinates: Field) -> MultiPolygon:
    return _valid(coordinates, MultiPolygon([_polygon(coordinates)]))


def _areas(coordinates: Field) -> MultiPolygon:
    parts = [_polygon(each) for each in coordinates.items()]
    if not parts:
        coordinates.refuse(Fault.EMPTY_LIST)
    return _valid(coordinates, MultiPolygon(parts))


def _polygon(coordinates: Field) -> Polygon:
    rings = [_ring(each) for each in coordinates.items()]
    if not rings:
        coordinates.refuse(Fault.EMPTY_LIST)
    return Polygon(rings[0], rings[1:])


def _ring(coordinates: Field) -> list[Position]:
    positions = _positions(coordinates, _RING)
    if positions[0] != positions[-1]:
        coordinates.refuse(Fault.OPEN_OUTLINE)
    return positions


def _valid(coordinates: Field, areas: MultiPolygon) -> MultiPolygon:
    if not shapely.is_valid(areas) or not shapely.area(areas):
        coordinates.refuse(Fault.BAD_OUTLINE)
    return areas


def _positions(coordinates: Field, least: int) -> list[Position]:
    value = coordinates.value
    if not isinstance(value, list) or not least <= len(value) <= CORNERS_AT_MOST:
        coordinates.refuse(Fault.NOT_PLACES, least=least, most=CORNERS_AT_MOST)
    return [_position(each) for each in coordinates.items()]


def _position(coordinates: Field) -> Position:
    value = coordinates.value
    if not isinstance(value, list) or len(value) not in _POSITION:
        coordinates.refuse(Fault.NOT_POSITION)
    lon, lat, *_ = (each.number() for each in coordinates.items())
    if abs(lon) > _LON or abs(lat) > _LAT:
        coordinates.refuse(Fault.BEYOND_EARTH)
    return lon, lat


_MAKERS: Final[dict[str, Callable[[Field], shapely.Geometry]]] = {
    "Point": _point,
    "MultiPoint": _points,
    "LineString": _line,
    "MultiLineString": _lines,
    "Polygon": _area,
    "MultiPolygon": _areas,
}
