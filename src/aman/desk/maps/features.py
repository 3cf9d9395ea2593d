"""What of a map extract is drawn, as lines of GeoJSON with the layer and the zooms of each thing.

Promises: roads, water, woods, buildings, settlements, borders and landmarks by what a person sees
of them, with the local name and those in the desk's languages. What has no place is left out; a
road that leaves the extract is drawn up to its border.
Refuses to know: tiles, colours.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Final

import osmium
from osmium.filter import KeyFilter
from osmium.geom import GeoJSONFactory
from osmium.osm import Area, Node, Way

from aman.roads.graph import NAME_LANGUAGES
from aman.roads.landmarks import DISTINCT_TAGS, KIND_NAMES, landmark_kind

LAYERS: Final = ("roads", "rails", "water", "waterways", "woods", "settled", "buildings",
                 "borders", "places", "landmarks")  # fmt: skip
Told = Callable[[int], None]
Feature = tuple[str, int, dict[str, str | int]]
"""A layer, the zoom from which it is drawn, and what is known of it."""
Tag = Callable[[str], str | None]

_EVERY: Final = 20_000
_NAME_BYTES: Final = 200
_ROADS: Final = MappingProxyType(
    {
        **dict.fromkeys(("motorway", "motorway_link", "trunk", "trunk_link"), ("motorway", 5)),
        **dict.fromkeys(("primary", "primary_link"), ("primary", 7)),
        **dict.fromkeys(("secondary", "secondary_link"), ("secondary", 9)),
        **dict.fromkeys(("tertiary", "tertiary_link"), ("tertiary", 10)),
        **dict.fromkeys(("unclassified", "residential", "living_street", "road"), ("minor", 12)),
        **dict.fromkeys(("service", "track", "busway"), ("track", 13)),
        **dict.fromkeys(
            ("path", "footway", "steps", "pedestrian", "cycleway", "bridleway"), ("path", 13)
        ),
    }
)
_WATERWAYS: Final = MappingProxyType({"river": 7, "canal": 10, "stream": 13, "ditch": 14})
_PLACES: Final = MappingProxyType(
    {"city": 4, "town": 7, "village": 9, "suburb": 11, "hamlet": 11, "neighbourhood": 13,
     "isolated_dwelling": 13, "locality": 14}
)  # fmt: skip
_SETTLED: Final = frozenset({"residential", "industrial", "commercial", "retail"})
_KEYS: Final = tuple(
    dict.fromkeys(
        ("highway", "railway", "natural", "landuse", "waterway", "building", "boundary", "place",
         *(key for key, _ in DISTINCT_TAGS))
    )
)  # fmt: skip
_COUNTRY: Final = 2
_PROVINCE: Final = 4


def read_features(pbf: Path, told: Told) -> Iterator[str]:
    """One line of GeoJSON for each thing; `told` how many objects have been read."""
    shapes = GeoJSONFactory()
    reader = osmium.FileProcessor(str(pbf)).with_locations().with_areas(KeyFilter(*_KEYS))
    for done, thing in enumerate(reader.with_filter(KeyFilter(*_KEYS))):
        if done % _EVERY == 0:
            told(done)
        tag: Tag = thing.tags.get
        for feature in _features(thing, tag):
            shape = _shape(shapes, thing, feature[0])
            if shape is not None:
                yield _line(shape, feature, tag)


def _features(thing: object, tag: Tag) -> Iterator[Feature]:
    if isinstance(thing, Way):
        yield from _of_way(tag)
        if not thing.is_closed():
            yield from _landmark(tag)
    elif isinstance(thing, Area):
        yield from _of_area(tag)
        yield from _landmark(tag)
    elif isinstance(thing, Node):
        zoom = _PLACES.get(tag("place") or "")
        if zoom is not None and tag("name"):
            yield "places", zoom, {"kind": tag("place") or "", "rank": zoom}
        yield from _landmark(tag)


def _of_way(tag: Tag) -> Iterator[Feature]:
    road = _ROADS.get(tag("highway") or "")
    if road is not None and tag("area") != "yes":
        kind, zoom = road
        kept = {key: 1 for key in ("bridge", "tunnel") if (tag(key) or "no") != "no"}
        yield "roads", zoom, {"kind": kind, **kept}
    if tag("railway") in {"rail", "light_rail", "narrow_gauge", "tram"}:
        yield "rails", 9, {}
    from_zoom = _WATERWAYS.get(tag("waterway") or "")
    if from_zoom is not None:
        yield "waterways", from_zoom, {"kind": tag("waterway") or ""}
    level = tag("admin_level") or ""
    if tag("boundary") == "administrative" and level in {str(_COUNTRY), "3", str(_PROVINCE)}:
        country = int(level) == _COUNTRY
        yield "borders", 2 if country else 6, {"level": int(level)}


def _of_area(tag: Tag) -> Iterator[Feature]:
    use = tag("landuse") or ""
    if tag("natural") == "water" or tag("waterway") == "riverbank" or use in {"reservoir", "basin"}:
        yield "water", 6, {}
    elif tag("natural") == "wood" or use == "forest":
        yield "woods", 8, {}
    elif use in _SETTLED:
        yield "settled", 9, {}
    if (tag("building") or "no") != "no":
        yield "buildings", 14, {}


def _landmark(tag: Tag) -> Iterator[Feature]:
    kind = landmark_kind(tag)
    if kind is not None:
        yield "landmarks", 14, {"kind": KIND_NAMES[kind]}


def _shape(shapes: GeoJSONFactory, thing: object, layer: str) -> str | None:
    """None where rings do not close, or nothing lies within the extract."""
    if layer == "landmarks":
        return _spot(thing)
    try:
        if isinstance(thing, Node):
            return shapes.create_point(thing)
        if isinstance(thing, Way):
            return shapes.create_linestring(thing)
        return shapes.create_multipolygon(thing) if isinstance(thing, Area) else None
    except osmium.InvalidLocationError:
        return _within(thing) if isinstance(thing, Way) else None
    except RuntimeError:
        return None


def _within(way: Way) -> str | None:
    """The pieces of a way that lie within the extract: it ends at the border, and is not gone."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            pieces[-1].append((node.location.lon, node.location.lat))
        elif pieces[-1]:
            pieces.append([])
    lines = [each for each in pieces if len(each) > 1]
    return json.dumps({"type": "MultiLineString", "coordinates": lines}) if lines else None


def _spot(thing: object) -> str | None:
    """One point for a landmark, whatever it is drawn as."""
    if isinstance(thing, Node):
        nodes = [thing.location]
    elif isinstance(thing, Way):
        nodes = [node.location for node in thing.nodes]
    elif isinstance(thing, Area):
        nodes = [node.location for ring in thing.outer_rings() for node in list(ring)[:-1]]
    else:
        return None
    known = [(each.lon, each.lat) for each in nodes if each.valid()]
    if not known:
        return None
    lon, lat = (sum(each) / len(known) for each in zip(*known, strict=True))
    return json.dumps({"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]})


def _line(shape: str, feature: Feature, tag: Tag) -> str:
    layer, zoom, known = feature
    for language in NAME_LANGUAGES:
        key = f"name:{language}" if language else "name"
        name = (tag(key) or "").encode()[:_NAME_BYTES].decode(errors="ignore")
        if name:
            known[key] = name
    members = json.dumps(known, ensure_ascii=False)
    drawn = json.dumps({"layer": layer, "minzoom": zoom})
    return f'{{"type":"Feature","geometry":{shape},"properties":{members},"tippecanoe":{drawn}}}\n'
