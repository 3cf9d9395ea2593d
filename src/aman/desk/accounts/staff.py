"""Who works at this desk, who speaks for it, and shutting one of them out.

Promises: only an administrator shuts out, and never the last one: somebody can always let the next
one in. Who is shut out is out at once; his cases are free for his colleagues.
"""

from dataclasses import dataclass

from django.db import transaction

from aman.desk.audit.book import Action, write_down
from aman.desk.casebook.models import note_change
from aman.desk.cases.access import free_cases
from aman.desk.running import the_desk

from .links import NotAllowed
from .models import Operator
from .passwords import close_account
from .sessions import end_sessions


class NoSuchOperator(LookupError):  # noqa: N818 - what the administrator is told
    """There is no such operator, or he was shut out before."""

    person = "There is no such operator."
    operator = "There is no such operator, or he was shut out before."


class LastAdministrator(Exception):  # noqa: N818 - what the administrator is told
    """Without him nobody could let anybody in."""

    person = "The last administrator stays."
    operator = "The last administrator can't be shut out."


@dataclass(frozen=True, slots=True)
class Member:
    """One operator as colleagues know him; `may_work` is False once he was shut out."""

    number: int
    name: str
    is_administrator: bool
    may_work: bool
    is_spokesperson: bool = False

    def __str__(self) -> str:
        """The name."""
        return self.name


def staff(operator: Operator) -> list[Member]:
    """Everybody who is or was an operator here, those who may work first; `NotAllowed`."""
    if not (operator.is_active and operator.is_administrator):
        raise NotAllowed
    rows = Operator.objects.order_by("-is_active", "name")
    return [
        Member(row.pk, row.name, row.is_administrator, row.is_active, row.is_spokesperson)
        for row in rows
    ]


@transaction.atomic
def set_spokesperson(by: Operator, number: int, *, speaks: bool) -> None:
    """Let an operator see figures before their day, as the calendar lists it, or no longer.

    Raises `NotAllowed`, `NoSuchOperator`.
    """
    working = Operator.objects.select_for_update(no_key=True).filter(is_active=True)
    if not working.filter(pk=by.pk, is_administrator=True).exists():
        raise NotAllowed
    operator = working.filter(pk=number).first()
    if operator is None:
        raise NoSuchOperator
    if operator.is_spokesperson == speaks:
        return
    operator.is_spokesperson = speaks
    operator.save(update_fields=["is_spokesperson"])
    action = Action.MADE_SPOKESPERSON if speaks else Action.UNMADE_SPOKESPERSON
    write_down(by, action, None, int(the_desk().clock()), about=operator.name)


@transaction.atomic
def shut_out(by: Operator, number: int) -> None:
    """End an operator's account, sessions and links, and free the cases that he had taken.

    Raises `NotAllowed`, `NoSuchOperator`, `LastAdministrator`.
    """
    working = Operator.objects.select_for_update(no_key=True).filter(is_active=True)
    administrators = set(working.filter(is_administrator=True).values_list("pk", flat=True))
    if by.pk not in administrators:
        raise NotAllowed
    operator = working.filter(pk=number).first()
    if operator is None:
        raise NoSuchOperator
    if administrators == {operator.pk}:
        raise LastAdministrator
    close_account(operator)
    end_sessions(operator)
    free_cases(operator)
    write_down(by, Action.SHUT_OUT, None, int(the_desk().clock()), about=operator.name)
    note_change()
