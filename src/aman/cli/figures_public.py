"""Our own figures for a command: of all releases from a published folder, else the newest."""

from pathlib import Path
from typing import TYPE_CHECKING

from aman.cli.refusing import read_named, refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aman.figures.past import Ours


def public_figures(place: Path, lang: str) -> "Sequence[Ours]":
    """From a published folder, or its latest.json alone; else the command ends."""
    from aman.cli.figures_told import refusals  # noqa: PLC0415 - loads when it runs
    from aman.desk.publication.folder import PublishedFolder  # noqa: PLC0415
    from aman.figures.latest import UnreadableFigures, newest_in  # noqa: PLC0415
    from aman.figures.log.reading import read_log  # noqa: PLC0415
    from aman.figures.past import every_figure  # noqa: PLC0415

    if place.is_dir():
        with refusals(lang):
            return every_figure(read_log(PublishedFolder(place).files()).history)
    try:
        return [each.figure for each in newest_in(read_named(place))]
    except UnreadableFigures as reason:
        refuse(f"{place}: {reason}")
