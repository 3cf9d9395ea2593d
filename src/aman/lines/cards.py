"""Pins and cards that people pass on, within the bounds of the wire.

Promises: what is made here always fits beside a text in one envelope; nonsense becomes nothing,
so that a message is never lost because of what hangs on it.
"""

from collections.abc import Iterable, Sequence
from math import isfinite

from aman.core.line_dialogue import ContactCard, Place

MOST_CARDS = 5
_MOST_NUMBERS = 4
_NAME_LETTERS = 100
_NUMBER_LETTERS = 40


def pin(
    latitude: float, longitude: float, accuracy: float | None = None, name: str = ""
) -> Place | None:
    """A place on Earth, or nothing."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
        return None
    known = accuracy is not None and isfinite(accuracy) and accuracy >= 0
    return Place(latitude, longitude, accuracy if known else None, name[:_NAME_LETTERS])


def card(name: str, numbers: Iterable[str]) -> ContactCard:
    """A card, cut to what an envelope holds."""
    short = [number[:_NUMBER_LETTERS] for number in numbers]
    return ContactCard(name[:_NAME_LETTERS], tuple(short[:_MOST_NUMBERS]))


def cards(found: Sequence[ContactCard]) -> tuple[ContactCard, ...]:
    """As many cards as one message carries."""
    return tuple(found[:MOST_CARDS])
