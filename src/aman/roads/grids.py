"""UTM and MGRS, WGS 84: from a grid's metres to degrees.

Promises: true to a millimetre within a zone (Krüger's series to the third order in n; NGA.SIG.0012
and STANAG 2211 for letters and squares); a letter that does not fit its northing is refused.
Refuses to know: the poles (UPS), other ellipsoids.
"""

import re
from math import asin, atan2, cos, cosh, degrees, radians, sin, sinh
from typing import Final

from .place_types import Reason, UnreadablePlace, WrittenPlace, place

_A: Final = 6_378_137.0
_N: Final = (1 / 298.257223563) / (2 - 1 / 298.257223563)
_RADIUS: Final = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_K0: Final = 0.9996
_EAST_0: Final = 500_000.0
_SOUTH_0: Final = 10_000_000.0
_BETA: Final = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96,
    _N**2 / 48 + _N**3 / 15,
    17 * _N**3 / 480,
)
_DELTA: Final = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_BAND_DEGREES: Final = 8
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_ROWS: Final = _LETTERS[:20]
_SQUARE: Final = 100_000
_CYCLE: Final = 2_000_000
_ZONES: Final = 60
_SLACK: Final = 0.02
"""Degrees by which a band's border may be missed: its squares reach over it."""
_UTM: Final = re.compile(
    r"""(?:utm|zone)?\ *([0-9]{1,2})\ *([c-hj-np-x])[ ,]+
    (?:e(?:asting)?[ :=]*)?([0-9]{5,7}(?:\.[0-9]+)?)\ *(?:m?\ *e)?[ ,]+
    (?:n(?:orthing)?[ :=]*)?([0-9]{1,8}(?:\.[0-9]+)?)\ *(?:m?\ *n)?""",
    re.IGNORECASE | re.VERBOSE,
)
_MGRS: Final = re.compile(
    r"([0-9]{1,2}) ?([c-hj-np-x]) ?([a-hj-np-z])([a-hj-np-v])((?: ?[0-9]+){0,2})", re.IGNORECASE
)
_POLAR: Final = re.compile(r"[abyz] ?[a-hj-np-z]{2}(?: ?[0-9]+){1,2}", re.IGNORECASE)
_DIGITS: Final = 5


def read_utm(text: str) -> WrittenPlace | None:
    """As in ``36U 324182 5591607``; None if it is no UTM. Raises UnreadablePlace."""
    found = _UTM.fullmatch(text)
    if found is None:
        return None
    zone, letter = int(found[1]), found[2].upper()
    east, north = float(found[3]), float(found[4])
    _check_zone(zone)
    lat, lon = _from_utm(zone, east, north - (0 if letter >= "N" else _SOUTH_0))
    # N is a band and how some write "north", which is the same place. S is a band of the north and
    # how some write "south": beyond its band one must not guess.
    if not (_fits(letter, lat) or (letter == "N" and lat > 0)):
        raise UnreadablePlace(Reason.AMBIGUOUS if letter == "S" else Reason.BEYOND)
    return place(lat, lon)


def read_mgrs(text: str) -> WrittenPlace | None:
    """As in ``36U UA 24182 91607``; the middle of the square. Raises UnreadablePlace."""
    found = _MGRS.fullmatch(text)
    if found is None:
        if _POLAR.fullmatch(text):
            raise UnreadablePlace(Reason.UNKNOWN)
        return None
    zone, band = int(found[1]), found[2].upper()
    _check_zone(zone)
    size, east, north = _in_square(found[5].split())
    column = _LETTERS.index(found[3].upper()) - (zone - 1) % 3 * 8
    if not 0 <= column < 8:  # noqa: PLR2004 - eight columns of squares a zone
        raise UnreadablePlace(Reason.BEYOND)
    row = (_ROWS.index(found[4].upper()) - (0 if zone % 2 else 5)) % len(_ROWS)
    easting = (column + 1) * _SQUARE + east + size / 2
    for cycle in range(-5, 5):
        northing = cycle * _CYCLE + row * _SQUARE + north + size / 2
        lat, lon = _from_utm(zone, easting, northing)
        if _fits(band, lat, _SLACK + size / 111_000):
            return place(lat, lon, size / 2)
    raise UnreadablePlace(Reason.BEYOND)


def _in_square(parts: list[str]) -> tuple[int, int, int]:
    """The side of the smallest square in metres, and the corner's metres east and north."""
    digits = "".join(parts)
    half = len(digits) // 2
    if len(digits) % 2 or half > _DIGITS or (len(parts) == 2 and len(parts[0]) != half):  # noqa: PLR2004 - east and north
        raise UnreadablePlace(Reason.UNKNOWN)
    size = 10 ** (_DIGITS - half)
    return size, int(digits[:half] or 0) * size, int(digits[half:] or 0) * size


def _check_zone(zone: int) -> None:
    if not 1 <= zone <= _ZONES:
        raise UnreadablePlace(Reason.BEYOND)


def _fits(band: str, lat: float, slack: float = _SLACK) -> bool:
    south = -80 + _BANDS.index(band) * _BAND_DEGREES
    north = 84 if band == "X" else south + _BAND_DEGREES
    return south - slack <= lat <= north + slack


def _from_utm(zone: int, east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude; north is negative in the south."""
    xi = north / (_K0 * _RADIUS)
    eta = (east - _EAST_0) / (_K0 * _RADIUS)
    xi_0 = xi - sum(b * sin(2 * j * xi) * cosh(2 * j * eta) for j, b in enumerate(_BETA, 1))
    eta_0 = eta - sum(b * cos(2 * j * xi) * sinh(2 * j * eta) for j, b in enumerate(_BETA, 1))
    chi = asin(sin(xi_0) / cosh(eta_0))
    lat = chi + sum(d * sin(2 * j * chi) for j, d in enumerate(_DELTA, 1))
    lon = radians(zone * 6 - 183) + atan2(sinh(eta_0), cos(xi_0))
    return degrees(lat), degrees(lon)
