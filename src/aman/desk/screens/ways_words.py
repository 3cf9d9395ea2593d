"""The words of a search and of what it found: bands and ranks, no figure that nobody can know.

Promises: a band is said as "between 1 in 200 and 1 in 30", and always to more harm, never to less.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aman.desk.ways.finding import CantSearch
from aman.desk.ways.others import Beside
from aman.desk.ways.searches import Standing, Status
from aman.desk.ways.wire import Found, FoundWay, Unanswerable
from aman.roads.answers import Forbids
from aman.roads.bands import SAID

from .ways_grounds import ReportInWords, crowded, report_in_words, who_else

_RAREST = SAID[-1]
_ASIDE, _BACK = "\u2066", "\u2069"
"""A day and an hour are read from the left in every language."""
_PART = {"roads": (0, 6), "finding": (6, 44), "judging": (50, 0), "telling": (50, 46)}
"""Where each step begins on the bar, and how much of it is its own."""


@dataclass(frozen=True, slots=True)
class WayInWords:
    """A way as the screen says it."""

    rank: int
    point: str = field(repr=False)
    when: str
    harm: str
    than_staying: str
    better: bool
    halts: tuple[str, ...]
    guided: str
    fallback: str
    begins: str = field(repr=False)
    room: int | None
    who_else: str
    crowded: tuple[str, ...]
    oldest: ReportInWords | None
    point_told: ReportInWords | None
    steps: tuple[str, ...] = field(repr=False)
    is_over: bool


def way_in_words(  # noqa: PLR0913, PLR0917 - a way, and for whom
    found: Found, way: FoundWay, lang: str, people: int, there: Beside, now: int
) -> WayInWords:
    """One way, for so many people; `there`: who else comes."""
    clock = _Clock(found.zone)
    when = _("Set out %(go)s, there %(there)s, received by %(end)s.") % {
        "go": clock.moment(way.set_out),
        "there": clock.after(way.there, way.set_out),
        "end": clock.after(way.received, way.set_out),
    }
    guided = _("With a guide, by other roads: %(harm)s.")
    fallback = _("If they can't then, the same way again: set out %(go)s, there until %(end)s.")
    return WayInWords(
        rank=way.rank,
        point=way.point,
        when=when,
        harm=_("Harm: %(band)s.") % {"band": band(*way.band)},
        than_staying=_("Less dangerous than staying.")
        if way.better_than_staying
        else _("More dangerous than staying."),
        better=way.better_than_staying,
        halts=tuple(
            _("Wait on the way until %(time)s.") % {"time": clock.after(each, way.set_out)}
            for each in way.halts
        ),
        guided=guided % {"harm": band(*way.guided)} if way.guided else "",
        fallback=fallback
        % {
            "go": clock.moment(way.set_out_again),
            "end": clock.after(way.fallback.closes, way.set_out_again),
        }
        if way.fallback and way.set_out_again
        else "",
        begins=way.begins.get(lang, way.begins.get("en", "")),
        room=way.room,
        who_else=who_else(there),
        crowded=tuple(crowded(way, people, there)),
        oldest=report_in_words(way.oldest, now),
        point_told=report_in_words(way.point_told, now),
        steps=way.steps.get(lang, way.steps.get("en", ())),
        is_over=way.set_out <= now,
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    zone: str

    def moment(self, at: int) -> str:
        """With its day."""
        return f"{_ASIDE}{self._there(at):%Y-%m-%d %H:%M}{_BACK}"

    def after(self, at: int, before: int) -> str:
        """The hour; with its day only where that is another than before."""
        same = self._there(at).date() == self._there(before).date()
        return f"{self._there(at):%H:%M}" if same else self.moment(at)

    def _there(self, at: int) -> datetime:
        return datetime.fromtimestamp(-(-at // 60) * 60, UTC).astimezone(ZoneInfo(self.zone))


def staying(found: Found) -> str:
    """What staying put comes to."""
    end = _Clock(found.zone).moment(found.start + found.horizon_s)
    said = {"time": end, "band": band(*found.staying)}
    return _("Until %(time)s. Harm: %(band)s.") % said


def gathering(found: Found, lang: str) -> str:
    """Where people of an area gather first; empty when they know their place."""
    there = found.gathering
    if there is None:
        return ""
    said = {"landmark": there.landmark.get(lang, there.landmark.get("en", ""))}
    said["time"] = _Clock(found.zone).moment(there.until)
    return _("First they gather here: %(landmark)s. All are there by %(time)s.") % said


def band(rarest: int, most_often: int) -> str:
    """Such as "between 1 in 200 and 1 in 30"."""
    if rarest == most_often:
        if rarest == _RAREST:
            return _("1 in 1,000 or less")
        return _("more than 1 in 2") if rarest == 1 else _("about 1 in %(n)d") % {"n": rarest}
    ends = {"least": _one_in(rarest), "most": _one_in(most_often)}
    return _("between %(least)s and %(most)s") % ends


def _one_in(each: int) -> str:
    if each == _RAREST:
        return _("less than 1 in 1,000")
    return _("nearly everybody") if each == 1 else _("1 in %(many)s") % {"many": each}


def progress(status: Status) -> int:
    """How far it is, of 100."""
    if status.standing is not Standing.RUNNING:
        return 0
    begin, share = _PART.get(status.step, (0, 0))
    return begin + (share * status.done // status.of if status.of else 0)


def standing(status: Status) -> Iterator[str]:
    """What a search is doing, or how it ended, in sentences."""
    if status.again and not status.has_ended:
        yield _("The search was cut off. It was started again by itself.")
    match status.standing:
        case Standing.WAITING:
            yield _("It waits for its turn.")
            yield _("Searches before it: %(n)d.") % {"n": status.ahead}
        case Standing.STARTING:
            yield _("The search is being made ready.")
            yield _("After an update that takes some minutes, once.")
        case Standing.RUNNING:
            yield _running(status)
        case Standing.FOUND:
            yield _("The search has ended.")
        case Standing.REFUSED:
            yield unanswerable(status.why)
        case Standing.TOO_LONG:
            yield _("The search took too long and was ended. Look fewer hours ahead.")
        case Standing.DIED:
            yield _("The search was cut off twice. Nothing is lost.")
            yield _("Search again, or write the place yourself.")
        case Standing.FAILED:
            yield _("The search failed. Nothing is lost.")
            yield _("Write the place yourself, and tell an administrator.")


def _running(status: Status) -> str:
    of = {"done": status.done + 1, "of": status.of}
    if status.step == "finding":
        return _("Looking for ways, under many guesses of the hazards.")
    if status.step == "telling":
        return _("Looking how way %(done)d of %(of)d can be told.") % of
    if status.step == "judging":
        return _("Weighing the ways against each other and against staying.")
    return _("Putting the hazards on the roads.")


def unanswerable(why: str) -> str:
    """Why a question can't be searched."""
    said = {
        Unanswerable.FAR: _("The place is far from every road of this map."),
        Unanswerable.NO_ROAD: _("This map has no road for how they come."),
        Unanswerable.NO_POINT: _("No reception point is near a road of this map."),
        Unanswerable.NO_MAP: _("The roads can't be read. An administrator has to load them anew."),
        Unanswerable.NO_GATHERING: _("There is no landmark that all of the area reaches in time."),
    }
    return said[Unanswerable(why)]


def forbids(why: str) -> str:
    """What forbids every way."""
    said = {
        Forbids.UNREACHABLE: _("No road of this map leads from there to a reception point."),
        Forbids.CLOSED_AREA: _("All roads to the reception points lead through closed areas."),
        Forbids.WINDOW: _("Every point closes before anybody could be received there."),
        Forbids.HORIZON: _("There is a way, but it takes longer than you looked ahead."),
    }
    return said.get(why, _("No way was found in the time there was."))  # type: ignore[call-overload,no-any-return]  # a closed list of words


def cant_search(why: str) -> str:
    """Why no search was begun."""
    said = {
        CantSearch.NO_ROADS: _("No roads are loaded on this machine. Write the place yourself."),
        CantSearch.NO_POINTS: _("No reception point is written down yet."),
        CantSearch.DAMAGED: _("A hazard layer or a list of points can't be read. See the map."),
        CantSearch.NOT_ASKED: _("Say first who comes, and where they are."),
        CantSearch.NO_MEANS: _("Ways are found on foot or by car. Write the place yourself."),
        CantSearch.OVER: _("The time to set out is over. Give another one."),
    }
    return said[why]
