"""Why what somebody typed or pasted is no place, in the operator's language."""

from aman.roads.place_types import Reason
from aman.roads.wrong_words import of_place

from . import words


def unreadable(reason: Reason) -> str:
    """Why what was typed is no place, and what to do."""
    return of_place(reason, words.language())
