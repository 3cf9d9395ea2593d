"""Hazard layers, kept as `keeping` keeps every kind."""

from aman.desk.audit.book import Action
from aman.roads.hazards import read_layers
from aman.roads.zones import HazardLayer

from .keeping import (
    FILLED_TO,
    MOST_NAME_LETTERS,
    Book,
    ChangedMeanwhile,
    LayerTooLarge,
    NoSuchLayer,
    PastState,
    View,
)
from .models import Kind

__all__ = [
    "FILLED_TO",
    "MOST_NAME_LETTERS",
    "ChangedMeanwhile",
    "LayerTooLarge",
    "LayerView",
    "NoSuchLayer",
    "PastState",
    "access_history",
    "access_layer",
    "access_layers",
    "layer_turns",
    "remove_layer",
    "write_layer",
]

LayerView = View[HazardLayer]
_HAZARDS = Book(
    Kind.HAZARDS.value,
    b"aman/1 hazards",
    read_layers,
    Action.WROTE_HAZARDS,
    Action.REMOVED_HAZARDS,
)
access_layers = _HAZARDS.access_all
layer_turns = _HAZARDS.turns
access_layer = _HAZARDS.access_one
access_history = _HAZARDS.access_history
write_layer = _HAZARDS.write
remove_layer = _HAZARDS.remove
