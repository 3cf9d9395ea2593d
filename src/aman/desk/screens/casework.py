"""The queue and one case: what an operator sees and does at night.

Promises: records come only through the functions of `cases`; nothing is sent here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aman.desk.accounts.middleware import VaultOpenMiddleware, watching
from aman.desk.accounts.models import Operator
from aman.desk.casebook.programme import the_programme
from aman.desk.cases import access, wishes
from aman.desk.cases.contacts import (
    access_contacts,
    access_merges,
    access_pages,
    access_passed_words,
    access_proposals,
)
from aman.desk.cases.people import access_members
from aman.desk.cases.queue import access_queue, journey_state
from aman.desk.cases.records import CaseView, QueueRow
from aman.desk.cases.relatives import access_permitted, access_relations
from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.desk.screens import words
from aman.desk.screens.box import Box, box_of
from aman.desk.screens.coming_in import ask_to_sign_in
from aman.desk.screens.context import show
from aman.desk.screens.drafts import draft_of, number_from, take_draft
from aman.desk.screens.refusals import destroyed, no_such_case, not_yours
from aman.desk.screens.ways_out import choices
from aman.desk.screens.written_wishes import written_wishes

UNPROCESSABLE = 422
SHOWN_AT_ONCE = 200
"""So many rows a screen draws by itself each second; all of them when asked for."""
CaseScreen = Callable[..., HttpResponse]


def of_one_case(view: CaseScreen) -> CaseScreen:
    """Tell it when the case is gone; lead back in when the vault was locked meanwhile."""

    @wraps(view)
    def told(request: HttpRequest, number: int, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - what the address holds
        try:
            return view(request, number, **kwargs)
        except access.NoSuchCase:
            return no_such_case(request)
        except VaultLocked:
            return ask_to_sign_in(request, draft_of(request, number))

    return told


_guard = VaultOpenMiddleware(lambda _request: HttpResponse())


def shut_out(request: HttpRequest) -> HttpResponseBase | None:
    """Ask the guard of every screen within a view that keeps a text; None: he may go on."""
    return _guard.process_view(request, HttpResponse, (), {})


def keeps_what_is_typed(view: CaseScreen) -> Callable[..., HttpResponseBase]:
    """Ask the guard of every screen here, so that who is signed out gets his form back filled."""

    @login_not_required
    @wraps(view)
    def kept(request: HttpRequest, number: int, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - what the address holds
        to_sign_in = shut_out(request)
        if to_sign_in is None:
            return view(request, number, **kwargs)
        if request.method != "POST":
            return to_sign_in
        return ask_to_sign_in(request, draft_of(request, number))

    return kept


def operator_of(request: HttpRequest) -> Operator:
    """Who is signed in: no screen of a case is reached by anybody else."""
    operator = request.user
    if not isinstance(operator, Operator):
        reason = "a case's screen was reached by nobody"
        raise TypeError(reason)
    return operator


def _queue(operator: Operator, *, whole: bool = False) -> dict[str, Any]:
    every = access_queue(operator, int(now()))
    rows = every if whole else every[:SHOWN_AT_ONCE]
    unread = sum(row.unread for row in every)
    more = len(every) - len(rows)
    return {"rows": rows, "every": every, "more": more, "unread": unread, "whole": whole}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Who needs an answer first; `?all=1` shows all who wait, however many."""
    shown = _queue(operator_of(request), whole=_asks_for_all(request))
    return show(request, "queue.html", shown | {"here": request.get_full_path()})


@watching
@require_safe
def queue_now(request: HttpRequest) -> HttpResponse:
    """What may change in the queue, without what people wrote."""
    shown = _queue(operator_of(request), whole=_asks_for_all(request))
    return show(request, "now.html", shown | {"here": request.path, "now_only": True})


def _asks_for_all(request: HttpRequest) -> bool:
    return request.GET.get("all") == "1"


@of_one_case
@require_safe
def case(request: HttpRequest, number: int, part: str = "talk") -> HttpResponse:
    """One case: conversation and person; what waited behind a sign-in stands in the reply box."""
    return case_screen(
        request, number, box_of(take_draft(request, f"/case/{number}"), number), part=part
    )


