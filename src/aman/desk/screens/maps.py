"""The map: its tiles from the desk's own disk, a place that somebody names, and the hazards on it.

Promises: tiles are given to who is signed in, in pieces, from the one file that there is; what is
looked at and typed stands in no address and in no browser's cache.
"""

import os
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aman.desk.accounts.middleware import watching
from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.desk.maps.layers import access_layers, layer_turns
from aman.desk.maps.no_data import access_no_data
from aman.desk.maps.points import access_point_lists, point_turns
from aman.desk.maps.ranges import NoSuchRange, read_range
from aman.desk.maps.tiles_file import open_tiles
from aman.desk.screens import hazard_words, point_words
from aman.roads.place_types import UnreadablePlace, WrittenPlace
from aman.roads.places import read_place

from . import words
from .context import show
from .place_words import unreadable
from .ways_grounds import not_reported

KIND = "application/vnd.pmtiles"
UNPROCESSABLE, NOT_FOUND, PARTIAL, UNSATISFIABLE, SAME = 422, 404, 206, 416, 304
HOURS = 48
"""So far ahead the slider beside the map goes."""
HOURS_BEFORE, HOURS_AHEAD = 24, 7 * 24
"""For these the map is told when hazards count: journeys begin earlier, or days from now."""
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
    said = _read(request.POST.get("written", "")) if request.method == "POST" else {}
    status = UNPROCESSABLE if said.get("unread") else 200
    return show(request, "map.html", said | around_the_map() | beside_the_map(), status)


@while_open
@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Where a place is that was pressed, typed or pasted; for the map's script."""
    said = _read(request.POST.get("written", ""))
    return show(request, "parts/found.html", said, UNPROCESSABLE if said["unread"] else 200)


def _read(written: str) -> dict[str, Any]:
    said: dict[str, Any] = {"written": written, "found": None, "unread": ""}
    try:
        found: WrittenPlace = read_place(written)
    except UnreadablePlace as wrong:
        said["unread"] = unreadable(wrong.reason)
    else:
        said |= {"found": found, "coordinates": hazard_words.coordinates(found.lat, found.lon)}
    return said


def around_the_map() -> dict[str, Any]:
    """What every map needs: whether there are tiles, and words."""
    with_tiles = open_tiles()
    if with_tiles is not None:
        with_tiles.close()
    return {
        "has_tiles": with_tiles is not None,
        "language": words.language(),
        "map_label": _("Map. Arrow keys move it, plus and minus zoom, Enter takes its middle."),
    }


def beside_the_map() -> dict[str, Any]:
    """The layers in words, and the hours that can be looked at."""
    at = int(now())
    no_data = access_no_data()
    return {
        "layers": [hazard_words.layer_in_words(each, at) for each in access_layers()],
        "point_lists": [point_words.list_in_words(each, at) for each in access_point_lists()],
        "no_data": no_data,
        "not_reported": list(not_reported(no_data.rates)) if no_data.rates else [],
        "start": at // HOUR * HOUR,
        "hours": HOURS,
    }


@watching
@while_open
@require_safe
def map_now(request: HttpRequest) -> HttpResponse:
    """The layers in words as they are now, for a map that is open."""
    return show(request, "map_now.html", beside_the_map())


@watching
@while_open
@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """Where the hazards are, and when they count, for the map's script; again only when changed."""

    def draw(start: int, hours: int, at: int) -> dict[str, Any]:
        return hazard_words.drawn(access_layers(), start, hours, at)

    return _when_changed(request, layer_turns(), draw)


@watching
@while_open
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Where the reception points are, and when somebody is there, likewise."""

    def draw(start: int, hours: int, at: int) -> dict[str, Any]:
        return point_words.drawn(access_point_lists(), start, hours, at)

    return _when_changed(request, point_turns(), draw)


def _when_changed(
    request: HttpRequest,
    turns: tuple[tuple[int, int], ...],
    draw: Callable[[int, int, int], dict[str, Any]],
) -> HttpResponse:
    """What is drawn, for the moments that can be looked at; nothing while turns and hour stay."""
    at = int(now())
    start, hours = at // HOUR * HOUR - HOURS_BEFORE * HOUR, HOURS_BEFORE + HOURS_AHEAD
    digest = sha256(repr(turns).encode()).hexdigest()[:32]
    etag = f'"{start:x}-{digest}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=SAME, headers={"ETag": etag})
    told = draw(start, hours, at) | {"start": start, "until": start + hours * HOUR}
    return JsonResponse(told, headers={"ETag": etag})


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
