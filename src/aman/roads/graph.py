"""The roads as arrays: junctions, the edges between them, their geometry, and landmarks.

Promises: every array is read-only in use and may be mapped from a file; times are whole seconds of
at least 1; an edge runs from one junction to the next in the direction of travel.
Refuses to know: hazards, files, who travels.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Singles = NDArray[np.float32]
Floats = NDArray[np.float64]

FORBIDDEN: Final = -1
"""The seconds of an edge that a mode may not use."""

NO_EDGE: Final = -1
"""The twin of an edge that has none: a one-way road."""


class Mode(StrEnum):
    """How somebody travels."""

    FOOT = "foot"
    FOOT_SLOW = "foot_slow"
    BICYCLE = "bicycle"
    CAR = "car"


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """L things that a person can recognise; names in the languages of `NAME_LANGUAGES`."""

    kind: Bytes
    """[L], index into `landmarks.KINDS`."""
    lon: Floats
    lat: Floats
    """[L], degrees WGS 84."""
    node: Ints
    """[L], the nearest junction."""
    name_first: Longs
    """[L * len(NAME_LANGUAGES) + 1], where each name begins in `name_bytes`; equal: none."""
    name_bytes: Bytes
    """UTF-8 of all names, one after the other."""

    def __len__(self) -> int:
        """L."""
        return len(self.kind)

    def name(self, landmark: int, language: str) -> str:
        """The name in the language (``""``: the local one), or an empty text."""
        row = landmark * len(NAME_LANGUAGES) + NAME_LANGUAGES.index(language)
        begin, end = self.name_first[row : row + 2]
        return self.name_bytes[begin:end].tobytes().decode()


NAME_LANGUAGES: Final = ("", "ar", "en", "ru", "uk")
"""The local name first, then the four languages of the project."""

NO_STREET: Final = 0
"""The street of an edge that has no name and no number, or more than one."""


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """Names and numbers of roads, each set of them once; street NO_STREET has none."""

    name_first: Longs
    """[S * (len(NAME_LANGUAGES) + 1) + 1], where each begins in `name_bytes`; equal: none. After
    the names of a street comes its number, such as "B 191"."""
    name_bytes: Bytes
    """UTF-8 of all, one after the other."""

    def __len__(self) -> int:
        """S."""
        return (len(self.name_first) - 1) // (len(NAME_LANGUAGES) + 1)

    def names(self, street: int) -> tuple[str, ...]:
        """By `NAME_LANGUAGES`, the local one first; empty where there is none."""
        return self._texts(street)[:-1]

    def number(self, street: int) -> str:
        """As it stands on signs, or an empty text."""
        return self._texts(street)[-1]

    def _texts(self, street: int) -> tuple[str, ...]:
        width = len(NAME_LANGUAGES) + 1
        bounds = self.name_first[street * width : (street + 1) * width + 1].tolist()
        return tuple(self.name_bytes[a:b].tobytes().decode() for a, b in pairwise(bounds))


def no_streets() -> Streets:
    """The table of a map without any."""
    return Streets(np.zeros(len(NAME_LANGUAGES) + 2, np.int64), np.zeros(0, np.uint8))


@dataclass(frozen=True, slots=True, eq=False)
class RoadGraph:
    """N junctions and E directed edges, in compressed rows by source."""

    lon: Floats
    lat: Floats
    """[N], degrees WGS 84."""
    first: Longs
    """[N + 1]; the edges out of junction n are first[n] to first[n + 1] - 1."""
    target: Ints
    """[E], junction."""
    twin: Ints
    """[E], the edge along the same geometry the other way, or NO_EDGE."""
    seconds: dict[Mode, Ints]
    """[E] for each mode: whole seconds of at least 1, or FORBIDDEN."""
    metres: Singles
    """[E], length along the geometry."""
    way_kind: Bytes
    """[E], index into `speeds.WAY_KINDS`."""
    street: Ints
    """[E], index into `streets`; NO_STREET unless all of the edge has the same."""
    may_wait: Bools
    """[N], whether a person may wait at the junction."""
    shape_first: Longs
    """[E + 1], where each edge's geometry begins in shape_lon and shape_lat: two points or more."""
    shape_lon: Floats
    shape_lat: Floats
    """Degrees, in the direction of travel, both ends included."""
    landmarks: Landmarks
    streets: Streets

    @property
    def n_nodes(self) -> int:
        """N."""
        return len(self.lon)

    @property
    def n_edges(self) -> int:
        """E."""
        return len(self.target)
