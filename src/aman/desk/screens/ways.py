"""The ways of a journey: the question, the search, what was found, and what is chosen.

Promises: each step is an operator's; what is refused says why and loses nothing; while a search
runs its screen says what it does, and what was found waits to be looked at.
Refuses to know: roads; a worker searches.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aman.desk.accounts.middleware import watching
from aman.desk.cases.journeys import access_journeys
from aman.desk.clock import now
from aman.desk.journeys import arranging
from aman.desk.journeys.content import Arrangement
from aman.desk.journeys.states import WITH_A_TEAM, NotNow
from aman.desk.ways import finding
from aman.desk.ways.access import WaysView, access_ways
from aman.desk.ways.choosing import Stale, choose, is_stale
from aman.desk.ways.finding import CantSearch
from aman.desk.ways.others import beside, others_of
from aman.roads.zones import Guess

from . import ways_grounds, ways_words
from .casework import keeps_what_is_typed, of_one_case, operator_of
from .context import show
from .drafts import filled, number_from
from .journey_map import beside_the_journey, ways_on_the_map
from .journeys import language_of
from .maps import around_the_map
from .ways_forms import AskForm, asked_before

CONFLICT, UNPROCESSABLE = 409, 422


@keeps_what_is_typed
@of_one_case
@require_http_methods(("GET", "HEAD", "POST"))
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Write down the question, and begin the search."""
    operator, at = operator_of(request), int(now())
    there = access_journeys(operator, number, at).open
    known = (there.arrangement if there else None) or Arrangement()
    typed = filled(request)
    form = AskForm(at, typed.data, initial=asked_before(known, at))
    if typed.is_posted and form.is_valid():
        try:
            arranging.write_question(operator, number, form.asked(), at)
        except NotNow:
            return _shown(request, number, _changed(), CONFLICT)
        return _begin(request, number)
    said = {"number": number, "form": form, "typed": typed, "known": known}
    said |= around_the_map()
    return show(request, "ways_ask.html", said, UNPROCESSABLE if typed.is_posted else 200)


@of_one_case
@require_POST
def search(request: HttpRequest, number: int) -> HttpResponse:
    """Search once more for what is asked."""
    return _begin(request, number)


def _begin(request: HttpRequest, number: int) -> HttpResponse:
    try:
        finding.ask_ways(operator_of(request), number, int(now()))
    except CantSearch as missing:
        return _shown(request, number, ways_words.cant_search(missing.why), CONFLICT)
    except NotNow:
        return _shown(request, number, _changed(), CONFLICT)
    return redirect("ways", number)


@of_one_case
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Wait for it no longer."""
    del request
    finding.stop_search(number)
    return redirect("journey", number)


@of_one_case
@require_POST
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Choose a way; its plan stands in the form, to be mended."""
    operator = operator_of(request)
    rank = number_from(request.POST.get("rank")) or 0
    found_at = number_from(request.POST.get("found")) or 0
    try:
        choose(operator, number, rank, found_at, language_of(operator, number), int(now()))
    except Stale as stale:
        said = _("The time to set out on this way is over.") if stale.is_over else _stale()
        return _shown(request, number, said, CONFLICT)
    except NotNow:
        return _shown(request, number, _changed(), CONFLICT)
    return redirect("journey-plan", number)


@of_one_case
@require_safe
def ways(request: HttpRequest, number: int) -> HttpResponse:
    """How far the search is, or what was found."""
    return _shown(request, number)


@watching
@of_one_case
@require_safe
def ways_now(request: HttpRequest, number: int) -> HttpResponse:
    """The same, as the page asks for it by itself: what was found is not in it."""
    return _shown(request, number, now_only=True)


def _shown(
    request: HttpRequest, number: int, error: str = "", status: int = 200, *, now_only: bool = False
) -> HttpResponse:
    operator, at = operator_of(request), int(now())
    there = access_journeys(operator, number, at).open
    view = access_ways(operator, number, at)
    searching = finding.search_status(number)
    said: dict[str, Any] = {
        "number": number,
        "journey": there,
        "error": error,
        "searching": searching,
        "has_ended": searching is None or searching.has_ended,
        "said": list(ways_words.standing(searching)) if searching else [],
        "progress": ways_words.progress(searching) if searching else 0,
        "view": view,
        "now_only": now_only,
    }
    if said["has_ended"] and not now_only:
        known = (there.arrangement if there else None) or Arrangement()
        said |= _found(view, number, language_of(operator, number), known, at)
        said["is_out"] = there is None or there.stage in WITH_A_TEAM
        if view.found is not None:
            said |= {"has_map": True} | beside_the_journey(number, there, known)
    return show(request, "ways.html", said, status)


def _found(view: WaysView, number: int, lang: str, known: Arrangement, at: int) -> dict[str, Any]:
    found = view.found
    if found is None:
        return {}
    people = known.people.number if known.people else 0
    others = others_of(number, found)
    each_way = [
        ways_words.way_in_words(found, each, lang, people, beside(each, others.coming), at)
        for each in found.ways
    ]
    no_data = None if found.no_data is None else Guess(*found.no_data)
    return {
        "found": found,
        "approximate": list(ways_grounds.approximate(found)),
        "counted_as": list(ways_grounds.not_reported(no_data)) if no_data else [],
        "others_damaged": others.damaged,
        "ways": each_way,
        "lang": lang,
        "staying": ways_words.staying(found),
        "gathering": ways_words.gathering(found, lang),
        "forbids": "" if found.ways else ways_words.forbids(found.forbids),
        "stale": _stale() if is_stale(number, view.rests_on) else "",
    }


@of_one_case
@require_safe
def ways_json(request: HttpRequest, number: int) -> JsonResponse:
    """The ways as lines with times, for the map beside them; an empty list where there are none."""
    operator, at = operator_of(request), int(now())
    there = access_journeys(operator, number, at).open
    return JsonResponse(ways_on_the_map(access_ways(operator, number, at), there))


def _stale() -> str:
    return _("Hazards, points or people have changed since. Search again.")


def _changed() -> str:
    return _("Nothing was done: the journey has changed meanwhile. Look again.")
