"""The ways of a journey: the question, the search, what was found, and what is chosen.

Promises: each step is an operator's; what is refused says why and loses nothing.
Refuses to know: roads; a worker searches.
"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from aman.desk.clock import now
from aman.desk.ways.access import access_ways

from .casework import of_one_case, operator_of


@of_one_case
@require_safe
def ways_json(request: HttpRequest, number: int) -> JsonResponse:
    """The ways as lines with times, for the map beside them; an empty list where there are none."""
    found = access_ways(operator_of(request), number, int(now())).found
    if found is None:
        return JsonResponse({"start": 0, "horizon_s": 0, "origin": None, "ways": []})
    return JsonResponse(
        {
            "start": found.start,
            "horizon_s": found.horizon_s,
            "origin": found.origin,
            "ways": [
                {
                    "rank": each.rank,
                    "point": [each.lon, each.lat],
                    "name": each.point,
                    "line": each.line,
                    "times": each.times,
                }
                for each in found.ways
            ],
        }
    )
