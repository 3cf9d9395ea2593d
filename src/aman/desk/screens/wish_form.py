"""The form for what a person asked for: its fields, and mistakes in words.

Promises: what is typed is kept when it holds a mistake. Refuses to know: who he is.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aman.desk.cases.contacts import ContactView
from aman.desk.cases.wishes import Rules

from .clock_forms import MOST_HOURS, ByAClock, Moment
from .line_words import line_name
from .written_wishes import clock_time

if TYPE_CHECKING:
    from datetime import datetime

MOST_WORDING = 300


class WishForm(ByAClock):
    """Never, ways, hours, place, words, and by when he should have written."""

    zone_unnamed = Rules().zone
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
    expected_by = Moment(
        label=_("Should have written by"),
        help_text=_("By the same clock. Is nothing heard by then, the queue says so."),
        required=False,
    )

    def __init__(self, ways: Sequence[ContactView], *args: Any, **words: Any) -> None:  # noqa: ANN401 - Django's own words
        super().__init__(*args, **words)
        field = self.fields["contacts"]
        field.choices = [(str(each.number), line_name(each.line)) for each in ways]  # type: ignore[attr-defined]  # a field with choices

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
        return None if moment is None else self.at(moment)

    def his_time(self, now: int) -> str:
        """What his clock shows now, by the zone that stands in the form."""
        return clock_time(str(self["zone"].value() or Rules().zone), now)
