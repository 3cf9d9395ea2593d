"""Shutting an operator out: at once, by an administrator, and never the last one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.http import HttpRequest

from aman.desk.accounts import links
from aman.desk.accounts.backend import sign_in
from aman.desk.accounts.links import NotAllowed
from aman.desk.accounts.models import LinkWrap, Operator
from aman.desk.accounts.passwords import change_password, kept_wrap
from aman.desk.accounts.staff import LastAdministrator, NoSuchOperator, shut_out, staff
from aman.desk.audit.models import AuditEntry
from aman.desk.keys.wraps import WrongKey
from aman.desk.running import Desk
from aman.desk.screens.live import Watcher
from desk_cast import password_of


def enter(name: str) -> str:
    """Sign in somewhere; gives the session's name."""
    request = HttpRequest()
    request.session = SessionStore()
    sign_in(request, name, password_of(name))
    return request.session.session_key or ""


@pytest.fixture
def plain_bob(alice: Operator, bob: Operator) -> Operator:
    """Bob, who is no administrator."""
    del alice
    bob.is_administrator = False
    bob.save()
    return bob


def test_who_is_shut_out_keeps_nothing(desk: Desk, alice: Operator, bob: Operator) -> None:
    """Wrap, links, both sessions and their streams are gone; the vault stays open for Alice."""
    hers, his, his_other = enter("alice"), enter("bob"), enter("bob")
    links.invite(bob)
    streams = [Watcher(key, bob, None) for key in (his, his_other)]
    assert all(stream.poll(0) is not None for stream in streams)
    shut_out(alice, bob.pk)
    assert kept_wrap(bob) is None
    assert not LinkWrap.objects.filter(made_by=bob).exists()
    assert [stream.poll(1) for stream in streams] == [None, None]
    assert not SessionStore().exists(his)
    assert Watcher(hers, alice, None).poll(1) is not None
    assert desk.vault.is_open
    with pytest.raises(WrongKey):
        enter("bob")


def test_with_the_last_session_of_who_is_shut_out_the_vault_is_locked(
    desk: Desk, alice: Operator, bob: Operator
) -> None:
    """Nobody is there any more who might read."""
    enter("bob")
    shut_out(alice, bob.pk)
    assert not desk.vault.is_open


def test_it_stands_in_the_audit_who_shut_out_whom(alice: Operator, bob: Operator) -> None:
    """Both names, as they were then."""
    shut_out(alice, bob.pk)
    entry = AuditEntry.objects.get(action="shut out")
    assert (entry.operator_name, entry.about) == ("alice", "bob")


def test_only_an_administrator_shuts_out(alice: Operator, plain_bob: Operator) -> None:
    """Nor is the list of the staff for others; nobody is shut out by somebody who was."""
    with pytest.raises(NotAllowed):
        shut_out(plain_bob, alice.pk)
    with pytest.raises(NotAllowed):
        staff(plain_bob)
    assert kept_wrap(alice) is not None


def test_the_last_administrator_stays(alice: Operator, plain_bob: Operator) -> None:
    """Not even by himself; Bob can go, and only once."""
    with pytest.raises(LastAdministrator):
        shut_out(alice, alice.pk)
    assert kept_wrap(alice) is not None
    shut_out(alice, plain_bob.pk)
    for number in (plain_bob.pk, 999):
        with pytest.raises(NoSuchOperator):
            shut_out(alice, number)
    assert [(each.name, each.may_work) for each in staff(alice)] == [
        ("alice", True),
        ("bob", False),
    ]


def test_two_who_shut_each_other_out_at_once_leave_one(alice: Operator, bob: Operator) -> None:
    """The second of them is no administrator any more."""

    def go(pair: tuple[Operator, Operator]) -> bool:
        try:
            shut_out(pair[0], pair[1].pk)
        except NotAllowed:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(go, [(alice, bob), (bob, alice)]))
    assert sorted(done) == [False, True]
    assert Operator.objects.filter(is_active=True, is_administrator=True).count() == 1


def test_who_is_shut_out_while_his_new_password_is_made_gets_no_wrap(
    desk: Desk, operator: Callable[[str], Operator], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one was right a moment ago; a new wrap would outlive the account."""
    alice, bob = operator("alice"), operator("bob")
    enter("alice")
    wrap = desk.vault.wrap_to_password

    def shut_out_first(*args: object, **more: object) -> object:
        shut_out(alice, bob.pk)
        return wrap(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.vault, "wrap_to_password", shut_out_first)
    with pytest.raises(WrongKey):
        change_password(bob, password_of("bob"), "another long password")
    assert kept_wrap(bob) is None
