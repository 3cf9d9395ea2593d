"""Lists of reception points: kept as hazards are, apart from them, and no name twice."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from typing import Any

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.maps.keeping import ChangedMeanwhile, NoSuchLayer
from aman.desk.maps.layers import access_layer, access_layers, layer_turns, write_layer
from aman.desk.maps.models import State
from aman.desk.maps.points import (
    access_point_history,
    access_point_list,
    access_point_lists,
    point_turns,
    remove_point_list,
    write_point_list,
)
from aman.desk.running import Desk
from aman.roads.fields import MalformedLayer
from desk.maps.test_layers import geojson

CANARY = "canary-school-78"
AT = 1_772_323_200


def points(*names: str, **own: Any) -> str:  # noqa: ANN401 - any member of the format
    told = {"source": "team 2", "as_of": "2026-03-01T12:00:00+02:00"} | own
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [9.5, 47.1]},
            "properties": told | {"name": name},
        }
        for name in names
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.usefixtures("open_vault")
def test_a_list_is_read_back_with_every_state(alice: Operator, bob: Operator) -> None:
    number = write_point_list(alice, "from team 2", points(CANARY, people=30), AT)
    write_point_list(bob, "from team 2", points(CANARY, "the mill"), AT + 1, number=number, seen=1)
    (now,) = access_point_lists()
    assert now.read is not None
    assert [each.name for each in now.read] == [CANARY, "the mill"]
    before = access_point_list(number, 1)
    assert before.read is not None
    assert [each.people for each in before.read] == [30]
    assert [each.by for each in access_point_history(number)] == ["bob", "alice"]
    with pytest.raises(ChangedMeanwhile):
        write_point_list(alice, "a", points("x"), AT + 2, number=number, seen=1)
    remove_point_list(alice, number, 2, AT + 3)
    assert access_point_lists() == ()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"wrote down reception points", "removed reception points"} <= actions


@pytest.mark.usefixtures("open_vault")
def test_no_point_is_called_as_one_of_another_list(alice: Operator) -> None:
    """Ways are told apart by their points' names."""
    number = write_point_list(alice, "a", points("the mill"), AT)
    with pytest.raises(MalformedLayer) as refused:
        write_point_list(alice, "b", points("the well", "the mill"), AT)
    assert (refused.value.feature, refused.value.field) == (2, "name")
    write_point_list(alice, "a", points("the mill"), AT, number=number, seen=1)
    assert len(access_point_lists()) == 1


@pytest.mark.usefixtures("open_vault")
def test_points_and_hazards_are_not_taken_for_each_other(alice: Operator) -> None:
    hazards = write_layer(alice, "guns", geojson(), AT)
    listed = write_point_list(alice, "a", points("the mill"), AT)
    assert [each.number for each in access_layers()] == [hazards]
    assert [each.number for each in access_point_lists()] == [listed]
    assert (layer_turns(), point_turns()) == (((hazards, 1),), ((listed, 1),))
    for access, number in ((access_layer, listed), (access_point_list, hazards)):
        with pytest.raises(NoSuchLayer):
            access(number)
    # A record that was put into the other kind's place does not open there.
    state = State.objects.get(layer=hazards)
    State.objects.filter(layer=listed).update(content=bytes(state.content))
    (damaged,) = access_point_lists()
    assert damaged.read is None


def test_a_list_is_sealed(open_vault: Desk, alice: Operator) -> None:
    write_point_list(alice, "name-" + CANARY, points(CANARY), AT)
    raw = b"".join(each.read_bytes() for each in open_vault.folder.glob("desk.sqlite3*"))
    assert b"wrote down reception points" in raw
    assert CANARY.encode() not in raw
