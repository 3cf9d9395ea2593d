"""A place as messengers write it: a `geo:` address (RFC 5870).

Promises: only WGS 84 and only degrees that exist; anything else is None, and stays text.
"""

import re
from contextlib import suppress

from aman.core.line_dialogue import Place

from .cards import pin

GEO = re.compile(
    r"\bgeo:([-+0-9.,]{3,80})((?:;[\w\-]+(?:=[^\s;?]*)?){0,8})(\?[^\s]*)?", re.IGNORECASE
)
_FEWEST = 2


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
            return pin(numbers[0], numbers[1], _number(parameters.get("u")))
    return None


def _number(text: str | None) -> float | None:
    with suppress(TypeError, ValueError):
        return float(text or "")
    return None
