"""Small road graphs, drawn by hand or by chance."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from aman.roads.graph import NO_STREET, Landmarks, RoadGraph
from aman.roads.junctions import Segments, contract
from aman.roads.loading import streets_of
from aman.roads.map_reading import NAMELESS, street_names
from aman.roads.speeds import way_class

Place = tuple[float, float]
Way = tuple[Sequence[int], dict[str, str]]
"""Numbers of places, and tags."""


def no_landmarks() -> Landmarks:
    """None."""
    return Landmarks(
        kind=np.zeros(0, np.uint8),
        lon=np.zeros(0),
        lat=np.zeros(0),
        node=np.zeros(0, np.int32),
        name_first=np.zeros(1, np.int64),
        name_bytes=np.zeros(0, np.uint8),
    )


def draw(places: Sequence[Place], ways: Sequence[Way]) -> RoadGraph:
    """The graph of ways between places (longitude, latitude)."""
    classes = [way_class(tags.get) for _, tags in ways]
    streets = {NAMELESS: NO_STREET}
    of_way = [streets.setdefault(street_names(tags.get), len(streets)) for _, tags in ways]
    rows = [
        (begin, end, at > 0, number)
        for number, (way, _) in enumerate(ways)
        for at, (begin, end) in enumerate(pairwise(way))
    ]
    roads = contract(
        Segments(
            lon=np.asarray([lon for lon, _ in places], np.float64),
            lat=np.asarray([lat for _, lat in places], np.float64),
            begin=np.asarray([row[0] for row in rows], np.int32),
            end=np.asarray([row[1] for row in rows], np.int32),
            joined=np.asarray([row[2] for row in rows], np.bool_),
            way_class=np.asarray([row[3] for row in rows], np.int32),
            street=np.asarray([of_way[row[3]] for row in rows], np.int32),
            kinds=[each[0] for each in classes if each],
            speeds=[each[1] for each in classes if each],
        )
    )
    return RoadGraph(
        lon=roads.lon,
        lat=roads.lat,
        first=roads.first,
        target=roads.target,
        twin=roads.twin,
        seconds=roads.seconds,
        metres=roads.metres.astype(np.float32),
        way_kind=roads.way_kind,
        street=roads.street,
        may_wait=roads.may_wait,
        shape_first=roads.shape_first,
        shape_lon=roads.shape_lon,
        shape_lat=roads.shape_lat,
        landmarks=no_landmarks(),
        streets=streets_of(list(streets)),
    )
