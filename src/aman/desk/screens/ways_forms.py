"""What operators type before a search: where the people are, from when, and what forbids a way.

Promises: a place is read as everywhere at the desk, and one that is rougher than said is refused;
what is typed is kept when it holds a mistake. Refuses to know: whose journey it is.
"""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from aman.desk.journeys.content import Arrangement, Whereabouts
from aman.roads.place_types import UnreadablePlace, WrittenPlace
from aman.roads.places import read_place

from .clock_forms import MINUTES, ByAClock, Moment
from .journey_forms import PlaceField
from .place_words import unreadable

SURE_M = 200
"""Rougher than that nobody begins at the spot: the people of an area gather first."""
AT_ONCE_S = 3600
"""To search, tell, repeat and release takes that long."""
_HOURS = (2, 4, 6, 8, 12, 24)


class AskForm(ByAClock):
    """The question of a journey."""

    place = PlaceField(label=_("Where the people are"))
    within = forms.TypedChoiceField(
        label=_("How sure they are of it"),
        help_text=_("Who is not sure is led to a landmark first."),
        coerce=int,
        choices=[
            (0, _("they know the very spot")),
            (500, _("within half a kilometre")),
            (1000, _("within a kilometre")),
            (2000, _("within two kilometres")),
            (5000, _("within five kilometres")),
        ],
    )
    zone = forms.CharField(
        label=_("Whose clock everybody follows"),
        help_text=_("The nearest large city in English, for example Europe/Kyiv."),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "list": "zones", "autocomplete": "off"}),
    )
    start = Moment(
        label=_("They can't set out before"),
        help_text=_("Empty: an hour from now. Telling and releasing take time."),
        required=False,
    )
    ahead = forms.TypedChoiceField(
        label=_("How far ahead to look, in hours"),
        coerce=int,
        choices=[(each, str(each)) for each in _HOURS],
    )
    may_wait = forms.BooleanField(label=_("They may stop and wait on the way"), required=False)
    slow = forms.BooleanField(label=_("Somebody can't walk fast"), required=False)

    def __init__(self, now: int, *args: Any, **words: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **words)
        self._now = now

    def clean_place(self) -> WrittenPlace:
        """The place, or the reason why there is none."""
        try:
            return read_place(self.cleaned_data["place"])
        except UnreadablePlace as why:
            raise forms.ValidationError(unreadable(why.reason)) from None

    def clean(self) -> dict[str, Any]:
        """What fields say only together."""
        said = self.cleaned_data
        found: WrittenPlace | None = said.get("place")
        if found is not None and "within" in said:
            if found.is_view and not said["within"]:
                self.add_error("within", _("This is only the middle of a map. Say how far round."))
            elif found.within_m > max(SURE_M, said["within"]):
                self.add_error("within", _("The place is written more roughly than that."))
        if said.get("zone") and "start" in said:
            said["start"] = self.at(said["start"]) if said["start"] else self._now + AT_ONCE_S
            if said["start"] <= self._now:
                self.add_error("start", _("This moment is over."))
        return said

    def asked(self) -> Whereabouts:
        """What is to be kept."""
        said = self.cleaned_data
        return Whereabouts(
            lat=said["place"].lat,
            lon=said["place"].lon,
            within_m=float(said["within"]),
            start=said["start"] // 60 * 60,
            zone=said["zone"],
            hours=said["ahead"],
            may_wait=said["may_wait"],
            slow=said["slow"],
        )


def asked_before(known: Arrangement, now: int) -> dict[str, Any]:
    """What was asked, as the form has it; a moment that is over is not asked again."""
    asked = known.asked
    if asked is None:
        zone = known.plan.zone if known.plan else ""
        return {"within": 0, "ahead": 6, "may_wait": True, "zone": zone}
    found = {
        "place": f"{asked.lat:.6f}, {asked.lon:.6f}",
        "within": int(asked.within_m),
        "zone": asked.zone,
        "ahead": asked.hours,
        "may_wait": asked.may_wait,
        "slow": asked.slow,
    }
    if asked.start > now:
        there = datetime.fromtimestamp(asked.start, UTC).astimezone(ZoneInfo(asked.zone))
        found["start"] = there.strftime(MINUTES)
    return found
