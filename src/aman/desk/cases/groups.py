"""What may be looked at at all: an open vault, and a case that lives, with those shown as one.

Refuses to know: what is looked at.
"""

from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.keys.vault import VaultLocked, the_vault
from aman.desk.lines.merging import group_of


def need_open_vault() -> None:
    """Raise `VaultLocked` unless somebody is signed in."""
    if not the_vault().is_open:
        raise VaultLocked


def living_case(number: int) -> Case:
    """A case that is not destroyed; `NoSuchCase`."""
    case = Case.objects.filter(number=number, key_wrap__isnull=False).first()
    if case is None:
        raise NoSuchCase(number)
    return case


def living_group(number: int) -> tuple[int, ...]:
    """The cases that are shown as one with this one; `NoSuchCase`."""
    living_case(number)
    return group_of(number)


def access_group(number: int) -> tuple[int, ...]:
    """The same, to be looked at; `VaultLocked`."""
    need_open_vault()
    return living_group(number)
