"""Reception points: a list brought as a file's text, its history, its removal.

Promises: as `layer_files` for every kind.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.desk.maps.keeping import ChangedMeanwhile, NoSuchLayer
from aman.desk.maps.points import (
    access_point_history,
    access_point_list,
    remove_point_list,
    write_point_list,
)

from .casework import keeps_what_is_typed, operator_of
from .coming_in import ask_to_sign_in
from .drafts import draft_of, number_from
from .layer_files import CONFLICT, FileKind, changed, layer_file
from .maps import while_open
from .refusals import refused

NOT_FOUND = 404
_FILES = FileKind("point_list.html", access_point_list, access_point_history, write_point_list)


@keeps_what_is_typed
@require_http_methods(["GET", "HEAD", "POST"])
def point_list(request: HttpRequest, number: int) -> HttpResponse:
    """Write down a whole list, new or in place of what it held."""
    try:
        return layer_file(request, number, _FILES)
    except NoSuchLayer:
        return _refused(request, NOT_FOUND, _("There is no such list"))
    except VaultLocked:
        return ask_to_sign_in(request, draft_of(request, number))


@while_open
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """It counts no longer; the history keeps it."""
    seen = number_from(request.POST.get("seen")) or 0
    try:
        remove_point_list(operator_of(request), number, seen, int(now()))
    except NoSuchLayer:
        return _refused(request, NOT_FOUND, _("There is no such list"))
    except ChangedMeanwhile:
        return _refused(request, CONFLICT, changed())
    return redirect("map")


def _refused(request: HttpRequest, status: int, what: str) -> HttpResponse:
    return refused(
        request,
        status,
        what=what,
        kept=_("Nothing was changed."),
        todo=_("Look at it as it is now."),
        go=(_("To the map"), "/map"),
    )
