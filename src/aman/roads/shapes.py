"""Where a hazard is, on the plane of longitude and latitude, as GeoJSON draws it.

Promises: a place with a radius becomes an area drawn round the circle, so a little larger.
Refuses to know: rates, hours.
"""

from dataclasses import dataclass
from math import ceil, cos, pi, radians
from typing import Final

import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon, Polygon

from .measure import METRES_PER_DEGREE

_CORNERS: Final = 64


@dataclass(frozen=True, slots=True)
class Shape:
    """An area, which covers roads, or a line, which roads cross."""

    geometry: MultiPolygon | MultiLineString
    """Degrees, valid, not empty."""
    closed: bool = False
    """An area that may be left and never entered."""

    @property
    def is_line(self) -> bool:
        """Whether it is crossed rather than entered."""
        return isinstance(self.geometry, MultiLineString)


def around(geometry: shapely.Geometry, radius_m: float) -> MultiPolygon:
    """What lies within the radius of points or lines; drawn round them, so a little more."""
    lat = shapely.get_coordinates(geometry)[:, 1]
    # One plane for one feature: true at the latitude farthest from the equator, wider elsewhere.
    shrink = max(cos(radians(float(np.abs(lat).max()))), 0.01)
    scale = np.array([METRES_PER_DEGREE * shrink, METRES_PER_DEGREE])
    flat = shapely.transform(geometry, lambda degrees: degrees * scale)
    outer = radius_m / cos(pi / _CORNERS)
    grown = shapely.buffer(flat, outer, quad_segs=ceil(_CORNERS / 4))
    return as_areas(shapely.transform(grown, lambda metres: metres / scale))


def as_areas(geometry: shapely.Geometry) -> MultiPolygon:
    """One polygon or many, as many."""
    return MultiPolygon([each for each in shapely.get_parts(geometry) if isinstance(each, Polygon)])
