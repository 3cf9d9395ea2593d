"""The audit is read newest first, page by page, by administrators."""

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.audit.book import Action, write_down
from aman.desk.audit.reading import PAGE, UNKNOWN, Entry, NotAdministrator, access_audit


def lines(alice: Operator, **which: int) -> list[tuple[str, str, int | None]]:
    """Who did what with which case, as Alice reads it."""
    page = access_audit(alice, **which)
    return [(entry.name, entry.action, entry.case_number) for entry in page.entries]


@pytest.fixture
def _written(alice: Operator, bob: Operator) -> None:
    """A little of everything."""
    write_down(alice, Action.OPENED, 1, 100)
    write_down(bob, Action.OPENED, 2, 101)
    write_down(bob, Action.ANSWERED, 1, 102)
    write_down(None, Action.SIGN_IN_FAILED, None, 103)
    write_down(alice, Action.SHUT_OUT, None, 104, about="bob")


@pytest.fixture
def start(alice: Operator) -> int:
    """How many entries the accounts themselves made."""
    return len(lines(alice))


@pytest.mark.usefixtures("_written")
def test_it_is_read_by_operator_and_by_case(alice: Operator, bob: Operator) -> None:
    """And by both; an operator whom nobody knows can be asked for too."""
    assert access_audit(alice).entries[0] == Entry(104, "alice", "shut out", None, "bob")
    assert lines(alice, case=1) == [("bob", "answered", 1), ("alice", "opened", 1)]
    assert lines(alice, of=bob.pk, case=1) == [("bob", "answered", 1)]
    assert lines(alice, of=bob.pk)[:2] == [("bob", "answered", 1), ("bob", "opened", 2)]
    assert lines(alice, of=UNKNOWN) == [("", "failed to sign in", None)]
    assert lines(alice, case=99) == []


@pytest.mark.usefixtures("_written")
def test_it_is_for_administrators(bob: Operator) -> None:
    """Others learn nothing of what colleagues did; nor who was shut out meanwhile."""
    for change in ({"is_administrator": False}, {"is_administrator": True, "is_active": False}):
        Operator.objects.filter(pk=bob.pk).update(**change)
        bob.refresh_from_db()
        with pytest.raises(NotAdministrator):
            access_audit(bob)


def test_pages_follow_each_other_though_new_entries_come(alice: Operator, start: int) -> None:
    """Nothing twice, nothing left out."""
    for number in range(1, 2 * PAGE + 11):
        write_down(alice, Action.OPENED, number, number)
    first = access_audit(alice)
    assert [entry.case_number for entry in first.entries] == list(range(110, 60, -1))
    write_down(alice, Action.OPENED, 999, 999)
    assert first.older is not None
    second = access_audit(alice, before=first.older)
    assert [entry.case_number for entry in second.entries] == list(range(60, 10, -1))
    assert second.older is not None
    last = access_audit(alice, before=second.older)
    assert last.older is None
    assert [entry.case_number for entry in last.entries[:10]] == list(range(10, 0, -1))
    assert len(last.entries) == 10 + start


def test_a_page_that_is_just_full_has_no_next(alice: Operator, start: int) -> None:
    """No link to an empty page."""
    for number in range(PAGE - start):
        write_down(alice, Action.OPENED, number, number)
    assert access_audit(alice).older is None
