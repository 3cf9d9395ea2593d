"""The journey of a case, one thing at a time: place, people, plan, told, repeated, released, out.

Promises: each step is decided by an operator through the functions of `aman.desk.journeys`; what
is refused says why and loses nothing. Refuses to know: how ways are found (`ways`).
"""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aman.desk.accounts.models import Operator
from aman.desk.cases import access, wishes
from aman.desk.cases.contacts import access_passed_words
from aman.desk.cases.journeys import access_journeys, access_teams
from aman.desk.cases.people import access_members
from aman.desk.cases.queue import journey_state
from aman.desk.cases.relatives import access_permitted
from aman.desk.clock import now
from aman.desk.journeys import arranging, handing_over, watching
from aman.desk.journeys.beginning import GUIDE_WITHIN_M
from aman.desk.journeys.content import Arrangement, NotYetPlanned
from aman.desk.journeys.genuine import say_genuine, say_not_genuine
from aman.desk.journeys.states import CAN_BE_PLANNED_ANEW, Event, NotNow, SecondPersonNeeded, Stage
from aman.desk.journeys.teams import NoSuchTeam
from aman.desk.journeys.texts import abort_text, plan_text
from aman.desk.outbox.answering import ReplyTooLong, SomebodyAnswered
from aman.desk.outbox.permission import NotPermittedByHim
from aman.desk.outbox.strength_rule import TooWeakForThis
from aman.desk.safe_contact.wishes import AgainstHisWish
from aman.desk.ways.finding import may_search

from .answering import NO_WAY, stopped_box
from .box import Box, box_from
from .casework import case_screen, keeps_what_is_typed, of_one_case, operator_of
from .context import show
from .drafts import filled, number_from
from .journey_forms import MAP_POINT, PeopleForm, PlaceForm, typed_before
from .journey_map import beside_the_journey
from .maps import around_the_map
from .plan_form import PlanForm
from .plan_keeping import keeping, refused
from .ways_out import choices

CONFLICT, UNPROCESSABLE = 409, 422
_GET_OR_POST = ("GET", "HEAD", "POST")
_LANGUAGES = ("ar", "en", "ru", "uk")
_NOT_TOLD_YET = (Stage.ASKED, Stage.WAYS_FOUND, Stage.CHOSEN)
_STOPPED = (TooWeakForThis, ReplyTooLong, NotPermittedByHim, AgainstHisWish, *NO_WAY)


@of_one_case
@require_safe
def journey(request: HttpRequest, number: int) -> HttpResponse:
    """Where it is, and the one thing that is next."""
    return _shown(request, number)


def _shown(request: HttpRequest, number: int, error: str = "", status: int = 200) -> HttpResponse:
    operator = operator_of(request)
    journeys = access_journeys(operator, number, int(now()))
    there = journeys.open
    known = (there.arrangement if there else None) or Arrangement()
    said = {
        "number": number,
        "journey": there,
        "ended": journeys.ended,
        "known": known,
        "steps": list(enumerate(known.to_repeat)),
        "teams": [each for each in access_teams() if each.confirmed_at and not each.revoked_at],
        "mine": there is not None and there.released_by == operator.pk,
        "may_search": may_search(),
        "state": journey_state(number, int(now())),
        "keeping": keeping(there, int(now())),
        "untold": next(
            (each for each in (there, *journeys.ended) if each and each.untold_since), None
        ),
        "error": error,
    }
    return show(request, "journey.html", said | beside_the_journey(number, there, known), status)


def _part(
    name: str,
    form_of: type[forms.Form],
    write: Callable[[Operator, int, Any, int], None],
    read: Callable[[Any, int], object | None],
) -> Callable[..., HttpResponseBase]:
    """A screen for one part of the arrangement."""

    @keeps_what_is_typed
    @of_one_case
    @require_http_methods(_GET_OR_POST)
    def part(request: HttpRequest, number: int) -> HttpResponse:
        operator, at = operator_of(request), int(now())
        there = access_journeys(operator, number, at).open
        known = (there.arrangement if there else None) or Arrangement()
        typed = filled(request)
        form = form_of(typed.data, initial=typed_before(known)[name])
        if typed.is_posted and form.is_valid():
            content = read(form, at)
            if content is not None:
                try:
                    write(operator, number, content, at)
                except NotNow:
                    return _shown(request, number, _changed(), CONFLICT)
                return redirect("journey", number)
        said = {
            "number": number,
            "form": form,
            "typed": typed,
            "part": name,
            "way": known.way if name == "place" or known.plan is None else None,
            "guide_within_m": round(GUIDE_WITHIN_M),
            "told": there is not None and there.stage not in _NOT_TOLD_YET,
        }
        if any(MAP_POINT in each.widget.attrs for each in form.fields.values()):
            said |= {"is_pointed": True} | around_the_map()
        return show(request, "journey_part.html", said, UNPROCESSABLE if typed.is_posted else 200)

    return part


