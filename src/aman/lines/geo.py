"""A place as messengers write it: a `geo:` address (RFC 5870).

Promises: only WGS 84 and only degrees that exist; anything else is None, and stays text.
"""

import re
from contextlib import suppress

from aman.core.line_dialogue import Place

GEO = re.compile(
    r"\bgeo:([-+0-9.,]{3,80})((?:;[\w\-]+(?:=[^\s;?]*)?){0,8})(\?[^\s]*)?", re.IGNORECASE
)
_FEWEST = 2
_MOST_LATITUDE = 90
_MOST_LONGITUDE = 180
_MOST_ACCURACY = 1e7


def read_geo(address: str) -> Place | None:
    """The first place that the text names, or None."""
    found = GEO.search(address)
    if found is None:
        return None
    parameters = dict(
        each.lower().partition("=")[::2] for each in found.group(2).split(";") if each
    )
    if parameters.get("crs", "wgs84") != "wgs84":
        return None
    with suppress(ValueError):
        numbers = [float(each) for each in found.group(1).split(",")]
        if len(numbers) >= _FEWEST:
            return place_at(numbers[0], numbers[1], _number(parameters.get("u")))
    return None


def place_at(
    latitude: float, longitude: float, accuracy: float | None = None, name: str = ""
) -> Place | None:
    """The place, or None where no such degrees are."""
    if not (abs(latitude) <= _MOST_LATITUDE and abs(longitude) <= _MOST_LONGITUDE):
        return None
    sure = accuracy if accuracy is not None and 0 <= accuracy <= _MOST_ACCURACY else None
    return Place(latitude, longitude, sure, name[:255])


def _number(text: str | None) -> float | None:
    with suppress(TypeError, ValueError):
        return float(text or "")
    return None
