"""One feature of a layer, of whichever kind: written by a form of its own, or removed.

Promises: what is typed comes back with its mistake named at its field; a colleague's change is
never overwritten unseen; with its last feature a layer goes, and the history keeps both.
Refuses to know: what a feature means.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aman.desk.clock import now
from aman.desk.maps.keeping import ChangedMeanwhile, LayerTooLarge, NoSuchLayer, View
from aman.roads.fields import MalformedLayer

from . import words
from .casework import operator_of
from .context import show
from .drafts import filled, number_from
from .layer_files import CONFLICT, UNPROCESSABLE, changed, seen_state, too_large
from .maps import around_the_map
from .refusals import refused

NEW = 0
"""In the place of a number: a layer, or a feature, that does not exist yet."""
Feature = dict[str, Any]


class FeatureForm(Protocol):
    """A form for one feature; its fields `layer` and `layer_name` say into which layer."""

    cleaned_data: dict[str, Any]

    def add_error(self, field: str | None, error: str) -> None:
        """Mark a field, or the form."""

    def feature(self) -> Feature:
        """As the layer keeps it; only of a form without mistakes."""


@dataclass(frozen=True, slots=True)
class FeatureKind:
    """What the screen of a kind calls; the functions are those of `maps`."""

    template: str
    form: Callable[..., Any]
    """Of the layers that are known, as number and name; then as any form."""
    first: Mapping[str, Any]
    """What the form of a new one begins with."""
    as_typed: Callable[[Feature], dict[str, Any] | None]
    fields: Mapping[str, str | None]
    """The form's field (None: all of it) for a refused member's first name; "" is any other."""
    file: str
    """The name of the address where a whole layer is written."""
    access_all: Callable[[], Sequence[View[Any]]]
    access_one: Callable[..., View[Any]]
    write: Callable[..., int]
    remove: Callable[..., None]


def one_feature(request: HttpRequest, number: int, place: int, kind: FeatureKind) -> HttpResponse:
    """Write down a new one, or that of this place in its layer. `NoSuchLayer`, `VaultLocked`."""
    kept = kind.access_one(number) if number else None
    typed = filled(request)
    initial = _initial(kept, place, kind)
    if initial is None:
        return redirect(kind.file, number)
    known = [(each.number, each.name) for each in kind.access_all() if each.read]
    form = kind.form(known, typed.data, initial=initial if typed.data is None else None)
    if number:
        del form.fields["layer"], form.fields["layer_name"]
    status = 200
    if typed.is_posted:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                _write(request, form, kept, place, kind)
            except MalformedLayer as wrong:
                _mark(form, wrong, kind)
            except LayerTooLarge:
                form.add_error(None, too_large())
            except ChangedMeanwhile:
                form.add_error(None, changed())
                status = CONFLICT
            else:
                return redirect("map")
    said = {"form": form, "typed": typed, "number": number, "place": place}
    said["seen"] = seen_state(typed, kept)
    return show(request, kind.template, said | around_the_map(), status)


def _initial(kept: View[Any] | None, place: int, kind: FeatureKind) -> Mapping[str, Any] | None:
    """What the form shows first; None when it can't show the feature."""
    if kept is None or place == NEW:
        return kind.first
    features = _features(kept)
    if not 1 <= place <= len(features):
        raise NoSuchLayer
    return kind.as_typed(features[place - 1])


def _features(kept: View[Any]) -> list[Feature]:
    if kept.read is None:
        raise NoSuchLayer
    found: list[Feature] = json.loads(kept.geojson)["features"]
    return found


def _write(
    request: HttpRequest, form: FeatureForm, kept: View[Any] | None, place: int, kind: FeatureKind
) -> None:
    if kept is None:
        chosen = number_from(form.cleaned_data["layer"])
        kept = kind.access_one(chosen) if chosen else None
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
    kind.write(operator_of(request), name, text, int(now()), number=target, seen=seen)


def _as_text(whole: dict[str, Any]) -> str:
    """As short as it can be: what was taken once is not too large for a blank."""
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _mark(form: FeatureForm, wrong: MalformedLayer, kind: FeatureKind) -> None:
    """Put the refusal to the field that it is about."""
    field = kind.fields.get(wrong.field.split(".")[0].split("[")[0], kind.fields[""])
    said = _("This can't be used: %(reason)s") % {"reason": wrong.reason(words.language())}
    form.add_error(field, said)


def remove_feature(
    request: HttpRequest, number: int, place: int, kind: FeatureKind
) -> HttpResponse:
    """Remove one feature, or with `NEW` the whole layer. `NoSuchLayer`, `VaultLocked`."""
    operator, at = operator_of(request), int(now())
    seen = number_from(request.POST.get("seen")) or 0
    try:
        kept = kind.access_one(number)
        features = _features(kept) if place != NEW else []
        if len(features) < place:
            raise NoSuchLayer
        if len(features) > 1:
            whole = json.loads(kept.geojson)
            del whole["features"][place - 1]
            kind.write(operator, kept.name, _as_text(whole), at, number=number, seen=seen)
        else:
            kind.remove(operator, number, seen, at)
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
