"""The steps of a plan: what a person does, by what he knows where, never where on the map.

Promises: a step can be told in two or three short sentences and done without a map or a phone.
Refuses to know: languages, roads, hazards.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from .speeds import WAY_KINDS


class RoadLook(StrEnum):
    """What a way looks like to who stands on it."""

    MAIN_ROAD = "main_road"
    ROAD = "road"
    LANE = "lane"
    TRACK = "track"
    PATH = "path"


_LOOKS: Final = {
    RoadLook.MAIN_ROAD: "motorway motorway_link trunk trunk_link primary primary_link secondary "
    "secondary_link tertiary tertiary_link",
    RoadLook.ROAD: "unclassified residential road living_street pedestrian",
    RoadLook.LANE: "service",
    RoadLook.TRACK: "track",
    RoadLook.PATH: "footway cycleway bridleway path steps",
}
_LOOK_OF: Final = {kind: look for look, kinds in _LOOKS.items() for kind in kinds.split()}
LOOKS: Final = tuple(_LOOK_OF[kind.name] for kind in WAY_KINDS)
"""By way kind."""
RANKS: Final = tuple(RoadLook)
"""The largest first."""


class Bend(StrEnum):
    """How one goes on at a junction; the value of each is its key in the tables of words."""

    STRAIGHT = "straight"
    BEAR_LEFT = "bear_left"
    LEFT = "left"
    SHARP_LEFT = "sharp_left"
    BEAR_RIGHT = "bear_right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp_right"

    @property
    def middle(self) -> int:
        """The angle it stands for: degrees, left is negative."""
        return _MIDDLES[self]


_MIDDLES: Final = {
    Bend.STRAIGHT: 0,
    Bend.BEAR_LEFT: -40,
    Bend.LEFT: -90,
    Bend.SHARP_LEFT: -140,
    Bend.BEAR_RIGHT: 40,
    Bend.RIGHT: 90,
    Bend.SHARP_RIGHT: 140,
}


def bend_of(angle: float) -> Bend:
    """The one whose middle is nearest."""
    return min(Bend, key=lambda bend: abs(bend.middle - angle))


class Compass(IntEnum):
    """Eight directions, as eighths of a turn from north by east."""

    NORTH = 0
    NORTH_EAST = 1
    EAST = 2
    SOUTH_EAST = 3
    SOUTH = 4
    SOUTH_WEST = 5
    WEST = 6
    NORTH_WEST = 7


@dataclass(frozen=True, slots=True)
class Sight:
    """A landmark: its kind, and its name where it has one."""

    kind: str
    """A name in `landmarks.KIND_NAMES`."""
    names: tuple[str, ...] = ("", "", "", "", "")
    """By `graph.NAME_LANGUAGES`, the local one first; empty where there is none."""


@dataclass(frozen=True, slots=True)
class AtSight:
    """The junction at a landmark: the first of that kind, or with that name, that comes."""

    sight: Sight


@dataclass(frozen=True, slots=True)
class AtEnd:
    """Where the road ends at another one."""


@dataclass(frozen=True, slots=True)
class AtTurning:
    """The first, second or third turning to a side; what looks otherwise is not counted."""

    number: int
    is_left: bool
    look: RoadLook


@dataclass(frozen=True, slots=True)
class AtDistance:
    """After the step's distance, where one can go as the step says."""


@dataclass(frozen=True, slots=True)
class AtPoint:
    """The reception point, where somebody is waiting."""


Cue = AtSight | AtEnd | AtTurning | AtDistance | AtPoint


@dataclass(frozen=True, slots=True)
class Street:
    """What signs say of a road: one clue more, never the only one."""

    names: tuple[str, ...]
    """By `graph.NAME_LANGUAGES`, the local one first."""
    number: str


@dataclass(frozen=True, slots=True)
class Turn:
    """How one goes on, and on what."""

    bend: Bend
    angle: int
    """Degrees as on the map, left is negative; for the operator."""
    look: RoadLook
    street: Street | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Follow the road for a distance; by the cue one knows where; wait; go on."""

    metres: int
    seconds: int
    """Of walking, without the wait."""
    cue: Cue
    wait_until_s: int | None
    """Seconds from the question's second 0, if one waits there."""
    turn: Turn | None
    """None at the last."""


@dataclass(frozen=True, slots=True)
class Departure:
    """How one begins."""

    start_s: int
    sight: Sight | None
    """What stands at the beginning."""
    compass: Compass
    look: RoadLook
    street: Street | None = None
