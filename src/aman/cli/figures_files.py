"""Where `aman figures` reads and keeps: the private book, counting events, a folder or an address.

Promises: the book is on disk, for its owner only, before anything goes on, and one command at a
time has it. What is fetched is bounded, and from the one address that was given.
Refuses to know: what figures mean.
"""

import csv
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum, auto
from pathlib import Path
from typing import Final

import httpx

from aman.cli.files import write_file
from aman.desk.durable import sync_folder
from aman.desk.publication.early import SomebodyPublishes, alone
from aman.desk.publication.folder import MOST_FILE_BYTES, PublishedFolder
from aman.figures.series import PrivateBook

_SECONDS: Final = 30
_EVENT_COLUMNS: Final = ["day", "measure", "count"]


class Unusable(Exception):  # noqa: N818 - twin of WrongProgramme
    """A file or address can't be used: its str says which, and what is right."""


class Unread(StrEnum):
    """What can't be had, and why: keys of `words.checked`."""

    NO_PLACE = auto()
    UNREADABLE = auto()
    NOT_FETCHED = auto()
    NOT_GIVEN = auto()


class NotRead(Exception):  # noqa: N818 - twin of WrongProgramme
    """What a reader named can't be had; `filled`: what its sentence names."""

    def __init__(self, why: Unread, **filled: object) -> None:
        super().__init__(why)
        self.why, self.filled = why, filled


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file, or refuse at once."""
    with ExitStack() as held:
        try:
            held.enter_context(alone(path))
        except SomebodyPublishes:
            message = f"{path}: another command is publishing from this book. Wait for it."
            raise Unusable(message) from None
        yield


class BookFile:
    """The private book in a file of its own."""

    def __init__(self, path: Path, hotline: str = "") -> None:
        self.path, self.hotline = path, hotline

    def exists(self) -> bool:
        """Whether there is one."""
        return self.path.exists()

    def book(self) -> PrivateBook:
        """The book; an empty one where there is none yet."""
        try:
            return PrivateBook.from_bytes(self.path.read_bytes())
        except FileNotFoundError:
            return PrivateBook(self.hotline)

    def keep(self, book: PrivateBook) -> None:
        """Keep it in place of the last."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(self.path, book.to_bytes())
        sync_folder(self.path.parent)

    def programme(self) -> str:
        """A file knows none."""
        return ""

    def note_opened(self, what: str) -> None:
        """Add a line beside the book: what was opened, and when."""
        self._note(what)

    def note_seen_early(self, role: str) -> None:
        """Add a line beside the book: who looked early, and when."""
        self._note(f"seen early by {role}")

    def _note(self, what: str) -> None:
        beside = self.path.with_name(self.path.name + ".opened")
        line = f"{datetime.now(UTC).replace(microsecond=0).isoformat()} {what}\n"
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else publishes from this book meanwhile."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.path.with_name(self.path.name + ".lock")):
            yield


class EventsFile:
    """Counting events as a table: day, measure, count. Rows of one day add up."""

    def __init__(self, path: Path) -> None:
        self._counts: dict[tuple[str, date], int] = {}
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                if next(rows, None) != _EVENT_COLUMNS:
                    message = f"{path}: the first line has to be day,measure,count."
                    raise Unusable(message)
                for line, row in enumerate(rows, 2):
                    self._add(row, f"{path}:{line}")
        except (OSError, UnicodeDecodeError, csv.Error):
            message = f"{path}: it can't be read as a table of counting events."
            raise Unusable(message) from None

    def _add(self, row: list[str], where: str) -> None:
        try:
            day, measure, count = row
            key, number = (measure, date.fromisoformat(day)), int(count)
        except ValueError:
            number = -1
        if number < 0:
            message = f"{where}: expected a day, a measure and a number, as in 2026-09-18,people,12"
            raise Unusable(message)
        self._counts[key] = self._counts.get(key, 0) + number

    def between(self, measure: str, first: date, end: date) -> int:
        """Events of a measure on days from `first` on and before `end`."""
        return sum(
            number
            for (name, day), number in self._counts.items()
            if name == measure and first <= day < end
        )


class Fetched(Mapping[str, bytes]):
    """A published folder at an address, each file fetched when it is asked for."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/") + "/"
        self._client = httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=True)
        self._files: dict[str, bytes | None] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._files:
            self._files[name] = self._fetch(name)
        found = self._files[name]
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        return (name for name, content in self._files.items() if content is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _fetch(self, name: str) -> bytes | None:
        try:
            with self._client.stream("GET", self._address + name) as answer:
                if answer.status_code in {404, 410}:
                    return None
                content = b""
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > MOST_FILE_BYTES:
                        break
        except (httpx.HTTPError, httpx.InvalidURL):
            raise NotRead(Unread.NOT_FETCHED, file=name) from None
        if answer.status_code != httpx.codes.OK or len(content) > MOST_FILE_BYTES:
            raise NotRead(Unread.NOT_GIVEN, file=name, answer=answer.status_code)
        return content


def files_at(place: str) -> Mapping[str, bytes]:
    """The files of a folder, or of an address that begins with http; raises NotRead."""
    if place.startswith(("http://", "https://")):
        return Fetched(place)
    if not Path(place).is_dir():
        raise NotRead(Unread.NO_PLACE, file=place)
    return PublishedFolder(Path(place)).files()


def read_file(path: Path) -> bytes:
    """A file that was named; raises NotRead."""
    try:
        return path.read_bytes()
    except OSError:
        raise NotRead(Unread.UNREADABLE, file=path) from None
