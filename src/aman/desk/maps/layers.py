"""Hazard layers: read, written down, removed; the one place that opens and seals them.

Promises: a layer is kept only as one that `aman.roads` reads; every earlier state stays; who
changes what a colleague has changed meanwhile is told and changes nothing; a record that does not
open is shown as damaged, since a hazard that is left out in silence is a way through it.
Refuses to know: screens, roads.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated

import msgspec
from django.db import transaction
from django.db.models import Max

from aman.desk.accounts.models import Operator
from aman.desk.audit.book import Action, write_down
from aman.desk.bodies import MOST_LAYER_BYTES
from aman.desk.casebook.models import note_change
from aman.desk.keys.vault import DamagedRecord, the_vault
from aman.roads.fields import MalformedLayer
from aman.roads.hazards import read_layers
from aman.roads.zones import HazardLayer

from .models import Layer, State

FILLED_TO = 4096
MOST_NAME_LETTERS = 80


class NoSuchLayer(Exception):  # noqa: N818 - what it is
    """There is no such layer, or no longer."""


class ChangedMeanwhile(Exception):  # noqa: N818 - what happened
    """A colleague has written another state since this one was looked at."""


class LayerTooLarge(Exception):  # noqa: N818 - what it is
    """Its text is longer than a layer may be."""


class _Content(msgspec.Struct, frozen=True):
    name: Annotated[str, msgspec.Meta(max_length=MOST_NAME_LETTERS)]
    geojson: str


@dataclass(frozen=True, slots=True)
class LayerView:
    """A layer as it is now; `read` is None and the texts are empty when it does not open."""

    number: int
    turn: int
    at: int
    by: str
    name: str = field(default="", repr=False)
    geojson: str = field(default="", repr=False)
    read: HazardLayer | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PastState:
    """One line of a layer's history."""

    turn: int
    at: int
    by: str


def access_layers() -> tuple[LayerView, ...]:
    """All that count now, the oldest first; `VaultLocked`."""
    rows = Layer.objects.filter(removed_at__isnull=True).order_by("pk")
    return tuple(_view(_newest(layer)) for layer in rows)


def layers_state() -> str:
    """Another text whenever a layer is another; nothing is opened for it."""
    kept = Layer.objects.filter(removed_at__isnull=True).order_by("pk")
    turns = kept.annotate(turn=Max("states__turn")).values_list("pk", "turn")
    return sha256(repr(tuple(turns)).encode()).hexdigest()[:32]


def access_layer(number: int, turn: int | None = None) -> LayerView:
    """One of them as it is now, or as it was; `NoSuchLayer`, `VaultLocked`."""
    layer = Layer.objects.filter(pk=number, removed_at__isnull=True).first()
    if layer is None:
        raise NoSuchLayer
    state = _newest(layer) if turn is None else layer.states.filter(turn=turn).first()
    if state is None:
        raise NoSuchLayer
    return _view(state)


def access_history(number: int) -> tuple[PastState, ...]:
    """Every state of a layer, the newest first."""
    states = State.objects.filter(layer_id=number).select_related("written_by").order_by("-turn")
    return tuple(PastState(each.turn, each.at, each.written_by.name) for each in states)


def write_layer(  # noqa: PLR0913 - who, what, and of which since when
    operator: Operator,
    name: str,
    geojson: str,
    at: int,
    *,
    number: int | None = None,
    seen: int = 0,
) -> int:
    """Write down a new layer, or the next state of one; its number.

    `seen` is the turn that was looked at. `MalformedLayer`, `LayerTooLarge`, `NoSuchLayer`,
    `ChangedMeanwhile`.
    """
    raw = geojson.encode()
    if len(raw) > MOST_LAYER_BYTES:
        raise LayerTooLarge
    read_layers(raw, name)
    with transaction.atomic():
        if number is None:
            layer, turn = Layer.objects.create(), 1
        else:
            layer, turn = _held(number, seen), seen + 1
        content = msgspec.json.encode(_Content(name.strip()[:MOST_NAME_LETTERS], geojson))
        padded = content.ljust(-(-len(content) // FILLED_TO) * FILLED_TO)
        sealed = the_vault().seal(_place(layer.pk, turn), padded)
        State.objects.create(layer=layer, turn=turn, content=sealed, written_by=operator, at=at)
        write_down(operator, Action.WROTE_HAZARDS, None, at)
        note_change()
    return layer.pk


def remove_layer(operator: Operator, number: int, seen: int, at: int) -> None:
    """It counts no longer; what it held is kept. `NoSuchLayer`, `ChangedMeanwhile`."""
    with transaction.atomic():
        layer = _held(number, seen)
        layer.removed_at = at
        layer.save(update_fields=["removed_at"])
        write_down(operator, Action.REMOVED_HAZARDS, None, at)
        note_change()


def _held(number: int, seen: int) -> Layer:
    layer = Layer.objects.select_for_update().filter(pk=number, removed_at__isnull=True).first()
    if layer is None:
        raise NoSuchLayer
    if _newest(layer).turn != seen:
        raise ChangedMeanwhile
    return layer


def _newest(layer: Layer) -> State:
    return layer.states.select_related("written_by").order_by("-turn")[0]


def _view(state: State) -> LayerView:
    number, turn, by = state.layer_id, state.turn, state.written_by.name
    try:
        raw = the_vault().unseal(_place(number, turn), bytes(state.content)).reveal()
        content = msgspec.json.decode(raw, type=_Content)
        read = read_layers(content.geojson.encode(), content.name)
    except (DamagedRecord, ValueError, msgspec.MsgspecError, MalformedLayer):
        return LayerView(number, turn, state.at, by)
    return LayerView(number, turn, state.at, by, content.name, content.geojson, read)


def _place(number: int, turn: int) -> bytes:
    return b"aman/1 hazards" + number.to_bytes(8, "big") + turn.to_bytes(8, "big")
