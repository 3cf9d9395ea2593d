"""A place that somebody wrote, or why it can't be read.

Promises: a reason is one word of a closed list, so that each language can say it (wrong_words);
neither the reason nor its text holds what was written.
Refuses to know: forms.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Final

LON_MOST: Final = 180.0
LAT_MOST: Final = 90.0


class Reason(StrEnum):
    """Why no place could be read."""

    NOTHING = "nothing"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    BEYOND = "beyond"
    NEEDS_NETWORK = "needs_network"
    NEEDS_TOWN = "needs_town"
    SEVERAL = "several"
    UNKNOWN_SITE = "unknown_site"
    NO_PLACE = "no_place"
    SHIFTED = "shifted"


class UnreadablePlace(Exception):  # noqa: N818 - what it is
    """What was written names no place."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """Degrees WGS 84. Its repr is for nobody's log."""

    lat: float
    lon: float
    within_m: float
    """How rough it was written: half of the last digit's step, or of the square's side."""
    is_view: bool = False
    """Only the middle of a map that somebody looked at, not a place that he marked."""

    def __repr__(self) -> str:
        return "<WrittenPlace>"


def place(lat: float, lon: float, within_m: float = 1.0, *, is_view: bool = False) -> WrittenPlace:
    """The place, if there is one. Raises UnreadablePlace."""
    if not (isfinite(lat) and isfinite(lon)) or abs(lat) > LAT_MOST or abs(lon) > LON_MOST:
        raise UnreadablePlace(Reason.BEYOND)
    return WrittenPlace(lat, lon, within_m, is_view)
