"""Signing in and out: a right password opens the vault, and that is how it is known to be right.

Promises: a wrong name, a wrong password, a deleted wrap and a closed account take the same time
and say the same. `sign_in`, `sign_out` and `change_own_password` are what screens call.
"""

import threading

from django.contrib import auth
from django.contrib.auth.backends import BaseBackend
from django.db import transaction
from django.http import HttpRequest

from aman.desk.audit.book import Action, write_down
from aman.desk.keys.wraps import WrongKey, refuse_slowly
from aman.desk.running import the_desk

from .attempts import Attempts
from .failures import note_failure
from .models import Operator
from .passwords import MOST_LETTERS, change_password, check_new_password, kept_wrap
from .sessions import end_sessions

VAULT_OPENING = "vault-opening"
LAST_ACTIVE = "last-active"
_AT_ONCE = threading.BoundedSemaphore(2)
_counting = threading.Lock()
_attempts = Attempts()


class TooManyTries(Exception):  # noqa: N818 - says what it is
    """Passwords were tried too often; `seconds` tells how long to wait."""

    person = "Too many tries. Wait a little, then try again."
    operator = "Passwords were tried too often."

    def __init__(self, seconds: float) -> None:
        super().__init__(self.operator)
        self.seconds = seconds


class VaultBackend(BaseBackend):
    """Django's way to ask who somebody is."""

    def authenticate(  # type: ignore[override]  # Django lets each backend name its credentials
        self, request: HttpRequest | None, name: str = "", password: str = ""
    ) -> Operator | None:
        """Give the operator whose wrap this password opens, with the vault open; else None."""
        del request
        operator = Operator.objects.filter(name=name, is_active=True).first()
        wrap = kept_wrap(operator) if operator else None
        with _AT_ONCE:
            if operator is None or wrap is None or len(password) > MOST_LETTERS:
                refuse_slowly(password[:MOST_LETTERS], the_desk().cost)
                return None
            desk = the_desk()
            try:
                desk.vault.open_with_password(
                    wrap, password, operator=operator.pk, now=desk.clock()
                )
            except WrongKey:
                return None
        return operator

    def get_user(self, user_id: int) -> Operator | None:
        """Find whose session it is; None when the account was closed."""
        return Operator.objects.filter(pk=user_id, is_active=True).first()


def sign_in(request: HttpRequest, name: str, password: str) -> Operator:
    """Check, open the vault, start a session; `WrongKey` or `TooManyTries` when refused."""
    desk = the_desk()
    now = desk.clock()
    try:
        operator = _checked(request, name, password, now)
    except (WrongKey, TooManyTries):
        note_failure(name)
        raise
    session_before = _who(request)
    auth.login(request, operator)
    request.session.cycle_key()  # Django keeps the name of a session that was this operator's
    request.session.clear_expired()
    request.session[VAULT_OPENING] = desk.vault.opening
    request.session[LAST_ACTIVE] = int(now)
    request.session.save()
    desk.vault.touch(_who(request), now)
    if session_before != _who(request):
        desk.vault.leave(session_before)
    write_down(operator, Action.SIGNED_IN, None, int(now))
    return operator


def _checked(request: HttpRequest, name: str, password: str, now: float) -> Operator:
    _count_try(name, now)
    operator = auth.authenticate(request, name=name, password=password)
    if not isinstance(operator, Operator):
        raise WrongKey
    with _counting:
        _attempts.succeeded(name)
    return operator


def change_own_password(request: HttpRequest, old: str, new: str) -> None:
    """Wrap the vault key anew; his other sessions end, this one goes on under a new name.

    Raises `WeakPassword`, `TooManyTries`, or `WrongKey` when the old password is not right.
    """
    operator = request.user
    if not isinstance(operator, Operator):
        raise WrongKey
    desk, before = the_desk(), _who(request)
    now = desk.clock()
    check_new_password(operator.name, new)
    _count_try(operator.name, now)
    with _AT_ONCE:
        change_password(operator, old, new)
    with _counting:
        _attempts.succeeded(operator.name)
    auth.update_session_auth_hash(request, operator)
    request.session.save()
    desk.vault.touch(_who(request), now)
    desk.vault.leave(before)
    with transaction.atomic():
        end_sessions(operator, but=_who(request))
        write_down(operator, Action.PASSWORD, None, int(now))


def _count_try(name: str, now: float) -> None:
    """Count a try before it is made, so that many at once are not more than five."""
    with _counting:
        seconds = _attempts.wait(name, now)
        if seconds > 0:
            raise TooManyTries(seconds)
        _attempts.failed(name, now)


def sign_out(request: HttpRequest) -> None:
    """End the session; with the last one the vault is locked."""
    desk, operator = the_desk(), request.user
    desk.vault.leave(_who(request))
    auth.logout(request)
    if isinstance(operator, Operator):
        write_down(operator, Action.SIGNED_OUT, None, int(desk.clock()))


def _who(request: HttpRequest) -> str:
    return request.session.session_key or ""


def forget_attempts() -> None:
    """Start counting anew, as a restart does."""
    global _attempts  # noqa: PLW0603 - one count for the process
    _attempts = Attempts()
