"""Who may keep the ledger: the one place that says it."""

from typing import Protocol

from aman.desk.audit.book import Colleague


class Operator(Colleague, Protocol):
    """What is asked of an operator."""

    @property
    def is_active(self) -> bool:
        """Whether he may work here."""

    @property
    def is_spokesperson(self) -> bool:
        """Whether he speaks for the hotline."""

    @property
    def is_administrator(self) -> bool:
        """Whether he sees to who works here: alone at a small desk, he does this too."""


class MayNotKeep(Exception):  # noqa: N818 - what it says
    """Somebody who may only look wanted to change the ledger."""

    person = "You may look at this, and not change it."
    operator = "Somebody who is no spokesperson wanted to change the ledger."


def may_keep_ledger(operator: Operator) -> bool:
    """Whether he may add reports, decide on claims and tie names; anybody may look."""
    return operator.is_active and (operator.is_spokesperson or operator.is_administrator)
