"""The one guard between a place or a time and a way too weak for it.

A page is as weak as the weakest line through which its nine words went.

Promises: what the programme calls sensitive does not go out by mistake through a weaker line than
it allows; the refusal names what was found by kind, never the words. Refuses to know: lines.
"""

from aman.core.programme import Programme
from aman.core.strength import Strength

from .sensitive import Kind, findings


class TooWeakForThis(Exception):  # noqa: N818 - what the operator is told
    """The text holds what the programme keeps off a line of this strength; nothing was sent."""

    person = "This way is not safe enough for that."
    operator = "This line is too weak for a place or a time. Your text is kept."

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        super().__init__(f"{self.operator} Found: {', '.join(kinds)}.")
        self.kinds = kinds


def refuse_if_too_weak(
    text: str, strength: Strength, programme: Programme, *, says_no_place_or_time: bool
) -> None:
    """Raise `TooWeakForThis` unless the line is strong enough or nothing sensitive was found.

    `says_no_place_or_time`: the operator has looked and says that what was found is neither.
    """
    if says_no_place_or_time or strength.at_least(programme.lines.weakest_for_sensitive):
        return
    found = _found(text)
    if found:
        raise TooWeakForThis(found)


def is_too_weak(text: str, strength: Strength, programme: Programme) -> bool:
    """Whether this guard stops such a text unless the operator says that it is neither."""
    return not strength.at_least(programme.lines.weakest_for_sensitive) and bool(_found(text))


def _found(text: str) -> tuple[Kind, ...]:
    found = {finding.kind for finding in findings(text)}
    return tuple(kind for kind in Kind if kind in found)
