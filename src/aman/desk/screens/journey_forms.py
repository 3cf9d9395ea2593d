"""What operators type about a journey: place, people, plan; mistakes in words.

Promises: what is typed is kept when it holds a mistake; a place that could be two is refused with
its reason. Refuses to know: whose journey it is.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from aman.core.handover import Means, MeetingPlace, Recognition, WhoseClock, Window
from aman.desk.journeys.content import Arrangement, ChosenWay, People, Plan
from aman.desk.journeys.limits import MOST_STEPS, STEP_LETTERS
from aman.roads.place_types import UnreadablePlace
from aman.roads.places import read_place

from .clock_forms import MINUTES, ByAClock, Moment
from .journey_words import means
from .place_words import unreadable

ROUGHEST_METRES = 200
"""A place rougher than that sends two parties past each other."""
MAP_POINT = "data-map-point"
"""Marks the field of a form into which a press on the map writes a place, and who reads it."""
_WORDS, _SAID, _MOST_PEOPLE = 200, 100, 10_000


def _line(**attributes: str) -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **attributes})


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"dir": "auto", "rows": rows})


class PlaceField(forms.CharField):
    """What is typed, pasted or pressed on the map to say where; its form reads it."""

    def __init__(self, **words: Any) -> None:  # noqa: ANN401 - Django's own words
        hint = _("Coordinates in any usual form, or a pasted map link. Nothing is looked up.")
        written = {"dir": "ltr", "rows": 2, "autocomplete": "off", MAP_POINT: "/map/place"}
        widget = forms.Textarea(attrs=written)
        super().__init__(max_length=2000, help_text=hint, widget=widget, **words)


def read_spot(written: str) -> tuple[float, float]:
    """Latitude and longitude of a place where people can meet, or the reason why it is none."""
    try:
        found = read_place(written)
    except UnreadablePlace as why:
        raise forms.ValidationError(unreadable(why.reason)) from None
    if found.is_view:
        raise forms.ValidationError(
            _("This is only the middle of a map. Mark the place, or write coordinates.")
        )
    if found.within_m > ROUGHEST_METRES:
        raise forms.ValidationError(_("This place is too rough. Write more digits."))
    return found.lat, found.lon


class PlaceForm(forms.Form):
    """Where the team waits."""

    place = PlaceField(label=_("Place"))
    words = forms.CharField(
        label=_("How to find the very spot"),
        help_text=_("In the person's language. The person and the team are told it."),
        max_length=_WORDS,
        required=False,
        widget=_lines(2),
    )

    def clean_place(self) -> tuple[float, float]:
        """Degrees, or the reason why there are none."""
        return read_spot(self.cleaned_data["place"])

    def meeting_place(self) -> MeetingPlace:
        """What is to be kept."""
        lat, lon = self.cleaned_data["place"]
        return MeetingPlace(lat, lon, self.cleaned_data["words"])


class PeopleForm(forms.Form):
    """Who comes, and how."""

    number = forms.IntegerField(label=_("How many people"), min_value=1, max_value=_MOST_PEOPLE)
    wounded = forms.IntegerField(
        label=_("How many of them are wounded"), min_value=0, max_value=_MOST_PEOPLE, initial=0
    )
    means = forms.ChoiceField(
        label=_("How they come"), choices=[(each.value, means(each)) for each in Means]
    )

    def clean(self) -> dict[str, Any]:
        """The wounded are among the people."""
        said = self.cleaned_data
        if said.get("wounded", 0) > said.get("number", _MOST_PEOPLE):
            self.add_error("wounded", _("There are more wounded than people."))
        return said

    def people(self) -> People:
        """What is to be kept."""
        said = self.cleaned_data
        return People(said["number"], said["wounded"], Means(said["means"]))


class PlanForm(ByAClock):
    """What the person carries in his head."""

    steps = forms.CharField(
        label=_("Steps, one in each line, seven at most"),
        help_text=_("In the person's language, by landmarks, from where the person is."),
        max_length=MOST_STEPS * (STEP_LETTERS + 2),
        widget=_lines(7),
    )
    zone = forms.CharField(
        label=_("Whose clock everybody follows"),
        help_text=_("The nearest large city in English, for example Europe/Kyiv."),
        max_length=40,
        widget=_line(dir="ltr", list="zones"),
    )
    opens = Moment(label=_("The team waits from"))
    closes = Moment(label=_("The team waits until"))
    again_opens = Moment(label=_("If that fails, from"), required=False)
    again_closes = Moment(label=_("If that fails, until"), required=False)
    they_say = forms.CharField(label=_("The person says first"), max_length=_SAID, widget=_line())
    we_say = forms.CharField(label=_("The team answers"), max_length=_SAID, widget=_line())
    show = forms.CharField(
        label=_("What the person shows from afar"),
        max_length=_WORDS,
        required=False,
        widget=_line(),
    )
    abort_sign = forms.CharField(
        label=_("The sign that it is off"), max_length=_WORDS, widget=_line()
    )
    expires = Moment(label=_("After this moment the plan no longer holds"))

    def clean_steps(self) -> tuple[str, ...]:
        """At most seven, each not too long."""
        lines = (each.strip() for each in self.cleaned_data["steps"].splitlines())
        steps = tuple(each for each in lines if each)
        if len(steps) > MOST_STEPS:
            raise forms.ValidationError(_("Nobody remembers more than seven steps. Join some."))
        if any(len(each) > STEP_LETTERS for each in steps):
            raise forms.ValidationError(_("A step is too long. Shorten it."))
        return steps

    def clean(self) -> dict[str, Any]:
        """Moments by that clock, in an order that makes sense."""
        said = self.cleaned_data
        for name in ("opens", "closes", "again_opens", "again_closes", "expires"):
            if said.get(name) and "zone" in said:
                said[name] = self.at(said[name])
        self._in_order("opens", "closes", _("The window closes before it opens."))
        self._in_order("again_opens", "again_closes", _("The window closes before it opens."))
        self._in_order("closes", "again_opens", _("The second window opens before the first ends."))
        last = "again_closes" if said.get("again_closes") else "closes"
        ends, upto = said.get("expires"), said.get(last)
        if isinstance(ends, int) and isinstance(upto, int) and ends < upto:
            self.add_error("expires", _("The plan ends before the team stops waiting."))
        if bool(said.get("again_opens")) != bool(said.get("again_closes")):
            self.add_error("again_closes", _("Write both moments, or none."))
        return said

    def _in_order(self, first: str, second: str, mistake: Any) -> None:  # noqa: ANN401 - lazy
        before, after = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if isinstance(before, int) and isinstance(after, int) and before >= after:
            self.add_error(second, mistake)

    def refuse_past(self, now: int) -> bool:
        """Whether it ends in the future; else it says so."""
        if self.cleaned_data["expires"] > now:
            return True
        self.add_error("expires", _("This moment is over."))
        return False

    def plan(self) -> Plan:
        """What is to be kept."""
        said = self.cleaned_data
        again = said["again_opens"] and Window(said["again_opens"], said["again_closes"])
        there = datetime.fromtimestamp(said["opens"], ZoneInfo(said["zone"])).utcoffset()
        minutes = int((there or timedelta()).total_seconds() // 60)
        return Plan(
            steps=said["steps"],
            clock=WhoseClock(minutes, said["zone"]),
            zone=said["zone"],
            window=Window(said["opens"], said["closes"]),
            recognition=Recognition(said["they_say"], said["we_say"]),
            abort_sign=said["abort_sign"],
            expires=said["expires"],
            show=said["show"],
            fallback=again or None,
        )


class TeamForm(forms.Form):
    """What operators call a team."""

    name = forms.CharField(label=_("What you call the team"), max_length=60, widget=_line())


def typed_before(arrangement: Arrangement) -> dict[str, dict[str, Any]]:
    """What was written down, as each form has it."""
    place, people, plan = arrangement.place, arrangement.people, arrangement.plan
    found: dict[str, dict[str, Any]] = {"place": {}, "people": {}, "plan": {}}
    if plan is None and arrangement.way is not None:
        found["plan"] = _begun(arrangement.way)
    if place is not None:
        found["place"] = {"place": f"{place.lat:.6f}, {place.lon:.6f}", "words": place.words}
    if people is not None:
        found["people"] = {**msgspec.structs.asdict(people), "means": people.means.value}
    if plan is not None:
        found["plan"] = {
            "steps": "\n".join(plan.steps),
            "zone": plan.zone,
            "opens": _typed(plan.window.start, plan.zone),
            "closes": _typed(plan.window.until, plan.zone),
            "they_say": plan.recognition.they_say,
            "we_say": plan.recognition.we_say,
            "show": plan.show,
            "abort_sign": plan.abort_sign,
            "expires": _typed(plan.expires, plan.zone),
        }
        if plan.fallback is not None:
            found["plan"]["again_opens"] = _typed(plan.fallback.start, plan.zone)
            found["plan"]["again_closes"] = _typed(plan.fallback.until, plan.zone)
    return found


def _begun(way: ChosenWay) -> dict[str, Any]:
    """What a chosen way says of a plan; words that were agreed before serve again."""
    found: dict[str, Any] = {
        "steps": "\n".join(way.steps),
        "zone": way.zone,
        "opens": _typed(way.window.start, way.zone),
        "closes": _typed(way.window.until, way.zone),
        "expires": _typed(way.expires, way.zone),
    }
    if way.fallback is not None:
        found["again_opens"] = _typed(way.fallback.start, way.zone)
        found["again_closes"] = _typed(way.fallback.until, way.zone)
    if way.before is not None:
        found["they_say"] = way.before.recognition.they_say
        found["we_say"] = way.before.recognition.we_say
        found["show"] = way.before.show
        found["abort_sign"] = way.before.abort_sign
    return found


def _typed(at: int, zone: str) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).strftime(MINUTES)
