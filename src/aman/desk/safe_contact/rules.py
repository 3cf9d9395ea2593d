"""The rules that a person gave for being reached: this way, these hours, these words, or never.

Pure. Promises: what breaks a rule is told with its reason, and every reason at once; a rule is
about what we push to a person through a line: the page waits for him to look, so none holds there.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

TALKING_SECONDS = 15 * 60
"""So long after he wrote it is he who holds the phone, as far as anybody can know."""
RELEASED_SECONDS = 3600
"""After an hour what was right to send may be wrong: it is asked for again."""
MINUTES_A_DAY = 24 * 60
_Minute = Annotated[int, msgspec.Meta(ge=0, le=MINUTES_A_DAY)]


class Hours(msgspec.Struct, frozen=True):
    """From one minute of the day to another, in his own time; over midnight when `to` is less."""

    start: _Minute
    end: _Minute

    def hold(self, minute: int) -> bool:
        """Whether that minute of the day is within."""
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def said(self) -> str:
        """``18:00–20:30``."""
        return "–".join(f"{each // 60 % 24:02}:{each % 60:02}" for each in (self.start, self.end))


class Rules(msgspec.Struct, frozen=True, omit_defaults=True):
    """What he asked for. `contacts` None: any way he used; `hours` empty: at any time.

    `wording`: unless he is writing himself just now, only these words may reach him. `zone` is an
    IANA name. Who wrote it down, and when, stands in the audit.
    """

    never: bool = False
    contacts: tuple[int, ...] | None = None
    hours: tuple[Hours, ...] = ()
    zone: str = "UTC"
    wording: str = ""

    def __repr__(self) -> str:
        return "<Rules>"

    def asks(self) -> bool:
        """Whether he asked for anything: a zone alone is no rule."""
        return self != Rules(zone=self.zone)


class Broken(StrEnum):
    """Which rule a sending would break."""

    NEVER = "never"
    CONTACT = "contact"
    HOURS = "hours"
    WORDING = "wording"
    OPENING = "opening"
    """Nobody has written from there: only the programme's first words may come unreleased."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What somebody is about to send: the way, the words, now, and when he last wrote that way.

    `heard_at` is None where anybody can write under his number: that shows nobody holds the phone.
    """

    contact: int
    text: str
    at: int
    heard_at: int | None

    def __repr__(self) -> str:
        return "<Sending>"


def broken_by(rules: Rules, sending: Sending) -> tuple[Broken, ...]:
    """Every rule that it would break; none while he is talking to us by that very way.

    He wrote a moment ago, so he looks at the phone: an answer within 15 minutes breaks neither
    hours nor wording. "Never" and the ways he allowed hold all the same.
    """
    talking = sending.heard_at is not None and 0 <= sending.at - sending.heard_at < TALKING_SECONDS
    found = []
    if rules.never:
        found.append(Broken.NEVER)
    if rules.contacts is not None and sending.contact not in rules.contacts:
        found.append(Broken.CONTACT)
    if rules.hours and not talking and not _within(rules, sending.at):
        found.append(Broken.HOURS)
    if rules.wording and not talking and sending.text.strip() != rules.wording.strip():
        found.append(Broken.WORDING)
    return tuple(found)


def holds_until(rules: Rules, sending: Sending) -> int | None:
    """The last moment at which sending it breaks nothing either; None when no time changes that.

    A line may be down for hours: what was right to send in the evening is not sent at night.
    """
    local = his_time(rules.zone, sending.at)
    changes = {_next(local, hours.end) for hours in rules.hours}
    if sending.heard_at is not None:
        changes.add(sending.heard_at + TALKING_SECONDS)
    later = (replace(sending, at=at) for at in sorted(changes) if at > sending.at)
    return next((each.at - 1 for each in later if broken_by(rules, each)), None)


def his_time(zone: str, at: int) -> datetime:
    """The moment in his zone; UTC when the zone's name is not known here."""
    moment = datetime.fromtimestamp(at, UTC)
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        return moment


def next_allowed(rules: Rules, at: int) -> int | None:
    """The first moment from `at` on that is within his hours; None when there never is one."""
    if not rules.hours:
        return at
    local = his_time(rules.zone, at)
    starts = [at, *(_next(local, hours.start) for hours in rules.hours)]
    return min((moment for moment in starts if _within(rules, moment)), default=None)


def _next(local: datetime, minute: int) -> int:
    """When it is that minute of his day the next time."""
    there = time(minute // 60 % 24, minute % 60)
    found = datetime.combine(local.date(), there, local.tzinfo)
    if found <= local:
        found = datetime.combine(local.date() + timedelta(days=1), there, local.tzinfo)
    return int(found.timestamp())


def _within(rules: Rules, at: int) -> bool:
    local = his_time(rules.zone, at)
    return any(hours.hold(local.hour * 60 + local.minute) for hours in rules.hours)


def read_hours(text: str) -> tuple[Hours, ...]:
    """Read ``18:00-20:30, 6-7``; ValueError says which piece is not two times of a day."""
    return tuple(_hours(piece) for piece in text.replace("–", "-").split(",") if piece.strip())


def _hours(piece: str) -> Hours:
    start, dash, end = piece.partition("-")
    try:
        found = Hours(_minute(start), _minute(end))
    except ValueError:
        found = None
    if not dash or found is None or found.start == found.end:
        raise ValueError(piece.strip())
    return found


def _minute(text: str) -> int:
    hour, _, minute = text.strip().partition(":")
    found = int(hour) * 60 + int(minute or 0)
    if not (0 <= int(minute or 0) < 60 and 0 <= found <= MINUTES_A_DAY):  # noqa: PLR2004 - a clock
        raise ValueError(text)
    return found
