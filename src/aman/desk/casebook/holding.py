"""Which cases a transaction holds: the one place where cases are locked.

Promises: cases are held in the order of their numbers, before anything that belongs to them is
locked, and before a change is counted: two transactions never wait for each other. Who asks for
them in another order is refused at once, on every database, and not one night in a thousand by
the database. A row that names a case is written only while that case is held: PostgreSQL looks at
the case again when it commits. Refuses to know: which cases are one person's (`lines.persons`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from .models import Case, counted


class HeldOutOfOrder(RuntimeError):  # noqa: N818 - says what was done
    """A case was asked for after one with a higher number, or outside a transaction: a fault."""


@dataclass(frozen=True, slots=True)
class _Holds:
    """Stands among what this transaction does at its commit, and goes with it or its savepoint."""

    numbers: frozenset[int]

    def __call__(self) -> None:
        """Do nothing: at the commit the cases are free."""


def hold(numbers: Iterable[int]) -> dict[int, Case]:
    """Hold those of these cases that live until the transaction ends; by number, ascending."""
    wanted, held = frozenset(numbers), _held()
    new = wanted - held
    if new:
        _refuse_out_of_order(min(new), held)
        transaction.on_commit(_Holds(new))
    living = Case.objects.filter(number__in=wanted, key_wrap__isnull=False)
    return {case.number: case for case in living.select_for_update().order_by("number")}


def _held() -> frozenset[int]:
    marks = (mark for _, mark, *_ in connection.run_on_commit if isinstance(mark, _Holds))
    return frozenset(number for mark in marks for number in mark.numbers)


def _refuse_out_of_order(lowest: int, held: frozenset[int]) -> None:
    if not connection.in_atomic_block:
        reason = "cases are held in a transaction"
        raise HeldOutOfOrder(reason)
    if any(mark is counted for _, mark, *_ in connection.run_on_commit):
        reason = "cases are held before a change is counted"
        raise HeldOutOfOrder(reason)
    if held and lowest < max(held):
        reason = "cases are held in the order of their numbers"
        raise HeldOutOfOrder(reason)
