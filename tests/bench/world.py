"""The highways of the world as a road graph, from the data of scgraph-data 2.0.0 (OpenStreetMap).

The package is read as a file: it does not load beside a newer scgraph. Lengths are kilometres; the
speed is one for all, because the data has none. It has no kinds of road either: one may wait
everywhere, or, as on motorways, only where roads meet.
"""

import json
import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from aman.roads.graph import Floats, Ints, Landmarks, Mode, RoadGraph, no_streets

KILOMETRES_AN_HOUR = 70
_ALONG = 2
"""Roads out of a place where one can only drive on, or turn round."""
LON, LAT = 8.0, 48.5
"""The middle of the cut-out, which grows from there."""


def world() -> tuple[Floats, Floats, Ints, Ints, Floats]:
    """Longitude, latitude; source, target and kilometres of every directed edge."""
    spec = find_spec("scgraph_data")
    if spec is None or spec.origin is None:
        message = "scgraph-data is missing: make bench-roads installs it"
        raise RuntimeError(message)
    text = Path(spec.origin).with_name("world_highways.py").read_text("utf-8")
    graph = text.split("graph=", 1)[1].split("\n", 1)[0]
    nodes = text.split("\nnodes=", 1)[1].split("\n", 1)[0]
    neighbours = json.loads(re.sub(r"(\d+):", r'"\1":', graph))
    places = np.array(json.loads(nodes))
    degree = [len(each) for each in neighbours]
    source = np.repeat(np.arange(len(degree)), degree).astype(np.int32)
    target = np.array([int(there) for each in neighbours for there in each], np.int32)
    length = np.array([km for each in neighbours for km in each.values()])
    return places[:, 1], places[:, 0], source, target, length


def largest_part(lon: Floats, lat: Floats, edges: tuple[Ints, Ints, Floats]) -> RoadGraph:
    """The largest strongly connected part, with straight edges."""
    source, target, length = edges
    matrix = csr_array((np.ones(len(source), np.int8), (source, target)), shape=(len(lon),) * 2)
    _, part = connected_components(matrix, connection="strong")
    kept = part == np.argmax(np.bincount(part))
    number = np.cumsum(kept) - 1
    inside = kept[source] & kept[target] & (source != target)
    source, target, length = number[source[inside]], number[target[inside]], length[inside]
    order = np.lexsort((target, source))
    source, target, length = source[order], target[order], length[order]
    lon, lat = lon[kept], lat[kept]
    n, e = len(lon), len(source)
    key = source.astype(np.int64) * n + target
    back = np.searchsorted(key, target.astype(np.int64) * n + source)
    back = np.minimum(back, e - 1)
    twin = np.where(key[back] == target.astype(np.int64) * n + source, back, -1)
    seconds = np.maximum(1, np.round(length / KILOMETRES_AN_HOUR * 3600)).astype(np.int32)
    return RoadGraph(
        lon=lon,
        lat=lat,
        first=np.concatenate([[0], np.cumsum(np.bincount(source, minlength=n))]).astype(np.int64),
        target=target.astype(np.int32),
        twin=twin.astype(np.int32),
        seconds={Mode.CAR: seconds},
        metres=(length * 1000).astype(np.float32),
        way_kind=np.zeros(e, np.uint8),
        street=np.zeros(e, np.int32),
        may_wait=np.ones(n, np.bool_),
        shape_first=np.arange(0, 2 * e + 1, 2, dtype=np.int64),
        shape_lon=np.stack([lon[source], lon[target]], axis=1).ravel(),
        shape_lat=np.stack([lat[source], lat[target]], axis=1).ravel(),
        landmarks=Landmarks(
            kind=np.zeros(0, np.uint8),
            lon=np.zeros(0),
            lat=np.zeros(0),
            node=np.zeros(0, np.int32),
            name_first=np.zeros(1, np.int64),
            name_bytes=np.zeros(0, np.uint8),
        ),
        streets=no_streets(),
    )


def without_waiting_between_junctions(graph: RoadGraph) -> RoadGraph:
    """As if all were motorways: who is between two junctions, or at a road's end, drives on."""
    roads = np.diff(graph.first)  # straight edges, no two between the same places
    return replace(graph, may_wait=roads > _ALONG)


def highways(edges: int | None = None) -> RoadGraph:
    """The whole world, or the smallest box around the middle with at least so many edges."""
    lon, lat, source, target, length = world()
    if edges is not None:
        away = np.maximum(np.abs(lon - LON) / 1.5, np.abs(lat - LAT))
        farther = np.maximum(away[source], away[target])
        inside = farther <= np.sort(farther)[edges + edges // 50]
        source, target, length = source[inside], target[inside], length[inside]
    return largest_part(lon, lat, (source, target, length))
