"""What several forms ask of a clock: whose it is, hours of its day, and moments by it.

Promises: what is typed is kept when it holds a mistake, and the mistake is told in words.
Refuses to know: what the hours are for.
"""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from aman.desk.safe_contact.rules import Hours, read_hours

from .line_words import inert

MOST_HOURS = 120
MINUTES = "%Y-%m-%dT%H:%M"


class Moment(forms.CharField):
    """A moment by the clock that the form names; None when empty."""

    def __init__(self, **words: Any) -> None:  # noqa: ANN401 - Django's own words
        widget = forms.TextInput(attrs={"type": "datetime-local", "dir": "ltr"})
        super().__init__(max_length=32, widget=widget, **words)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own
        """The moment, not yet in a zone."""
        typed = str(super().clean(value)).strip().replace(" ", "T")
        try:
            return datetime.strptime(typed, MINUTES) if typed else None  # noqa: DTZ007 - `at` puts it in its zone
        except ValueError:
            raise forms.ValidationError(_("Write the moment like 2026-05-01 18:30.")) from None


class ByAClock(forms.Form):
    """A form with a field `zone`, and perhaps `hours` and moments."""

    zone_unnamed: ClassVar[str] = ""
    """What an empty `zone` stands for; without it one has to be named."""

    def clean_zone(self) -> str:
        """A place that has a time."""
        zone: str = self.cleaned_data["zone"].strip() or self.zone_unnamed
        if zone not in available_timezones():
            raise forms.ValidationError(_("This place is not known. Choose one from the list."))
        return zone

    def clean_hours(self) -> tuple[Hours, ...]:
        """Times of a day, or the piece that is none."""
        try:
            return read_hours(self.cleaned_data["hours"])
        except ValueError as wrong:
            said = _("“%(piece)s” is not two times of a day. Write them like 18:00-20:30.")
            piece = {"piece": inert(str(wrong))[:MOST_HOURS]}
            raise forms.ValidationError(said, params=piece) from None

    def at(self, moment: datetime) -> int:
        """The Unix second of a moment by the form's clock."""
        return int(moment.replace(tzinfo=ZoneInfo(self.cleaned_data["zone"])).timestamp())

    @staticmethod
    def zones() -> tuple[str, ...]:
        """The places that have a time, for the list: ``Europe/Kyiv``."""
        known = (name for name in available_timezones() if "/" in name)
        return ("UTC", *sorted(name for name in known if not name.startswith("Etc/")))


def written_moment(moment: datetime, zone: str) -> str:
    """A moment by the clock of `zone`, as layers have it."""
    return moment.replace(tzinfo=ZoneInfo(zone)).isoformat(timespec="seconds")


def typed_moment(moment: str, zone: str) -> str:
    """A moment of a layer, as a form has it by the clock of `zone`."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).strftime(MINUTES)
