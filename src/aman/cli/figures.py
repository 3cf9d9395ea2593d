"""`aman figures`: publish figures as a signed log. What readers ask is in `figures_read`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

figures = typer.Typer(name="figures", add_completion=False, no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The folder that is published.")]
Book = Annotated[
    Path, typer.Option(help="The private book, secret: a file, or the folder of a desk.")
]
Key = Annotated[Path, typer.Option(help="The Ed25519 key that signs, made by ssh-keygen.")]
Events = Annotated[
    Path | None,
    typer.Option(help="Counting events: a table day,measure,count. Left out: the desk's own."),
]
Reasons = Annotated[
    list[str], typer.Option("--reason", help="Why, in each of ar, en, ru, uk: en='…'.")
]
OnlyIn = Annotated[
    list[str] | None, typer.Option("--only-in", help="The one language that the reason is in.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, write nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask at the terminal.")]
Into = Annotated[
    Path | None, typer.Option(help="With --dry-run: another folder, for pages to look at.")
]
Programme = Annotated[
    str | None,
    typer.Option(help="A programme's name or file; once, unless --book is a desk's folder."),
]
Lang = Annotated[str, typer.Option(help="In which figures are said: ar, en, ru or uk.")]
Roles = Annotated[
    list[str] | None, typer.Option("--early-access", help="Who sees figures earlier: role=hours.")
]


@figures.callback()
def _figures() -> None:
    """Group the verbs."""


@figures.command("open-series")
def open_series(  # noqa: PLR0913, PLR0917 - what a series is made of
    folder: Folder,
    book: Book,
    key: Key,
    start: Annotated[str, typer.Option(help="Its first day: 2026-09-18.")],
    series: Annotated[
        str | None, typer.Argument(help="people-1; left out: people-1 and arrived-1.")
    ] = None,
    hotline: Annotated[str, typer.Option(help="The hotline's id; the first time only.")] = "",
    programme: Programme = None,
    period: Annotated[str | None, typer.Option(help="week or quarter.")] = None,
    periods: Annotated[int | None, typer.Option(help="How many.")] = None,
    rho: Annotated[str, typer.Option(help="What being counted costs.")] = "0.1",
    total: Annotated[
        str | None, typer.Option(help="The most over all series, never raised; 0.2 if left out.")
    ] = None,
    dry_run: DryRun = False,  # noqa: FBT002 - an option
    into: Into = None,
    yes: Yes = False,  # noqa: FBT002 - an option
) -> None:
    """Open series: their noise is drawn, once, and their plans are published.

    Example: aman figures open-series var/figures --start 2026-09-18 --hotline ID
    --programme surrender --book private/book.json --key private/figures --dry-run
    """
    from aman.cli.figures_files import Unusable  # noqa: PLC0415
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_published import Dry, Place, published  # noqa: PLC0415
    from aman.cli.figures_told import refusals  # noqa: PLC0415 - loads when it runs
    from aman.cli.figures_warned import promise_told  # noqa: PLC0415
    from aman.desk.publication.opendp_noise import OpenDPNoise  # noqa: PLC0415
    from aman.desk.publication.publisher import salt  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415
    from aman.figures.plan import planned, planned_by_default  # noqa: PLC0415

    with refusals():
        if series is not None:
            plans = [planned(series, start, period=period, periods=periods, rho=rho)]
        elif period or periods or rho != "0.1":
            message = "Name the series that is to be other than usual, as in people-1."
            raise Unusable(message)
        else:
            plans = [*planned_by_default(start)]
        noise = OpenDPNoise()

        def decide(draft: publishing.Draft) -> None:
            for plan in plans:
                publishing.open_series(draft, plan, total, noise, salt)

        place = Place(folder, keeping(book), key, programme)
        dry = Dry(dry_run, into, yes)
        published(place, decide, hotline=hotline or None, dry=dry, warned=promise_told)


@figures.command()
def publish(  # noqa: PLR0913, PLR0917 - what publishing needs
    folder: Folder,
    book: Book,
    key: Key,
    events: Events = None,
    early_access: Roles = None,
    programme: Programme = None,
    mirror: Annotated[
        str | None, typer.Option(help="Where it is public: it must not know more than FOLDER.")
    ] = None,
    close_older: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--close-older", help="Close series of which a newer book is lost.")
    ] = False,
    lang: Lang = "en",
    dry_run: DryRun = False,  # noqa: FBT002 - an option
    into: Into = None,
    yes: Yes = False,  # noqa: FBT002 - an option
) -> None:
    """Release what is due, with revisions and pages; announce what comes in four weeks and later.

    Ends with 3 if a series is due that can't be released; it says why, and the others are.

    Example: aman figures publish var/figures --book private/book.json --key private/figures
    --events events.csv --dry-run --into look
    """
    from aman.cli.figures_files import files_at  # noqa: PLC0415
    from aman.cli.figures_keeping import events_of, keeping  # noqa: PLC0415
    from aman.cli.figures_published import Dry, Place, published, read_role  # noqa: PLC0415
    from aman.cli.figures_told import refusals  # noqa: PLC0415
    from aman.desk.publication.publisher import salt  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415
    from aman.figures.log.reading import read_log  # noqa: PLC0415

    with refusals():
        place = Place(folder, keeping(book), key, programme, lang)
        counted = events_of(book, events)
        roles = None if early_access is None else [read_role(each) for each in early_access]
        published(
            place,
            lambda draft: publishing.publish_due(draft, counted, salt, roles),
            mirror=None if mirror is None else read_log(files_at(mirror)).entries,
            close_older=close_older,
            dry=Dry(dry_run, into, yes),
        )


@figures.command("close-series")
def close_series(  # noqa: PLR0913, PLR0917 - what it takes
    folder: Folder,
    series: Annotated[str, typer.Argument(help="Such as people-1.")],
    book: Book,
    key: Key,
    reason: Reasons,
    only_in: OnlyIn = None,
    dry_run: DryRun = False,  # noqa: FBT002 - an option
    into: Into = None,
    yes: Yes = False,  # noqa: FBT002 - an option
) -> None:
    """Close a series before its end, for good.

    Example: aman figures close-series var/figures people-1 --book private/book.json
    --key private/figures --reason en="Counted otherwise from now on." --only-in en
    """
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_published import Dry, Place, published  # noqa: PLC0415
    from aman.cli.figures_told import read_reason, refusals  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415

    with refusals():
        why = read_reason(reason, only_in or [])
        published(
            Place(folder, keeping(book), key),
            lambda draft: publishing.stop(draft, series, why),
            dry=Dry(dry_run, into, yes),
        )


@figures.command()
def correct(  # noqa: PLR0913, PLR0917 - what it takes
    folder: Folder,
    entry: Annotated[int, typer.Option(help="The number of the entry that is wrong.")],
    book: Book,
    key: Key,
    reason: Reasons,
    only_in: OnlyIn = None,
    withdraw: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--withdraw", help="It and all later ones must not be used.")
    ] = False,
    close: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--close", help="The counting was wrong: the series ends with it.")
    ] = False,
    mended: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--mended", help="Later totals do not hold what was wrong.")
    ] = False,
    dry_run: DryRun = False,  # noqa: FBT002 - an option
    into: Into = None,
    yes: Yes = False,  # noqa: FBT002 - an option
) -> None:
    """Say that an entry is wrong. What stands there stays; no other number takes its place.

    A total counts from the first day, so that a mistake in the counting is in every later one: with
    --withdraw they go too, and none follows before --close (now or later, by close-series) or
    --mended. With both --withdraw and --mended, that one entry alone is withdrawn.

    Example: aman figures correct var/figures --entry 12 --withdraw --close --book private/book.json
    --key private/figures --reason en="Counted twice." --only-in en
    """
    from aman.cli.figures_files import Unusable  # noqa: PLC0415
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_published import Dry, Place, published  # noqa: PLC0415
    from aman.cli.figures_told import read_reason, refusals  # noqa: PLC0415
    from aman.cli.figures_warned import withdrawal_told  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415

    with refusals():
        why = read_reason(reason, only_in or [])
        if close and (mended or not withdraw):
            message = "--close goes with --withdraw, and not with --mended; else: close-series."
            raise Unusable(message)

        def decide(draft: publishing.Draft) -> None:
            if withdraw and not mended:
                publishing.withdraw(draft, entry, why)
            elif withdraw or not mended:
                publishing.correct(draft, entry, why, is_withdrawn=withdraw)
            if mended:
                publishing.mend(draft, entry, why)
            if close:
                publishing.stop(draft, draft.history.release(entry).series, why)

        place = Place(folder, keeping(book), key)
        published(place, decide, dry=Dry(dry_run, into, yes), warned=withdrawal_told)


@figures.command()
def preview(  # noqa: PLR0913, PLR0917 - what it takes
    folder: Folder,
    role: Annotated[str, typer.Option(help="A role that the calendar lists for early access.")],
    book: Book,
    key: Key,
    events: Events = None,
    lang: Lang = "en",
) -> None:
    """Show a role the figures that it may see early. Their counts are fixed by that.

    Example: aman figures preview var/figures --role spokesperson --book private/book.json
    --key private/figures --events events.csv
    """
    from aman.cli.figures_keeping import events_of, keeping  # noqa: PLC0415
    from aman.cli.figures_published import Place, previewed  # noqa: PLC0415 - loads when it runs
    from aman.cli.figures_told import refusals  # noqa: PLC0415

    with refusals():
        place, counted = Place(folder, keeping(book), key, lang=lang), events_of(book, events)
        shown = previewed(place, counted, role)
        for each in shown:
            typer.echo(each)
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
    only_in: OnlyIn = None,
    dry_run: DryRun = False,  # noqa: FBT002 - an option
    into: Into = None,
    yes: Yes = False,  # noqa: FBT002 - an option
) -> None:
    """Put a release off to a later day, with a reason.

    Example: aman figures move-release var/figures people-1 4 2026-12-31 --book private/book.json
    --key private/figures --reason en="The machine moves that week." --only-in en
    """
    from aman.cli.figures_files import Unusable  # noqa: PLC0415
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_published import Dry, Place, published  # noqa: PLC0415
    from aman.cli.figures_told import read_reason, refusals  # noqa: PLC0415
    from aman.figures import publishing  # noqa: PLC0415

    with refusals():
        why = read_reason(reason, only_in or [])
        try:
            later = date.fromisoformat(day)
        except ValueError:
            message = "The day is written as 2026-12-31."
            raise Unusable(message) from None
        published(
            Place(folder, keeping(book), key),
            lambda draft: publishing.move(draft, series, number, later, why),
            dry=Dry(dry_run, into, yes),
        )


@figures.command("open-commitment")
def open_commitment(  # noqa: PLR0913, PLR0917 - what it takes
    folder: Folder,
    book: Book,
    out: Annotated[Path, typer.Option(help="A new file, for its owner only.")],
    series: Annotated[str, typer.Option(help="All of a series: its noise and counts.")] = "",
    upto: Annotated[int | None, typer.Option(help="Up to this release; else the newest.")] = None,
    entry: Annotated[int | None, typer.Option(help="Or one entry alone, by its number.")] = None,
) -> None:
    """Write what was committed to, for an auditor. It is secret: it shows true counts.

    Example: aman figures open-commitment var/figures --series people-1 --upto 12
    --book private/book.json --out auditor.json
    """
    from aman.cli.figures_keeping import keeping  # noqa: PLC0415
    from aman.cli.figures_opened import opened  # noqa: PLC0415 - loads when it runs
    from aman.cli.figures_told import refusals  # noqa: PLC0415

    with refusals():
        for line in opened(folder, keeping(book), out, series, upto, entry):
            typer.echo(line)
