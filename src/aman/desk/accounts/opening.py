"""An administrator opens the vault for one command, in the command's own process.

Promises: a wrong name, a wrong password and somebody who is no administrator are told the same;
who opened it stands in the audit, with who failed to. Refuses to know: what the command does.
"""

from aman.desk.audit.book import Action, write_down
from aman.desk.keys.vault import Vault
from aman.desk.keys.wraps import WrapToPassword, WrongKey

from .failures import note_failure, write_failures
from .models import Operator
from .passwords import MOST_LETTERS, kept_wrap


class NotAllowed(Exception):  # noqa: N818 - what the person is told
    """Not an administrator's name and password."""

    person = "This is not the name and password of an administrator of this desk."
    operator = "A command was refused the vault."


def open_for_command(vault: Vault, name: str, password: str, now: float) -> Operator:
    """Open it, or raise `NotAllowed`."""
    found = Operator.objects.filter(name=name, is_active=True, is_administrator=True).first()
    wrap = kept_wrap(found) if found else None
    if found is None or wrap is None or not _opened(vault, wrap, password, found.pk, now):
        note_failure(name)
        write_failures(int(now))
        raise NotAllowed
    write_down(found, Action.OPENED_FIGURES, None, int(now))
    return found


def _opened(vault: Vault, wrap: WrapToPassword, password: str, operator: int, now: float) -> bool:
    try:
        vault.open_with_password(wrap, password[:MOST_LETTERS], operator=operator, now=now)
    except WrongKey:
        return False
    return True
