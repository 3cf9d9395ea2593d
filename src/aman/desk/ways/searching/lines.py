"""Where somebody is when: a way as a line with a time for each of its places.

Promises: as many times as places, ascending; a wait shows as the same place twice.
"""

from collections.abc import Iterator

import numpy as np

from aman.desk.ways.wire import LonLat
from aman.roads.answers import Leg, Way
from aman.roads.measure import metres_between

from .question import Asked

_DIGITS = 6


def line_of(asked: Asked, way: Way) -> tuple[tuple[LonLat, ...], tuple[int, ...]]:
    """Longitude and latitude along a way, bends included, and Unix seconds."""
    places: list[LonLat] = []
    times: list[int] = []
    for place, second in _stations(asked, way):
        if places and places[-1] == place and times[-1] == asked.at(second):
            continue
        places.append(place)
        times.append(asked.at(second))
    return tuple(places), tuple(times)


def _stations(asked: Asked, way: Way) -> Iterator[tuple[LonLat, int]]:
    network = asked.question.network
    node = asked.question.origin
    yield _at(asked, node), asked.question.start_s
    for leg in way.legs:
        yield _at(asked, int(network.source[leg.arc])), leg.depart_s
        yield from _along(asked, leg)
        node = int(network.target[leg.arc])
        yield _at(asked, node), leg.depart_s + int(network.seconds[leg.arc])
    yield _at(asked, node), way.arrival_s


def _along(asked: Asked, leg: Leg) -> Iterator[tuple[LonLat, int]]:
    """The bends within an arc, each at its share of the arc's time."""
    graph, network = asked.graph, asked.question.network
    edge = int(network.edge[leg.arc])
    rows = slice(int(graph.shape_first[edge]), int(graph.shape_first[edge + 1]))
    bends = np.stack([graph.shape_lon[rows], graph.shape_lat[rows]], axis=1)
    lon, lat = bends.T
    metres = metres_between(lon[:-1], lat[:-1], lon[1:], lat[1:])
    along = np.concatenate([[0.0], np.cumsum(metres)])  # by metres, as the network is cut
    begin, end = (network.part[leg.arc] * along[-1]).tolist()
    for (lon, lat), at in zip(bends.tolist(), along.tolist(), strict=True):
        if begin < at < end:
            share = (at - begin) / (end - begin)
            second = leg.depart_s + round(share * int(network.seconds[leg.arc]))
            yield (round(lon, _DIGITS), round(lat, _DIGITS)), second


def _at(asked: Asked, node: int) -> LonLat:
    network = asked.question.network
    return round(float(network.lon[node]), _DIGITS), round(float(network.lat[node]), _DIGITS)
