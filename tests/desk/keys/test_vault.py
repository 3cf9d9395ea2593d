"""The vault seals for everybody and opens for nobody who is not signed in."""

import pickle
from collections.abc import Callable
from dataclasses import replace

import pytest

from aman.core.keys import KemSeed, Secret
from aman.desk.keys.vault import IDLE_SECONDS, DamagedRecord, Vault, VaultLocked
from aman.desk.keys.wraps import (
    LinkSecret,
    WrongKey,
    unwrap_by_link,
    unwrap_by_password,
    wrap_to_password,
    wrap_to_recovery,
)
from desk_cast import MIDNIGHT, QUICK

HOTLINE = bytes(range(32))
ALICE, BOB = 1, 2
SEED = KemSeed(b"v" * 32)
RECOVERY = KemSeed(b"r" * 32)
PASSWORD = "nine quiet herons"  # noqa: S105 - a test's


@pytest.fixture
def vault() -> Vault:
    """A locked vault."""
    return Vault(HOTLINE, SEED.public_key())


@pytest.fixture
def open_vault(vault: Vault) -> Vault:
    """The same, opened by Alice."""
    wrap = wrap_to_password(SEED, PASSWORD, QUICK, hotline=HOTLINE, operator=ALICE)
    vault.open_with_password(wrap, PASSWORD, operator=ALICE, now=MIDNIGHT)
    return vault


def test_a_clock_put_back_lengthens_nobodys_half_hour(vault: Vault) -> None:
    """Who can set the clock does not keep an unattended desk open."""
    vault._open(SEED, 100_000.0)
    vault.touch("alice", 100_000.0)
    assert not vault.lock_when_idle(10_000.0)
    assert vault.lock_when_idle(10_000.0 + IDLE_SECONDS)


def test_it_seals_while_locked_and_opens_only_when_open(vault: Vault) -> None:
    """What came at night is read in the morning."""
    sealed = vault.seal(b"what it is", b"text")
    with pytest.raises(VaultLocked):
        vault.unseal(b"what it is", sealed)
    recovered = wrap_to_recovery(SEED, RECOVERY.public_key(), hotline=HOTLINE)
    vault.open_with_recovery(recovered, RECOVERY, now=MIDNIGHT)
    assert vault.unseal(b"what it is", sealed).reveal() == b"text"


