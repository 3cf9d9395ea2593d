"""The one guard before every screen: signed in, active, and the vault open.

Promises: a view is shut unless it says `login_not_required`; thirty idle minutes end a session by
the desk's own clock; a session from before a restart, or before the vault was locked, has to give
the password again. A view marked `watching` (a stream, a poll) does not count as activity.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from aman.desk.keys.vault import IDLE_SECONDS
from aman.desk.running import the_desk

from .backend import LAST_ACTIVE, VAULT_OPENING
from .models import Operator

_SAVED_EVERY_SECONDS = 60
View = TypeVar("View", bound=Callable[..., object])


def watching(view: View) -> View:
    """Mark a view that the page asks for by itself: it keeps nobody signed in."""
    view.is_watching = True  # type: ignore[attr-defined]  # Django's decorators mark views so
    return view


class VaultOpenMiddleware(MiddlewareMixin):
    """See the module."""

    def process_request(self, request: HttpRequest) -> None:
        """Speak the operator's language once he is known."""
        if isinstance(request.user, Operator):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leave nothing in the browser's cache, unless a view knows better."""
        del request
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Let the request through, or lead to the sign-in screen."""
        del args, kwargs
        if not getattr(view, "login_required", True):
            return None
        desk, now = the_desk(), the_desk().clock()
        desk.vault.lock_when_idle(now)
        if not _admitted(request, desk.vault.opening, now):
            if request.session.session_key:
                desk.vault.leave(request.session.session_key)
                auth.logout(request)
            return _to_sign_in(request)
        if not getattr(view, "is_watching", False):
            desk.vault.touch(request.session.session_key or "", now)
            if now - request.session[LAST_ACTIVE] >= _SAVED_EVERY_SECONDS:
                request.session[LAST_ACTIVE] = int(now)
        return None


def _admitted(request: HttpRequest, opening: str, now: float) -> bool:
    idle_since = now - IDLE_SECONDS
    return (
        isinstance(request.user, Operator)
        and opening != ""
        and request.session.get(VAULT_OPENING) == opening
        and request.session.get(LAST_ACTIVE, 0) > idle_since
    )


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    plain_get = request.method == "GET" and "HX-Request" not in request.headers
    query = f"?{urlencode({'next': request.path})}" if plain_get else ""
    address = f"{settings.LOGIN_URL}{query}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
