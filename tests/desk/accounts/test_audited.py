"""Coming, going and letting in stand in the audit, and no flood fills it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from aman.desk.accounts import links
from aman.desk.accounts.attempts import ALTOGETHER
from aman.desk.accounts.backend import (
    TooManyTries,
    change_own_password,
    forget_attempts,
    sign_in,
    sign_out,
)
from aman.desk.accounts.failures import EVERY_SECONDS, forget_failures
from aman.desk.accounts.models import Operator
from aman.desk.accounts.passwords import close_account
from aman.desk.audit.models import AuditEntry
from aman.desk.keys.wraps import WrongKey
from aman.desk.running import Desk
from aman.desk.server import do_chores
from desk_cast import HandClock, password_of


@pytest.fixture(autouse=True)
def _no_failure_of_another_test() -> None:
    """What waits in memory is of a desk that is gone."""
    forget_failures()


def request() -> HttpRequest:
    """What a browser without a session sends."""
    bare = HttpRequest()
    bare.session = SessionStore()
    bare.user = AnonymousUser()
    return bare


def written() -> list[tuple[str, str, str]]:
    """Who did what, about whom; oldest first, without how the accounts came to be."""
    rows = AuditEntry.objects.exclude(action="made an account").order_by("pk")
    return list(rows.values_list("operator_name", "action", "about"))


def fail(name: str) -> None:
    """Try a wrong password."""
    with pytest.raises((WrongKey, TooManyTries)):
        sign_in(request(), name, "a guess")


def test_coming_going_and_a_new_password(alice: Operator) -> None:
    """Each once, in order."""
    del alice
    browser = request()
    sign_in(browser, "alice", password_of("alice"))
    change_own_password(browser, password_of("alice"), "another long password")
    sign_out(browser)
    assert written() == [
        ("alice", "signed in", ""),
        ("alice", "changed the password", ""),
        ("alice", "signed out", ""),
    ]


def test_a_new_password_that_is_refused_is_not_written_down_as_changed(alice: Operator) -> None:
    """Nothing happened."""
    del alice
    browser = request()
    sign_in(browser, "alice", password_of("alice"))
    with pytest.raises(WrongKey):
        change_own_password(browser, "not her password", "another long password")
    assert written() == [("alice", "signed in", "")]


def test_who_let_whom_in(open_vault: Desk, alice: Operator) -> None:
    """The link when it is made, the account when it is used."""
    del open_vault
    secret = links.invite(alice)
    links.redeem(secret, "charlie", password_of("charlie"), "en")
    assert written() == [("alice", "invited", "")]
    joined = AuditEntry.objects.get(operator_name="charlie")
    assert (joined.action, joined.about) == ("made an account", "alice")


def test_a_failed_sign_in_is_written_down_by_the_chores(desk: Desk, alice: Operator) -> None:
    """Of somebody who was shut out too; a name that nobody has is not kept."""
    close_account(alice)
    fail("alice")
    fail("perhaps a password, typed into the wrong field")
    assert written() == []
    do_chores(desk)
    assert written() == [("alice", "failed to sign in", ""), ("", "failed to sign in", "")]


def test_a_flood_of_failures_is_one_entry_in_ten_minutes(
    desk: Desk, operator: Callable[[str], Operator], clock: HandClock
) -> None:
    """For each operator, and for all unknown names together; with or without too many tries."""
    operator("alice")
    operator("bob")
    for round_ in range(ALTOGETHER):
        fail("alice")
        fail(f"nobody {round_}")
        do_chores(desk)
        clock.forward(1)
    fail("bob")
    do_chores(desk)
    assert sorted(written()) == [
        ("", "failed to sign in", ""),
        ("alice", "failed to sign in", ""),
        ("bob", "failed to sign in", ""),
    ]
    clock.forward(EVERY_SECONDS)
    forget_attempts()
    fail("alice")
    do_chores(desk)
    assert len(written()) == 4
