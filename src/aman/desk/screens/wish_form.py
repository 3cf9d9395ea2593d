"""The form for what a person asked for: its fields, and mistakes in words.

Promises: what is typed is kept when it holds a mistake. Refuses to know: who he is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from aman.desk.cases.contacts import ContactView
from aman.desk.cases.wishes import Rules
from aman.desk.safe_contact.rules import Hours, read_hours

from .line_words import inert, line_name
from .written_wishes import clock_time

MOST_WORDING = 300
MOST_HOURS = 120
_MINUTES = "%Y-%m-%dT%H:%M"


def zones() -> tuple[str, ...]:
    """The names of places that have a time: ``Europe/Kyiv``."""
    known = (name for name in available_timezones() if "/" in name)
    return ("UTC", *sorted(name for name in known if not name.startswith("Etc/")))


class WishForm(forms.Form):
    """Never, ways, hours, place, words, and by when he should have written."""

    never = forms.BooleanField(label=_("Never write to this person through a line"), required=False)
    only = forms.BooleanField(label=_("Only by the ways ticked here"), required=False)
    contacts = forms.MultipleChoiceField(
        label=_("Ways that the person allows"), required=False, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.CharField(
        label=_("Hours"),
        help_text=_("For example 18:00-20:30, 6-7. Empty: at any hour."),
        required=False,
        max_length=MOST_HOURS,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    zone = forms.CharField(
        label=_("Whose clock these hours follow"),
        help_text=_("The nearest large city in English, for example Europe/Kyiv."),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"dir": "ltr", "list": "zones", "autocomplete": "off"}),
    )
    wording = forms.CharField(
        label=_("Only these words"),
        help_text=_("Sent unasked, an answer must be exactly this. Empty: any words."),
        required=False,
        max_length=MOST_WORDING,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )
    expected_by = forms.CharField(
        label=_("Should have written by"),
        help_text=_("By the same clock. Is nothing heard by then, the queue says so."),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"type": "datetime-local", "dir": "ltr"}),
    )

    def __init__(self, ways: Sequence[ContactView], *args: Any, **words: Any) -> None:  # noqa: ANN401 - Django's own words
        super().__init__(*args, **words)
        field = self.fields["contacts"]
        field.choices = [(str(each.number), line_name(each.line)) for each in ways]  # type: ignore[attr-defined]  # a field with choices

    def clean_hours(self) -> tuple[Hours, ...]:
        """Times of a day, or the piece that is none."""
        try:
            return read_hours(self.cleaned_data["hours"])
        except ValueError as wrong:
            said = _("“%(piece)s” is not two times of a day. Write them like 18:00-20:30.")
            piece = {"piece": inert(str(wrong))[:MOST_HOURS]}
            raise forms.ValidationError(said, params=piece) from None

    def clean_zone(self) -> str:
        """A place that has a time; UTC when none is named."""
        zone: str = self.cleaned_data["zone"].strip() or Rules().zone
        if zone not in available_timezones():
            raise forms.ValidationError(_("This place is not known. Choose one from the list."))
        return zone

    def clean_expected_by(self) -> datetime | None:
        """The moment on his clock."""
        typed: str = self.cleaned_data["expected_by"].strip().replace(" ", "T")
        try:
            return datetime.strptime(typed, _MINUTES) if typed else None  # noqa: DTZ007 - his own zone is put in later
        except ValueError:
            raise forms.ValidationError(_("Write the moment like 2026-05-01 18:30.")) from None

    def rules(self) -> Rules:
        """What he asked for."""
        said = self.cleaned_data
        allowed = tuple(int(each) for each in said["contacts"])
        return Rules(
            never=said["never"],
            contacts=allowed if said["only"] else None,
            hours=said["hours"],
            zone=said["zone"],
            wording=said["wording"],
        )

    def expected_at(self) -> int | None:
        """The moment that was agreed with him."""
        moment: datetime | None = self.cleaned_data["expected_by"]
        if moment is None:
            return None
        there = moment.replace(tzinfo=ZoneInfo(self.cleaned_data["zone"]))
        return int(there.timestamp())

    def his_time(self, now: int) -> str:
        """What his clock shows now, by the zone that stands in the form."""
        return clock_time(str(self["zone"].value() or Rules().zone), now)

    def zones(self) -> tuple[str, ...]:
        """What the list offers."""
        return zones()
