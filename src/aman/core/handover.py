"""What the desk tells a field team: a hand-over package, its withdrawal, a text (section 5).

Promises: a package has room for what a team needs to fetch somebody, and where they can't go alone
to lead them, and for nothing else: no name, no number, no history, no number of a case. Refuses to
know: who is fetched, and what the team answers (`team`).
"""

from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from .dialogue import Label, Number
from .envelope import MalformedEnvelope

HandoverId = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{21}[AQgw]$", min_length=22, max_length=22)]
"""16 random bytes, base64url: says nothing of the case."""
Revision = Annotated[int, Meta(ge=1, le=2**32 - 1)]
"""Counts what was sent of one hand-over; only the highest counts."""
Words = Annotated[str, Meta(max_length=200)]
Said = Annotated[str, Meta(min_length=1, max_length=100)]
People = Annotated[int, Meta(ge=0, le=10_000)]
MOST_WAYPOINTS: Final = 40
"""With the rest of a package they are in a team's hands within three ticks."""
MOST_AVOIDED: Final = 8


class Means(StrEnum):
    """How the people come to the place."""

    FOOT = "foot"
    CAR = "car"
    OTHER = "other"


class Withdrawn(StrEnum):
    """Why a hand-over is taken back."""

    ABORTED = "aborted"
    REPLACED = "replaced"
    EXPIRED = "expired"
    OTHER = "other"


class Standing(StrEnum):
    """What two operators decided of a team's key."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REVOKED = "revoked"


class MeetingPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where: degrees (WGS 84), and how a person finds the very spot."""

    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    words: Words = ""

    def __repr__(self) -> str:
        return "<MeetingPlace>"


class Window(msgspec.Struct, frozen=True, rename={"start": "from"}):
    """From one Unix second until another."""

    start: Number
    until: Number

    def __post_init__(self) -> None:
        if self.start >= self.until:
            reason = "a window ends after it begins"
            raise ValueError(reason)

    def __repr__(self) -> str:
        return "<Window>"


class WhoseClock(msgspec.Struct, frozen=True):
    """The clock that everybody at the place goes by: minutes ahead of UTC, and its name."""

    minutes: Annotated[int, Meta(ge=-720, le=840)]
    name: Annotated[str, Meta(min_length=1, max_length=40)]

    def __repr__(self) -> str:
        return "<WhoseClock>"


class Recognition(msgspec.Struct, frozen=True):
    """By which words both know each other: those who come say theirs first."""

    they_say: Said
    we_say: Said

    def __repr__(self) -> str:
        return "<Recognition>"


class Waypoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place of a way: degrees, the Unix second `at` which they are there, `until` when they wait.

    0: they go on at once.
    """

    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    at: Number
    until: Number = 0

    def __repr__(self) -> str:
        return "<Waypoint>"


class Avoided(msgspec.Struct, frozen=True):
    """A closed area beside a way: what it is called, and its place that is nearest to the way."""

    words: Annotated[str, Meta(min_length=1, max_length=80)]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]

    def __repr__(self) -> str:
        return "<Avoided>"


class GuidedWay(msgspec.Struct, frozen=True, omit_defaults=True):
    """By which way a team leads them from the place of the package to where they are received.

    They set out from the first of `points`; the last is where they are received.
    """

    points: Annotated[tuple[Waypoint, ...], Meta(min_length=2, max_length=MOST_WAYPOINTS)]
    avoid: Annotated[tuple[Avoided, ...], Meta(max_length=MOST_AVOIDED)] = ()

    def __post_init__(self) -> None:
        times = [at for each in self.points for at in (each.at, each.until or each.at)]
        if times != sorted(times):
            reason = "a way goes on in time"
            raise ValueError(reason)

    def __repr__(self) -> str:
        return "<GuidedWay>"


class Handover(msgspec.Struct, frozen=True, omit_defaults=True):
    """The package: everything a team gets. After `expires` (a Unix second) nobody goes by it.

    `show` is what the people show from afar, `abort_sign` what either side does when it is off.
    With `guide` the team meets them at `place` and leads them on.
    """

    id: HandoverId
    revision: Revision
    place: MeetingPlace
    window: Window
    clock: WhoseClock
    people: Annotated[int, Meta(ge=1, le=10_000)]
    means: Means
    recognition: Recognition
    abort_sign: Words
    expires: Number
    fallback: Window | None = None
    wounded: People = 0
    show: Words = ""
    guide: GuidedWay | None = None

    def __post_init__(self) -> None:
        if self.wounded > self.people:
            reason = "the wounded are among the people"
            raise ValueError(reason)
        if self.expires <= self.window.start:
            reason = "a hand-over expires after its window begins"
            raise ValueError(reason)

    def __repr__(self) -> str:
        return "<Handover>"


class Withdraw(msgspec.Struct, frozen=True):
    """Takes back a hand-over up to and with `revision`; a higher one stands."""

    handover: HandoverId
    revision: Revision
    reason: Withdrawn


class TeamReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reply to a team, parts joined: what a caller's has, and what only a team is told."""

    at: int
    text: str = ""
    lang: Label = ""
    handover: Handover | None = None
    withdraw: Withdraw | None = None
    standing: Standing | None = None

    def __repr__(self) -> str:
        return "<TeamReply>"


def write_team_reply(reply: TeamReply) -> bytes:
    """Write JSON, unescaped."""
    return msgspec.json.encode(reply)


def read_team_reply(raw: bytes) -> TeamReply:
    """Read JSON; anything else is a `MalformedEnvelope`."""
    try:
        return msgspec.json.decode(raw, type=TeamReply)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise MalformedEnvelope from None
