"""Writing down hazards: one zone by drawing or typing, or a whole layer as a file's text.

Promises: what is typed comes back with its mistake named, at its feature and field; a colleague's
change is never overwritten unseen.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.desk.maps import layers
from aman.desk.maps.layers import (
    ChangedMeanwhile,
    LayerTooLarge,
    LayerView,
    NoSuchLayer,
)
from aman.roads.fields import MalformedLayer

from . import words
from .casework import keeps_what_is_typed, operator_of
from .coming_in import ask_to_sign_in
from .context import show
from .drafts import draft_of, filled, number_from
from .hazard_form import ZoneForm, as_typed
from .layer_files import FileKind, changed, layer_file, seen_state, too_large
from .maps import around_the_map, while_open
from .refusals import refused

UNPROCESSABLE, NOT_FOUND, CONFLICT = 422, 404, 409
_FILES = FileKind(
    "hazard_layer.html", layers.access_layer, layers.access_history, layers.write_layer
)
NEW = 0
"""In the place of a number: a layer, or a zone, that does not exist yet."""
_FIELDS = {
    "geometry": "points", "radius_m": "radius_m", "closed": "closed", "windows": "hours",
    "source": "source", "as_of": "as_of", "name": "name",
}  # fmt: skip


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def zone(request: HttpRequest, number: int, place: int = NEW) -> HttpResponse:
    """Write down one zone: a new one, or that of this place in its layer."""
    try:
        return _zone(request, number, place)
    except NoSuchLayer:
        return _gone(request)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, NEW))


def _zone(request: HttpRequest, number: int, place: int) -> HttpResponse:
    kept = layers.access_layer(number) if number else None
    typed = filled(request)
    initial = _initial(kept, place)
    if initial is None:
        return redirect("hazard-layer", number)
    known = [(each.number, each.name) for each in layers.access_layers() if each.read]
    form = ZoneForm(known, typed.data, initial=initial if typed.data is None else None)
    if number:
        del form.fields["layer"], form.fields["layer_name"]
    status = 200
    if typed.is_posted:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                _write_zone(request, form, kept, place)
            except MalformedLayer as wrong:
                _mark(form, wrong)
            except LayerTooLarge:
                form.add_error(None, too_large())
            except ChangedMeanwhile:
                form.add_error(None, changed())
                status = CONFLICT
            else:
                return redirect("map")
    said = {"form": form, "typed": typed, "number": number, "place": place}
    said["seen"] = seen_state(typed, kept)
    return show(request, "zone.html", said | around_the_map(), status)


def _initial(kept: LayerView | None, place: int) -> dict[str, Any] | None:
    """What the form shows first; None when it can't show the zone."""
    if kept is None or place == NEW:
        return {"confidence": "low", "shape": "area", "zone": "UTC"}
    features = _features(kept)
    if not 1 <= place <= len(features):
        raise NoSuchLayer
    return as_typed(features[place - 1])


def _features(kept: LayerView) -> list[dict[str, Any]]:
    if kept.read is None:
        raise NoSuchLayer
    found: list[dict[str, Any]] = json.loads(kept.geojson)["features"]
    return found


def _write_zone(request: HttpRequest, form: ZoneForm, kept: LayerView | None, place: int) -> None:
    if kept is None:
        chosen = number_from(form.cleaned_data["layer"])
        kept = layers.access_layer(chosen) if chosen else None
        seen = kept.turn if kept else 0
    else:
        seen = number_from(request.POST.get("seen")) or 0
    whole: dict[str, Any] = json.loads(kept.geojson) if kept else {"type": "FeatureCollection"}
    features = list(whole.get("features", ()))
    if place == NEW:
        features.append(form.feature())
    else:
        features[place - 1] = form.feature()
    whole["features"] = features
    name = kept.name if kept else form.cleaned_data["layer_name"].strip()
    text = _as_text(whole)
    target = kept.number if kept else None
    layers.write_layer(operator_of(request), name, text, int(now()), number=target, seen=seen)


def _as_text(whole: dict[str, Any]) -> str:
    """As short as it can be: what was taken once is not too large for a blank."""
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _mark(form: ZoneForm, wrong: MalformedLayer) -> None:
    """Put the refusal to the field that it is about."""
    field = _FIELDS.get(wrong.field.split(".")[0].split("[")[0], "likely")
    said = _("This can't be used: %(reason)s") % {"reason": wrong.reason(words.language())}
    form.add_error(field, said)


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def layer(request: HttpRequest, number: int) -> HttpResponse:
    """Write down a whole layer as GeoJSON, new or in place of what it held; its history."""
    try:
        return layer_file(request, number, _FILES)
    except NoSuchLayer:
        return _gone(request)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, NEW))


@while_open
@require_POST
def remove(request: HttpRequest, number: int, place: int = NEW) -> HttpResponse:
    """Remove one zone, or the whole layer; the history keeps both."""
    operator, at = operator_of(request), int(now())
    seen = number_from(request.POST.get("seen")) or 0
    try:
        kept = layers.access_layer(number)
        features = _features(kept) if place != NEW else []
        if len(features) < place:
            return _gone(request)
        if len(features) > 1:
            whole = json.loads(kept.geojson)
            del whole["features"][place - 1]
            text = _as_text(whole)
            layers.write_layer(operator, kept.name, text, at, number=number, seen=seen)
        else:
            layers.remove_layer(operator, number, seen, at)
    except NoSuchLayer:
        return _gone(request)
    except (ChangedMeanwhile, LayerTooLarge) as stopped:
        return refused(
            request,
            CONFLICT,
            what=too_large() if isinstance(stopped, LayerTooLarge) else changed(),
            kept=_("Nothing was changed."),
            todo=_("Look at it as it is now."),
            go=(_("To the map"), "/map"),
        )
    return redirect("map")


def _gone(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        NOT_FOUND,
        what=_("There is no such hazard"),
        kept=_("It was removed, or its number is wrong. Nothing was changed."),
        todo=_("Look at the map as it is now."),
        go=(_("To the map"), "/map"),
    )
