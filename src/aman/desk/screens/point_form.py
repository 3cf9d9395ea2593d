"""The form for one reception point: its fields in plain words, to and from a feature of a list.

Promises: what is typed is kept when it holds a mistake; a point that the form can't show whole is
not opened in it, since saving it would lose the rest. Refuses to know: which list it goes into.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aman.desk.maps.layers import MOST_NAME_LETTERS
from aman.roads.points import (
    HANDS_AT_MOST,
    PEOPLE_AT_MOST,
    SERVICE_MINUTES_AT_MOST,
    ReceptionPoint,
    read_points,
)
from aman.roads.windows import Again

from .clock_forms import ByAClock, Moment, typed_moment, written_moment
from .hour_rows import PREFIX, HourRows, posted, rows_for, windows_of
from .journey_forms import PlaceField, read_spot
from .line_words import inert

_SHOWN = frozenset(
    {"name", "windows", "service_minutes", "people", "hands", "groups_per_hour", "source", "as_of"}
)
_LTR = {"dir": "ltr", "autocomplete": "off"}
Feature = dict[str, Any]


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})


def _whole(label: Any, most: int, hint: Any) -> forms.IntegerField:  # noqa: ANN401 - lazy texts
    widget = forms.TextInput(attrs={"inputmode": "numeric", **_LTR})
    return forms.IntegerField(
        label=label, help_text=hint, required=False, min_value=1, max_value=most, widget=widget
    )


class PointForm(ByAClock):
    """Where, when somebody is there, for how many, who says so and when he knew it."""

    name = forms.CharField(
        label=_("What the point is called"),
        help_text=_("People are told it. It must not say more than they may know."),
        max_length=MOST_NAME_LETTERS,
        widget=_line(),
    )
    place = PlaceField(label=_("Place"))
    zone = forms.CharField(
        label=_("Whose clock these times follow"),
        help_text=_("The nearest large city in English, for example Europe/Kyiv."),
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", **_LTR}),
    )
    people = _whole(
        _("How many people it can take each time"), PEOPLE_AT_MOST, _("Empty: nobody said.")
    )
    service_minutes = forms.FloatField(
        label=_("How many minutes the reception of one group takes"),
        required=False,
        min_value=0,
        max_value=SERVICE_MINUTES_AT_MOST,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **_LTR}),
    )
    hands = _whole(
        _("How many groups it receives at the same time"), HANDS_AT_MOST, _("Empty: one.")
    )
    groups_per_hour = _whole(
        _("How many groups its teams fetch in an hour"),
        PEOPLE_AT_MOST,
        _("Empty: people come by themselves."),
    )
    source = forms.CharField(
        label=_("Who says so"),
        help_text=_("No name that could harm anybody: for example, field team 2."),
        max_length=200,
        widget=_line(),
    )
    as_of = Moment(label=_("When he knew it"), required=True)
    layer = forms.ChoiceField(label=_("List"), required=False)
    layer_name = forms.CharField(
        label=_("Name of the new list"),
        required=False,
        max_length=MOST_NAME_LETTERS,
        widget=_line(),
    )

    def __init__(
        self,
        lists: Sequence[tuple[int, str]],
        data: Any = None,  # noqa: ANN401 - Django's own
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        known = [(str(number), inert(name) or "?") for number, name in lists]
        field = self.fields["layer"]
        field.choices = [*known, ("", _("a new list"))]  # type: ignore[attr-defined]  # a field with choices
        self.rows = HourRows(data, initial=(initial or {}).get(PREFIX, []), prefix=PREFIX)
        """When somebody is there."""

    def clean_place(self) -> tuple[float, float]:
        """Degrees, or the reason why there are none."""
        return read_spot(self.cleaned_data["place"])

    def clean(self) -> None:
        """The rows are part of it."""
        if not self.rows.is_valid():
            self.add_error(None, _("Look at the days and hours."))

    def feature(self) -> Feature:
        """As the list keeps it; only of a form without mistakes."""
        said = self.cleaned_data
        lat, lon = said["place"]
        told = {
            "name": said["name"].strip(),
            "windows": windows_of(self.rows, said["zone"]),
            "service_minutes": _short(said["service_minutes"]),
            "people": said["people"],
            "hands": said["hands"],
            "groups_per_hour": said["groups_per_hour"],
            "source": said["source"],
            "as_of": written_moment(said["as_of"], said["zone"]),
        }
        return {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]},
            "properties": {name: value for name, value in told.items() if value},
        }


def _short(minutes: float | None) -> float | int | None:
    return int(minutes) if minutes is not None and minutes.is_integer() else minutes


def as_typed(feature: Feature, zone: str = "") -> dict[str, Any] | None:
    """The fields for a point that is kept; None when the form can't show all of it.

    `zone` is the clock where its own hours name none.
    """
    own = feature["properties"]
    if feature.keys() - {"type", "geometry", "properties"} or own.keys() - _SHOWN:
        return None
    windows = own.get("windows") or []
    clock = next((each["zone"] for each in windows if "zone" in each), zone or "UTC")
    rows = rows_for(windows, clock)
    if rows is None:
        return None
    lon, lat, *_height = feature["geometry"]["coordinates"]
    kept = {"name": own["name"], "place": f"{lat:.7f}, {lon:.7f}", "zone": clock}
    kept |= {"source": own["source"], "as_of": typed_moment(own["as_of"], clock)}
    for name in ("people", "service_minutes", "hands", "groups_per_hour"):
        kept[name] = f"{own[name]:.12g}" if own.get(name) else ""
    again = PointForm((), kept | posted(rows))
    if not again.is_valid() or _said(again.feature()) != _said(feature):
        return None
    return kept | {PREFIX: rows}


def _said(feature: Feature) -> tuple[ReceptionPoint, frozenset[object]]:
    """What a point says, however its hours are written; to the minute and the centimetre."""
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (point,) = read_points(text.encode())
    days: Iterable[object] = (
        part
        for window in point.windows
        for part in (
            [replace(window, days=frozenset({day})) for day in window.days]
            if isinstance(window, Again)
            else [window]
        )
    )
    as_of = point.as_of.replace(second=0, microsecond=0)
    lon, lat = round(point.lon, 7), round(point.lat, 7)
    return replace(point, windows=(), as_of=as_of, lon=lon, lat=lat), frozenset(days)
