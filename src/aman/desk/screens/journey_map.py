"""What the map beside a journey shows of it, for every screen that has one.

Promises: the moments that can be looked at lie within those for which the map is told when hazards
count; what was released is looked at by its chosen way alone. Refuses to know: how ways are found.
"""

from typing import Any

from aman.desk.clock import now
from aman.desk.journeys.content import Arrangement
from aman.desk.journeys.states import WITH_A_TEAM, Stage
from aman.desk.journeys.viewing import JourneyView
from aman.desk.journeys.watched import TakenWay
from aman.desk.ways.access import WaysView

from .maps import HOURS, HOURS_AHEAD, around_the_map, beside_the_map

QUARTER, QUARTERS = 900, 4
_RELEASED = WITH_A_TEAM | {Stage.RELEASED}
_NO_WAYS: dict[str, Any] = {"start": 0, "horizon_s": 0, "origin": None, "ways": []}


def beside_the_journey(
    number: int, journey: JourneyView | None, known: Arrangement
) -> dict[str, Any]:
    """For `parts/journey_map.html`: from this quarter of an hour until the plan is over."""
    begin = int(now()) // QUARTER * QUARTER
    over = known.plan.expires if known.plan else begin
    clocked = known.plan or known.asked
    quarters = max(HOURS * QUARTERS, -(-(over - begin) // QUARTER))
    return (
        around_the_map()
        | beside_the_map()
        | {
            "ways_address": f"/case/{number}/journey/ways.json" if journey else "",
            "meeting": known.place,
            "clock": clocked.zone if clocked else "",
            "start": begin,
            "quarters": min(quarters, HOURS_AHEAD * QUARTERS),
        }
    )


def ways_on_the_map(view: WaysView, journey: JourneyView | None) -> dict[str, Any]:
    """The ways as lines with times, the chosen one marked; once released, that one alone."""
    watched = journey.way.watched if journey and journey.way else None
    if journey is not None and journey.stage in _RELEASED:
        return _chosen_alone(watched.way, journey.expires_at or 0) if watched else _NO_WAYS
    found, chosen = view.found, watched.way if watched else None
    if found is None:
        return _NO_WAYS
    taken = (chosen.rank, chosen.line, chosen.times) if chosen else None
    ways = [
        {
            "rank": each.rank,
            "chosen": (each.rank, each.line, each.times) == taken,
            "point": [each.lon, each.lat],
            "name": each.point,
            "line": each.line,
            "times": each.times,
        }
        for each in found.ways
    ]
    return {
        "start": found.start,
        "horizon_s": found.horizon_s,
        "origin": found.origin,
        "ways": ways,
    }


def _chosen_alone(way: TakenWay, expires: int) -> dict[str, Any]:
    """As it is watched, whatever was searched since."""
    start = way.times[0]
    told = {"rank": way.rank, "chosen": True, "point": [way.lon, way.lat], "name": way.point}
    return {
        "start": start,
        "horizon_s": max(expires, way.times[-1]) - start,
        "origin": way.line[0],
        "ways": [told | {"line": way.line, "times": way.times}],
    }