def _plan_of(form: PlanForm, at: int) -> object | None:
    return form.plan() if form.refuse_past(at) else None


place = _part("place", PlaceForm, arranging.write_place, lambda form, _at: form.meeting_place())
people = _part("people", PeopleForm, arranging.write_people, lambda form, _at: form.people())
plan = _part("plan", PlanForm, arranging.write_plan, _plan_of)


@of_one_case
@require_http_methods(_GET_OR_POST)
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """Show the plan as the person will read it; send it by the way that is chosen."""
    if request.method != "POST":
        return _telling(request, number, Box())
    box = box_from(request.POST, number)
    shown = _text_of(operator_of(request), number)
    if request.POST.get("shown", _digest(shown)) != _digest(shown):
        another = _("Nothing was sent: the plan is another now. Read it again.")
        return _telling(request, number, replace(box, errors=(another,)), CONFLICT)
    return _send(request, number, box, shown)


def _send(request: HttpRequest, number: int, box: Box, shown: str) -> HttpResponse:
    operator = operator_of(request)
    seen = dict(box.seen or {})
    try:
        arranging.tell_plan(
            operator,
            number,
            lang=language_of(operator, number),
            seen_upto=seen.pop(number, 0),
            now=int(now()),
            contact=box.contact,
            member=box.member,
            confirmed=request.POST.get("confirmed") == "1",
            says_no_place_or_time=box.harmless,
            says_nothing_about=box.silent_about,
            also_seen=seen,
            shown=shown,
        )
    except SomebodyAnswered as came:
        return _telling(request, number, replace(box, somebody=came), CONFLICT)
    except _STOPPED as stopped:
        if isinstance(stopped, AgainstHisWish) and request.POST.get("ask") == "1":
            return _asked(request, number, box, stopped)
        return _telling(request, number, stopped_box(box, stopped), UNPROCESSABLE)
    except (NotNow, NotYetPlanned) as why:
        return _shown(request, number, refused(why), CONFLICT)
    return redirect("journey", number)


def _text_of(operator: Operator, number: int) -> str:
    """The plan as it would be told now; empty where there is none."""
    there = access_journeys(operator, number, int(now())).open
    known = there.arrangement if there else None
    if known is None or known.place is None or known.plan is None:
        return ""
    return plan_text(arranging.as_told(known, int(now())), language_of(operator, number))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _asked(request: HttpRequest, number: int, box: Box, wish: AgainstHisWish) -> HttpResponse:
    """Let a colleague release the plan as it would go out now."""
    operator, at = operator_of(request), int(now())
    there, lang = access_journeys(operator, number, at).open, language_of(operator, number)
    if there is None or there.arrangement is None or box.contact is None:
        return _telling(request, number, stopped_box(box, wish), UNPROCESSABLE)
    try:
        wishes.ask_release(
            operator,
            number,
            box.contact,
            text=plan_text(arranging.as_told(there.arrangement, at), lang),
            broken=wish.broken,
            now=at,
            member=box.member,
            says_no_place_or_time=box.harmless,
            says_nothing_about=box.silent_about,
            plan=lang,
        )
    except NotYetPlanned:
        return _shown(request, number, _changed(), CONFLICT)
    except _STOPPED as stopped:
        return _telling(request, number, stopped_box(box, stopped), UNPROCESSABLE)
    return redirect("case", number)


def _telling(request: HttpRequest, number: int, box: Box, status: int = 200) -> HttpResponse:
    operator, at = operator_of(request), int(now())
    there = access_journeys(operator, number, at).open
    view = access.watch_case(operator, number, at)
    if there is None or there.stage is not Stage.CHOSEN or there.arrangement is None:
        return _shown(request, number, _changed(), CONFLICT)
    kept, text = keeping(there, at), _text_of(operator, number)
    if not text:
        return _shown(request, number, _changed(), CONFLICT)
    if kept.reasons:
        return _shown(request, number, status=CONFLICT)
    seen = dict(view.seen_upto)
    said = {
        "number": number,
        "text": text,
        "shown": _digest(text),
        "second_alone": kept.second_at is not None,
        "lang": language_of(operator, number),
        "box": box,
        "choices": choices(number, box.contact, box.member),
        "members": access_members(number),
        "passed": access_passed_words(number),
        "written_about": access_permitted(operator, number, at),
        "seen_upto": seen.pop(number, 0),
        "also_seen": ",".join(f"{case}:{item}" for case, item in seen.items()),
    }
    return show(request, "journey_tell.html", said, status)


