"""`aman figures open-commitment`: what an auditor gets, in one file.

Promises: the file is for its owner only and never overwrites another; that it was made is written
down before it is.
Refuses to know: who the auditor is.
"""

from collections.abc import Iterator
from pathlib import Path

from aman.cli.figures_files import Unusable
from aman.cli.figures_keeping import Keeping
from aman.cli.files import write_file
from aman.desk.publication.folder import PublishedFolder
from aman.figures.commitments import Opening
from aman.figures.log.canonical import written
from aman.figures.log.history import History
from aman.figures.log.reading import read_log
from aman.figures.series import PrivateBook


def opened(  # noqa: PLR0913, PLR0917 - what the command takes
    folder: Path, keeper: Keeping, out: Path, series: str, upto: int | None, entry: int | None
) -> Iterator[str]:
    """Write it and say what is in it; raises Unusable."""
    history = read_log(PublishedFolder(folder).files()).history
    if bool(series) == (entry is not None):
        message = "Say what is to be opened: --series people-1, or --entry 12."
        raise Unusable(message)
    if out.exists():
        message = f"{out} is there already. Name a new file."
        raise Unusable(message)
    if not out.parent.is_dir():
        message = f"{out.parent}: there is no such folder."
        raise Unusable(message)
    openings = (
        _of_entry(keeper.book(), history, entry)
        if entry is not None
        else _of_series(keeper.book(), history, series, upto)
    )
    what = f"entry {entry}" if entry is not None else f"{series}, {len(openings) - 1} releases"
    keeper.note_opened(what)
    write_file(out, written(openings))
    yield f"{out} has {what}. It is secret: give it to the auditor in person."
    if entry is None:
        yield "With the noise, every figure of this series gives its true count, later ones too."


def _of_entry(book: PrivateBook, history: History, entry: int) -> list[Opening]:
    opening = book.opening(history, entry)
    if opening is None:
        message = f"Entry {entry} commits to nothing that stands in this book."
        raise Unusable(message)
    return [opening]


def _of_series(book: PrivateBook, history: History, series: str, upto: int | None) -> list[Opening]:
    known = history.series.get(series)
    if known is None or book.state(series) is None:
        message = f"{series}: this book has no such series."
        raise Unusable(message)
    last = len(known.releases) - 1
    if upto is not None and not 0 <= upto <= last:
        message = (
            f"--upto: {series} has releases 0 to {last}."
            if last >= 0
            else (f"--upto: {series} has no release yet. Leave it out.")
        )
        raise Unusable(message)
    return book.openings(history, series, last if upto is None else upto)
