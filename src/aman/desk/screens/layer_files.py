"""A whole layer as a file's text, of whichever kind: written, or refused by feature and field.

Promises: what is typed comes back with its mistake named; a colleague's change is never overwritten
unseen. Refuses to know: what a kind holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aman.desk.bodies import LAYER_MEBIBYTES, MOST_LAYER_BYTES
from aman.desk.clock import now
from aman.desk.maps.keeping import ChangedMeanwhile, LayerTooLarge, View
from aman.roads.fields import MalformedLayer

from . import words
from .casework import operator_of
from .context import show
from .drafts import Filled, filled, number_from

UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class FileKind:
    """What the screen of a kind calls; the functions are those of `maps`."""

    template: str
    access_one: Callable[..., View[Any]]
    access_history: Callable[[int], Any]
    write: Callable[..., int]


def layer_file(request: HttpRequest, number: int, kind: FileKind) -> HttpResponse:
    """Write down a whole layer, new or in place of what it held; its history. `NoSuchLayer`."""
    kept = kind.access_one(number) if number else None
    then = number_from(request.GET.get("turn"))
    shown = kind.access_one(number, then) if kept and then else kept
    typed = filled(request)
    name, text = (shown.name, shown.geojson) if shown else ("", "")
    if typed.data is not None:
        name, text = typed.data.get("name", ""), typed.data.get("geojson", "")
    said: dict[str, Any] = {"number": number, "typed": typed, "called": name, "geojson": text}
    status = 200
    if typed.is_posted:
        seen = number_from(request.POST.get("seen")) or 0
        try:
            kind.write(
                operator_of(request), name, text, int(now()), number=number or None, seen=seen
            )
        except MalformedLayer as wrong:
            said["wrong"], status = wrong, UNPROCESSABLE
            said["reason"] = wrong.reason(words.language())
        except LayerTooLarge:
            said["changed"], status = too_large(), UNPROCESSABLE
        except ChangedMeanwhile:
            said["changed"], status = changed(), CONFLICT
        else:
            return redirect("map")
    said |= {"most_bytes": MOST_LAYER_BYTES, "too_large": too_large()}
    said |= {"form": True, "seen": seen_state(typed, kept), "kept": kept, "shown": shown}
    said["history"] = kind.access_history(number) if kept else ()
    return show(request, kind.template, said, status)


def seen_state(typed: Filled, kept: View[Any] | None) -> int:
    """The state that the form is about: that of its first showing, not of a refusal."""
    if typed.data is not None:
        return number_from(typed.data.get("seen")) or 0
    return kept.turn if kept else 0


def changed() -> str:
    """What a colleague did."""
    return _("A colleague has changed this layer meanwhile.")


def too_large() -> str:
    """What bounds a layer."""
    return _("A layer has at most %(most)d MB. Bring it as several layers.") % {
        "most": LAYER_MEBIBYTES
    }
