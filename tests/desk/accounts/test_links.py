"""A one-time link lets one person in, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from aman.core.keys import KemSeed
from aman.desk import provision
from aman.desk.accounts import links
from aman.desk.accounts.links import NameTaken, NotAllowed, SpentLink
from aman.desk.accounts.models import LinkWrap, Operator
from aman.desk.accounts.passwords import WeakPassword, close_account, kept_wrap
from aman.desk.keys.vault import VaultLocked
from aman.desk.running import Desk
from desk_cast import HandClock, password_of


@pytest.fixture
def secret(desk: Desk, recovery: KemSeed) -> str:
    """What stands behind /first/ on the terminal."""
    path = provision.first_link(desk.folder, recovery)
    assert path is not None
    return path.removeprefix("/first/")


def opens(desk: Desk, operator: Operator) -> bool:
    """Whether his password opens the vault."""
    wrap = kept_wrap(operator)
    assert wrap is not None
    desk.vault.open_with_password(
        wrap, password_of(operator.name), operator=operator.pk, now=desk.clock()
    )
    return desk.vault.is_open


def test_the_first_link_makes_an_administrator_once(
    desk: Desk, recovery: KemSeed, secret: str
) -> None:
    """The second use of it, and a second first link, give nothing."""
    assert links.still_works(secret, for_first=True)
    alice = links.redeem_first(secret, " alice ", password_of("alice"), "ar")
    assert (alice.name, alice.language, alice.is_administrator) == ("alice", "ar", True)
    assert opens(desk, alice)
    assert not links.still_works(secret, for_first=True)
    with pytest.raises(SpentLink):
        links.redeem_first(secret, "mallory", password_of("mallory"), "en")
    assert provision.first_link(desk.folder, recovery) is None


@pytest.mark.parametrize(
    "name", ["alice\u200b", "ali\u202ece", "ALICE", "\uff41lice", "al\u00adice", "\u2066alice"]
)
def test_nobody_takes_a_name_that_looks_like_a_colleagues(
    desk: Desk, alice: Operator, recovery: KemSeed, name: str
) -> None:
    """Mallory's answers would stand beside Alice's under one name."""
    del alice
    secret = provision.recovery_link(desk.folder, recovery).removeprefix("/first/")
    with pytest.raises(NameTaken):
        links.redeem_first(secret, name, password_of("mallory"), "en")
    assert links.still_works(secret, for_first=True)


def test_a_recovery_link_ends_when_it_was_said_to(
    desk: Desk, recovery: KemSeed, clock: HandClock
) -> None:
    """A door that was opened in an emergency does not stay open for ever."""
    ends = datetime.fromtimestamp(clock() + 3600, UTC)
    link = provision.recovery_link(desk.folder, recovery, ends=ends).removeprefix("/first/")
    assert links.still_works(link, for_first=True)
    clock.forward(3600)
    assert not links.still_works(link, for_first=True)


def test_of_two_who_hurry_one_comes_in(desk: Desk, secret: str) -> None:
    """The link ends in the transaction that makes the operator."""
    del desk

    def hurry(name: str) -> bool:
        try:
            links.redeem_first(secret, name, password_of(name), "en")
        except SpentLink:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(hurry, ["alice", "mallory"])) == [False, True]
    assert Operator.objects.count() == 1


def test_a_mistake_in_the_form_does_not_spend_the_link(alice: Operator, open_vault: Desk) -> None:
    """A taken name, an empty one, a weak password: try again."""
    secret = links.invite(alice)
    for name, password, refusal in [
        ("alice", password_of("bob"), NameTaken),
        ("  ", password_of("bob"), NameTaken),
        ("b" * 65, password_of("bob"), NameTaken),
        ("bob", "short", WeakPassword),
    ]:
        with pytest.raises(refusal):
            links.redeem(secret, name, password, "en")
        assert links.still_works(secret, for_first=False)
    bob = links.redeem(secret, "bob", password_of("bob"), "uk")
    assert not bob.is_administrator
    open_vault.vault.lock()
    assert opens(open_vault, bob)


def test_only_an_administrator_invites(alice: Operator, open_vault: Desk) -> None:
    """And only while the vault is open, for there is nothing to wrap otherwise."""
    bob = links.redeem(links.invite(alice), "bob", password_of("bob"), "en")
    with pytest.raises(NotAllowed):
        links.invite(bob)
    open_vault.vault.lock()
    with pytest.raises(VaultLocked):
        links.invite(alice)


def test_an_administrator_can_make_another(alice: Operator, open_vault: Desk) -> None:
    """So that not everything hangs on one person."""
    del open_vault
    secret = links.invite(alice, administrator=True)
    assert links.redeem(secret, "bob", password_of("bob"), "en").is_administrator


@pytest.mark.usefixtures("open_vault")
def test_an_invitation_lasts_three_days(alice: Operator, clock: HandClock) -> None:
    """After that it is spent."""
    secret = links.invite(alice)
    clock.forward(links.LASTS / timedelta(seconds=1) - 1)
    assert links.still_works(secret, for_first=False)
    clock.forward(1)
    with pytest.raises(SpentLink):
        links.redeem(secret, "bob", password_of("bob"), "en")


@pytest.mark.usefixtures("open_vault")
def test_links_of_somebody_shut_out_end_with_him(alice: Operator) -> None:
    """He leaves no way back in behind him."""
    secret = links.invite(alice)
    close_account(alice)
    assert not links.still_works(secret, for_first=False)


@pytest.mark.usefixtures("open_vault")
def test_one_kind_of_link_is_not_the_other(alice: Operator) -> None:
    """An invitation does not open the first operator's form."""
    secret = links.invite(alice)
    with pytest.raises(SpentLink):
        links.redeem_first(secret, "mallory", password_of("mallory"), "en")


@pytest.mark.parametrize("text", ["", "x", "A" * 43, "../../etc/passwd"])
def test_an_invented_link_is_refused(desk: Desk, text: str) -> None:
    """In the words for a spent one."""
    del desk
    with pytest.raises(SpentLink):
        links.redeem_first(text, "mallory", password_of("mallory"), "en")


def test_the_secret_is_stored_nowhere(desk: Desk, secret: str) -> None:
    """Neither in the database nor in its write-ahead log."""
    raw = links.LinkSecret.read(secret).reveal()
    assert LinkWrap.objects.count() == 1
    for file in desk.folder.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert raw not in held
            assert secret.encode() not in held


def test_the_recovery_key_lets_somebody_in_when_passwords_are_lost(
    desk: Desk, alice: Operator, recovery: KemSeed
) -> None:
    """A new administrator, while the others stay as they are."""
    path = provision.recovery_link(desk.folder, recovery)
    bob = links.redeem_first(path.removeprefix("/first/"), "bob", password_of("bob"), "en")
    assert bob.is_administrator
    assert opens(desk, alice)
