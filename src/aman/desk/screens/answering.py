"""Answering: by which way, what stops it, and what an operator decides about what went out.

Promises: a text that somebody wrote is never lost by a refusal, nor by a sign-in that ended;
nothing is sent but by the guards of `outbox.answering`. Every refusal says what to do.
"""

from collections.abc import Callable
from dataclasses import replace
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from aman.desk.accounts.models import Operator
from aman.desk.cases import access, wishes
from aman.desk.clock import now
from aman.desk.journeys.content import NotYetPlanned
from aman.desk.journeys.states import CantBeKept
from aman.desk.journeys.states import NotNow as PlanChanged
from aman.desk.keys.vault import DamagedRecord
from aman.desk.lines.contacts import NoAddress, NoSuchContact
from aman.desk.outbox import sending
from aman.desk.outbox.answering import ReplyTooLong, SomebodyAnswered, answer
from aman.desk.outbox.first_word import CantWriteFirst, MustWriteFirst
from aman.desk.outbox.permission import NotPermittedByHim
from aman.desk.outbox.sending import LineGone, NotNow, NoWay
from aman.desk.outbox.strength_rule import TooWeakForThis
from aman.desk.people.compartments import NoSuchMember, NotHisWay, SayForWhom
from aman.desk.safe_contact.wishes import AgainstHisWish

from . import line_words
from .box import Box, box_from
from .casework import case_screen, keeps_what_is_typed, of_one_case, operator_of

CONFLICT, UNPROCESSABLE = 409, 422
NO_WAY = (
    *(NoWay, LineGone, NoAddress, NoSuchContact, DamagedRecord),
    *(SayForWhom, NotHisWay, NoSuchMember),
    *(CantWriteFirst, MustWriteFirst),
)
DECISIONS: dict[str, Callable[[Operator, int, int], object]] = {
    "send-again": sending.send_again,
    "leave": sending.let_go,
    "withdraw": sending.withdraw,
}


@require_POST
@keeps_what_is_typed
@of_one_case
def answer_case(request: HttpRequest, number: int) -> HttpResponse:
    """Send, unless something came in between that the operator has not seen."""
    box = box_from(request.POST, number)
    if not box.text:
        return _refused(request, number, box, _("Nothing was sent: the answer is empty."))
    try:
        return _sent(request, number, box)
    except SomebodyAnswered as came:
        since, box = box.seen, replace(box, seen=None)
        return case_screen(
            request, number, replace(box, since=since, somebody=came), status=CONFLICT
        )
    except (TooWeakForThis, ReplyTooLong, NotPermittedByHim, *NO_WAY) as stopped:
        return _shown(request, number, stopped_box(box, stopped))


def _sent(request: HttpRequest, number: int, box: Box) -> HttpResponse:
    """Send it, or ask a colleague for it where the form says so.

    Who asks for a release of what nothing speaks against any more has sent it.
    """
    operator, at = operator_of(request), int(now())
    seen = dict(box.seen or {})
    try:
        answer(
            operator,
            number,
            box.text,
            seen_upto=seen.pop(number, 0),
            now=at,
            confirmed=request.POST.get("confirmed") == "1",
            contact=box.contact,
            member=box.member,
            says_no_place_or_time=box.harmless,
            says_nothing_about=box.silent_about,
            also_seen=seen,
        )
    except AgainstHisWish as wish:
        if request.POST.get("ask") != "1" or box.contact is None:
            return _shown(request, number, replace(box, against=wish))
        wishes.ask_release(
            operator,
            number,
            box.contact,
            text=box.text,
            broken=wish.broken,
            now=at,
            member=box.member,
            says_no_place_or_time=box.harmless,
            says_nothing_about=box.silent_about,
        )
    return redirect("case", number)


@of_one_case
@require_POST
def decide_release(request: HttpRequest, number: int, asked: int) -> HttpResponse:
    """Release what a colleague asked for, or refuse it; who asked can take it back."""
    operator, at = operator_of(request), int(now())
    waiting = {each.number for each in wishes.access_releases(operator, number, at)}
    if asked not in waiting:
        gone = _("Nothing was done: it is decided, or older than an hour.")
        return _shown(request, number, Box(errors=(gone,)), CONFLICT)
    try:
        if request.POST.get("decision") == "release":
            wishes.release(operator, number, asked, at)
        else:
            wishes.refuse_release(operator, number, asked, at)
    except wishes.NotYourOwn:
        own = _("Nothing was sent: you asked for it yourself. A colleague has to release it.")
        return _shown(request, number, Box(errors=(own,)), CONFLICT)
    except CantBeKept:
        late = _("Nothing was sent: this plan can't be kept any more. Look at the journey.")
        return _shown(request, number, Box(errors=(late,)), CONFLICT)
    except (PlanChanged, NotYetPlanned):
        changed = _("Nothing was sent: the plan has changed meanwhile. Ask for it anew.")
        return _shown(request, number, Box(errors=(changed,)), CONFLICT)
    except (TooWeakForThis, ReplyTooLong, NotPermittedByHim, *NO_WAY) as stopped:
        return _shown(request, number, _not_released(stopped))
    return redirect("case", number)


