"""What a person can recognise on the way, by kind: one table of map tags.

Promises: a kind is something seen from the road, and has a word in every language of the project;
its number never changes (caches and plans hold it): new kinds go to the end.
Refuses to know: words for people, which are in the plans' tables.
"""

from collections.abc import Callable
from typing import Final, NamedTuple


class LandmarkKind(NamedTuple):
    """A kind and the tags that show it; the first that fits wins."""

    name: str
    tags: tuple[tuple[tuple[str, str], ...], ...]
    """One of these sets of tags, all of its members."""


def _kind(name: str, *alternatives: str) -> LandmarkKind:
    """From ``"amenity=place_of_worship religion=muslim"`` and the like."""
    return LandmarkKind(
        name,
        tuple(
            tuple((key, value) for key, _, value in (pair.partition("=") for pair in each.split()))
            for each in alternatives
        ),
    )


_WORSHIP: Final = "amenity=place_of_worship religion="

KINDS: Final = (
    _kind("mosque", _WORSHIP + "muslim", "building=mosque"),
    _kind("church", _WORSHIP + "christian", "building=church", "building=chapel"),
    _kind("synagogue", _WORSHIP + "jewish", "building=synagogue"),
    _kind("temple", "amenity=place_of_worship", "building=temple"),
    _kind("wayside_cross", "historic=wayside_cross", "historic=wayside_shrine"),
    _kind("petrol_station", "amenity=fuel"),
    _kind("bridge", "bridge=yes", "bridge=viaduct", "man_made=bridge"),
    _kind("tunnel", "tunnel=yes"),
    _kind("school", "amenity=school", "building=school"),
    _kind("kindergarten", "amenity=kindergarten"),
    _kind("university", "amenity=university", "amenity=college"),
    _kind("hospital", "amenity=hospital", "amenity=clinic"),
    _kind("pharmacy", "amenity=pharmacy"),
    _kind("police", "amenity=police"),
    _kind("fire_station", "amenity=fire_station"),
    _kind("post_office", "amenity=post_office"),
    _kind("town_hall", "amenity=townhall"),
    _kind("market", "amenity=marketplace"),
    _kind("supermarket", "shop=supermarket", "shop=mall"),
    _kind("bakery", "shop=bakery"),
    _kind("bus_station", "amenity=bus_station"),
    _kind("bus_stop", "highway=bus_stop"),
    _kind("railway_station", "railway=station", "railway=halt"),
    _kind("railway_crossing", "railway=level_crossing", "railway=crossing"),
    _kind("pedestrian_crossing", "highway=crossing"),
    _kind("traffic_lights", "highway=traffic_signals"),
    _kind("roundabout", "junction=roundabout"),
    _kind("water_tower", "man_made=water_tower"),
    _kind("well", "man_made=water_well", "amenity=drinking_water", "amenity=fountain"),
    _kind("mill", "man_made=windmill", "man_made=watermill", "historic=mill"),
    _kind("wind_turbine", "power=generator generator:source=wind"),
    _kind("chimney", "man_made=chimney"),
    _kind("mast", "man_made=mast", "man_made=communications_tower"),
    _kind("tower", "man_made=tower"),
    _kind("silo", "man_made=silo"),
    _kind("factory", "man_made=works"),
    _kind("cemetery", "landuse=cemetery", "amenity=grave_yard"),
    _kind("monument", "historic=monument", "historic=memorial"),
    _kind("castle", "historic=castle", "historic=fort"),
    _kind("ruins", "historic=ruins"),
    _kind("stadium", "leisure=stadium"),
    _kind("playground", "leisure=playground"),
    _kind("quarry", "landuse=quarry"),
    _kind("dam", "waterway=dam"),
    _kind("substation", "power=substation"),
    _kind("ford", "ford=yes"),
    _kind("border_crossing", "barrier=border_control"),
)  # fmt: skip
KIND_NAMES: Final = tuple(kind.name for kind in KINDS)
DISTINCT_TAGS: Final = tuple(
    dict.fromkeys(alternative[0] for kind in KINDS for alternative in kind.tags)
)
"""A thing without any of these is no landmark."""


def landmark_kind(tag: Callable[[str], str | None]) -> int | None:
    """The kind that the tags show, as an index into KINDS."""
    for number, kind in enumerate(KINDS):
        for alternative in kind.tags:
            if all(tag(key) == value for key, value in alternative):
                return number
    return None
