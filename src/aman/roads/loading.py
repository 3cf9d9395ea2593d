"""Reads a map extract (.osm.pbf) into a road graph, once: the next time it comes from a cache.

Promises: the cache is named by the file's content and this format, written whole or not at all, and
mapped rather than read; what is wrong with a file is said in a person's words; what is doubtful in
it (islands, one-way traps, roads cut off at its border) is counted and told.
Refuses to know: hazards, the network. Relations are not read, so turns that a map forbids are open.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
import osmium

from .faults import MapFault
from .graph import Bytes, Landmarks, Longs, Mode, RoadGraph, Streets
from .junctions import contract
from .map_reading import MapLandmarks, read_landmarks, read_roads
from .nearness import nearest
from .soundness import LoadingReport, examine
from .wrong_words import of_map

FORMAT: Final = 2
"""Counts up whenever the arrays, or what is read into them, change."""
Progress = Callable[[str, int], None]
"""Told the name of the step that runs and how many things it has done."""

_MODES: Final = tuple(Mode)
_GRAPH: Final = ("lon", "lat", "first", "target", "twin", "metres", "way_kind", "street",
                 "may_wait", "shape_first", "shape_lon", "shape_lat")  # fmt: skip
_LANDMARKS: Final = ("kind", "lon", "lat", "node", "name_first", "name_bytes")
_STREETS: Final = ("name_first", "name_bytes")
_REPORT: Final = "report.json"


class UnusableMap(Exception):  # noqa: N818 - what it is, as the glossary's other refusals
    """The file can't be read as a map with roads, or what is made from it can't be kept."""

    def __init__(self, fault: MapFault, **values: object) -> None:
        self.fault = fault
        self.values = values
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """Why, in a language."""
        return of_map(self.fault, language, self.values)


def untold(step: str, done: int) -> None:
    """The progress that nobody looks at."""
    del step, done


def load(pbf: Path, cache: Path, progress: Progress = untold) -> RoadGraph:
    """The roads of the extract, from the folder `cache` if it was loaded before.

    Raises UnusableMap.
    """
    return load_with_report(pbf, cache, progress)[0]


def load_with_report(
    pbf: Path, cache: Path, progress: Progress = untold
) -> tuple[RoadGraph, LoadingReport]:
    """The same, with what is doubtful in the extract."""
    folder = folder_of(pbf, cache, progress)
    kept = _from_cache(folder)
    if kept is not None:
        with suppress(OSError):  # a cache that is only to be read
            folder.touch()  # the newest is what was asked for last
        return kept
    graph, report = _read(pbf, progress)
    progress("store", 0)
    _to_cache(folder, graph, report)
    return _from_cache(folder) or (graph, report)


def folder_of(pbf: Path, cache: Path, progress: Progress = untold) -> Path:
    """Where in the folder `cache` the extract is kept once it was loaded. Raises UnusableMap."""
    return cache / f"{_digest(pbf, progress)}-{FORMAT}"


def open_loaded(folder: Path) -> RoadGraph | None:
    """What was loaded into this very folder; None if it is not there or damaged."""
    kept = _from_cache(folder)
    return None if kept is None else kept[0]


def _digest(pbf: Path, progress: Progress) -> str:
    progress("check", 0)
    try:
        with pbf.open("rb") as file:
            if not file.read(1):
                raise UnusableMap(MapFault.EMPTY)
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnusableMap(MapFault.UNREADABLE, error=error.strerror) from error


def _read(pbf: Path, progress: Progress) -> tuple[RoadGraph, LoadingReport]:
    try:
        read = read_roads(pbf, lambda done: progress("roads", done))
        found = read_landmarks(pbf, lambda done: progress("landmarks", done))
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        raise UnusableMap(MapFault.DAMAGED) from error
    if not len(read.segments.begin):
        raise UnusableMap(MapFault.NO_ROADS)
    progress("junctions", 0)
    roads = contract(read.segments)
    graph = RoadGraph(
        lon=roads.lon,
        lat=roads.lat,
        first=roads.first,
        target=roads.target,
        twin=roads.twin,
        seconds=roads.seconds,
        metres=roads.metres.astype(np.float32),
        way_kind=roads.way_kind,
        street=roads.street,
        may_wait=roads.may_wait,
        shape_first=roads.shape_first,
        shape_lon=roads.shape_lon,
        shape_lat=roads.shape_lat,
        landmarks=_landmarks(found, roads.lon, roads.lat),
        streets=streets_of(read.streets),
    )
    return graph, examine(graph, read.beyond)


def _landmarks(found: MapLandmarks, lon: np.ndarray, lat: np.ndarray) -> Landmarks:
    name_first, name_bytes = _packed(found.names)
    landmark_lon = np.asarray(found.lon, np.float64)
    landmark_lat = np.asarray(found.lat, np.float64)
    return Landmarks(
        kind=np.asarray(found.kinds, np.uint8),
        lon=landmark_lon,
        lat=landmark_lat,
        node=nearest(lon, lat, landmark_lon, landmark_lat),
        name_first=name_first,
        name_bytes=name_bytes,
    )


def streets_of(names: Iterable[tuple[str, ...]]) -> Streets:
    """The table; the first has to be of the nameless."""
    return Streets(*_packed(each for street in names for each in street))


def _packed(texts: Iterable[str]) -> tuple[Longs, Bytes]:
    """Where each text begins, and the bytes of all."""
    encoded = [text.encode() for text in texts]
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return first, np.frombuffer(b"".join(encoded), np.uint8)


def _to_cache(folder: Path, graph: RoadGraph, report: LoadingReport) -> None:
    """Under another name first: whoever finds the folder finds all of it."""
    arrays = {name: getattr(graph, name) for name in _GRAPH}
    arrays |= {f"seconds_{mode.value}": graph.seconds[mode] for mode in _MODES}
    arrays |= {f"landmark_{name}": getattr(graph.landmarks, name) for name in _LANDMARKS}
    arrays |= {f"streets_{name}": getattr(graph.streets, name) for name in _STREETS}
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        growing = Path(tempfile.mkdtemp(prefix="growing-", dir=folder.parent))
    except OSError as error:
        raise UnusableMap(MapFault.NOT_KEPT, error=error.strerror) from error
    try:
        for name, array in arrays.items():
            with (growing / f"{name}.npy").open("wb") as file:
                np.save(file, array, allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())
        (growing / _REPORT).write_text(json.dumps(report.as_json()), "utf-8")
        if _from_cache(folder) is None:  # what is there can't be read; else another was first
            shutil.rmtree(folder, ignore_errors=True)
            growing.rename(folder)
    except OSError as error:
        if _from_cache(folder) is None:
            raise UnusableMap(MapFault.NOT_KEPT, error=error.strerror) from error
    finally:
        shutil.rmtree(growing, ignore_errors=True)


def _from_cache(folder: Path) -> tuple[RoadGraph, LoadingReport] | None:
    """None if it is not there or damaged."""
    try:
        report = LoadingReport.from_json(json.loads((folder / _REPORT).read_text("utf-8")))
        graph = RoadGraph(
            **{name: _mapped(folder, name) for name in _GRAPH},
            seconds={mode: _mapped(folder, f"seconds_{mode.value}") for mode in _MODES},
            landmarks=Landmarks(
                **{name: _mapped(folder, f"landmark_{name}") for name in _LANDMARKS}
            ),
            streets=Streets(**{name: _mapped(folder, f"streets_{name}") for name in _STREETS}),
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None
    return graph, report


def _mapped(folder: Path, name: str) -> np.ndarray:
    path = folder / f"{name}.npy"
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    return np.asarray(array).view(np.ndarray)
