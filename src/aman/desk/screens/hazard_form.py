"""The form for one hazard: its fields in plain words, to and from a feature of a layer.

Promises: what is typed is kept when it holds a mistake; a zone that the form can't show whole is
not opened in it, since saving it would lose the rest. Refuses to know: which layer it goes into.
"""

from collections.abc import Mapping, Sequence
from math import exp, log1p
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from aman.desk.maps.layers import MOST_NAME_LETTERS
from aman.roads.place_types import UnreadablePlace
from aman.roads.places import read_place
from aman.roads.windows import DAYS

from .clock_forms import MOST_HOURS, ByAClock, Moment, typed_moment, written_moment
from .line_words import inert
from .place_words import unreadable

AREA, ROUND, CROSSED, ALONG = "area", "round", "crossed", "along"
_LEAST_POINTS = {AREA: 3, ROUND: 1, CROSSED: 2, ALONG: 2}
_RATES = ("low", "likely", "high")
_OF = 1000
_HOUR_MINUTES = 60
_MOST_POINTS_LETTERS = 60_000
_GEOMETRIES = {
    ("Polygon", False): AREA, ("Point", True): ROUND, ("MultiPoint", True): ROUND,
    ("LineString", False): CROSSED, ("LineString", True): ALONG,
}  # fmt: skip
_SHOWN = frozenset(
    {"name", "rate_per_minute", "per_crossing", "radius_m", "closed", "confidence", "windows",
     "source", "as_of"}
)  # fmt: skip
_LTR = {"dir": "ltr", "autocomplete": "off"}
Feature = dict[str, Any]


class Of1000(forms.FloatField):
    """How many of a thousand."""

    def __init__(self, **words: Any) -> None:  # noqa: ANN401 - Django's own words
        widget = forms.TextInput(attrs={"inputmode": "decimal", **_LTR})
        super().__init__(min_value=0, max_value=_OF - 1, widget=widget, **words)


