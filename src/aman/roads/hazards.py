"""Reads hazard layers (GeoJSON, RFC 7946): what is dangerous where, how much, when, who says so.

Promises: a layer is taken whole or refused with the feature and the field that is wrong; a member
that is not known is refused, because a misspelt window would be no window.
Refuses to know: roads, and how old is too old.
"""

from typing import Final

import shapely
from shapely import MultiLineString, MultiPolygon

from .faults import Fault
from .fields import Field
from .geojson import read_features
from .outlines import DEGREES_ALONG, read_geometry
from .shapes import Shape, around
from .window_reading import read_windows
from .zones import Confidence, Guess, HazardLayer, Level, Zone

FEATURES_AT_MOST: Final = 5_000
LAYER_DEGREES: Final = 10 * DEGREES_ALONG
"""Outlines of all features together."""
RATE_AT_MOST: Final = 10.0
"""Per minute; nobody lives a minute at this rate."""
RADIUS_AT_MOST: Final = 100_000.0
"""Metres."""

_OWN: Final = frozenset(
    {"name", "rate_per_minute", "per_crossing", "radius_m", "closed", "confidence", "windows",
     "source", "as_of"}
)  # fmt: skip
_GUESS: Final = frozenset(Level)


def read_layers(layer: bytes, name: str) -> HazardLayer:
    """The hazards of one file. Raises MalformedLayer."""
    zones = tuple(_zone(*each) for each in read_features(layer, FEATURES_AT_MOST, _OWN))
    if sum(shapely.length(zone.shape.geometry) for zone in zones) > LAYER_DEGREES:
        Field(None, "features", None).refuse(Fault.ALL_TOO_LONG, degrees=f"{LAYER_DEGREES:g}")
    return HazardLayer(name, zones)


def _zone(geometry: Field, own: Field) -> Zone:
    shape = _shape(read_geometry(geometry), own)
    rate, crossing = own.member("rate_per_minute"), own.member("per_crossing")
    if shape.is_line and not rate.is_absent:
        rate.refuse(Fault.RATE_OF_LINE)
    if not shape.is_line and not crossing.is_absent:
        crossing.refuse(Fault.CROSSING_OF_AREA)
    windows = own.member("windows")
    if shape.closed and not windows.is_absent:
        windows.refuse(Fault.CLOSED_FOR_HOURS)
    confidence = own.member("confidence")
    return Zone(
        name="" if own.member("name").is_absent else own.member("name").text(),
        shape=shape,
        per_minute=None if shape.is_line else _guess(rate, RATE_AT_MOST),
        per_crossing=_probability(crossing) if shape.is_line else None,
        confidence=Confidence.LOW
        if confidence.is_absent
        else confidence.one_of({each.value: each for each in Confidence}),
        windows=() if windows.is_absent else read_windows(windows),
        source=own.member("source").needed().text(),
        as_of=own.member("as_of").needed().moment(),
    )


def _shape(geometry: shapely.Geometry, own: Field) -> Shape:
    radius = own.member("radius_m")
    closed = not own.member("closed").is_absent and own.member("closed").truth()
    if isinstance(geometry, MultiPolygon):
        if not radius.is_absent:
            radius.refuse(Fault.RADIUS_OF_AREA)
        return Shape(geometry, closed=closed)
    if not radius.is_absent:
        metres = radius.number()
        if not 1 <= metres <= RADIUS_AT_MOST:
            radius.refuse(Fault.RADIUS_RANGE, most=f"{RADIUS_AT_MOST:g}")
        return Shape(around(geometry, metres), closed=closed)
    if not isinstance(geometry, MultiLineString):
        radius.refuse(Fault.RADIUS_MISSING)
    if closed:
        own.member("closed").refuse(Fault.CLOSED_LINE)
    return Shape(geometry)


def _guess(field: Field, most: float) -> Guess:
    """One figure, or three that ascend."""
    if isinstance(field.needed().value, dict):
        field.members(_GUESS)
        parts = [field.member(level.value).needed() for level in Level]
    else:
        parts = [field, field, field]
    low, likely, high = (each.number() for each in parts)
    for part, figure in zip(parts, (low, likely, high), strict=True):
        if not 0 <= figure <= most:
            part.refuse(Fault.BEYOND_RANGE, least=0, most=f"{most:g}")
    if not low <= likely <= high:
        field.refuse(Fault.NOT_ASCENDING)
    return Guess(low, likely, high)


def _probability(field: Field) -> Guess:
    guess = _guess(field, 1.0)
    if guess.high >= 1:
        field.refuse(Fault.SURE_CROSSING)
    return guess
