"""The people at the desk: who works here, inviting, shutting out, one's own password, alarms.

Promises: what is for administrators is refused to others in words; nothing here knows more of a
password than to hand it on.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.accounts import links
from aman.desk.accounts import staff as members
from aman.desk.accounts.alarms import alarms, confirm
from aman.desk.accounts.backend import TooManyTries, change_own_password
from aman.desk.accounts.models import Operator
from aman.desk.accounts.passwords import WeakPassword
from aman.desk.keys.wraps import WrongKey

from . import words
from .context import show, signed_in
from .forms import InviteForm, PasswordForm
from .refusals import refused

OK, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE, TOO_MANY = 200, 403, 404, 409, 422, 429
Screen = Callable[..., HttpResponse]
Administer = Callable[..., HttpResponse]


def for_administrators(view: Administer) -> Screen:
    """Hand the administrator on to a view; tell others that it is not theirs."""

    @wraps(view)
    def told(request: HttpRequest, **kwargs: int) -> HttpResponse:
        operator = signed_in(request)
        if operator is None or not operator.is_administrator:
            return refused(
                request,
                FORBIDDEN,
                what=_("This is for administrators"),
                kept=_("Nothing was changed."),
                todo=_("Ask a colleague who is an administrator."),
                go=(_("Back to the queue"), "/"),
            )
        return view(request, operator, **kwargs)

    return told


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def operators(request: HttpRequest, operator: Operator) -> HttpResponse:
    """Who works here; invite a further operator (the link is shown this once); confirm alarms."""
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "confirm" in posted:
        confirm(operator, posted["confirm"])
        return redirect("operators")
    form = InviteForm(posted)
    link = None
    if posted is not None and form.is_valid():
        secret = links.invite(operator, administrator=form.cleaned_data["is_administrator"])
        link = request.build_absolute_uri(f"/join/{secret}")
    said = {
        "form": InviteForm(),
        "link": link,
        "alarms": [(code, words.alarm(code)) for code in alarms()],
        "members": members.staff(operator),
    }
    return show(request, "operators.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def shut_out(request: HttpRequest, operator: Operator, number: int) -> HttpResponse:
    """Shut an operator out: what it means in plain words, then the press of a button."""
    working = (each for each in members.staff(operator) if each.may_work)
    member = next((each for each in working if each.number == number), None)
    if member is None:
        return _not_there(request)
    if request.method != "POST":
        return show(request, "shut_out.html", {"member": member})
    try:
        members.shut_out(operator, number)
    except members.NoSuchOperator:
        return _not_there(request)
    except members.LastAdministrator:
        return _last(request)
    return redirect("operators")


@require_POST
@for_administrators
def spokesperson(
    request: HttpRequest, operator: Operator, number: int, *, speaks: bool
) -> HttpResponse:
    """Let an operator see figures before their day, or no longer."""
    try:
        members.set_spokesperson(operator, number, speaks=speaks)
    except members.NoSuchOperator:
        return _not_there(request)
    return redirect("operators")


def _not_there(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        NOT_FOUND,
        what=_("There is no such operator"),
        kept=_("Perhaps a colleague was quicker. Nothing was changed."),
        todo=_("Look at the list of operators."),
        go=(_("To the operators"), "/operators"),
    )


def _last(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        CONFLICT,
        what=_("The last administrator stays"),
        kept=_("Without one nobody could let anybody in. Nothing was changed."),
        todo=_("Invite another administrator first."),
        go=(_("To the operators"), "/operators"),
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    status = OK
    if form.is_bound and form.is_valid():
        try:
            change_own_password(request, form.cleaned_data["old"], form.cleaned_data["password"])
        except WeakPassword:
            form.add_error("password", _("Too easy to guess: take a longer one, not your name."))
        except WrongKey:
            form.add_error("old", _("This is not your password. Nothing was changed."))
            status = FORBIDDEN
        except TooManyTries as many:
            form.add_error(None, words.too_many(many.seconds))
            status = TOO_MANY
        else:
            return refused(
                request,
                OK,
                what=_("Your password is changed"),
                kept=_("The old one opens nothing any more. Your other sessions have ended."),
                todo=_("From the next sign-in on, use the new one."),
                go=(_("To the queue"), "/"),
            )
    if form.errors and status == OK:
        status = UNPROCESSABLE
    return show(request, "password.html", {"form": form}, status)
