"""Field teams: who there is, a one-time code for a new one, and two who compare its key.

Promises: a code is shown once. What a team wrote is shown on its own screen, never in the queue.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aman.core.enrolment import in_groups
from aman.desk.accounts.models import Operator
from aman.desk.cases.journeys import access_team, access_teams, write_to_team
from aman.desk.clock import now
from aman.desk.journeys import teams as deeds
from aman.desk.journeys.teams import AnotherMustCompare, NoSuchTeam
from aman.desk.outbox.answering import EmptyReply, ReplyTooLong, SomebodyAnswered

from .casework import operator_of
from .context import show
from .drafts import number_from
from .journey_forms import TeamForm
from .refusals import refused
from .staff import for_administrators

FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 403, 404, 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """All teams; an administrator makes another, whose code is shown this once."""
    if request.method == "POST":
        return make(request)
    return _listed(request, TeamForm())


@for_administrators
def make(request: HttpRequest, operator: Operator) -> HttpResponse:
    """Make one."""
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _listed(request, form, status=UNPROCESSABLE)
    code = deeds.make_team(operator, form.cleaned_data["name"], int(now()))
    return _listed(request, TeamForm(), code=in_groups(code))


def _listed(
    request: HttpRequest, form: TeamForm, *, code: str = "", status: int = 200
) -> HttpResponse:
    said = {"teams": access_teams(), "form": form, "code": code}
    return show(request, "teams.html", said, status)


@require_safe
def team(request: HttpRequest, number: int) -> HttpResponse:
    """One team: its key to compare, and what it wrote."""
    return _one(request, number)


@require_POST
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Write to it; what is refused stands in the box with its reason."""
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    seen = number_from(request.POST.get("seen_upto")) or 0
    try:
        write_to_team(operator_of(request), number, text, seen, int(now()))
    except NoSuchTeam:
        changed = _("Nothing was done: the team has changed meanwhile. Look again.")
        return _one(request, number, changed, CONFLICT, text)
    except SomebodyAnswered:
        newer = _("Not sent: something new stands here. Read it, then send.")
        return _one(request, number, newer, CONFLICT, text)
    except EmptyReply:
        return _one(request, number, _("There is nothing to send yet."), UNPROCESSABLE)
    except ReplyTooLong:
        long = _("Not sent: this is too long. Send it in two.")
        return _one(request, number, long, UNPROCESSABLE, text)
    return redirect("team", number)


def _one(
    request: HttpRequest, number: int, error: str = "", status: int = 200, text: str = ""
) -> HttpResponse:
    operator = operator_of(request)
    try:
        found = access_team(operator, number, int(now()))
    except NoSuchTeam:
        return _not_there(request)
    mine = found.team.compared_by == operator.pk
    said = {
        "team": found.team,
        "texts": found.texts,
        "mine": mine,
        "error": error,
        "text": text,
        "seen_upto": max((each.item for each in found.texts), default=0),
    }
    return show(request, "team.html", said, status)


@require_POST
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """The key is the team's, or it is not."""
    key = request.POST.get("key", "")
    if request.POST.get("decision") == "same":
        return _done(request, number, lambda who, at: deeds.confirm(who, number, key, at))
    return _done(request, number, lambda who, at: deeds.refuse(who, number, at))


@require_POST
@for_administrators
def revoke(request: HttpRequest, operator: Operator, number: int) -> HttpResponse:
    """Its words join nothing any more."""
    del operator
    return _done(request, number, lambda who, at: deeds.revoke(who, number, at))


def _done(
    request: HttpRequest, number: int, deed: Callable[[Operator, int], object]
) -> HttpResponse:
    try:
        deed(operator_of(request), int(now()))
    except AnotherMustCompare:
        own = _("You compared this key already. A second operator has to compare it too.")
        return _one(request, number, own, CONFLICT)
    except NoSuchTeam:
        changed = _("Nothing was done: the team has changed meanwhile. Look again.")
        return _one(request, number, changed, CONFLICT)
    return redirect("team", number)


def _not_there(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        NOT_FOUND,
        what=_("There is no such team"),
        kept=_("Nothing was changed."),
        todo=_("Look at the list of teams."),
        go=(_("To the teams"), "/teams"),
    )
