"""What an answer rests on beside roads: who reported when, and how much a point can receive.

Promises: of a way it is the oldest report of any hazard that covers, or lies across, any of it.
Refuses to know: how old is too old.
"""

from typing import Final

import numpy as np

from aman.desk.ways.wire import Report, Window
from aman.roads.answers import Way
from aman.roads.network import NO_CROSSING
from aman.roads.points import ReceptionPoint
from aman.roads.zones import Zone

from .question import Asked

_HOUR: Final = 3600


def report_of(told: Zone | ReceptionPoint) -> Report:
    """Who said so, and when he knew it."""
    return Report(told.source, int(told.as_of.timestamp()))


def oldest_on(asked: Asked, way: Way) -> Report | None:
    """The oldest report on a way; None where no layer covers any of it."""
    network = asked.question.network
    arcs = np.array([leg.arc for leg in way.legs], np.int64)
    found: set[int] = set()
    for row in np.unique(network.zone_set[arcs]).tolist():
        first, last = network.zone_set_first[row : row + 2].tolist()
        found.update(network.zone_set_zones[first:last].tolist())
    crossed = network.crossing_set[arcs]
    for row in np.unique(crossed[crossed != NO_CROSSING]).tolist():
        first, last = network.crossing_first[row : row + 2].tolist()
        found.update(network.crossing_zones[first:last].tolist())
    reports = [report_of(asked.zones[zone]) for zone in found if zone < len(asked.zones)]
    return min(reports, key=lambda each: (each.as_of, each.source)) if reports else None


def groups_at_most(point: ReceptionPoint, window: Window) -> int | None:
    """How many groups its hands and its teams can take in a window; None: nobody said."""
    seconds = window.closes - window.opens
    most = []
    if point.service_s:
        most.append(point.hands * (seconds // point.service_s))
    if point.groups_per_hour is not None:
        most.append(point.groups_per_hour * -(-seconds // _HOUR))
    return min(most) if most else None
