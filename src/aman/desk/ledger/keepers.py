"""Who may keep the ledger: the one place that says it."""

from typing import Protocol

from aman.desk.audit.book import Colleague


class Operator(Colleague, Protocol):
    """What is asked of an operator."""

    @property
    def is_active(self) -> bool:
        """Whether he may work here."""


class MayNotKeep(Exception):  # noqa: N818 - what it says
    """Somebody who may only look wanted to change the ledger."""

    person = "You may look at this, and not change it."
    operator = "An operator without the right wanted to change the ledger."


def may_keep_ledger(operator: Operator) -> bool:
    """Whether he may add reports, decide on claims and tie names: today whoever may sign in."""
    return operator.is_active
