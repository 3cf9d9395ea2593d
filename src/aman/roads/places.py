"""Reads a place as somebody wrote or pasted it, wholly offline.

Promises: each form is tried by its own reader; what is not understood, could be two places or
would need the network is refused with a reason. Nothing is guessed.
Refuses to know: names of places, the network.
"""

import re
from typing import Final

from .cell_codes import read_plus_code
from .degrees import plain, read_degrees
from .grids import read_mgrs, read_utm
from .map_links import find_links, read_link
from .place_types import LAT_MOST, Reason, UnreadablePlace, WrittenPlace, place

_LONGEST: Final = 4_000
_GEO: Final = re.compile(
    r"(?<!\w)geo:(?://)?(-?[0-9.]{1,20}),(-?[0-9.]{1,20})(?:,-?[0-9.]{1,20})?((?:;[\w-]+(?:=[^;?\s]*)?)*)(\?\S*)?",
    re.IGNORECASE,
)
_QUERY: Final = re.compile(r"[?&]q=(-?[0-9.]{1,20})(?:,|%2C)(-?[0-9.]{1,20})", re.IGNORECASE)
_WORDS: Final = re.compile(r"/{2,3}[^\W\d_]+(?:\.[^\W\d_]+){2}")


def read_place(written: str) -> WrittenPlace:
    """The place that was written, or pasted as a link. Raises UnreadablePlace."""
    if not written.strip():
        raise UnreadablePlace(Reason.NOTHING)
    if len(written) > _LONGEST:
        raise UnreadablePlace(Reason.UNKNOWN)
    found = [_from_geo(each) for each in _GEO.finditer(written)]
    found += [] if found else [read_link(each) for each in find_links(written)]
    if found:
        if any((each.lat, each.lon) != (found[0].lat, found[0].lon) for each in found):
            raise UnreadablePlace(Reason.SEVERAL)
        return found[0]
    if _WORDS.fullmatch(written.strip()):
        raise UnreadablePlace(Reason.NEEDS_NETWORK)
    text = plain(written)
    return read_plus_code(text) or read_mgrs(text) or read_utm(text) or read_degrees(text)


def _from_geo(found: re.Match[str]) -> WrittenPlace:
    """RFC 5870, and what Android adds: 0,0 with a query that names the place."""
    parameters = dict(each.lower().partition("=")[::2] for each in found[3].split(";") if each)
    if parameters.get("crs", "wgs84") != "wgs84":
        raise UnreadablePlace(Reason.UNKNOWN)
    asked = _QUERY.match(found[4] or "")
    try:
        lat, lon = (float(each) for each in (asked or found).groups()[:2])
        within = float(parameters.get("u") or 1)
    except ValueError as error:
        raise UnreadablePlace(Reason.UNKNOWN) from error
    if not (lat or lon) and found[4]:
        raise UnreadablePlace(Reason.NO_PLACE)
    if abs(lat) == LAT_MOST:
        lon = 0.0
    return place(lat, lon, max(0.0, within))
