"""Rows of a form, each a time at which somebody is there: on which day, from when until when.

Promises: what the rows can't show is not shown in them, and so never lost by them; a row that is
half filled is refused and kept. Refuses to know: who is there.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from aman.roads.windows import DAYS

from .clock_forms import written_moment

EVERY_DAY, ONE_DATE = "every", "once"
BLANK_ROWS = 3
PREFIX = "hours"
_DAY = timedelta(days=1)
Told = dict[str, Any]
"""A window as a file has it."""


def _clock(label: Any) -> forms.TimeField:  # noqa: ANN401 - a lazy text
    """Typed, not picked: a browser's own field may say 4:10 in the afternoon for 04:10 at night."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"})
    wrong = {"invalid": _("Write the time like 04:10.")}
    formats = ["%H:%M", "%H.%M", "%H%M"]
    return forms.TimeField(
        label=label, required=False, input_formats=formats, widget=widget, error_messages=wrong
    )


class HourRow(forms.Form):
    """One row; an empty one says nothing."""

    day = forms.ChoiceField(
        label=_("Day"),
        required=False,
        choices=[
            (EVERY_DAY, _("every day")),
            *((day, WEEKDAYS[number]) for number, day in enumerate(DAYS)),
            (ONE_DATE, _("on one date")),
        ],
    )
    date = forms.DateField(
        label=_("Date"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}),
        error_messages={"invalid": _("Write the date like 2026-05-01.")},
    )
    opens = _clock(_("From"))
    closes = _clock(_("Until"))

    def clean(self) -> None:
        """What fields say only together; one mistake of a row is enough."""
        if self.errors:
            return
        said = self.cleaned_data
        opens, closes, day = said["opens"], said["closes"], said["date"]
        on_one_date = said["day"] == ONE_DATE
        if on_one_date and day is None and opens is not None:
            self.add_error("date", _("Say on which date."))
        elif (opens is None) != (closes is None) or (opens is None and on_one_date and day):
            missing = "opens" if opens is None else "closes"
            self.add_error(missing, _("Say from when and until when."))
        elif opens is not None and opens == closes:
            self.add_error("closes", _("From and until are the same time."))

    @property
    def is_filled(self) -> bool:
        """Whether it says anything; only of a row without mistakes."""
        return self.cleaned_data.get("opens") is not None


HourRows = forms.formset_factory(HourRow, extra=BLANK_ROWS, max_num=200)


def windows_of(rows: Iterable[HourRow], zone: str) -> list[Told]:
    """As a file has them, by the clock of `zone`; several days of the same hours are one."""
    days_of: dict[tuple[str, str, bool], list[str]] = {}
    found: list[Told] = []
    for row in rows:
        if not row.is_filled:
            continue
        said = row.cleaned_data
        opens, closes = said["opens"], said["closes"]
        if said["day"] == ONE_DATE:
            found.append(_once(said["date"], opens, closes, zone))
            continue
        hours = {"from": f"{opens:%H:%M}", "to": f"{closes:%H:%M}", "zone": zone}
        key = (hours["from"], hours["to"], said["day"] == EVERY_DAY)
        if key not in days_of:
            days_of[key] = []
            found.append(hours if key[2] else hours | {"days": days_of[key]})
        days_of[key].append(said["day"])
    for days in days_of.values():
        days[:] = [day for day in DAYS if day in days]
    return found


def _once(day: date, opens: time, closes: time, zone: str) -> Told:
    ends_on = day if closes > opens else day + _DAY
    begin, end = datetime.combine(day, opens), datetime.combine(ends_on, closes)
    return {"from": written_moment(begin, zone), "to": written_moment(end, zone)}


def rows_for(windows: Iterable[Told], zone: str) -> list[dict[str, str]] | None:
    """The rows of windows; None where rows by the clock of `zone` can't say all of them."""
    found: list[dict[str, str]] = []
    for window in windows:
        rows = list(_again(window) if "zone" in window else _once_row(window, zone))
        if not rows or window.get("zone", zone) != zone or {"first", "last"} & window.keys():
            return None
        found += rows
    return found


def _again(window: Told) -> Iterator[dict[str, str]]:
    days = window.get("days")
    for day in (EVERY_DAY,) if days is None or set(days) == set(DAYS) else days:
        yield {"day": day, "opens": _typed(window["from"]), "closes": _typed(window["to"])}


def _typed(clock: str) -> str:
    """As a row has it; seconds stay, so that the row refuses them."""
    return time.fromisoformat(clock).isoformat().removesuffix(":00")


def _once_row(window: Told, zone: str) -> Iterator[dict[str, str]]:
    begin, end = (
        datetime.fromisoformat(window[each]).astimezone(ZoneInfo(zone)) for each in ("from", "to")
    )
    row = {"day": ONE_DATE, "date": f"{begin:%Y-%m-%d}"}
    yield row | {"opens": _typed(f"{begin:%H:%M:%S}"), "closes": _typed(f"{end:%H:%M:%S}")}


def posted(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The rows as a browser posts them."""
    given = list(rows)
    found = {f"{PREFIX}-TOTAL_FORMS": str(len(given)), f"{PREFIX}-INITIAL_FORMS": "0"}
    for at, row in enumerate(given):
        found |= {f"{PREFIX}-{at}-{name}": value for name, value in row.items()}
    return found
