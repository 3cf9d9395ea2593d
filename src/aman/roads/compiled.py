"""Compiling to machine code, in one place.

Promises: a compiled function keeps its types for the checker, is kept on disk between runs, and
lets go of the interpreter's lock; it compiles at its first call, not at import. What is kept was
compiled from the sources as they are now.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba

Compiled = TypeVar("Compiled", bound=Callable[..., Any])
CONFIG: Any = numba.config  # its types do not know what can be configured,
NJIT: Any = numba.njit  # nor all options


def digest_of(package: Path) -> str:
    """What stands for all sources of a package together."""
    digest = sha256()
    for path in sorted(package.glob("*.py")):
        source = path.read_bytes()
        digest.update(f"{path.name} {len(source)} ".encode() + source)
    return digest.hexdigest()[:16]


def kept_in(package: Path, chosen: str) -> Path | None:
    """A folder for these very sources that can be written, or None; in the chosen one, if any.

    numba looks only at the file of the function itself: one whose inlined parts have changed in
    another file would go on as it was.
    """
    name = digest_of(package)
    parents = [Path(chosen)] if chosen else [package / "__pycache__", Path("~/.cache/aman")]
    for parent in parents:
        try:
            folder = parent.expanduser() / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "writable").touch()
        except (OSError, RuntimeError):
            continue
        return folder
    return None


FOLDER: Final = kept_in(Path(__file__).parent, CONFIG.CACHE_DIR)
if FOLDER is not None:
    CONFIG.CACHE_DIR = str(FOLDER)
OPTIONS: Final = {"cache": FOLDER is not None, "nogil": True, "error_model": "numpy"}


def compiled(function: Compiled) -> Compiled:
    """The function as machine code."""
    return cast("Compiled", NJIT(**OPTIONS)(function))


def lean(function: Compiled) -> Compiled:
    """The same for what makes no arrays: the compiler then need not count who holds them.

    Counting at every access took nine tenths of the search's time. An array made in here does not
    compile.
    """
    return cast("Compiled", NJIT(**OPTIONS, _nrt=False)(function))


def inlined(function: Compiled) -> Compiled:
    """The same, within each compiled function that calls it: a call hands over thirty arrays."""
    return cast("Compiled", NJIT(**OPTIONS, _nrt=False, forceinline=True)(function))
