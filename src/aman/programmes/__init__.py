"""The programmes that ship: each a TOML file beside this one, read by `aman.core.programme`."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def programme_names() -> tuple[str, ...]:
    """The names of the programmes that ship."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def programme_path(name: str) -> Path:
    """Where the shipped programme `name` lies; ValueError names those that there are."""
    if name not in programme_names():
        reason = f"expected one of {', '.join(programme_names())}, found {name!r}"
        raise ValueError(reason)
    return _FOLDER / f"{name}.toml"
