"""Where the private book and counting events are: in files, or at a desk.

A folder with a `desk.json` in it is a desk: its book is sealed in its database, and an
administrator's password opens it for this one command.
Promises: no desk is started, no key of an epoch is touched; opening stands in the desk's audit.
"""

import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol

import typer

from aman.cli.figures_files import BookFile, EventsFile, Unusable, locked
from aman.desk.publication.early import LOCK
from aman.desk.publication.publisher import BookKeeper
from aman.figures.publishing import CountingEvents

_DESK: Final = "desk.json"


class Keeping(BookKeeper, Protocol):
    """A private book somewhere; `hotline` is whose a new one is, empty if nobody knows yet."""

    hotline: str

    def exists(self) -> bool:
        """Whether there is a book."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else publishes from this book meanwhile."""
        ...

    def programme(self) -> str:
        """The programme that whoever keeps it works by; empty if there is none."""
        ...

    def note_opened(self, what: str) -> None:
        """Write down that true counts were opened, and which."""
        ...

    def note_seen_early(self, role: str) -> None:
        """Write down that figures were seen before their day, and as which role."""
        ...


def keeping(book: Path) -> Keeping:
    """The book that was named; at a desk it asks who opens it. Raises Unusable."""
    return _at_desk(book) if (book / _DESK).is_file() else BookFile(book)


def events_of(book: Path, events: Path | None) -> CountingEvents:
    """The counting events: a table that was named, else the desk's, once its book is open."""
    if events is not None:
        return EventsFile(events)
    if not (book / _DESK).is_file():
        message = "--events is missing: name the table, or a desk's folder as --book."
        raise Unusable(message)
    from aman.desk.publication.desk_book import DeskEvents  # noqa: PLC0415 - needs a desk

    return DeskEvents()


def _at_desk(folder: Path) -> Keeping:
    from aman.desk.configuration import (  # noqa: PLC0415 - a desk is loaded where one is asked for
        SETTINGS_FILE,
        WrongDeskSettings,
        configure,
        read_settings,
    )

    try:
        settings = read_settings(folder / SETTINGS_FILE)
        configure(settings)
    except (WrongDeskSettings, OSError) as wrong:
        raise Unusable(str(wrong)) from None

    from aman.desk.accounts.opening import NotAllowed, open_for_command  # noqa: PLC0415
    from aman.desk.audit.book import Action, write_down  # noqa: PLC0415
    from aman.desk.keys.vault import Vault  # noqa: PLC0415
    from aman.desk.publication.desk_book import DeskBook  # noqa: PLC0415 - models, once configured

    class AtDesk(DeskBook):
        def alone(self) -> AbstractContextManager[None]:
            return locked(folder / LOCK)

        def programme(self) -> str:
            return str(folder / settings.programme)

        def note_opened(self, what: str) -> None:
            write_down(administrator, Action.OPENED_COUNTS, None, int(time.time()), about=what)

        def note_seen_early(self, role: str) -> None:
            write_down(administrator, Action.SAW_EARLY, None, int(time.time()), about=role)

    vault = Vault(settings.hotline_id(), settings.vault_public_key())
    name, password = _ask()
    try:
        administrator = open_for_command(vault, name, password, time.time())
    except NotAllowed as refused:
        raise Unusable(refused.person) from None
    return AtDesk(vault, settings.hotline)


def _ask() -> tuple[str, str]:
    """Name and password: asked for at a terminal, else two lines of standard input."""
    if sys.stdin.isatty():
        name: str = typer.prompt("Administrator", err=True)
        password: str = typer.prompt("Password", hide_input=True, err=True)
        return name, password
    lines = sys.stdin.read().splitlines()
    if len(lines) < 2:  # noqa: PLR2004 - name and password
        message = "A desk's book is opened by an administrator: type name and password."
        raise Unusable(message)
    return lines[0], lines[1]
