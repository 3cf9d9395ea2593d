"""`aman figures`: publish figures as a signed log, and check what was published."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

figures = typer.Typer(name="figures", add_completion=False, no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The folder that is published.")]
Place = Annotated[str, typer.Argument(help="A published folder, or its address.")]
Book = Annotated[
    Path, typer.Option(help="The private book, secret: a file, or the folder of a desk.")
]
Key = Annotated[Path, typer.Option(help="The Ed25519 key that signs, made by ssh-keygen.")]
Events = Annotated[
    Path | None,
    typer.Option(help="Counting events: a table day,measure,count. Left out: the desk's own."),
]
Reasons = Annotated[list[str], typer.Option("--reason", help="Why, by language: en='…'.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, write nothing.")]
Roles = Annotated[
    list[str] | None, typer.Option("--early-access", help="Who sees figures earlier: role=hours.")
]


@figures.callback()
def _figures() -> None:
    """Group the verbs."""


@figures.command("open-series")
def open_series(  # noqa: PLR0913, PLR0917 - what a series is made of
    folder: Folder,
    series: Annotated[str, typer.Argument(help="Its measure and a number: people-1.")],
    book: Book,
    key: Key,
    start: Annotated[str, typer.Option(help="Its first day: 2026-09-18.")],
    definition: Annotated[str, typer.Option(help="What is counted, in words.")],
    hotline: Annotated[str, typer.Option(help="The hotline's id; the first time only.")] = "",
    period: Annotated[str | None, typer.Option(help="week or quarter.")] = None,
    periods: Annotated[int | None, typer.Option(help="How many.")] = None,
    rho: Annotated[str, typer.Option(help="What being counted costs one person.")] = "0.1",
    total: Annotated[str, typer.Option(help="The most over all series; never raised.")] = "0.2",
) -> None:
    """Open a series: its noise is drawn, once, and its plan is published.

    Example: aman figures open-series var/figures people-1 --book private/book.json
    --key private/figures --start 2026-09-18 --definition "People who …"
    """
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_published import published, salt  # noqa: PLC0415
    from aman.cli.figures_told import refusals  # noqa: PLC0415 - loads when it runs
    from aman.desk.publication.opendp_noise import OpenDPNoise  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415
    from aman.figures.plan import planned  # noqa: PLC0415

    with refusals():
        noise = OpenDPNoise()
        plan = planned(series, definition, start, period=period, periods=periods, rho=rho)
        published(
            folder,
            keeping(book),
            key,
            lambda draft: publishing.open_series(draft, plan, total, noise, salt),
            hotline=hotline or None,
        )


@figures.command()
def publish(  # noqa: PLR0913, PLR0917 - what publishing needs
    folder: Folder,
    book: Book,
    key: Key,
    events: Events = None,
    early_access: Roles = None,
    mirror: Annotated[
        str | None, typer.Option(help="Where it is public: it must not know more than FOLDER.")
    ] = None,
    close_older: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--close-older", help="Close series of which a newer book is lost.")
    ] = False,
    dry_run: DryRun = False,  # noqa: FBT002 - an option
) -> None:
    """Release what is due, with revisions, and announce what comes in four weeks and later.

    Example: aman figures publish var/figures --book private/book.json --key private/figures
    --events events.csv --dry-run
    """
    from aman.cli.figures_files import files_at  # noqa: PLC0415
    from aman.cli.figures_keeping import events_of, keeping  # noqa: PLC0415
    from aman.cli.figures_published import published, read_role, salt  # noqa: PLC0415
    from aman.cli.figures_told import refusals  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415
    from aman.figures.log.reading import read_log  # noqa: PLC0415

    with refusals():
        keeper, counted = keeping(book), events_of(book, events)
        roles = None if early_access is None else [read_role(each) for each in early_access]
        published(
            folder,
            keeper,
            key,
            lambda draft: publishing.publish_due(draft, counted, salt, roles),
            mirror=None if mirror is None else read_log(files_at(mirror)).entries,
            close_older=close_older,
            dry_run=dry_run,
        )


@figures.command("close-series")
def close_series(  # noqa: PLR0913, PLR0917 - what it takes
    folder: Folder,
    series: Annotated[str, typer.Argument(help="Such as people-1.")],
    book: Book,
    key: Key,
    reason: Reasons,
    dry_run: DryRun = False,  # noqa: FBT002 - an option
) -> None:
    """Close a series before its end, for good.

    Example: aman figures close-series var/figures people-1 --book private/book.json
    --key private/figures --reason en="Counted by another rule from now on."
    """
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_published import published  # noqa: PLC0415
    from aman.cli.figures_told import read_reason, refusals  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415

    with refusals():
        why = read_reason(reason)
        published(
            folder,
            keeping(book),
            key,
            lambda draft: publishing.stop(draft, series, why),
            dry_run=dry_run,
        )


@figures.command()
def correct(  # noqa: PLR0913, PLR0917 - what it takes
    folder: Folder,
    entry: Annotated[int, typer.Option(help="The number of the entry that is wrong.")],
    book: Book,
    key: Key,
    reason: Reasons,
    withdraw: Annotated[bool, typer.Option(help="The figure must not be used.")] = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002 - an option
) -> None:
    """Say that an entry is wrong. What stands there stays; no other number takes its place.

    Example: aman figures correct var/figures --entry 12 --withdraw --book private/book.json
    --key private/figures --reason en="Two lists were counted twice."
    """
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_published import published  # noqa: PLC0415
    from aman.cli.figures_told import read_reason, refusals  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415

    with refusals():
        why = read_reason(reason)
        published(
            folder,
            keeping(book),
            key,
            lambda draft: publishing.correct(draft, entry, why, is_withdrawn=withdraw),
            dry_run=dry_run,
        )


@figures.command()
def calendar(place: Place) -> None:
    """Show the days of releases to come, and who sees figures earlier.

    Example: aman figures calendar var/figures
    """
    from aman.cli.figures_files import files_at  # noqa: PLC0415
    from aman.cli.figures_told import calendar_told, refusals  # noqa: PLC0415
    from aman.figures.log.reading import read_log  # noqa: PLC0415

    with refusals():
        for line in calendar_told(read_log(files_at(place)).history):
            typer.echo(line)


@figures.command()
def preview(
    folder: Folder,
    role: Annotated[str, typer.Option(help="A role that the calendar lists for early access.")],
    book: Book,
    key: Key,
    events: Events = None,
) -> None:
    """Show a role the figures that it may see early. Their counts are fixed by that.

    Example: aman figures preview var/figures --role spokesperson --book private/book.json
    --key private/figures --events events.csv
    """
    from aman.cli.figures_keeping import events_of, keeping  # noqa: PLC0415
    from aman.cli.figures_published import previewed  # noqa: PLC0415 - loads when it runs
    from aman.cli.figures_told import refusals, told  # noqa: PLC0415

    with refusals():
        keeper, counted = keeping(book), events_of(book, events)
        shown = previewed(folder, keeper, key, counted, role)
        for each in shown:
            typer.echo(told(each))
        if not shown:
            typer.echo("Nothing is due so soon.")


@figures.command("move-release")
def move_release(  # noqa: PLR0913, PLR0917 - what it takes
    folder: Folder,
    series: Annotated[str, typer.Argument(help="Such as people-1.")],
    number: Annotated[int, typer.Argument(help="Which release, as the calendar shows it.")],
    day: Annotated[str, typer.Argument(help="The later day: 2026-12-31.")],
    book: Book,
    key: Key,
    reason: Reasons,
    dry_run: DryRun = False,  # noqa: FBT002 - an option
) -> None:
    """Put a release off to a later day, with a reason.

    Example: aman figures move-release var/figures people-1 4 2026-12-31 --book private/book.json
    --key private/figures --reason en="The machine is moved that week."
    """
    from aman.cli.figures_files import Unusable  # noqa: PLC0415
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_published import published  # noqa: PLC0415
    from aman.cli.figures_told import read_reason, refusals  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415

    with refusals():
        why = read_reason(reason)
        try:
            later = date.fromisoformat(day)
        except ValueError:
            message = "The day is written as 2026-12-31."
            raise Unusable(message) from None
        published(
            folder,
            keeping(book),
            key,
            lambda draft: publishing.move(draft, series, number, later, why),
            dry_run=dry_run,
        )


@figures.command("open-commitment")
def open_commitment(
    folder: Folder,
    entry: Annotated[int, typer.Option(help="The number of an opening or of a release.")],
    book: Book,
) -> None:
    """Print what an entry committed to, for an auditor. It is secret: it shows true counts.

    Example: aman figures open-commitment var/figures --entry 12 --book private/book.json > 12.json
    """
    from aman.cli.figures_files import Unusable  # noqa: PLC0415
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_told import refusals  # noqa: PLC0415
    from aman.desk.publication.folder import PublishedFolder  # noqa: PLC0415
    from aman.figures.log.canonical import written  # noqa: PLC0415
    from aman.figures.log.reading import read_log  # noqa: PLC0415

    with refusals():
        history = read_log(PublishedFolder(folder).files()).history
        opening = keeping(book).book().opening(history, entry)
        if opening is None:
            message = f"Entry {entry} commits to nothing that stands in this book."
            raise Unusable(message)
        typer.echo("This is secret: give it to an auditor only.", err=True)
        typer.echo(written(opening).decode())


@figures.command()
def verify(
    place: Place,
    seen: Annotated[
        Path | None, typer.Option(help="What you saw last; made the first time, then brought up.")
    ] = None,
    signers: Annotated[
        Path | None, typer.Option(help="The allowed_signers that you trust.")
    ] = None,
    entry: Annotated[Path | None, typer.Option(help="A single entry: is it in the log?")] = None,
    opening: Annotated[
        list[Path] | None, typer.Option(help="What the hotline opened to you; several times.")
    ] = None,
) -> None:
    """Check a published folder: signature, entries, what you saw before, rules. Says what it did.

    Example: aman figures verify https://hotline.example/figures --seen figures.seen
    """
    from aman.cli.figures_checked import check  # noqa: PLC0415
    from aman.cli.figures_told import refusals  # noqa: PLC0415

    with refusals():
        for line in check(place, seen, signers, entry, opening or []):
            typer.echo(line)
