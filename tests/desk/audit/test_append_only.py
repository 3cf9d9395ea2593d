"""The audit can't be changed, not even by the desk's own code."""

import pytest
from django.db import DatabaseError, connection, transaction

from aman.desk.accounts.models import Operator
from aman.desk.audit.book import Action, write_down
from aman.desk.audit.models import AuditEntry


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET operator_name = 'bob'",
        "UPDATE audit_auditentry SET at = at + 1",
        "DELETE FROM audit_auditentry",
    ],
)
def test_the_database_refuses(alice: Operator, statement: str) -> None:
    """Triggers, on both databases."""
    write_down(alice, Action.OPENED, 1, 100)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    entry = AuditEntry.objects.get(case_number=1)
    assert (entry.operator_name, entry.at) == ("alice", 100)


def test_emptying_the_table_is_refused_too(alice: Operator) -> None:
    """TRUNCATE fires no row's trigger, so it has its own."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    write_down(alice, Action.OPENED, 1, 100)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditentry")
    assert AuditEntry.objects.filter(case_number=1).exists()


def test_the_models_own_ways_are_refused(alice: Operator) -> None:
    """Django's save and delete."""
    write_down(alice, Action.OPENED, 1, 100)
    entry = AuditEntry.objects.get(case_number=1)
    entry.action = "nothing"
    for change in (entry.save, entry.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AuditEntry.objects.get(case_number=1).action == "opened"


def test_a_name_stays_as_it_was(alice: Operator) -> None:
    """Renaming an operator does not rewrite the past."""
    write_down(alice, Action.OPENED, 1, 100)
    alice.name = "alice the second"
    alice.save()
    assert AuditEntry.objects.get(case_number=1).operator_name == "alice"
