"""What counts where nobody reported: sealed, with who and when, never guessed if damaged."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.audit.book import Action
from aman.desk.audit.models import AuditEntry
from aman.desk.keys.vault import DamagedRecord
from aman.desk.maps.keeping import ChangedMeanwhile
from aman.desk.maps.layers import access_layers, layer_turns
from aman.desk.maps.models import State
from aman.desk.maps.no_data import (
    NoDataView,
    access_no_data,
    access_no_data_history,
    no_data_turns,
    the_no_data,
    write_no_data,
)
from aman.desk.running import Desk
from aman.roads.zones import NO_DATA, Guess

AT = 1_800_000_000
WORSE = Guess(0.00012345, 0.0002, 0.0003)


@pytest.mark.usefixtures("open_vault")
def test_until_somebody_writes_it_down_what_roads_take_counts() -> None:
    assert access_no_data() == NoDataView(NO_DATA)
    assert the_no_data() == NO_DATA
    assert (no_data_turns(), access_no_data_history()) == ((), ())


def test_it_is_sealed_with_who_and_when_and_is_no_layer(
    open_vault: Desk, alice: Operator, bob: Operator
) -> None:
    del open_vault
    write_no_data(alice, WORSE, 0, AT)
    write_no_data(bob, Guess(0, 0, 0.5), 1, AT + 60)
    assert access_no_data() == NoDataView(Guess(0, 0, 0.5), 2, AT + 60, "bob")
    assert access_no_data_history()[1] == NoDataView(WORSE, 1, AT, "alice")
    assert b"0.00012345" not in b"".join(bytes(each.content) for each in State.objects.all())
    assert [turn for _, turn in no_data_turns()] == [2]
    assert (access_layers(), layer_turns()) == ((), ())
    written = AuditEntry.objects.filter(action=Action.WROTE_HAZARDS.value)
    assert list(written.values_list("operator_name", flat=True)) == ["alice", "bob"]


def test_who_has_not_seen_a_colleagues_change_changes_nothing(
    open_vault: Desk, alice: Operator, bob: Operator
) -> None:
    """Nor does a second one who wants to be the first."""
    del open_vault
    write_no_data(alice, WORSE, 0, AT)
    for seen in (0, 2):
        with pytest.raises(ChangedMeanwhile):
            write_no_data(bob, NO_DATA, seen, AT)
    assert the_no_data() == WORSE


def test_what_does_not_open_is_damaged_and_can_be_written_anew(
    open_vault: Desk, alice: Operator
) -> None:
    del open_vault
    write_no_data(alice, WORSE, 0, AT)
    State.objects.update(content=b"spoiled")
    assert access_no_data().rates is None
    with pytest.raises(DamagedRecord):
        the_no_data()
    write_no_data(alice, NO_DATA, 1, AT)
    assert the_no_data() == NO_DATA
