"""Hazards in words and as the map draws them: what, how much, when, who says so, how old.

Promises: everything on the map stands as text too; what is older than a day says so; figures of
harm are said as "1 in so many", never finer than the guess behind them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import exp, floor, log10
from typing import Any

import shapely
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from aman.desk.maps.layers import LayerView
from aman.roads.windows import DAYS, Once, Window, spans
from aman.roads.zones import Confidence, Guess, Zone

from .line_words import inert

OLD_SECONDS = 86_400
"""What somebody knew a day ago may have moved."""
_HOUR_MINUTES, _HOUR = 60, 3600
_GREAT, _MIDDLE = 0.1, 0.01
_NEVER = 1e-9


@dataclass(frozen=True, slots=True)
class ZoneInWords:
    """A zone as the list beside the map says it; `number` counts within its layer from 1."""

    id: str
    number: int
    name: str = field(repr=False)
    kind: str
    harm: str
    when: str
    sure: str
    source: str = field(repr=False)
    as_of: int
    old: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class LayerInWords:
    """A layer with its zones; `damaged` when it does not open."""

    number: int
    name: str = field(repr=False)
    at: int
    by: str
    damaged: bool
    zones: tuple[ZoneInWords, ...]


def layer_in_words(layer: LayerView, now: int) -> LayerInWords:
    """One layer, for the list."""
    zones = () if layer.read is None else layer.read.zones
    said = (_zone(layer.number, number, zone, now) for number, zone in enumerate(zones, 1))
    name, damaged = inert(layer.name), layer.read is None
    return LayerInWords(layer.number, name, layer.at, layer.by, damaged, tuple(said))


def _zone(layer: int, number: int, zone: Zone, now: int) -> ZoneInWords:
    as_of = int(zone.as_of.timestamp())
    return ZoneInWords(
        id=f"{layer}-{number}",
        number=number,
        name=inert(zone.name),
        kind=_kind(zone),
        harm=_harm(zone),
        when=when(zone.windows),
        sure=_sure(zone.confidence),
        source=inert(zone.source),
        as_of=as_of,
        old=_is_old(zone, now),
        counts=not zone.windows or bool(spans(zone.windows, datetime.fromtimestamp(now, UTC), 1)),
    )


def _is_old(zone: Zone, now: int) -> bool:
    return now - zone.as_of.timestamp() > OLD_SECONDS


def _kind(zone: Zone) -> str:
    if zone.shape.is_line:
        return _("a line that is crossed")
    return _("closed: nobody may enter") if zone.shape.closed else _("an area")


def _harm(zone: Zone) -> str:
    if zone.per_crossing is not None:
        return _band(zone.per_crossing, _("each time it is crossed"))
    return _band(in_an_hour(zone.per_minute or Guess(0, 0, 0)), _("in an hour inside"))


def in_an_hour(rate: Guess) -> Guess:
    """The probability of harm in an hour at a rate per minute."""
    return Guess(*(1 - exp(-_HOUR_MINUTES * each) for each in (rate.low, rate.likely, rate.high)))


def _band(guess: Guess, per: str) -> str:
    if guess.high <= _NEVER:
        return _("no harm is expected")
    if guess.low <= _NEVER:
        return _("harm to at most %(most)s %(per)s") % {"most": _one_in(guess.high), "per": per}
    if _one_in(guess.low) == _one_in(guess.high):
        return _("harm to %(most)s %(per)s") % {"most": _one_in(guess.high), "per": per}
    return _("harm to between %(least)s and %(most)s %(per)s") % {
        "least": _one_in(guess.low),
        "most": _one_in(guess.high),
        "per": per,
    }


def _one_in(share: float) -> str:
    many = 1 / share
    step = 10 ** max(0, floor(log10(many)) - 1)
    return _("1 in %(many)s") % {"many": max(1, round(many / step) * step)}


def _sure(confidence: Confidence) -> str:
    return {
        Confidence.LOW: _("not sure"),
        Confidence.MEDIUM: _("rather sure"),
        Confidence.HIGH: _("sure"),
    }[confidence]


def when(windows: tuple[Window, ...]) -> str:
    """The hours at which something counts, or somebody is there."""
    return "; ".join(each_when(windows))


def each_when(windows: tuple[Window, ...]) -> list[str]:
    """The same, each window apart."""
    return [_window(each) for each in windows] or [_("at all hours")]


def _window(window: Window) -> str:
    if isinstance(window, Once):
        begin, end = window.begin, window.end.astimezone(window.begin.tzinfo)
        day = "" if begin.date() == end.date() else f"{end:%Y-%m-%d} "
        return f"{begin:%Y-%m-%d %H:%M} – {day}{end:%H:%M} {begin:%Z}"
    said = f"{window.begin:%H:%M}–{window.end:%H:%M} {window.zone.key}"
    if len(window.days) < len(DAYS):
        said += f" ({', '.join(str(WEEKDAYS_ABBR[day]) for day in sorted(window.days))})"
    if window.first or window.last:
        said += f" {window.first or ''} – {window.last or ''}"
    return said


def drawn(layers: Iterable[LayerView], start: int, hours: int, now: int) -> dict[str, Any]:
    """All zones as GeoJSON with what the map needs of each; bounds of all."""
    begin = datetime.fromtimestamp(start, UTC)
    features = [
        _feature(layer.number, number, zone, begin=begin, hours=hours, now=now)
        for layer in layers
        if layer.read is not None
        for number, zone in enumerate(layer.read.zones, 1)
    ]
    boxes = [each["bbox"] for each in features]
    bounds = [min(each[0] for each in boxes), min(each[1] for each in boxes)] if boxes else None
    if bounds is not None:
        bounds += [max(each[2] for each in boxes), max(each[3] for each in boxes)]
    return {"type": "FeatureCollection", "features": features, "bounds": bounds}


def _feature(  # noqa: PLR0913 - a zone, its place in the list, and the hours
    layer: int, number: int, zone: Zone, *, begin: datetime, hours: int, now: int
) -> dict[str, Any]:
    area = "closed" if zone.shape.closed else "area"
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(zone.shape.geometry),
        "bbox": list(zone.shape.geometry.bounds),
        "properties": {
            "id": f"{layer}-{number}",
            "layer": layer,
            "name": inert(zone.name),
            "kind": "crossing" if zone.shape.is_line else area,
            "level": _level(zone),
            "old": _is_old(zone, now),
            "spans": spans(zone.windows, begin, hours * _HOUR) if zone.windows else None,
        },
    }


def _level(zone: Zone) -> int:
    """How deep its colour is: 3 from 1 in 10, 2 from 1 in 100."""
    guess = zone.per_crossing or in_an_hour(zone.per_minute or Guess(0, 0, 0))
    return 3 if guess.likely >= _GREAT else 2 if guess.likely >= _MIDDLE else 1


def coordinates(lat: float, lon: float) -> str:
    """To copy: latitude first."""
    return f"{lat:.6f}, {lon:.6f}"
