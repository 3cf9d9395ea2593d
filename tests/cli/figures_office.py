"""An administrator's figures over weeks: the real commands, on a day that a test sets."""

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from aman.cli import figures_published, main
from aman.cli.figures_files import BookFile
from aman.desk.publication.folder import PublishedFolder
from aman.figures.log.history import History
from aman.figures.log.reading import read_log
from aman.figures.series import PrivateBook
from figures.published import START, make_key, noon

HOTLINE = "h" * 43
IN_ENGLISH = ("--reason", "en=Counted twice.", "--only-in", "en")


@dataclass
class Office:
    """A folder, a book in a file, a key, a table of events, and today."""

    home: Path
    today: date = START
    events: dict[tuple[date, str], int] = field(default_factory=dict)

    @property
    def public(self) -> Path:
        """What everybody sees."""
        return self.home / "public"

    @property
    def book_file(self) -> Path:
        """What nobody sees."""
        return self.home / "private" / "book.json"

    def aman(self, verb: str, *words: object, typed: str = "") -> Result:
        """One of the verbs, within this process."""
        place = (self.public, "--book", self.book_file, "--key", self.home / "key")
        line = ["figures", verb, *map(str, (*place, *words))]
        return CliRunner().invoke(main, line, input=typed)

    def open(self, *words: object) -> Result:
        """Open series that begin today."""
        named = ("--hotline", HOTLINE, "--programme", "surrender", "--start", self.today)
        return self.aman("open-series", *named, *words)

    def publish(self, *words: object, typed: str = "") -> Result:
        """What is due today."""
        return self.aman("publish", "--events", self.table(), *words, typed=typed)

    def table(self) -> Path:
        """The events as they are known now."""
        path = self.home / "events.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("day", "measure", "count"))
            rows.writerows((day, measure, n) for (day, measure), n in self.events.items())
        return path

    def wait(self, **time: int) -> None:
        """Until another day."""
        self.today += timedelta(**time)

    def history(self) -> History:
        """What the log says."""
        return read_log(self.files()).history

    def files(self) -> dict[str, bytes]:
        """All that is public."""
        return PublishedFolder(self.public).files()

    def book(self) -> PrivateBook:
        """The book as it is kept."""
        return BookFile(self.book_file).book()

    def kept(self) -> dict[str, bytes]:
        """Every byte of folder and book."""
        paths = (*self.public.rglob("*"), *self.book_file.parent.rglob("*"))
        return {str(path): path.read_bytes() for path in paths if path.is_file()}


def office_at(home: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """With a key of its own, and ten people on each day of ten weeks."""
    home.mkdir(exist_ok=True)
    make_key(home)
    days = (START + timedelta(days=each) for each in range(70))
    office = Office(home, events={(day, "people"): 10 for day in days})
    monkeypatch.setattr(figures_published, "_now", lambda: noon(office.today))
    return office
