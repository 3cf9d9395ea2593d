"""Choosing a way: its point becomes the place, its steps the plan that the operator mends.

Promises: what was found before a hazard, a point, the roads, the people or the question changed
can't be chosen, nor a way whose time to set out is over. Refuses to know: how plans are told.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import override

from aman.core.handover import MeetingPlace, Window
from aman.desk.audit.book import Colleague
from aman.desk.cases.groups import access_group
from aman.desk.journeys.arranging import write_choice
from aman.desk.journeys.content import (
    Arrangement,
    ChosenWay,
    read_arrangement,
    to_the_minute,
)
from aman.desk.journeys.keeping import pace_of
from aman.desk.journeys.life import current
from aman.desk.journeys.states import NotNow
from aman.desk.journeys.watched import TakenWay
from aman.roads.plan_sentences import clock

from .finding import rests_on
from .records import read_found
from .wire import Found, FoundWay

GRACE_S = 30 * 60
"""A plan holds so long after the last window."""
MEET_BEFORE_S, MEET_AFTER_S = 15 * 60, 5 * 60
_WORDS = 200


class Stale(Exception):  # noqa: N818 - what the operator is told
    """What was found holds no longer; `is_over`: the time to set out has passed."""

    def __init__(self, *, is_over: bool) -> None:
        self.is_over = is_over
        super().__init__()


def is_stale(number: int, found_rests_on: str) -> bool:
    """Whether something has changed that an answer rests on; `NoSuchCase`, `VaultLocked`."""
    journey = current(access_group(number))
    return journey is None or rests_on(read_arrangement(journey)) != found_rests_on


def choose(  # noqa: PLR0913, PLR0917 - who, which of what, for whom
    operator: Colleague, number: int, rank: int, found_at: int, lang: str, now: int
) -> FoundWay:
    """Take the way of this rank of what was found then; `Stale`, `NotNow`, `NoSuchCase`."""
    journey = current(access_group(number))
    kept = None if journey is None else read_found(journey)
    if journey is None or kept is None or kept[1] != found_at:
        raise NotNow
    way = next((each for each in kept[0].found.ways if each.rank == rank), None)
    if way is None:
        raise NotNow
    known = read_arrangement(journey)
    if kept[0].rests_on != rests_on(known):
        raise Stale(is_over=False)
    if way.set_out <= now:
        raise Stale(is_over=True)
    found = kept[0].found
    place, chosen = MeetingPlace(way.lat, way.lon, way.point[:_WORDS]), _chosen(found, way, lang)
    taken = _taken(found, way, known, can_be_told=bool(chosen.steps))
    if not taken.can_be_told:
        place = _met(found, lang)
        chosen = msgspec.structs.replace(chosen, window=_meeting(way), fallback=None, meet=place)
    write_choice(operator, number, place, chosen, taken, now)
    return way


def _met(found: Found, lang: str) -> MeetingPlace:
    """Where a guide meets them: at the landmark where they gather, else where they are."""
    there = found.gathering
    if there is None:
        lon, lat = found.origin
        return MeetingPlace(lat, lon)
    words = there.landmark.get(lang, there.landmark.get("en", ""))
    return MeetingPlace(there.lat, there.lon, words[:_WORDS])


def _meeting(way: FoundWay) -> Window:
    """When he does: he is there before they have to go, and nobody waits much longer."""
    return Window(way.set_out - MEET_BEFORE_S, way.set_out + MEET_AFTER_S)


def _taken(found: Found, way: FoundWay, known: Arrangement, *, can_be_told: bool) -> TakenWay:
    """As it was found for these people, to be watched."""
    again = way.fallback
    return TakenWay(
        rank=way.rank,
        point=way.point,
        lat=way.lat,
        lon=way.lon,
        line=way.line,
        times=way.times,
        start=found.start,
        horizon_s=found.horizon_s,
        zone=found.zone,
        set_out=way.set_out,
        there=way.there,
        received=way.received,
        window=Window(way.window.opens, way.window.closes),
        band=way.band,
        staying=found.staying,
        better=way.better_than_staying,
        can_be_told=can_be_told,
        fallback=None if again is None else Window(again.opens, again.closes),
        set_out_again=way.set_out_again,
        halts=way.halts,
        pace=pace_of(known.people, known.asked) if known.people else "",
        people=known.how_many,
        room=way.room,
    )


def _chosen(found: Found, way: FoundWay, lang: str) -> ChosenWay:
    window = Window(way.window.opens, way.window.closes)
    again = None
    if way.fallback is not None:
        again = Window(way.fallback.opens, way.fallback.closes)
    lang = lang if lang in way.steps else "en"
    chosen = ChosenWay(
        steps=way.steps.get(lang, ()),
        zone=found.zone,
        window=window,
        expires=(again or window).until + GRACE_S,
        fallback=again,
        set_out=way.set_out,
    )
    if not chosen.steps:
        return chosen  # with a guide: when and where they meet is the operator's to say
    return msgspec.structs.replace(
        chosen,
        gathers=_gathers(found, lang),
        begins=way.begins.get(lang, ""),
        sets_out_again_at=None if way.set_out_again is None else to_the_minute(way.set_out_again),
    )


def _gathers(found: Found, lang: str) -> str:
    """Where all of an area come together first; empty when they know their place."""
    there = found.gathering
    if there is None:
        return ""
    at = datetime.fromtimestamp(there.until, UTC).astimezone(ZoneInfo(found.zone))
    said = {"landmark": there.landmark.get(lang, ""), "time": clock(at)}
    with override(lang):
        return _("First all come here: %(landmark)s. Wait there until %(time)s.") % said
