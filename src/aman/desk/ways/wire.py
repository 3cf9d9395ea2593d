"""What goes through the pipe between the desk and its search worker: a task, progress, an answer.

Promises: msgspec alone on both sides; nothing that holds a place prints it; a message is whole or
not there.
Refuses to know: Django, roads, and who asks.
"""

from enum import StrEnum

import msgspec

LonLat = tuple[float, float]
"""Longitude first, as maps and GeoJSON have it."""


Rates = tuple[float, float, float]
"""Low, likely, high, a minute."""


class Task(msgspec.Struct, frozen=True, kw_only=True, tag="task"):
    """What is asked of the worker; `within_m` above `SURE_M` is an area, not a spot.

    `no_data`: the rates where no layer says anything.
    """

    number: int
    mode: str
    lat: float
    lon: float
    within_m: float
    start: int
    horizon_s: int
    zone: str
    may_wait: bool
    layers: tuple[str, ...]
    points: tuple[str, ...]
    no_data: Rates
    budget_s: float
    seed: int

    def __repr__(self) -> str:
        return f"<Task {self.number}>"


class Stop(msgspec.Struct, frozen=True, tag="stop"):
    """Nobody waits for the task of this number any more."""

    number: int


Order = Task | Stop


class Unanswerable(StrEnum):
    """Why a question can't even be searched."""

    FAR = "far"
    """The place is far from every road of the map."""
    NO_ROAD = "no road"
    """The map has no road for these means."""
    NO_POINT = "no point"
    """No reception point is near a road of the map."""
    NO_MAP = "no map"
    """What was loaded can't be opened."""
    NO_GATHERING = "no gathering"
    """Nothing in the area can be recognised that all of it reaches in time."""


class Window(msgspec.Struct, frozen=True):
    """Unix seconds."""

    opens: int
    closes: int


class Report(msgspec.Struct, frozen=True):
    """Who said something, and the Unix second at which he knew it."""

    source: str
    as_of: int

    def __repr__(self) -> str:
        return "<Report>"


class FoundWay(msgspec.Struct, frozen=True, kw_only=True):
    """A way as it would be told, or, where it can't be told (`steps` empty), as it would be led.

    `band`: one in so many, from the rarest to the most often. `guided`: with a guide it would be
    that. `times` are Unix seconds, one for each place of `line`. `steps` by language, and how one
    begins before them. `fallback`: when the team waits once more, for who sets out then. In its
    window the point has room for `room` people and receives `groups` at most (None: nobody said);
    `always_open`: it has no window, and `window` is when the team waits. `oldest` is the oldest
    report of a hazard on the way (None: no layer covers any of it), `point_told` that of the point.
    """

    rank: int
    point: str
    lat: float
    lon: float
    set_out: int
    there: int
    received: int
    band: tuple[int, int]
    guided: tuple[int, int] | None = None
    better_than_staying: bool
    halts: tuple[int, ...]
    line: tuple[LonLat, ...]
    times: tuple[int, ...]
    room: int | None
    groups: int | None = None
    window: Window
    always_open: bool = False
    fallback: Window | None = None
    set_out_again: int | None = None
    begins: dict[str, str] = {}
    oldest: Report | None = None
    point_told: Report | None = None
    steps: dict[str, tuple[str, ...]] = {}

    def __repr__(self) -> str:
        return "<FoundWay>"


class Gathering(msgspec.Struct, frozen=True, kw_only=True):
    """Where people of an area come together first, and until when they are all there."""

    lat: float
    lon: float
    until: int
    landmark: dict[str, str]

    def __repr__(self) -> str:
        return "<Gathering>"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The answer. `forbids` is one of `aman.roads.answers.Forbids` where there is no way.

    `approximate`: something was cut short. Ways were looked for under `under` of `of` guesses of
    the hazards; under one of them harm may be less in truth by `at_most`, a probability.
    """

    start: int
    horizon_s: int
    zone: str
    origin: LonLat
    ways: tuple[FoundWay, ...]
    staying: tuple[int, int]
    staying_is_best: bool
    approximate: bool
    under: int = 0
    of: int = 0
    at_most: float = 0.0
    no_data: Rates | None = None
    forbids: str = ""
    left_out: tuple[str, ...] = ()
    gathering: Gathering | None = None

    def __repr__(self) -> str:
        return "<Found>"


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The worker has its map open and everything compiled."""


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """A step of the search, and how far it is: `done` of `of`; 0 of 0 where nobody can say."""

    number: int
    step: str
    done: int = 0
    of: int = 0


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """The end of a task."""

    number: int
    found: Found


class Refusal(msgspec.Struct, frozen=True, tag="refusal"):
    """The other end: it can't be searched, or the search failed (`why` empty)."""

    number: int
    why: str = ""


Told = Ready | Progress | Answer | Refusal
_LENGTH = 4


def framed(message: Order | Told) -> bytes:
    """As it goes through the pipe: its length, then itself."""
    raw = msgspec.msgpack.encode(message)
    return len(raw).to_bytes(_LENGTH, "big") + raw


class Frames:
    """Cuts what comes through the pipe into messages."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, raw: bytes) -> list[bytes]:
        """The whole messages that there are now, undecoded."""
        self._held += raw
        found = []
        while len(self._held) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._held[:_LENGTH], "big")
            if len(self._held) < end:
                break
            found.append(bytes(self._held[_LENGTH:end]))
            del self._held[:end]
        return found
