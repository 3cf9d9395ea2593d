"""Layers of one kind: read, written down, removed; the one place that opens and seals them.

Promises: a layer is kept only as one that its kind reads; every earlier state stays; who changes
what a colleague has changed meanwhile is told and changes nothing; a record that does not open is
shown as damaged, since a hazard that is left out in silence is a way through it.
Refuses to know: screens, roads, what the kinds are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

import msgspec
from django.db import transaction
from django.db.models import Max

from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.bodies import MOST_LAYER_BYTES
from aman.desk.casebook.models import note_change
from aman.desk.keys.vault import DamagedRecord, the_vault
from aman.roads.fields import MalformedLayer

from .models import Layer, State

FILLED_TO = 4096
MOST_NAME_LETTERS = 80
Read = TypeVar("Read")


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
class View(Generic[Read]):
    """A layer as it is now; `read` is None and the texts are empty when it does not open."""

    number: int
    turn: int
    at: int
    by: str
    name: str = field(default="", repr=False)
    geojson: str = field(default="", repr=False)
    read: Read | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PastState:
    """One line of a layer's history."""

    turn: int
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Book(Generic[Read]):
    """All layers of a kind. `read` raises MalformedLayer; `info` binds a record to its kind."""

    kind: str
    info: bytes
    read: Callable[[bytes, str], Read]
    wrote: Action
    removed: Action

    def access_all(self) -> tuple[View[Read], ...]:
        """All that count now, the oldest first; `VaultLocked`."""
        rows = Layer.objects.filter(kind=self.kind, removed_at__isnull=True).order_by("pk")
        return tuple(self._view(_newest(layer)) for layer in rows)

    def turns(self) -> tuple[tuple[int, int], ...]:
        """Number and newest turn of all that count now, without opening any."""
        rows = Layer.objects.filter(kind=self.kind, removed_at__isnull=True)
        found = rows.annotate(turn=Max("states__turn")).order_by("pk")
        return tuple(found.values_list("pk", "turn"))

    def access_one(self, number: int, turn: int | None = None) -> View[Read]:
        """One of them as it is now, or as it was; `NoSuchLayer`, `VaultLocked`."""
        layer = Layer.objects.filter(pk=number, kind=self.kind, removed_at__isnull=True).first()
        if layer is None:
            raise NoSuchLayer
        state = _newest(layer) if turn is None else layer.states.filter(turn=turn).first()
        if state is None:
            raise NoSuchLayer
        return self._view(state)

    def access_history(self, number: int) -> tuple[PastState, ...]:
        """Every state of a layer, the newest first."""
        states = State.objects.filter(layer_id=number, layer__kind=self.kind)
        states = states.select_related("written_by").order_by("-turn")
        return tuple(PastState(each.turn, each.at, each.written_by.name) for each in states)

    def write(  # noqa: PLR0913 - who, what, and of which since when
        self,
        operator: Colleague,
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
        self.read(raw, name)
        with transaction.atomic():
            if number is None:
                layer, turn = Layer.objects.create(kind=self.kind), 1
            else:
                layer, turn = self._held(number, seen), seen + 1
            content = msgspec.json.encode(_Content(name.strip()[:MOST_NAME_LETTERS], geojson))
            padded = content.ljust(-(-len(content) // FILLED_TO) * FILLED_TO)
            sealed = the_vault().seal(self._place(layer.pk, turn), padded)
            State.objects.create(
                layer=layer, turn=turn, content=sealed, written_by_id=operator.pk, at=at
            )
            write_down(operator, self.wrote, None, at)
            note_change()
        return layer.pk

    def remove(self, operator: Colleague, number: int, seen: int, at: int) -> None:
        """It counts no longer; what it held is kept. `NoSuchLayer`, `ChangedMeanwhile`."""
        with transaction.atomic():
            layer = self._held(number, seen)
            layer.removed_at = at
            layer.save(update_fields=["removed_at"])
            write_down(operator, self.removed, None, at)
            note_change()

    def _held(self, number: int, seen: int) -> Layer:
        every = Layer.objects.select_for_update()
        layer = every.filter(pk=number, kind=self.kind, removed_at__isnull=True).first()
        if layer is None:
            raise NoSuchLayer
        if _newest(layer).turn != seen:
            raise ChangedMeanwhile
        return layer

    def _view(self, state: State) -> View[Read]:
        number, turn, by = state.layer_id, state.turn, state.written_by.name
        try:
            raw = the_vault().unseal(self._place(number, turn), bytes(state.content)).reveal()
            content = msgspec.json.decode(raw, type=_Content)
            read = self.read(content.geojson.encode(), content.name)
        except (DamagedRecord, ValueError, msgspec.MsgspecError, MalformedLayer):
            return View(number, turn, state.at, by)
        return View(number, turn, state.at, by, content.name, content.geojson, read)

    def _place(self, number: int, turn: int) -> bytes:
        return self.info + number.to_bytes(8, "big") + turn.to_bytes(8, "big")


def _newest(layer: Layer) -> State:
    return layer.states.select_related("written_by").order_by("-turn")[0]
