"""The queue and one case: what an operator sees and does at night.

Promises: records come only through `cases.access` and `outbox.answering`; a text that somebody
wrote is never lost by a refusal.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from math import ceil
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aman.desk.accounts.middleware import VaultOpenMiddleware, watching
from aman.desk.accounts.models import Operator
from aman.desk.casebook.programme import the_programme
from aman.desk.cases import access
from aman.desk.cases.records import CaseView, QueueRow
from aman.desk.clock import now
from aman.desk.keys.vault import VaultLocked
from aman.desk.outbox.answering import ReplyTooLong, SomebodyAnswered, answer
from aman.desk.screens import words
from aman.desk.screens.coming_in import ask_to_sign_in
from aman.desk.screens.context import show
from aman.desk.screens.drafts import draft_from, number_from, take_draft
from aman.desk.screens.refusals import destroyed, no_such_case, not_yours

CONFLICT, UNPROCESSABLE = 409, 422
SHOWN_AT_ONCE = 200
"""So many rows a screen draws by itself each second; all of them when asked for."""
CaseScreen = Callable[..., HttpResponse]


def _of_one_case(view: CaseScreen) -> CaseScreen:
    """Tell it when the case is gone; lead back in when the vault was locked meanwhile."""

    @wraps(view)
    def told(request: HttpRequest, number: int, **kwargs: str) -> HttpResponse:
        try:
            return view(request, number, **kwargs)
        except access.NoSuchCase:
            return no_such_case(request)
        except VaultLocked:
            return ask_to_sign_in(request, draft_from(request, number))

    return told


_guard = VaultOpenMiddleware(lambda _request: HttpResponse())


def _operator(request: HttpRequest) -> Operator:
    operator = request.user
    if not isinstance(operator, Operator):
        reason = "a case's screen was reached by nobody"
        raise TypeError(reason)
    return operator


def _queue(operator: Operator, *, whole: bool = False) -> dict[str, Any]:
    every = access.access_queue(operator, int(now()))
    rows = every if whole else every[:SHOWN_AT_ONCE]
    unread = sum(row.unread for row in every)
    more = len(every) - len(rows)
    return {"rows": rows, "every": every, "more": more, "unread": unread, "whole": whole}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Who needs an answer first; `?all=1` shows all who wait, however many."""
    shown = _queue(_operator(request), whole=_asks_for_all(request))
    return show(request, "queue.html", shown | {"here": request.get_full_path()})


@watching
@require_safe
def queue_now(request: HttpRequest) -> HttpResponse:
    """What may change in the queue, without what people wrote."""
    shown = _queue(_operator(request), whole=_asks_for_all(request))
    return show(request, "now.html", shown | {"here": request.path, "now_only": True})


def _asks_for_all(request: HttpRequest) -> bool:
    return request.GET.get("all") == "1"


@_of_one_case
@require_safe
def case(request: HttpRequest, number: int, part: str = "talk") -> HttpResponse:
    """One case: conversation and person; what waited behind a sign-in stands in the reply box."""
    draft = take_draft(request, number)
    return _case(request, number, part=part, draft=draft.text, seen_upto=draft.seen_upto)


@watching
@_of_one_case
@require_safe
def case_now(request: HttpRequest, number: int) -> HttpResponse:
    """What may change in one case.

    Opening is the operator's act: of what waits unopened only the number is given.
    """
    operator, at = _operator(request), int(now())
    others = access.look(operator, number, at)
    shown = _queue(operator) | {"here": request.path, "now_only": True}
    row = next((row for row in shown["every"] if row.number == number), None)
    view = access.watch_case(operator, number, at)
    shown |= {"case": view, "others": others, "items": view.items, "times": _times(view, row)}
    return show(request, "now.html", shown)


@login_not_required
@require_POST
def answer_case(request: HttpRequest, number: int) -> HttpResponse:
    """Send an answer; the guard of every screen is asked here, so that no text is lost by it."""
    if _guard.process_view(request, _answer, (), {}) is not None:
        return ask_to_sign_in(request, draft_from(request, number))
    return _answer(request, number)


@_of_one_case
def _answer(request: HttpRequest, number: int) -> HttpResponse:
    """Send, unless something came in between that the operator has not seen."""
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    seen_upto = number_from(request.POST.get("seen_upto")) or 0
    if not text:
        return _refused(request, number, text, _("Nothing was sent: the answer is empty."))
    try:
        answer(
            _operator(request),
            number,
            text,
            seen_upto=seen_upto,
            now=int(now()),
            confirmed=request.POST.get("confirmed") == "1",
        )
    except SomebodyAnswered as came:
        return _case(request, number, draft=text, somebody=came, since=seen_upto, status=CONFLICT)
    except ReplyTooLong as long:
        return _refused(request, number, text, _too_long(text, long.most))
    return redirect("case", number)


@_of_one_case
@require_POST
def take_case(request: HttpRequest, number: int) -> HttpResponse:
    """Take the case; who has it already keeps it, and the screen says who."""
    access.take(_operator(request), number)
    return redirect("case", number)


@_of_one_case
@require_POST
def give_case_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let go of the case."""
    access.give_back(_operator(request), number)
    return redirect("case", number)


@_of_one_case
@require_http_methods(["GET", "HEAD", "POST"])
def destroy_case(request: HttpRequest, number: int) -> HttpResponse:
    """Destroy a case: what it means in plain words, and the number typed once."""
    operator, at = _operator(request), int(now())
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


def _refused(request: HttpRequest, number: int, text: str, error: str) -> HttpResponse:
    seen = number_from(request.POST.get("seen_upto")) or 0
    return _case(request, number, draft=text, seen_upto=seen, errors=[error], status=UNPROCESSABLE)


def _case(  # noqa: PLR0913 - what may stand in and around the reply box
    request: HttpRequest,
    number: int,
    *,
    part: str = "talk",
    draft: str = "",
    seen_upto: int | None = None,
    since: int | None = None,
    somebody: SomebodyAnswered | None = None,
    errors: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    operator, at = _operator(request), int(now())
    view = access.access_case(operator, number, at)
    others = access.look(operator, number, at)
    shown = _queue(operator)
    row = next((row for row in shown["every"] if row.number == number), None)
    after = seen_upto if since is None else since
    shown |= {
        "here": request.path,
        "part": part,
        "case": view,
        "others": others,
        "items": view.items,
        "may_destroy": access.may_shred(operator, number),
        "since": {item.item for item in view.items if after is not None and item.item > after},
        "seen_upto": view.last_item_id if seen_upto is None else seen_upto,
        "pairs": words.pairs(view.answers, the_programme(), view.urgent_because),
        "times": _times(view, row),
        "case_language": words.language_in_words(view.lang),
        "draft": draft,
        "somebody": somebody,
        "errors": errors,
    }
    return show(request, "case.html", shown, status)


def _times(view: CaseView, row: QueueRow | None) -> dict[str, int | None]:
    messages = [item.at for item in view.items if item.kind == "message"]
    replies = [item.at for item in view.items if item.kind == "reply"]
    return {
        "first": min(messages, default=None),
        "last": row.last_at if row else max(messages, default=None),
        "answered": max(replies, default=None),
        "heard": view.heard_at,
    }


def _too_long(text: str, most: int) -> str:
    size = len(text.encode())
    n = ceil(len(text) * (size - most) / size)
    shorten = ngettext(
        "Shorten it by about %(n)d letter, or send it in two.",
        "Shorten it by about %(n)d letters, or send it in two.",
        n,
    )
    return f"{_('Nothing was sent: the answer is too long.')} {shorten % {'n': n}}"
