"""Reception points: one by its form, or a list as a file's text; history and removal.

Promises: as `layer_features` and `layer_files` for every kind.
"""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.keys.vault import VaultLocked
from aman.desk.maps import points
from aman.desk.maps.keeping import NoSuchLayer
from aman.roads.windows import Again

from .casework import keeps_what_is_typed
from .coming_in import ask_to_sign_in
from .drafts import draft_of
from .layer_features import NEW, FeatureKind, one_feature, remove_feature
from .layer_files import FileKind, layer_file
from .maps import while_open
from .point_form import PointForm, as_typed
from .refusals import refused

NOT_FOUND = 404
_FILES = FileKind(
    "point_list.html",
    points.access_point_list,
    points.access_point_history,
    points.write_point_list,
)
_FIELDS = {
    "geometry": "place", "windows": None, "service_minutes": "service_minutes", "people": "people",
    "hands": "hands", "groups_per_hour": "groups_per_hour", "source": "source", "as_of": "as_of",
    "name": "name", "": None,
}  # fmt: skip


def _points() -> FeatureKind:
    zone = _zone_of_others()
    return FeatureKind(
        template="point.html",
        form=PointForm,
        first={"zone": zone},
        as_typed=partial(as_typed, zone=zone),
        fields=_FIELDS,
        file="point-list",
        access_all=points.access_point_lists,
        access_one=points.access_point_list,
        write=points.write_point_list,
        remove=points.remove_point_list,
    )


def _zone_of_others() -> str:
    """The clock that the newest hours of other points follow; empty where none do."""
    every = (point for each in points.access_point_lists() for point in each.read or ())
    zones = [
        window.zone.key for point in every for window in point.windows if isinstance(window, Again)
    ]
    return zones[-1] if zones else ""


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, number: int, place: int = NEW) -> HttpResponse:
    """Write down one point: a new one, or that of this place in its list."""
    try:
        return one_feature(request, number, place, _points())
    except NoSuchLayer:
        return _gone(request)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, NEW))


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def point_list(request: HttpRequest, number: int) -> HttpResponse:
    """Write down a whole list, new or in place of what it held."""
    try:
        return layer_file(request, number, _FILES)
    except NoSuchLayer:
        return _gone(request)
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, number))


@while_open
@require_POST
def remove(request: HttpRequest, number: int, place: int = NEW) -> HttpResponse:
    """Remove one point, or the whole list; the history keeps both."""
    try:
        return remove_feature(request, number, place, _points())
    except NoSuchLayer:
        return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        NOT_FOUND,
        what=_("There is no such point, or no such list"),
        kept=_("It was removed, or its number is wrong. Nothing was changed."),
        todo=_("Look at the map as it is now."),
        go=(_("To the map"), "/map"),
    )
