"""Codes that name a cell of a grid of degrees: plus codes, geohash, and those of short links.

Promises: the middle of the cell. Sources: Open Location Code specification 1.1; geohash.org;
OpenStreetMap's short links (wiki "Shortlink"); Organic Maps' ge0.
Refuses to know: links round the codes.
"""

import re
from typing import Final

from .measure import METRES_PER_DEGREE
from .place_types import Reason, UnreadablePlace, WrittenPlace, place

_PLUS: Final = "23456789CFGHJMPQRVWX"
_PLUS_CODE: Final = re.compile(
    r"([23456789CFGHJMPQRVWX]{2,8}0{0,6})\+([23456789CFGHJMPQRVWX]{0,15})(?:[ ,].*)?", re.IGNORECASE
)
_WHOLE: Final = 8
_PAIRS: Final = 10
_GEOHASH: Final = "0123456789bcdefghjkmnpqrstuvwxyz"
_OSM: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~"
_GE0: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_GE0_LENGTH: Final = 9
_GE0_BITS: Final = 30


def read_plus_code(text: str) -> WrittenPlace | None:
    """As in ``8GXGFG2F+22``; None if it is none. Raises UnreadablePlace."""
    found = _PLUS_CODE.fullmatch(text)
    if found is None:
        return None
    before, after = found[1].upper(), found[2].upper()
    if len(before) < _WHOLE:
        raise UnreadablePlace(Reason.NEEDS_TOWN)
    digits = before.rstrip("0")
    if len(before) % 2 or len(after) == 1 or len(digits) % 2 or (digits != before and after):
        raise UnreadablePlace(Reason.UNKNOWN)
    digits += after
    lat, lon, high, wide = -90.0, -180.0, 400.0, 400.0
    for at in range(0, min(len(digits), _PAIRS), 2):
        high, wide = high / 20, wide / 20
        lat += _PLUS.index(digits[at]) * high
        lon += _PLUS.index(digits[at + 1]) * wide
    for digit in digits[_PAIRS:15]:
        high, wide = high / 5, wide / 4
        row, column = divmod(_PLUS.index(digit), 4)
        lat, lon = lat + row * high, lon + column * wide
    return place(lat + high / 2, lon + wide / 2, high / 2 * METRES_PER_DEGREE)


def read_geohash(code: str) -> WrittenPlace:
    """Raises UnreadablePlace."""
    lon_bits, lat_bits = _interleaved(code, _GEOHASH, 5)
    return _cell(lat_bits, lon_bits)


def read_osm_code(code: str) -> WrittenPlace:
    """The part after ``/go/``. Raises UnreadablePlace."""
    lon_bits, lat_bits = _interleaved(code.replace("@", "~").rstrip("-="), _OSM, 6)
    return _cell(lat_bits, lon_bits)


def read_ge0_code(code: str) -> WrittenPlace:
    """Zoom and nine letters. Raises UnreadablePlace."""
    if len(code) != 1 + _GE0_LENGTH:
        raise UnreadablePlace(Reason.NO_PLACE)
    lat_bits, lon_bits = _interleaved(code[1:], _GE0, 6)
    missing = _GE0_BITS - len(lat_bits)
    half = 1 << (missing - 1)
    # Of latitude the last number stands for the pole itself.
    lat = (((int(lat_bits, 2) << missing) + half) / ((1 << _GE0_BITS) - 1)) * 180 - 90
    lon = (((int(lon_bits, 2) << missing) + half) / (1 << _GE0_BITS)) * 360 - 180
    return place(lat, lon)


def _interleaved(code: str, alphabet: str, width: int) -> tuple[str, str]:
    """The bits of the letters, taken in turns."""
    if not code or any(letter not in alphabet for letter in code):
        raise UnreadablePlace(Reason.NO_PLACE)
    bits = "".join(f"{alphabet.index(letter):0{width}b}" for letter in code)
    return bits[::2], bits[1::2]


def _cell(lat_bits: str, lon_bits: str) -> WrittenPlace:
    high, wide = 180 / 2 ** len(lat_bits), 360 / 2 ** len(lon_bits)
    lat = -90 + (int(lat_bits or "0", 2) + 0.5) * high
    lon = -180 + (int(lon_bits or "0", 2) + 0.5) * wide
    return place(lat, lon, high / 2 * METRES_PER_DEGREE)
