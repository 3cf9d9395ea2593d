"""Passwords: how long they have to be, and their wraps of the vault key in the database.

Promises: the check of a password is the opening of its wrap; nothing else knows passwords.
"""

from django.db import transaction

from aman.desk.keys.wraps import Argon2Cost, WrapToPassword, WrongKey, unwrap_by_password
from aman.desk.running import the_desk

from .models import LinkWrap, Operator, PasswordWrap

FEWEST_LETTERS = 12
MOST_LETTERS = 256


class WeakPassword(Exception):  # noqa: N818 - says what it is
    """The password is too short, too long, or the name itself."""

    person = f"Choose a password of at least {FEWEST_LETTERS} letters, unlike your name."
    operator = "A new password was refused."


def check_new_password(name: str, password: str) -> None:
    """Refuse what is guessed first: short ones, the name, one letter repeated."""
    long_enough = FEWEST_LETTERS <= len(password) <= MOST_LETTERS
    few_letters = len(set(password)) < FEWEST_LETTERS // 2
    if not long_enough or few_letters or password.casefold() == name.casefold():
        raise WeakPassword


def change_password(operator: Operator, old: str, new: str) -> None:
    """Wrap anew under another password; `WrongKey` unless the old one opens the old wrap.

    Whoever is shut out meanwhile gets no new wrap.
    """
    check_new_password(operator.name, new)
    desk = the_desk()
    wrap = kept_wrap(operator)
    if wrap is None:
        raise WrongKey
    unwrap_by_password(wrap, old, hotline=desk.hotline, operator=operator.pk)
    fresh = desk.vault.wrap_to_password(new, desk.cost, operator=operator.pk)
    with transaction.atomic():
        locked = Operator.objects.select_for_update(no_key=True).filter(
            pk=operator.pk, is_active=True
        )
        if locked.first() is None:
            raise WrongKey
        keep_wrap(operator, fresh)


def keep_wrap(operator: Operator, wrap: WrapToPassword) -> None:
    """Store it; an operator has one."""
    with transaction.atomic():
        PasswordWrap.objects.filter(operator=operator).delete()
        PasswordWrap.objects.create(
            operator=operator,
            salt=wrap.salt,
            memory_kib=wrap.cost.memory_kib,
            iterations=wrap.cost.iterations,
            lanes=wrap.cost.lanes,
            sealed=wrap.sealed,
        )


def kept_wrap(operator: Operator) -> WrapToPassword | None:
    """His wrap, or None when it was deleted."""
    row = PasswordWrap.objects.filter(operator=operator).first()
    if row is None:
        return None
    cost = Argon2Cost(row.memory_kib, row.iterations, row.lanes)
    return WrapToPassword(bytes(row.salt), cost, bytes(row.sealed))


def close_account(operator: Operator) -> None:
    """Delete the wrap, the links he made and the account's use: his password opens nothing."""
    with transaction.atomic():
        LinkWrap.objects.filter(made_by=operator).delete()
        PasswordWrap.objects.filter(operator=operator).delete()
        Operator.objects.filter(pk=operator.pk).update(is_active=False)
