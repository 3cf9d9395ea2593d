"""Coming in and going out: the one-time links, signing in and out, the language.

Promises: nothing here knows more of a password than to hand it on; what was being typed when the
sign-in ended comes back with the next one.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aman.desk.accounts import links
from aman.desk.accounts.backend import TooManyTries, sign_in, sign_out
from aman.desk.accounts.languages import speak
from aman.desk.accounts.models import Operator
from aman.desk.accounts.passwords import WeakPassword
from aman.desk.keys.vault import the_vault
from aman.desk.keys.wraps import WrongKey

from . import words
from .context import show, signed_in
from .drafts import Draft, draft_carried, keep_draft
from .forms import AccountForm, SignInForm
from .refusals import refused

UNAUTHORIZED, FORBIDDEN, GONE, UNPROCESSABLE, TOO_MANY = 401, 403, 410, 422, 429
_YEAR = 365 * 24 * 3600
Redeem = Callable[[str, str, str, str], Operator]


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest, secret: str) -> HttpResponse:
    """Make the first operator, by the link from the terminal."""
    return _account(request, secret, links.redeem_first, for_first=True)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Make a further operator, by an administrator's link."""
    return _account(request, secret, links.redeem, for_first=False)


def _account(request: HttpRequest, secret: str, redeem: Redeem, *, for_first: bool) -> HttpResponse:
    if not links.still_works(secret, for_first=for_first):
        return _spent(request, first=for_first)
    language = translation.get_language()
    posted = request.POST if request.method == "POST" else None
    form = AccountForm(posted, initial={"language": language})
    if posted is not None and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            operator = redeem(secret, name, password, form.cleaned_data["language"])
        except links.SpentLink:
            return _spent(request, first=for_first)
        except links.NameTaken:
            form.add_error("name", _("An operator has this name already. Choose another."))
        except WeakPassword:
            form.add_error("password", _("Too easy to guess: take a longer one, not your name."))
        else:
            sign_in(request, operator.name, password)
            return _in(request, operator, "/")
    status = UNPROCESSABLE if form.errors else 200
    return show(request, "account.html", {"form": form, "first": for_first}, status)


def _spent(request: HttpRequest, *, first: bool) -> HttpResponse:
    return refused(
        request,
        GONE,
        what=_("This link no longer works"),
        kept=_("It was used, or it is too old. Accounts that exist are as they were."),
        todo=_("Start the desk anew: it shows a fresh link while there is no operator.")
        if first
        else _("Ask an administrator of this desk for a new one."),
        go=(_("Sign in"), "/sign-in"),
    )


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in; what was not sent or written down is carried along and handed back."""
    draft = draft_carried(request)
    asked = request.method == "POST" and "resume" not in request.POST
    form = SignInForm(request.POST if asked else None)
    status = 200
    if asked and form.is_valid():
        try:
            operator = sign_in(request, form.cleaned_data["name"], form.cleaned_data["password"])
        except WrongKey:
            form.add_error(None, _("Name and password do not fit together. Nothing is lost."))
            status = FORBIDDEN
        except TooManyTries as many:
            form.add_error(None, words.too_many(many.seconds))
            status = TOO_MANY
        else:
            keep_draft(request, draft)
            return _in(request, operator, draft.screen or _goal(request))
    return _sign_in_screen(request, form, draft, status)


def ask_to_sign_in(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the way back in to who was signed out in the middle of typing."""
    return _sign_in_screen(request, SignInForm(), draft, UNAUTHORIZED)


def _sign_in_screen(
    request: HttpRequest, form: SignInForm, draft: Draft, status: int
) -> HttpResponse:
    said = {
        "operator": None,
        "form": form,
        "draft": draft,
        "goal": _goal(request),
        "locked": not the_vault().is_open,
    }
    return show(request, "sign_in.html", said, status)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out; with the last operator the vault is locked."""
    sign_out(request)
    return redirect("sign-in")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the screens, here and for the next sign-in."""
    chosen = request.POST.get("language", "")
    answer = redirect(_goal(request))
    if chosen in dict(settings.LANGUAGES):
        operator = signed_in(request)
        if operator is not None:
            speak(operator, chosen)
        _remember(answer, chosen)
    return answer


def _in(request: HttpRequest, operator: Operator, goal: str) -> HttpResponse:
    del request
    answer = redirect(goal)
    _remember(answer, operator.language)
    return answer


def _remember(answer: HttpResponse, language: str) -> None:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Strict",
    )


def _goal(request: HttpRequest) -> str:
    goal = request.POST.get("next") or request.GET.get("next") or "/"
    safe = goal.startswith("/") and url_has_allowed_host_and_scheme(goal, allowed_hosts=None)
    return goal if safe else "/"