@watching
@of_one_case
@require_safe
def case_now(request: HttpRequest, number: int) -> HttpResponse:
    """What may change in one case.

    Opening is the operator's act: of what waits unopened only the number is given.
    """
    operator, at = operator_of(request), int(now())
    others = access.look(operator, number, at)
    shown = _queue(operator) | {"here": request.path, "now_only": True}
    row = next((row for row in shown["every"] if row.number == number), None)
    view = access.watch_case(operator, number, at)
    shown |= {"case": view, "others": others, "items": view.items, "times": _times(view, row)}
    shown |= {"releases": wishes.access_releases(operator, number, at)}
    shown |= {"proposals": access_proposals(number), "members": access_members(number)}
    shown |= {"journey_state": journey_state(view.number, at)}
    return show(request, "now.html", shown)


@of_one_case
@require_POST
def take_case(request: HttpRequest, number: int) -> HttpResponse:
    """Take the case; who has it already keeps it, and the screen says who."""
    access.take(operator_of(request), number)
    return redirect("case", number)


@of_one_case
@require_POST
def give_case_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let go of the case."""
    access.give_back(operator_of(request), number)
    return redirect("case", number)


@of_one_case
@require_http_methods(["GET", "HEAD", "POST"])
def destroy_case(request: HttpRequest, number: int) -> HttpResponse:
    """Destroy a case: what it means in plain words, and the number typed once."""
    operator, at = operator_of(request), int(now())
    if not access.may_shred(operator, number):
        return not_yours(request, number)
    typed = number_from(request.POST.get("number", "").strip())
    if request.method == "POST" and typed == number:
        try:
            access.shred_case(operator, number, at)
        except access.NotYours:
            return not_yours(request, number)
        return destroyed(request, number)
    said = {"number": number, "wrong": request.method == "POST"}
    return show(request, "destroy.html", said, UNPROCESSABLE if said["wrong"] else 200)


def case_screen(
    request: HttpRequest, number: int, box: Box, *, part: str = "talk", status: int = 200
) -> HttpResponse:
    """Show a case with what stands in its reply box."""
    operator, at = operator_of(request), int(now())
    view = access.access_case(operator, number, at)
    number = view.number
    others = access.look(operator, number, at)
    shown = _queue(operator)
    row = next((row for row in shown["every"] if row.number == number), None)
    shown |= {
        "here": request.path if request.method == "GET" else f"/case/{number}",
        "part": part,
        "case": view,
        "journey_state": journey_state(number, at),
        "others": others,
        "items": view.items,
        "places": [item for item in reversed(view.items) if item.place is not None],
        "may_destroy": access.may_shred(operator, number),
        "since": words.since(view, box.seen if box.since is None else box.since),
        **_seen(view, box),
        "pairs": words.pairs(view.answers, the_programme(), view.urgent_because),
        "times": _times(view, row),
        "case_language": words.language_in_words(view.lang),
        "box": box,
        "choices": choices(number, box.contact, box.member),
        "members": access_members(number),
        "relations": access_relations(number),
        "pages": access_pages(number),
        "passed": access_passed_words(number),
        "written_about": access_permitted(operator, number, at),
        "releases": wishes.access_releases(operator, number, at),
        "contacts": access_contacts(number),
        "proposals": access_proposals(number),
        "merges": access_merges(number),
        "wishes": written_wishes(view, at),
    }
    return show(request, "case.html", shown, status)


def _seen(view: CaseView, box: Box) -> dict[str, object]:
    """Up to where the writer has seen each case, as the form carries it."""
    seen = {number: (box.seen or {}).get(number, item) for number, item in view.seen_upto.items()}
    upto = seen.pop(view.number, view.last_item_id)
    return {
        "seen_upto": upto,
        "also_seen": ",".join(f"{case}:{item}" for case, item in seen.items()),
    }


def _times(view: CaseView, row: QueueRow | None) -> dict[str, int | None]:
    messages = [item.at for item in view.items if item.kind == "message"]
    replies = [item.at for item in view.items if item.kind == "reply"]
    return {
        "first": min(messages, default=None),
        "last": row.last_at if row else max(messages, default=None),
        "answered": max(replies, default=None),
        "heard": view.heard_at,
    }
