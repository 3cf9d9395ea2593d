"""The programme of this desk: languages for the manifest, urgency for the queue."""

from functools import cache
from pathlib import Path

from aman.core.programme import Programme
from aman.core.programme_file import read_programme
from aman.desk.running import the_desk


def the_programme() -> Programme:
    """The programme that desk.json names."""
    desk = the_desk()
    return _read(desk.folder / desk.settings.programme)


@cache
def _read(path: Path) -> Programme:
    return read_programme(path.read_text(encoding="utf-8"), path.name)
