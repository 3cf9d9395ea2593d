"""Hazard layers that are right, to be spoiled."""

import json
from collections.abc import Mapping

RING = [[9.5, 47.0], [9.51, 47.0], [9.51, 47.01], [9.5, 47.01], [9.5, 47.0]]
AREA: dict[str, object] = {"type": "Polygon", "coordinates": [RING]}
TRACK: dict[str, object] = {"type": "LineString", "coordinates": [[9.5, 47.0], [9.51, 47.01]]}
SPOT: dict[str, object] = {"type": "Point", "coordinates": [9.5, 47.0]}
TOLD = {"source": "a patrol", "as_of": "2026-03-01T12:00:00+02:00"}
SHELLED: dict[str, object] = TOLD | {
    "rate_per_minute": {"low": 0.001, "likely": 0.01, "high": 0.05}
}
PATROLLED: dict[str, object] = TOLD | {
    "radius_m": 900,
    "rate_per_minute": {"low": 0.0002, "likely": 0.001, "high": 0.004},
    "windows": [{"from": "19:00", "to": "21:00", "zone": "Europe/Vaduz"}],
}
CHECKPOINT: dict[str, object] = TOLD | {"per_crossing": 0.2}
CURFEW = {"from": "22:00", "to": "05:00", "zone": "Europe/Kyiv"}


def feature(geometry: object, properties: Mapping[str, object]) -> dict[str, object]:
    """One feature."""
    return {"type": "Feature", "geometry": geometry, "properties": dict(properties)}


def layer(*features: object) -> bytes:
    """A file of them."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