def language_of(operator: Operator, number: int) -> str:
    """In which the person writes, if the plan's frame can be said in it."""
    lang = access.watch_case(operator, number, int(now())).lang[:2]
    return lang if lang in _LANGUAGES else "en"


@of_one_case
@require_POST
def repeated(request: HttpRequest, number: int) -> HttpResponse:
    """Which lines of the plan the person has repeated."""
    ticked = [number_from(each) for each in request.POST.getlist("step")]
    steps = [each for each in ticked if each is not None]
    return _done(request, number, lambda who, at: arranging.tick_off(who, number, steps, at))


@of_one_case
@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    """The first of two."""
    going = _on_the_way(request)
    return _done(
        request,
        number,
        lambda who, at: handing_over.release_first(who, number, at, on_the_way=going),
    )


def _on_the_way(request: HttpRequest) -> bool:
    """Whether somebody says that they have set out, after the time for it was over."""
    return request.POST.get("on_the_way") == "1"


@of_one_case
@require_POST
def not_release(request: HttpRequest, number: int) -> HttpResponse:
    """Take the first release back, or refuse to be the second."""
    return _done(request, number, lambda who, at: handing_over.refuse_release(who, number, at))


@of_one_case
@require_POST
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """The second of two, who chooses the team."""
    team = number_from(request.POST.get("team")) or 0
    going = _on_the_way(request)
    return _done(
        request,
        number,
        lambda who, at: handing_over.hand_over(who, number, team, at, on_the_way=going),
    )


@of_one_case
@require_POST
def genuine(request: HttpRequest, number: int, *, taken_back: bool = False) -> HttpResponse:
    """An operator found the request genuine, or takes that back."""
    deed = say_not_genuine if taken_back else say_genuine
    return _done(request, number, lambda who, at: deed(who, number, at))


@of_one_case
@require_POST
def set_out(request: HttpRequest, number: int) -> HttpResponse:
    """The person is on the way."""
    return _done(request, number, lambda who, at: handing_over.say_set_out(who, number, at))


@of_one_case
@require_POST
def stands(request: HttpRequest, number: int) -> HttpResponse:
    """The danger on the way was looked at, as it is by this state of the map."""
    seen = request.POST.get("state", "")
    return _done(request, number, lambda who, at: watching.say_it_stands(who, number, seen, at))


@of_one_case
@require_http_methods(_GET_OR_POST)
def plan_anew(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what the team has, to change it."""
    if request.method != "POST":
        there = access_journeys(operator_of(request), number, int(now())).open
        if there is None or there.stage not in CAN_BE_PLANNED_ANEW:
            return _shown(request, number, _changed(), CONFLICT)
        return show(request, "journey_anew.html", {"number": number, "journey": there})
    return _done(request, number, lambda who, at: handing_over.plan_anew(who, number, at))


@of_one_case
@require_http_methods(_GET_OR_POST)
def abort(request: HttpRequest, number: int) -> HttpResponse:
    """Call it off: the team at once, the person by an answer; unsent, it stands in its box."""
    operator, at = operator_of(request), int(now())
    journeys = access_journeys(operator, number, at)
    there = journeys.open or next(iter(journeys.ended), None)
    if request.method != "POST":
        return show(request, "journey_abort.html", {"number": number, "journey": there})
    was_told = there is not None and any(each.event == Event.TOLD for each in there.events)
    by = there.arrangement.sent_by if there and there.arrangement else None
    try:
        handing_over.abort(operator, number, at)
    except NotNow:
        return _shown(request, number, _changed(), CONFLICT)
    if not was_told:
        return redirect("journey", number)
    lang = language_of(operator, number)
    try:
        arranging.tell_abort(operator, number, lang, by, at)
    except _STOPPED as stopped:
        box = Box(abort_text(lang))
        if by is not None:
            box = replace(box, contact=by.contact, member=by.member)
        return case_screen(request, number, stopped_box(box, stopped), status=UNPROCESSABLE)
    return redirect("journey", number)


def _done(
    request: HttpRequest, number: int, deed: Callable[[Operator, int], object]
) -> HttpResponse:
    """Do it, or say why not."""
    try:
        deed(operator_of(request), int(now()))
    except SecondPersonNeeded:
        own = _("Nothing was sent: you released it yourself. A colleague has to hand it over.")
        return _shown(request, number, own, CONFLICT)
    except NoSuchTeam:
        gone = _("Nothing was sent: choose a team that two operators have confirmed.")
        return _shown(request, number, gone, CONFLICT)
    except (NotNow, NotYetPlanned) as why:
        return _shown(request, number, refused(why), CONFLICT)
    return redirect("journey", number)


def _changed() -> str:
    return refused(NotNow())
