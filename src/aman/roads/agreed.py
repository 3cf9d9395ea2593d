"""What operator and caller agree on beside the way: words, signs, and what is left behind.

Promises: a closed list where a list can be closed, so that every choice has its sentence in every
language; what proves nothing is refused. Refuses to know: roads, hazards, steps.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

WORD_LETTERS: Final = 40


class AbortSign(StrEnum):
    """What he sees that means: do not go on."""

    NOBODY_THERE = "nobody_there"
    RED_CLOTH = "red_cloth"
    TWO_LIGHTS = "two_lights"
    ARMED_PEOPLE = "armed_people"


class Show(StrEnum):
    """What he shows when he comes near."""

    EMPTY_HANDS = "empty_hands"
    WHITE_CLOTH = "white_cloth"
    LIGHT_DOWN = "light_down"


class Leave(StrEnum):
    """What he leaves behind."""

    WEAPON = "weapon"
    AMMUNITION = "ammunition"
    PHONE = "phone"
    BAG = "bag"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What operator and caller agree on beside the way."""

    clock: str
    """Whose clock all times are by: "Kyiv", "your watch"; in the caller's language."""
    point: str
    """The reception point, as he is to call it."""
    we_say: str
    """The recognition word of who receives."""
    you_say: str
    """His answer."""
    abort: AbortSign
    show: tuple[Show, ...]
    leave: tuple[Leave, ...]
    fall_back: datetime | None = None
    """When he starts if he could not at the first time."""

    def __post_init__(self) -> None:
        words = (self.clock, self.point, self.we_say, self.you_say)
        if any(not each.strip() or len(each) > WORD_LETTERS for each in words):
            message = f"clock, point and words need 1 to {WORD_LETTERS} letters each"
            raise ValueError(message)
        if self.we_say.strip().casefold() == self.you_say.strip().casefold():
            message = "the two recognition words have to differ"
            raise ValueError(message)
        if not self.show:
            message = "it has to be agreed what he shows"
            raise ValueError(message)


def nothing_agreed(point: str, clock: str = "?", fall_back: datetime | None = None) -> Agreed:
    """For who takes a way's own sentences alone from a plan: the rest is agreed with its caller."""
    return Agreed(
        clock=clock,
        point=point[:WORD_LETTERS].strip() or "?",
        we_say="?",
        you_say="??",
        abort=AbortSign.NOBODY_THERE,
        show=(Show.EMPTY_HANDS,),
        leave=(),
        fall_back=fall_back,
    )
