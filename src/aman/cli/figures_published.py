"""What the verbs of `aman figures` that publish have in common: one book, one folder, one key.

Promises: a book that is missing beside a log is not silently a new one; what is public decides.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import typer

from aman.cli.figures_files import Unusable
from aman.cli.figures_keeping import Keeping
from aman.cli.figures_told import told
from aman.desk.publication.folder import PublishedFolder
from aman.desk.publication.publisher import Publisher
from aman.desk.publication.ssh_signing import SshSigner
from aman.figures.log.entries import EarlyAccess, Release
from aman.figures.log.reading import read_log
from aman.figures.publishing import CountingEvents, Draft, count_early, release_due


def published(  # noqa: PLR0913 - what publishing needs
    folder: Path,
    keeper: Keeping,
    key: Path,
    decide: Callable[[Draft], None],
    *,
    hotline: str | None = None,
    mirror: tuple[bytes, ...] | None = None,
    close_older: bool = False,
    dry_run: bool = False,
) -> None:
    """Decide, publish and say what was published, or only say what would be."""
    _begin(keeper, folder, hotline, close_older=close_older)
    with keeper.alone():
        publisher = _publisher(folder, keeper, key)
        if mirror is not None:
            _refuse_shorter(publisher, mirror)
        if dry_run:
            draft = publisher.draft(_now(), close_older=close_older)
            decide(draft)
            new = draft.entries
        else:
            before = publisher.log().history.size
            log = publisher.publish(decide, _now(), close_older=close_older)
            new = log.history.entries[before:]
    typer.echo("This would be published:" if dry_run else "Published:")
    for each in new:
        typer.echo(told(each))
    if not new:
        typer.echo("Nothing; no release is due.")


def previewed(
    folder: Path, keeper: Keeping, key: Path, counted: CountingEvents, role: str
) -> Sequence[Release]:
    """The figures that a role may see now; their counts are fixed from here on."""
    with keeper.alone():
        publisher = _publisher(folder, keeper, key)
        listed = publisher.log().history.early_access
        hours = [each.hours for each in listed if each.role == role]
        if not hours:
            message = f"The calendar lists no early access for {role}."
            raise Unusable(message)
        until = _now() + timedelta(hours=hours[0])
        publisher.publish(lambda draft: count_early(draft, counted, salt, until), _now())
        draft = publisher.draft(until)
        release_due(draft, counted, salt)
        fixed = {each.series: len(each.counts) for each in keeper.book().series}
    return [
        msgspec.structs.replace(each, reason={})
        for each in draft.entries
        if isinstance(each, Release) and each.period < fixed[each.series]
    ]


def salt() -> bytes:
    """Of one commitment."""
    return secrets.token_bytes(32)


def read_role(text: str) -> EarlyAccess:
    """A role and its hours, as they are typed."""
    role, _, hours = text.rpartition("=")
    if not role or not hours.isdecimal() or not int(hours):
        message = "--early-access: write a role and hours, as in spokesperson=24."
        raise Unusable(message)
    return EarlyAccess(role, int(hours))


def _publisher(folder: Path, keeper: Keeping, key: Path) -> Publisher:
    def say(step: str) -> None:
        typer.echo(step, err=True)

    return Publisher(PublishedFolder(folder), keeper, SshSigner(key), announce=say)


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
