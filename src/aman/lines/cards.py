"""Pins and cards that people pass on, within the bounds of the wire.

Promises: what is made here always fits an envelope; nonsense becomes nothing, so that a message is
never lost because of what hangs on it.
"""

from collections.abc import Iterable

from aman.core.line_dialogue import ContactCard, Place

MOST_CARDS = 50
"""As many as one event passes on."""
_MOST_NUMBERS = 4
_NAME_LETTERS = 100
_NUMBER_LETTERS = 40
_MOST_ACCURACY = 1e7


def pin(
    latitude: float, longitude: float, accuracy: float | None = None, name: str = ""
) -> Place | None:
    """A place on Earth, or nothing."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
        return None
    known = accuracy is not None and 0 <= accuracy <= _MOST_ACCURACY
    return Place(latitude, longitude, accuracy if known else None, name[:_NAME_LETTERS])


def card(name: str, numbers: Iterable[str]) -> ContactCard:
    """A card, cut to what an envelope holds."""
    short = [number[:_NUMBER_LETTERS] for number in numbers]
    return ContactCard(name[:_NAME_LETTERS], tuple(short[:_MOST_NUMBERS]))
