"""What operators type about a journey: place and people; mistakes in words.

Promises: what is typed is kept when it holds a mistake; a place that could be two is refused with
its reason. Refuses to know: whose journey it is.
"""

from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from aman.core.handover import Means, MeetingPlace
from aman.desk.journeys.content import Arrangement, People
from aman.roads.place_types import UnreadablePlace
from aman.roads.places import read_place

from .journey_words import means
from .place_words import unreadable
from .plan_form import line, lines, plan_typed

ROUGHEST_METRES = 200
"""A place rougher than that sends two parties past each other."""
MAP_POINT = "data-map-point"
"""Marks the field of a form into which a press on the map writes a place, and who reads it."""
_WORDS, _MOST_PEOPLE = 200, 10_000


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
        widget=lines(2),
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


class TeamForm(forms.Form):
    """What operators call a team."""

    name = forms.CharField(label=_("What you call the team"), max_length=60, widget=line())


def typed_before(arrangement: Arrangement) -> dict[str, dict[str, Any]]:
    """What was written down, as each form has it."""
    place, people = arrangement.place, arrangement.people
    found: dict[str, dict[str, Any]] = {"place": {}, "people": {}, "plan": plan_typed(arrangement)}
    if place is not None:
        found["place"] = {"place": f"{place.lat:.6f}, {place.lon:.6f}", "words": place.words}
    if people is not None:
        found["people"] = {**msgspec.structs.asdict(people), "means": people.means.value}
    return found
