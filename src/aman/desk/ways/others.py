"""Who else is to come: other cases' journeys at the point of a way, in its hours.

Promises: whoever has a place and hours written down counts, told or not, and so does who arrived in
them, until they are over; a journey that does not open is said, not left out in silence.
Refuses to know: whose journeys these are (nothing of a case but how many people, where and when).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from django.db.models import Q

from aman.core.handover import MeetingPlace, Window
from aman.desk.cases.groups import access_group
from aman.desk.journeys.content import read_arrangement
from aman.desk.journeys.models import Journey
from aman.desk.journeys.states import ENDED, Stage
from aman.desk.journeys.watched import read_watched
from aman.desk.keys.vault import DamagedRecord
from aman.roads.measure import metres_between

from .wire import Found, FoundWay

SAME_POINT_M: Final = 150.0
"""Two operators may have written the same point by hand."""
HOUR_S: Final = 3600
_GONE: Final = tuple(stage.value for stage in {*ENDED, Stage.EXPIRED} - {Stage.ARRIVED})


@dataclass(frozen=True, slots=True)
class Coming:
    """One other group."""

    place: MeetingPlace = field(repr=False)
    window: Window
    people: int


@dataclass(frozen=True, slots=True)
class Others:
    """All of them; `damaged` journeys do not open."""

    coming: tuple[Coming, ...] = ()
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """Of one way: who comes to its point in its hours, and how many groups within the hour."""

    groups: int = 0
    people: int = 0
    within_the_hour: int = 0


def others_of(number: int, found: Found) -> Others:
    """Other cases' journeys that may meet what was found; `NoSuchCase`, `VaultLocked`."""
    own = access_group(number)
    known = Journey.objects.exclude(case__in=own).exclude(stage__in=_GONE)
    known = known.filter(case__key_wrap__isnull=False).select_related("case", "watched")
    coming, damaged = [], 0
    for journey in known.filter(Q(expires_at=None) | Q(expires_at__gt=found.start)):
        try:
            coming += [each for each in _coming(journey) if each.window.until > found.start]
        except DamagedRecord:
            damaged += 1
    return Others(tuple(coming), damaged)


def _coming(journey: Journey) -> Iterator[Coming]:
    """Where it leads, at the end of the way where a guide meets them elsewhere; DamagedRecord."""
    arranged = read_arrangement(journey) if journey.content else None
    timed = arranged and (arranged.plan or arranged.way)
    if not arranged or not arranged.place or not timed:
        return
    watched = read_watched(journey)
    if watched is not None and not watched.way.can_be_told:
        led = watched.way
        yield Coming(MeetingPlace(led.lat, led.lon), led.window, arranged.how_many)
    else:
        yield Coming(arranged.place, timed.window, arranged.how_many)


def beside(way: FoundWay, others: Sequence[Coming]) -> Beside:
    """Who of the others comes to the point of a way in its hours."""
    here = [each for each in others if _is_there(way, each.place)]
    opens, closes = way.window.opens, way.window.closes
    meeting = [each for each in here if way.always_open or _meets(each.window, opens, closes)]
    near = [each for each in here if _meets(each.window, way.there - HOUR_S, way.there + HOUR_S)]
    return Beside(len(meeting), sum(each.people for each in meeting), len(near))


def _is_there(way: FoundWay, place: MeetingPlace) -> bool:
    lon, lat = np.array([way.lon, place.lon]), np.array([way.lat, place.lat])
    return float(metres_between(lon[:1], lat[:1], lon[1:], lat[1:])[0]) <= SAME_POINT_M


def _meets(window: Window, since: int, until: int) -> bool:
    return window.start < until and since < window.until