def test_a_record_opens_only_as_what_it_is(open_vault: Vault) -> None:
    """A record put in another's place, or changed, is told as damaged."""
    sealed = open_vault.seal(b"case 1", b"text")
    for info, blob in [
        (b"case 2", sealed),
        (b"case 1", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (b"case 1", b"short"),
    ]:
        with pytest.raises(DamagedRecord):
            open_vault.unseal(info, blob)


def test_a_password_opens_its_own_wrap_only(vault: Vault) -> None:
    """Wrong password, another operator's wrap, another hotline's, a changed one: all the same."""
    wrap = wrap_to_password(SEED, PASSWORD, QUICK, hotline=HOTLINE, operator=ALICE)
    elsewhere = wrap_to_password(SEED, PASSWORD, QUICK, hotline=bytes(32), operator=ALICE)
    changed = replace(wrap, sealed=wrap.sealed[:-1] + bytes([wrap.sealed[-1] ^ 1]))
    foreign = wrap_to_password(RECOVERY, PASSWORD, QUICK, hotline=HOTLINE, operator=ALICE)
    for wrong, password, operator in [
        (wrap, PASSWORD + " ", ALICE),
        (wrap, "", ALICE),
        (wrap, PASSWORD, BOB),
        (elsewhere, PASSWORD, ALICE),
        (changed, PASSWORD, ALICE),
        (foreign, PASSWORD, ALICE),
    ]:
        with pytest.raises(WrongKey):
            vault.open_with_password(wrong, password, operator=operator, now=MIDNIGHT)
        assert not vault.is_open


def test_two_wraps_of_one_password_differ() -> None:
    """Who reads the database can't see that two operators chose alike."""
    first, second = (
        wrap_to_password(SEED, PASSWORD, QUICK, hotline=HOTLINE, operator=ALICE) for _ in range(2)
    )
    assert first.salt != second.salt
    assert first.sealed != second.sealed
    assert unwrap_by_password(second, PASSWORD, hotline=HOTLINE, operator=ALICE) == SEED


def test_the_recovery_wrap_opens_with_the_recovery_key_only(vault: Vault) -> None:
    """And for this hotline only."""
    sealed = wrap_to_recovery(SEED, RECOVERY.public_key(), hotline=HOTLINE)
    for wrong_wrap, wrong_key in [
        (sealed, SEED),
        (b"", RECOVERY),
        (wrap_to_recovery(SEED, RECOVERY.public_key(), hotline=bytes(32)), RECOVERY),
    ]:
        with pytest.raises(WrongKey):
            vault.open_with_recovery(wrong_wrap, wrong_key, now=MIDNIGHT)


def test_a_link_carries_what_the_database_does_not_hold(open_vault: Vault) -> None:
    """The fingerprint that is stored opens nothing."""
    link = LinkSecret.draw()
    sealed = open_vault.wrap_to_link(link)
    assert unwrap_by_link(sealed, LinkSecret.read(link.text()), hotline=HOTLINE) == SEED
    with pytest.raises(WrongKey):
        unwrap_by_link(sealed, LinkSecret(link.fingerprint()), hotline=HOTLINE)
    for text in ("", "no secret", link.text() + "A", "é" * 43):
        with pytest.raises(WrongKey):
            LinkSecret.read(text)


def test_a_locked_vault_makes_no_wraps(vault: Vault) -> None:
    """Nobody is let in while nobody is signed in."""
    with pytest.raises(VaultLocked):
        vault.wrap_to_link(LinkSecret.draw())
    with pytest.raises(VaultLocked):
        vault.wrap_to_password(PASSWORD, QUICK, operator=BOB)


def test_it_locks_when_the_last_one_leaves(open_vault: Vault) -> None:
    """Two are signed in; the first to go leaves it open for the other."""
    open_vault.touch("alice", MIDNIGHT)
    open_vault.touch("bob", MIDNIGHT)
    open_vault.leave("alice")
    open_vault.leave("a session it never saw")
    assert open_vault.is_open
    open_vault.leave("bob")
    assert not open_vault.is_open


def test_it_locks_after_thirty_idle_minutes(open_vault: Vault) -> None:
    """Counted from the last thing anybody did."""
    open_vault.touch("alice", MIDNIGHT)
    open_vault.touch("bob", MIDNIGHT + 60)
    assert not open_vault.lock_when_idle(MIDNIGHT + 60 + IDLE_SECONDS - 1)
    assert open_vault.lock_when_idle(MIDNIGHT + 60 + IDLE_SECONDS)
    assert not open_vault.is_open
    assert not open_vault.lock_when_idle(MIDNIGHT + 60 + IDLE_SECONDS)


def test_opening_it_counts_as_doing_something(open_vault: Vault) -> None:
    """Between the password and the first screen it is not shut."""
    assert not open_vault.lock_when_idle(MIDNIGHT + IDLE_SECONDS - 1)
    assert open_vault.lock_when_idle(MIDNIGHT + IDLE_SECONDS)


def test_each_opening_has_a_name_of_its_own(open_vault: Vault) -> None:
    """By which a session from before a lock is known as such."""
    before = open_vault.opening
    open_vault.lock()
    assert open_vault.opening == ""
    wrap = wrap_to_password(SEED, PASSWORD, QUICK, hotline=HOTLINE, operator=BOB)
    open_vault.open_with_password(wrap, PASSWORD, operator=BOB, now=MIDNIGHT)
    assert open_vault.opening not in {"", before}


def test_a_second_sign_in_keeps_the_opening(open_vault: Vault) -> None:
    """Bob's coming does not throw Alice out."""
    before = open_vault.opening
    wrap = wrap_to_password(SEED, PASSWORD, QUICK, hotline=HOTLINE, operator=BOB)
    open_vault.open_with_password(wrap, PASSWORD, operator=BOB, now=MIDNIGHT + 5)
    assert open_vault.opening == before
    assert not open_vault.lock_when_idle(MIDNIGHT + 5 + IDLE_SECONDS - 1)


def test_it_neither_prints_nor_pickles(open_vault: Vault) -> None:
    """The secret half reaches no log, traceback or file."""
    assert repr(open_vault) == "<Vault open>"
    assert SEED.reveal().decode() not in str(vars(open_vault))
    with pytest.raises(TypeError):
        pickle.dumps(open_vault)
    assert "secret" not in repr(LinkSecret(b"secret" * 5 + b"12"))


def test_a_kept_key_is_unsealed_once_and_goes_with_the_lock(
    open_vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locked, nothing opens, though it was open a moment ago; open again, it is unsealed anew."""
    vault = open_vault
    blob = vault.seal(b"a case", b"its key")
    unsealed: list[bytes] = []
    real = vault.unseal

    def counting(info: bytes, sealed: bytes) -> Secret:
        unsealed.append(info)
        return real(info, sealed)

    monkeypatch.setattr(vault, "unseal", counting)
    for _ in range(3):
        assert vault.unseal_kept(b"a case", blob).reveal() == b"its key"
    assert unsealed == [b"a case"]
    vault.lock()
    assert not vault._kept
    with pytest.raises(VaultLocked):
        vault.unseal_kept(b"a case", blob)


def test_a_kept_key_is_for_its_own_blob_alone(open_vault: Vault) -> None:
    """Another wrap in its place is unsealed, and one that is damaged is said to be."""
    vault = open_vault
    blob, other = vault.seal(b"a case", b"its key"), vault.seal(b"a case", b"another")
    vault.unseal_kept(b"a case", blob)
    assert vault.unseal_kept(b"a case", other).reveal() == b"another"
    for wrong in (b"", blob[:-1] + bytes([blob[-1] ^ 1])):
        with pytest.raises(DamagedRecord):
            vault.unseal_kept(b"a case", wrong)
    with pytest.raises(DamagedRecord):
        vault.unseal_kept(b"another case", blob)


def test_what_is_forgotten_while_it_is_unsealed_is_not_kept(
    open_vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case may be destroyed, or the vault locked, while another screen reads it."""
    vault = open_vault
    blob = vault.seal(b"a case", b"its key")
    real = vault.unseal
    for meanwhile in (lambda: vault.forget(b"a case"), vault.lock):

        def slow(info: bytes, sealed: bytes, meanwhile: Callable[[], None] = meanwhile) -> Secret:
            key = real(info, sealed)
            meanwhile()
            return key

        monkeypatch.setattr(vault, "unseal", slow)
        vault.unseal_kept(b"a case", blob)
        assert not vault._kept