def _not_released(stopped: Exception) -> Box:
    """What stands at an empty box: the text goes on waiting above the conversation."""
    if isinstance(stopped, TooWeakForThis):
        found = {"found": line_words.found(stopped.kinds)}
        return Box(errors=(_("Nothing was sent, too weak for: %(found)s") % found,))
    if isinstance(stopped, ReplyTooLong):
        return Box(errors=(_("Nothing was sent: the text is too long for this line."),))
    return stopped_box(Box(), stopped)


@of_one_case
@require_POST
def decide_way(request: HttpRequest, number: int, instruction: int, decision: str) -> HttpResponse:
    """Send again, leave as it is, or withdraw what went (or did not go) out through a line."""
    operator, at = operator_of(request), int(now())
    try:
        DECISIONS[decision](operator, instruction, at)
    except NotNow:
        changed = _("Nothing was done: its state has changed meanwhile. Look again.")
        return _shown(request, number, Box(errors=(changed,)), CONFLICT)
    except (AgainstHisWish, NotPermittedByHim, *NO_WAY) as stopped:
        again = _box_again(operator, number, instruction)
        return _shown(request, number, stopped_box(again, stopped))
    return redirect("case", number)


def _box_again(operator: Operator, number: int, instruction: int) -> Box:
    """The text that was to be sent again, and its way: it can be changed, or asked for.

    Of several people none is chosen again: the way may be another's meanwhile.
    """
    view = access.access_case(operator, number, int(now()), audit=False)
    for item in view.items:
        for way in item.ways:
            if way.instruction == instruction:
                return Box(item.text, contact=way.contact)
    return Box()


def stopped_box(box: Box, stopped: Exception) -> Box:
    """The box with its text, and why that was not sent."""
    if isinstance(stopped, AgainstHisWish):
        return replace(box, against=stopped)
    if isinstance(stopped, TooWeakForThis):
        return replace(box, too_weak=stopped.kinds)
    if isinstance(stopped, NotPermittedByHim):
        return replace(box, unpermitted=stopped)
    if isinstance(stopped, ReplyTooLong):
        return replace(box, errors=(_too_long(box.text, stopped.most),))
    return replace(box, errors=(stopped_because(stopped),))


def stopped_because(stopped: Exception) -> str:
    """Why nothing could be sent, and what to do."""
    said: dict[type[Exception], str] = {
        NoWay: _("Nothing was sent: there is no way yet. Wait until the person writes."),
        LineGone: _("Nothing was sent: this line was removed. Choose another way."),
        NoAddress: _("Nothing was sent: the address can't be read. Choose another way, or wait."),
        NoSuchContact: _("Nothing was sent: this case has no such way. Choose another one."),
        SayForWhom: _("Nothing was sent: there are several people. Choose for whom it is."),
        NotHisWay: _("Nothing was sent: this way is not that person's any more. Choose again."),
        NoSuchMember: _("Nothing was sent: this case has no such person. Choose again."),
        CantWriteFirst: _("Nothing was sent: this line can't write first. Choose another way."),
        MustWriteFirst: _("Nothing was sent: the person must write first by this way."),
        DamagedRecord: _(
            "Nothing was sent: a record of this case is damaged. Tell an administrator."
        ),
    }
    return said[type(stopped)]


def _refused(request: HttpRequest, number: int, box: Box, error: str) -> HttpResponse:
    return _shown(request, number, replace(box, errors=(error,)))


def _shown(
    request: HttpRequest, number: int, box: Box, status: int = UNPROCESSABLE
) -> HttpResponse:
    return case_screen(request, number, box, status=status)


def _too_long(text: str, most: int) -> str:
    size = len(text.encode())
    n = ceil(len(text) * (size - most) / size)
    shorten = ngettext(
        "Shorten it by about %(n)d letter, or send it in two.",
        "Shorten it by about %(n)d letters, or send it in two.",
        n,
    )
    return f"{_('Nothing was sent: the answer is too long.')} {shorten % {'n': n}}"
