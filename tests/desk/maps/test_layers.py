"""Hazard layers are kept whole, sealed, with every earlier state, and never overwritten unseen."""

# ruff: noqa: D103 - a test is named after what it protects

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.keys.vault import VaultLocked
from aman.desk.maps.layers import (
    FILLED_TO,
    ChangedMeanwhile,
    NoSuchLayer,
    access_history,
    access_layer,
    access_layers,
    remove_layer,
    write_layer,
)
from aman.desk.maps.models import State
from aman.desk.running import Desk
from aman.roads.fields import MalformedLayer

CANARY = "canary-battery-77"
AT = 1_772_323_200


def geojson(name: str = CANARY, **own: Any) -> str:  # noqa: ANN401 - any member of the format
    known = {"name": name, "radius_m": 500, "rate_per_minute": 0.001, "source": "team 2"}
    properties = known | {"as_of": "2026-03-01T12:00:00+02:00"} | own
    shape = {"type": "Point", "coordinates": [37.8, 48.01]}
    feature = {"type": "Feature", "geometry": shape, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_what_was_written_is_read_back(open_vault: Desk, alice: Operator) -> None:
    number = write_layer(alice, "from team 2", geojson(), AT)
    (layer,) = access_layers()
    assert (layer.number, layer.turn, layer.at, layer.by) == (number, 1, AT, "alice")
    assert (layer.name, layer.geojson) == ("from team 2", geojson())
    assert layer.read is not None
    assert [zone.name for zone in layer.read.zones] == [CANARY]
    assert open_vault.vault.is_open


@pytest.mark.usefixtures("open_vault")
def test_a_layer_that_is_wrong_changes_nothing(alice: Operator) -> None:
    number = write_layer(alice, "a", geojson(), AT)
    with pytest.raises(MalformedLayer, match="rate_per_minute"):
        write_layer(alice, "a", geojson(rate_per_minute=-1), AT, number=number, seen=1)
    with pytest.raises(MalformedLayer):
        write_layer(alice, "b", geojson(closde=True), AT)
    assert [(each.number, each.turn) for each in access_layers()] == [(number, 1)]


@pytest.mark.usefixtures("open_vault")
def test_earlier_states_stay_and_say_who_wrote_them(alice: Operator, bob: Operator) -> None:
    number = write_layer(alice, "a", geojson("one"), AT)
    write_layer(bob, "a", geojson("two"), AT + 5, number=number, seen=1)
    history = access_history(number)
    assert [(each.turn, each.at, each.by) for each in history] == [
        (2, AT + 5, "bob"),
        (1, AT, "alice"),
    ]
    assert "two" in access_layer(number).geojson
    assert "one" in access_layer(number, 1).geojson
    with pytest.raises(NoSuchLayer):
        access_layer(number, 3)


@pytest.mark.usefixtures("open_vault")
def test_what_a_colleague_changed_meanwhile_is_not_overwritten(
    alice: Operator, bob: Operator
) -> None:
    number = write_layer(alice, "a", geojson("one"), AT)
    write_layer(bob, "a", geojson("two"), AT, number=number, seen=1)
    with pytest.raises(ChangedMeanwhile):
        write_layer(alice, "a", geojson("three"), AT, number=number, seen=1)
    with pytest.raises(ChangedMeanwhile):
        remove_layer(alice, number, 1, AT)
    assert "two" in access_layer(number).geojson


@pytest.mark.usefixtures("open_vault")
def test_a_removed_layer_counts_no_longer_and_is_kept(alice: Operator) -> None:
    number = write_layer(alice, "a", geojson(), AT)
    remove_layer(alice, number, 1, AT)
    assert access_layers() == ()
    assert State.objects.filter(layer_id=number).exists()
    for ask in (lambda: access_layer(number), lambda: remove_layer(alice, number, 1, AT)):
        with pytest.raises(NoSuchLayer):
            ask()
    deeds = AuditEntry.objects.order_by("-pk").values_list("action", flat=True)[:2]
    assert list(deeds) == ["removed hazards", "wrote down hazards"]


def test_nothing_of_it_is_read_while_nobody_is_signed_in(open_vault: Desk, alice: Operator) -> None:
    write_layer(alice, "a", geojson(), AT)
    open_vault.vault.lock()
    with pytest.raises(VaultLocked):
        access_layers()


def test_the_database_holds_no_name_and_no_place(open_vault: Desk, alice: Operator) -> None:
    write_layer(alice, "canary-layer-12", geojson(), AT)
    with sqlite3.connect(Path(open_vault.folder) / "desk.sqlite3") as database:
        dump = "\n".join(database.iterdump())
    raw = b"".join(each.read_bytes() for each in Path(open_vault.folder).glob("desk.sqlite3*"))
    for canary in (CANARY, "canary-layer-12", "48.01", "team 2"):
        assert canary not in dump
        assert canary.encode() not in raw
        assert canary.encode().hex() not in dump.lower()


@pytest.mark.usefixtures("open_vault")
def test_the_length_tells_only_steps(alice: Operator) -> None:
    write_layer(alice, "a", geojson("x"), AT)
    write_layer(alice, "b", geojson("x" * 400), AT)
    lengths = {len(bytes(each)) for each in State.objects.values_list("content", flat=True)}
    assert len(lengths) == 1
    assert lengths.pop() > FILLED_TO


@pytest.mark.usefixtures("open_vault")
def test_a_state_that_does_not_open_is_shown_as_damaged(alice: Operator) -> None:
    one = write_layer(alice, "a", geojson("one"), AT)
    two = write_layer(alice, "b", geojson("two"), AT)
    other = State.objects.get(layer_id=two).content
    State.objects.filter(layer_id=one).update(content=other)  # another row's bytes
    damaged, whole = access_layers()
    assert (damaged.number, damaged.read, damaged.name) == (one, None, "")
    assert whole.read is not None
    assert "canary" not in repr(whole)
