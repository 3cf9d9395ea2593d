"""What the verbs of `aman figures` that publish have in common: one book, one folder, one key.

Promises: a book that is missing beside a log is not silently a new one; what is public decides;
pages are made by every verb, so that none goes on quoting what was withdrawn.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

import typer

from aman.cli.figures_files import Unusable
from aman.cli.figures_keeping import Keeping
from aman.cli.figures_told import told
from aman.cli.programme import load_programme
from aman.desk.publication.early import NotForThisRole, seen_early
from aman.desk.publication.folder import PublishedFolder
from aman.desk.publication.publisher import Publisher
from aman.desk.publication.ssh_signing import SshSigner
from aman.figures.exports import exports
from aman.figures.log.entries import EarlyAccess
from aman.figures.log.layout import CHECKPOINT, WORDS
from aman.figures.log.reading import read_log
from aman.figures.names import Names, names_in
from aman.figures.page.from_log import page_renderer
from aman.figures.publishing import CountingEvents, Draft
from aman.figures.sentences import Speaker
from aman.figures.wording import LANGUAGES, Namer

LEFT: Final = 3
"""How a command ends that left something that is due."""


@dataclass(frozen=True, slots=True)
class Place:
    """What every verb that publishes is given: folder, book, key, and whose words the pages have.

    `programme`: a programme's name or file; None: the desk's, else what was published before.
    `lang`: in which figures are told.
    """

    folder: Path
    keeper: Keeping
    key: Path
    programme: str | None = None
    lang: str = "en"

    def speaker(self) -> Speaker:
        """Who says figures by these words; raises Unusable, Doubt."""
        if self.lang not in LANGUAGES:
            message = f"--lang: one of {', '.join(LANGUAGES)}."
            raise Unusable(message)
        return Speaker(Namer(self.lang, self._names().figures))

    def publisher(self) -> Publisher:
        """Who publishes there, tables and pages alike; raises Unusable, Doubt."""

        def say(step: str) -> None:
            typer.echo(step, err=True)

        pages = page_renderer(self._names(), design_tokens())
        folder, signer = PublishedFolder(self.folder), SshSigner(self.key)
        return Publisher(folder, self.keeper, signer, (exports, pages), say)

    def _names(self) -> Names:
        named = self.programme or self.keeper.programme()
        if named:
            return Names.of(load_programme(named))
        content = PublishedFolder(self.folder).read(WORDS)
        found = None if content is None else names_in({WORDS: content})
        if found is None:
            message = (
                "Whose words the pages have is not known yet. Name the programme once, when a "
                "series is opened or published: --programme surrender, or its file."
            )
            raise Unusable(message)
        return found


@dataclass(frozen=True, slots=True)
class Dry:
    """Whether nothing is written, and where pages are put to look at.

    `yes`: nobody is asked at the terminal before something is published for good.
    """

    run: bool
    into: Path | None
    yes: bool = False

    def usable_beside(self, folder: Path) -> None:
        """Raises Unusable."""
        if self.into is None:
            return
        if not self.run:
            message = "--into goes with --dry-run: what is published goes into the folder itself."
            raise Unusable(message)
        into, public = self.into.resolve(), folder.resolve()
        if into == public or public in into.parents or (into / CHECKPOINT).exists():
            message = "--into: choose another folder than one that is published."
            raise Unusable(message)


def published(  # noqa: PLR0913 - what publishing needs
    place: Place,
    decide: Callable[[Draft], None],
    *,
    hotline: str | None = None,
    mirror: tuple[bytes, ...] | None = None,
    close_older: bool = False,
    dry: Dry,
    warned: Callable[[Draft], Iterable[str]] = lambda _: (),
) -> None:
    """Decide, publish and say what was published, or only say what would be.

    `warned`: what has to be said before anything is kept. Ends with LEFT if a series was left.
    """
    left: dict[str, str] = {}

    def deciding(draft: Draft) -> None:
        decide(draft)
        left.update(draft.left)
        for line in warned(draft):
            typer.echo(line, err=True)
        if draft.entries and not (dry.run or dry.yes) and at_a_terminal():
            _ask(draft, place.speaker())

    dry.usable_beside(place.folder)
    _begin(place.keeper, place.folder, hotline, close_older=close_older)
    with place.keeper.alone():
        publisher, says = place.publisher(), place.speaker()
        if mirror is not None:
            _refuse_shorter(publisher, mirror)
        if dry.run:
            draft = publisher.draft(_now(), close_older=close_older)
            deciding(draft)
            new, history = draft.entries, draft.history
            _show(publisher.made(history), dry.into)
        else:
            before = publisher.log().history.size
            log = publisher.publish(deciding, _now(), close_older=close_older)
            new, history = log.history.entries[before:], log.history
    typer.echo("This would be published:" if dry.run else "Published:")
    for each in new:
        typer.echo(told(each, history, says))
    if not new:
        typer.echo("Nothing." if left else "Nothing; no release is due.")
    for why in left.values():
        typer.echo(why, err=True)
    if left:
        raise typer.Exit(LEFT)


def at_a_terminal() -> bool:
    """Whether somebody is there to be asked; a timer has no terminal."""
    return sys.stdin.isatty()


def _ask(draft: Draft, says: Speaker) -> None:
    """Before anything is kept: what was decided is what will be published, byte by byte."""
    typer.echo("This is published now, for good:", err=True)
    for each in draft.entries:
        typer.echo(told(each, draft.history, says), err=True)
    if not typer.confirm("Publish it?", err=True):
        message = "Nothing was published."
        raise Unusable(message)


def _show(made: Mapping[str, bytes], into: Path | None) -> None:
    if into is None:
        return
    for name, content in made.items():
        PublishedFolder(into).write(name, content)
    typer.echo(f"To look at: {into / 'index.html'}")


def previewed(place: Place, counted: CountingEvents, role: str) -> Sequence[str]:
    """The figures that a role may see now, in words; counts are fixed, the look written down."""
    with place.keeper.alone():
        publisher, says = place.publisher(), place.speaker()
        log = publisher.finish()
        try:
            seen = seen_early(role, place.keeper, log, counted, _now())
        except NotForThisRole:
            message = f"The calendar lists no early access for {role}."
            raise Unusable(message) from None
        place.keeper.note_seen_early(role)
        return [told(each, log.history, says) for each in seen]


def design_tokens() -> bytes:
    """What pages are drawn with, of this version."""
    return files("aman.desk").joinpath("static/tokens.css").read_bytes()


def read_role(text: str) -> EarlyAccess:
    """A role and its hours, as they are typed."""
    role, _, hours = text.rpartition("=")
    if not role or not hours.isdecimal() or not int(hours):
        message = "--early-access: write a role and hours, as in spokesperson=24."
        raise Unusable(message)
    return EarlyAccess(role, int(hours))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _begin(keeper: Keeping, folder: Path, given: str | None, *, close_older: bool) -> None:
    """Say whose a new book is; where there should be one already, none is begun."""
    if keeper.exists():
        return
    log = read_log(PublishedFolder(folder).files())
    if log.checkpoint is not None and not close_older:
        message = (
            f"{folder}: the private book is missing, and figures are published already. Bring back "
            "the newest copy. If it is lost for good, --close-older closes their series."
        )
        raise Unusable(message)
    if given and keeper.hotline not in {"", given}:
        message = "--hotline: this desk is another hotline's. Leave it out."
        raise Unusable(message)
    keeper.hotline = keeper.hotline or log.hotline or given or ""
    if not keeper.hotline:
        message = "There is no private book yet. Open a series first, with --hotline."
        raise Unusable(message)


def _refuse_shorter(publisher: Publisher, mirror: tuple[bytes, ...]) -> None:
    own = publisher.log().entries
    if not mirror:
        message = "--mirror: there is no published folder. Leave it out until there is one."
        raise Unusable(message)
    if own[: len(mirror)] != mirror:
        message = (
            "What is public has entries that this folder lacks. Copy them from there into the "
            "folder first: the public log decides. Nothing was published."
        )
        raise Unusable(message)
