"""What a team's word does: kept as evidence, and a journey moved when it is about what counts.

Promises: only a word of the very team that has the newest package, about its newest revision, moves
a journey; everything else that a team signed about a hand-over of its own is kept all the same.
Refuses to know: how a word came, and whether its signature is right: who calls has checked.
"""

from collections.abc import Collection

import msgspec

from aman.core.keys import from_base64url
from aman.core.signing import SIGNATURE_BYTES
from aman.core.team import Accept, Refuse, Seen, TeamOutcome
from aman.desk.outbox.prepared import Find, cases_of
from aman.figures.measures import MeasureId

from .by_itself import say
from .handing_over import newest
from .life import count, move
from .models import HandOver, Team
from .states import NotNow, SignedEvent, Stage, told_by

ID_BYTES = 16
AboutHandOver = Accept | Refuse | TeamOutcome | Seen


class Named(msgspec.Struct, frozen=True):
    """What a word names, read before it is believed: to find what has to be held."""

    handover: str = ""
    code: str = ""

    def __repr__(self) -> str:
        return "<Named>"


def named_in(body: bytes) -> Named:
    """Read it; of what is no word nothing is named."""
    try:
        return msgspec.json.decode(body[SIGNATURE_BYTES:], type=Named)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return Named()


def name_of(handover: str) -> bytes:
    """The bytes of a hand-over's id; empty when it is none."""
    try:
        return from_base64url(handover, ID_BYTES)
    except ValueError:
        return b""


def cases_of_handovers(names: Collection[bytes]) -> set[int]:
    """The cases that words about these hand-overs may change."""
    found = HandOver.objects.filter(name__in=names).values_list("journey", "journey__case")
    return {case for _, case in found} | cases_of([journey for journey, _ in found])


def handover_of(team: Team, word: AboutHandOver) -> HandOver | None:
    """What it is about, if that team was given it."""
    there = HandOver.objects.filter(team=team, name=name_of(word.handover), revision=word.revision)
    return there.select_related("journey__case", "team").first()


def take(handover: HandOver, word: AboutHandOver, find: Find, now: int) -> bool:
    """Let it count, its journey's case held; gives whether the journey moved."""
    if handover.seen_at is None:
        handover.seen_at = now
        handover.save(update_fields=["seen_at"])
    event = told_by(word)
    if event is None or newest(handover.journey) != handover:
        return False
    try:
        move(handover.journey, event, now, team=handover.team)
    except NotNow:
        if event is not SignedEvent.ARRIVED or handover.journey.stage != Stage.ARRIVED:
            return False  # of those who have arrived there may be more
    if isinstance(word, TeamOutcome) and event is SignedEvent.ARRIVED:
        handover.arrived = max(word.people, handover.arrived or 0)
        handover.save(update_fields=["arrived"])
        count(handover.journey, MeasureId.ARRIVED, now, most=word.people)
    say(handover.journey, event, find, now)
    return True
