"""`aman figures verify` and `calendar`: what readers ask of a published folder."""

from pathlib import Path
from typing import Annotated

import typer

from aman.cli.way_words import Lang, language, speak

figures_read = typer.Typer(add_completion=False)
Place = Annotated[str, typer.Argument(help="A published folder, or its address.")]
_DUE = 3


@figures_read.command()
def calendar(
    place: Place,
    due: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--due", help="Only what is due; ends with 3 if something is, else 0.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Show the days of releases to come, and who sees figures earlier.

    Example: aman figures calendar var/figures --due
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - loads when it runs

    from aman.cli.figures_files import files_at  # noqa: PLC0415
    from aman.cli.figures_told import calendar_told, due_told, refusals  # noqa: PLC0415
    from aman.figures.log.reading import read_log  # noqa: PLC0415

    speak(lang)
    with refusals(language()):
        history, today = read_log(files_at(place)).history, datetime.now(UTC).date()
        told = language()
        lines = due_told(history, today, told) if due else calendar_told(history, told)
        for line in lines:
            typer.echo(line)
        if due and lines:
            raise typer.Exit(_DUE)


@figures_read.command()
def verify(  # noqa: PLR0913, PLR0917 - what can be checked
    place: Place,
    seen: Annotated[
        Path | None, typer.Option(help="What you saw last; made the first time, then brought up.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(help="The checkpoint.json that somebody else was shown.")
    ] = None,
    signers: Annotated[
        Path | None, typer.Option(help="The allowed_signers that you trust.")
    ] = None,
    entry: Annotated[Path | None, typer.Option(help="A single entry: is it in the log?")] = None,
    opening: Annotated[
        Path | None, typer.Option(help="What the hotline opened to you as an auditor.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Check a published folder: signature, entries, what you saw before, rules. Says what it did.

    Example: aman figures verify https://hotline.example/figures --seen figures.seen
    """
    from aman.cli.figures_checked import Asked, check  # noqa: PLC0415
    from aman.cli.figures_told import refusals  # noqa: PLC0415

    speak(lang)
    with refusals(language()):
        asked = Asked(seen, compare, signers, entry, opening)
        for line in check(place, asked, language()):
            typer.echo(line)
