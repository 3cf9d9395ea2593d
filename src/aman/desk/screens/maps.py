"""The map: its tiles from the desk's own disk, a place that somebody names, and the hazards on it.

Promises: tiles are given to who is signed in, in pieces, from the one file that there is; what is
looked at and typed stands in no address and in no browser's cache.
"""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.desk.maps.layers import access_layers
from aman.desk.maps.points import access_point_lists
from aman.desk.maps.ranges import NoSuchRange, read_range
from aman.desk.maps.tiles_file import open_tiles
from aman.desk.screens import hazard_words, point_words
from aman.roads.place_types import UnreadablePlace, WrittenPlace
from aman.roads.places import read_place

from . import words
from .context import show
from .place_words import unreadable

KIND = "application/vnd.pmtiles"
UNPROCESSABLE, NOT_FOUND, PARTIAL, UNSATISFIABLE = 422, 404, 206, 416
HOURS = 48
HOUR = 3600


View = Callable[..., HttpResponse]


def while_open(view: View) -> View:
    """Lead back in when the vault was locked meanwhile."""

    @wraps(view)
    def told(request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - what the address holds
        try:
            return view(request, **kwargs)
        except VaultLocked:
            return redirect("sign-in")

    return told


@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def map_screen(request: HttpRequest) -> HttpResponse:
    """The map with its hazards; a place that was typed or pasted is read and shown."""
    said: dict[str, Any] = {"written": "", "found": None, "unread": ""}
    if request.method == "POST":
        said["written"] = request.POST.get("written", "")
        try:
            said["found"] = read_place(said["written"])
        except UnreadablePlace as wrong:
            said["unread"] = unreadable(wrong.reason)
    found: WrittenPlace | None = said["found"]
    if found is not None:
        said["coordinates"] = hazard_words.coordinates(found.lat, found.lon)
    status = UNPROCESSABLE if said["unread"] else 200
    return show(request, "map.html", said | around_the_map(), status)


def around_the_map() -> dict[str, Any]:
    """What stands beside every map: whether there are tiles, the layers in words, the hours."""
    at = int(now())
    with_tiles = open_tiles()
    if with_tiles is not None:
        with_tiles.close()
    return {
        "has_tiles": with_tiles is not None,
        "layers": [hazard_words.layer_in_words(each, at) for each in access_layers()],
        "point_lists": [point_words.list_in_words(each, at) for each in access_point_lists()],
        "start": at // HOUR * HOUR,
        "hours": HOURS,
        "language": words.language(),
        "map_label": _("Map. Arrow keys move it, plus and minus zoom, Enter takes its middle."),
    }


@while_open
@require_safe
def zones(request: HttpRequest) -> JsonResponse:
    """Where the hazards are, and when in the hours to come they count, for the map's script."""
    del request
    at = int(now())
    return JsonResponse(hazard_words.drawn(access_layers(), at // HOUR * HOUR, HOURS, at))


@require_safe
def tiles(request: HttpRequest) -> HttpResponse:
    """A piece of the file of tiles, as Range asks for it."""
    file = open_tiles()
    if file is None:
        return HttpResponse(status=NOT_FOUND, content_type="text/plain")
    with file:
        found = os.fstat(file.fileno())
        headers = {"Accept-Ranges": "bytes", "ETag": f'"{found.st_mtime_ns:x}-{found.st_size:x}"'}
        is_same = request.headers.get("If-Range") in {None, headers["ETag"]}
        try:
            piece = read_range(request.headers.get("Range", "") if is_same else "", found.st_size)
        except NoSuchRange:
            headers["Content-Range"] = f"bytes */{found.st_size}"
            return HttpResponse(status=UNSATISFIABLE, content_type="text/plain", headers=headers)
        file.seek(piece.first)
        body = file.read(piece.last - piece.first + 1)
    headers["Content-Range"] = piece.said(found.st_size)
    return HttpResponse(body, status=PARTIAL, content_type=KIND, headers=headers)