class ZoneForm(ByAClock):
    """Where, how dangerous, when, who says so and when he knew it."""

    layer = forms.ChoiceField(label=_("Layer"), required=False)
    layer_name = forms.CharField(
        label=_("Name of the new layer"),
        required=False,
        max_length=MOST_NAME_LETTERS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("What it is"),
        help_text=_("A short name for the map, for example: checkpoint at the mill."),
        required=False,
        max_length=MOST_NAME_LETTERS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    shape = forms.ChoiceField(
        label=_("Shape"),
        choices=[
            (AREA, _("an area: its corners in order")),
            (ROUND, _("all round a point")),
            (CROSSED, _("a line that is crossed: a checkpoint, a mined strip")),
            (ALONG, _("along a line: a road under fire")),
        ],
    )
    points = forms.CharField(
        label=_("Points"),
        help_text=_("Press on the map, or write one point a line, as coordinates or a link."),
        max_length=_MOST_POINTS_LETTERS,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", **_LTR}),
    )
    radius_m = forms.FloatField(
        label=_("How far round it, in metres"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **_LTR}),
    )
    closed = forms.BooleanField(label=_("Closed: no way ever leads in"), required=False)
    low = Of1000(label=_("At least"))
    likely = Of1000(label=_("Most likely"))
    high = Of1000(label=_("At most"))
    confidence = forms.ChoiceField(
        label=_("How sure this is"),
        choices=[("low", _("not sure")), ("medium", _("rather sure")), ("high", _("sure"))],
    )
    hours = forms.CharField(
        label=_("Hours of the day at which it counts"),
        help_text=_("For example 18:00-20:30, 6-7. Empty: at any hour."),
        required=False,
        max_length=MOST_HOURS,
        widget=forms.TextInput(attrs=_LTR),
    )
    days = forms.MultipleChoiceField(
        label=_("Only on these days"),
        required=False,
        choices=[(day, WEEKDAYS[number]) for number, day in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
    )
    begins = Moment(label=_("Counts only once, from"), required=False)
    ends = Moment(label=_("until"), required=False)
    source = forms.CharField(
        label=_("Who says so"),
        help_text=_("No name that could harm anybody: for example, field team 2."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    as_of = Moment(label=_("When he knew it"), required=True)
    zone = forms.CharField(
        label=_("Whose clock these times follow"),
        help_text=_("The nearest large city in English, for example Europe/Kyiv."),
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", **_LTR}),
    )

    def __init__(self, layers: Sequence[tuple[int, str]], *args: Any, **words: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **words)
        known = [(str(number), inert(name) or "?") for number, name in layers]
        field = self.fields["layer"]
        field.choices = [*known, ("", _("a new layer"))]  # type: ignore[attr-defined]  # a field with choices

    def clean_points(self) -> list[tuple[float, float]]:
        """Longitude first, as the format has it; the line that can't be read is named."""
        found = []
        for line, text in enumerate(self.cleaned_data["points"].splitlines(), 1):
            if not text.strip():
                continue
            try:
                place = read_place(text)
            except UnreadablePlace as wrong:
                said = _("Line %(line)d: %(why)s") % {"line": line, "why": unreadable(wrong.reason)}
                raise forms.ValidationError(said) from None
            found.append((round(place.lon, 7), round(place.lat, 7)))
        return found

    def clean(self) -> None:
        """What fields say only together."""
        said = self.cleaned_data
        shape, given = said.get("shape"), said.get("points")
        if shape and given is not None and len(given) < _LEAST_POINTS[shape]:
            least = {"least": _LEAST_POINTS[shape]}
            self.add_error("points", _("This shape needs at least %(least)d points.") % least)
        if shape in {ROUND, ALONG} and not said.get("radius_m") and "radius_m" not in self.errors:
            self.add_error("radius_m", _("Say how far round it the hazard reaches."))
        rates: list[float] = [said[each] for each in _RATES if each in said]
        if rates != sorted(rates):
            self.add_error("likely", _("At least, most likely and at most must ascend."))
        if said.get("closed") and shape == CROSSED:
            self.add_error("closed", _("A line is crossed. Say how far round it is closed."))
        self._check_times(said)

    def _check_times(self, said: Mapping[str, Any]) -> None:
        begins, ends = said.get("begins"), said.get("ends")
        timed = bool(said.get("hours") or said.get("days") or begins or ends)
        if said.get("closed") and timed:
            self.add_error("closed", _("What is closed is closed at all hours."))
        if said.get("days") and not said.get("hours") and "hours" not in self.errors:
            self.add_error("hours", _("Say at which hours of these days."))
        if bool(begins) != bool(ends) or (begins and ends and ends <= begins):
            self.add_error("ends", _("Say from when until when, in this order."))

    def feature(self) -> Feature:
        """As the layer keeps it; only of a form without mistakes."""
        said = self.cleaned_data
        shape: str = said["shape"]
        crossed = shape == CROSSED
        figures = {each: share(said[each], crossed=crossed) for each in _RATES}
        properties: dict[str, Any] = {
            "per_crossing" if crossed else "rate_per_minute": figures,
            "confidence": said["confidence"],
            "source": said["source"],
            "as_of": written_moment(said["as_of"], said["zone"]),
        }
        if said["name"].strip():
            properties["name"] = said["name"]
        if shape in {ROUND, ALONG}:
            properties["radius_m"] = said["radius_m"]
        if said["closed"]:
            properties["closed"] = True
        windows = self._windows()
        if windows:
            properties["windows"] = windows
        geometry = _geometry(shape, said["points"])
        return {"type": "Feature", "geometry": geometry, "properties": properties}

    def _windows(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        days = {"days": said["days"]} if said["days"] else {}
        found: list[dict[str, Any]] = [
            dict(
                zip(("from", "to"), each.said().split("–"), strict=True), zone=said["zone"], **days
            )
            for each in said["hours"]
        ]
        if said["begins"]:
            once = (written_moment(said[each], said["zone"]) for each in ("begins", "ends"))
            found.append(dict(zip(("from", "to"), once, strict=True)))
        return found


def share(of_1000: float, *, crossed: bool = False) -> float:
    """The figure of the format: a probability, or a rate per minute from that of an hour."""
    harmed = of_1000 / _OF
    return harmed if crossed else -log1p(-harmed) / _HOUR_MINUTES


def _geometry(shape: str, given: list[tuple[float, float]]) -> dict[str, Any]:
    if shape == AREA:
        ring = given if given[0] == given[-1] else [*given, given[0]]
        return {"type": "Polygon", "coordinates": [ring]}
    if shape == ROUND:
        return {"type": "MultiPoint", "coordinates": given}
    return {"type": "LineString", "coordinates": given}


def as_typed(feature: Feature) -> dict[str, Any] | None:
    """The fields for a feature that is kept; None when the form can't show all of it."""
    geometry, own = feature["geometry"], feature["properties"]
    shape = _GEOMETRIES.get((geometry["type"], own.get("radius_m") is not None))
    given = _points(geometry)
    times = _times(own.get("windows") or [], own["as_of"])
    more = feature.keys() - {"type", "geometry", "properties"} or own.keys() - _SHOWN
    if shape is None or given is None or times is None or more:
        return None
    figures = own["per_crossing"] if shape == CROSSED else own["rate_per_minute"]
    if not isinstance(figures, dict):
        figures = dict.fromkeys(_RATES, figures)
    rates = {each: f"{of_1000(figures[each], crossed=shape == CROSSED):.6g}" for each in _RATES}
    kept = {
        "name": own.get("name") or "",
        "shape": shape,
        "points": "\n".join(f"{lat:.7f}, {lon:.7f}" for lon, lat, *_ in given),
        "radius_m": f"{own['radius_m']:g}" if own.get("radius_m") else "",
        "closed": bool(own.get("closed")),
        "confidence": own.get("confidence") or "low",
        "source": own["source"],
    }
    return kept | rates | times


def of_1000(figure: float, *, crossed: bool = False) -> float:
    """The same the other way round."""
    return _OF * (figure if crossed else 1 - exp(-_HOUR_MINUTES * figure))


def _points(geometry: Mapping[str, Any]) -> list[list[float]] | None:
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        return [coordinates]
    if geometry["type"] == "Polygon":
        return coordinates[0][:-1] if len(coordinates) == 1 else None
    return list(coordinates)


def _times(windows: list[dict[str, Any]], as_of: str) -> dict[str, Any] | None:
    """None where windows differ in zone or days, or have first and last days."""
    again = [each for each in windows if "zone" in each]
    once = [each for each in windows if "zone" not in each]
    kinds = {(each["zone"], tuple(each.get("days") or ())) for each in again}
    if len(once) > 1 or len(kinds) > 1 or any({"first", "last"} & each.keys() for each in again):
        return None
    zone, days = next(iter(kinds), ("UTC", ()))
    found = {
        "hours": ", ".join(f"{each['from'][:5]}-{each['to'][:5]}" for each in again),
        "days": list(days),
        "zone": zone,
        "as_of": typed_moment(as_of, zone),
    }
    if once:
        found["begins"] = typed_moment(once[0]["from"], zone)
        found["ends"] = typed_moment(once[0]["to"], zone)
    return found
