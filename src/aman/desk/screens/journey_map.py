"""What the map beside a journey shows of it, for every screen that has one.

Promises: the moments that can be looked at lie within those for which the map is told when hazards
count. Refuses to know: how ways are found; the map's script asks for them.
"""

from typing import Any

from aman.desk.clock import now
from aman.desk.journeys.content import Arrangement
from aman.desk.journeys.viewing import JourneyView

from .maps import HOURS, HOURS_AHEAD, around_the_map, beside_the_map

QUARTER, QUARTERS = 900, 4


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
