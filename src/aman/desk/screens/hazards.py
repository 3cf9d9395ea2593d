"""Writing down hazards: one zone by drawing or typing, or a whole layer as a file's text.

Promises: as `layer_features` and `layer_files` for every kind.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.keys.vault import VaultLocked
from aman.desk.maps import layers
from aman.desk.maps.layers import NoSuchLayer

from .casework import keeps_what_is_typed
from .coming_in import ask_to_sign_in
from .drafts import draft_of
from .hazard_form import ZoneForm, as_typed
from .layer_features import NEW, FeatureKind, one_feature, remove_feature
from .layer_files import FileKind, layer_file
from .maps import while_open
from .refusals import refused

NOT_FOUND = 404
_FILES = FileKind(
    "hazard_layer.html", layers.access_layer, layers.access_history, layers.write_layer
)
_FIELDS = {
    "geometry": "points", "radius_m": "radius_m", "closed": "closed", "windows": "hours",
    "source": "source", "as_of": "as_of", "name": "name", "": "likely",
}  # fmt: skip


def _zones() -> FeatureKind:
    return FeatureKind(
        template="zone.html",
        form=ZoneForm,
        first={"confidence": "low", "shape": "area", "zone": "UTC"},
        as_typed=as_typed,
        fields=_FIELDS,
        file="hazard-layer",
        access_all=layers.access_layers,
        access_one=layers.access_layer,
        write=layers.write_layer,
        remove=layers.remove_layer,
    )


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def zone(request: HttpRequest, number: int, place: int = NEW) -> HttpResponse:
    """Write down one zone: a new one, or that of this place in its layer."""
    try:
        return one_feature(request, number, place, _zones())
    except NoSuchLayer:
        return _gone(request)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, NEW))


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
    try:
        return remove_feature(request, number, place, _zones())
    except NoSuchLayer:
        return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        NOT_FOUND,
        what=_("There is no such hazard"),
        kept=_("It was removed, or its number is wrong. Nothing was changed."),
        todo=_("Look at the map as it is now."),
        go=(_("To the map"), "/map"),
    )
