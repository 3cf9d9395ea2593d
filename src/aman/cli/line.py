"""`aman line`: the ways in by which people write where they already are."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aman.cli.refusing import refuse

if TYPE_CHECKING:
    from aman.cli.line_folder import Place
    from aman.cli.line_request import Request
    from aman.lines.registry import Line

line = typer.Typer(name="line", add_completion=False, no_args_is_help=True)

Var = Annotated[Path, typer.Option(help="Where the hotline is kept.")]
Name = Annotated[str, typer.Argument(help="The line's name, as `aman line list` shows it.")]


@line.command("list")
def list_lines(var: Var = Path("var")) -> None:
    """Show the lines: how strong, where they receive, whether they run.

    Example: aman line list --var var
    """
    from aman.cli.line_folder import folders  # noqa: PLC0415 - verbs load lazily
    from aman.cli.line_words import in_words  # noqa: PLC0415 - verbs load lazily
    from aman.lines.registry import LINES  # noqa: PLC0415 - verbs load lazily

    added = list(folders(var))
    for folder in added:
        typer.echo(in_words(folder, time.time()))
    if not added:
        typer.echo(f"No line is added in {var / 'lines'}.")
    others = {row.name for row in LINES} - {folder.name for folder in added}
    if others:
        typer.echo(f"Not added: {', '.join(sorted(others))}. See: aman line add --help")


@line.command()
def add(  # noqa: PLR0913, PLR0917 - what a line needs
    name: Name,
    var: Var = Path("var"),
    setting: Annotated[
        list[str] | None, typer.Option(help="NAME=TEXT, or NAME:=JSON for a number or true.")
    ] = None,
    secret: Annotated[
        list[str] | None, typer.Option(help="NAME=file:PATH or NAME=env:VARIABLE; never a value.")
    ] = None,
    listen: Annotated[str, typer.Option(help="HOST:PORT for the provider's calls.")] = "",
    bundle: Annotated[
        Path | None, typer.Option(help="For separate machines: an empty folder to write into.")
    ] = None,
    front: Annotated[str, typer.Option(help="URL of the front, if it is elsewhere.")] = "",
    hotline: Annotated[str, typer.Option(help="The hotline's id, if it is elsewhere.")] = "",
) -> None:
    """Add a line. What it needs is asked for by name; with the name alone you see all of it.

    Example: aman line add signal --var var --setting number=+4930000000
    --setting service=http://127.0.0.1:8080 --secret hook=file:hook.txt --listen 127.0.0.1:8450
    """
    from aman.cli import line_folder  # noqa: PLC0415 - verbs load lazily
    from aman.cli.line_request import Refused, read_request  # noqa: PLC0415 - verbs load lazily

    try:
        row = _row(name)
        if bundle is None:
            line_folder.refuse_second(line_folder.folder_of(var, name))
        settings, secrets = list(setting or ()), list(secret or ())
        if sys.stdin.isatty():
            listen = _ask(row, settings, secrets, listen)
        request = read_request(row, settings, secrets, listen, here=bundle is None)
        place = _place(var, front, hotline)
        if bundle is None:
            line_folder.add(var, request, place)
        else:
            line_folder.bundle(bundle, request, place)
    except Refused as reason:
        refuse(f"{reason}\nNothing was made.")
    _tell_added(var, request, bundle)


def _ask(row: "Line", settings: list[str], secrets: list[str], listen: str) -> str:
    """Ask for what was not given; somebody sits there."""
    given = {each.partition("=")[0].removesuffix(":") for each in settings}
    if more := [name for name in row.may if name not in given]:
        typer.echo(f"{row.name} also takes --setting {', '.join(more)}; see docs/operations.md")
    settings += [
        f"{name}={typer.prompt(f'{row.name}: {name}')}" for name in row.wants if name not in given
    ]
    named = {each.partition("=")[0] for each in secrets}
    secrets += [
        f"{name}={typer.prompt(f'{row.name}: where is {name}? file:PATH or env:VARIABLE')}"
        for name in row.secrets
        if name not in named
    ]
    secrets += [
        f"{name}={where}"
        for name in row.may_secrets
        if name not in named and (where := _ask_for_more(row, f"where is {name}?"))
    ]
    if row.may_listen and not listen:
        return _ask_for_more(row, "HOST:PORT where the provider's calls arrive")
    if row.webhook and not listen:
        answer: str = typer.prompt(f"{row.name}: HOST:PORT where the provider's calls arrive")
        return answer
    return listen


def _ask_for_more(row: "Line", what: str) -> str:
    """Ask for what only one of several ways needs."""
    answer: str = typer.prompt(f"{row.name}: {what} (empty if its way needs none)", default="")
    return answer


def _place(var: Path, front: str, hotline: str) -> "Place":
    from aman.cli.line_folder import Place, place_of  # noqa: PLC0415 - verbs load lazily
    from aman.cli.line_request import Refused, check_front  # noqa: PLC0415 - verbs load lazily
    from aman.core.keys import from_base64url  # noqa: PLC0415 - verbs load lazily

    place = Place(front, hotline) if front and hotline else place_of(var)
    place = Place(check_front(front or place.front), hotline or place.hotline)
    try:
        from_base64url(place.hotline, 32)
    except ValueError:
        reason = "--hotline: expected the id that the ceremony printed"
        raise Refused(reason) from None
    return place


def _tell_added(var: Path, request: "Request", bundle: Path | None) -> None:
    name = request.line.name
    if bundle is None:
        typer.echo(f"{name} is added. Stop `aman up` and start it again, then look:")
        typer.echo(f"  aman line test {name} --var {var}")
    else:
        typer.echo(f"{name} is made for three machines. Each folder goes to one of them:")
        typer.echo(f"  {bundle}/line   to the line's host: aman line run --dir line/{name}")
        typer.echo(f"  {bundle}/desk   into the desk's folder, as it is; the desk sees it at once")
        typer.echo(f"  {bundle}/front  its member into the front's front.json; restart the front")
        typer.echo(f"Then wipe {bundle}: it holds the line's keys.")
    for doubt in request.doubts():
        typer.echo(f"Before it starts: {doubt}")


@line.command()
def remove(
    name: Name,
    var: Var = Path("var"),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002 - typer's
) -> None:
    """Remove a line and wipe its keys. Cases stay; nobody can be answered through it any more.

    Example: aman line remove signal --var var
    """
    from aman.cli import line_folder  # noqa: PLC0415 - verbs load lazily
    from aman.cli.line_request import Refused  # noqa: PLC0415 - verbs load lazily

    folder = line_folder.folder_of(var, name)
    if name not in {each.name for each in line_folder.folders(var)}:
        refuse(f"There is no line {name} in {var / 'lines'}. See: aman line list --var {var}")
    typer.echo(f"This wipes {folder} with the line's keys and what it remembers of sent answers.")
    typer.echo("Desk and front forget the line. What it was told but has not sent is not sent.")
    typer.echo("Secrets that lie elsewhere stay: take them back at the provider yourself.")
    if not yes and not typer.confirm(f"Remove {name}?"):
        refuse("Nothing was removed.")
    try:
        line_folder.remove(var, name)
    except Refused as reason:
        refuse(f"{reason} Nothing was removed.")
    typer.echo(f"{name} is removed. Stop `aman up` and start it again: the front reads it then.")


@line.command("test")
def try_out(
    name: Name,
    var: Var = Path("var"),
    seconds: Annotated[float, typer.Option(help="How long to wait for the provider.")] = 60,
) -> None:
    """Send a real heart-beat through the provider and wait for it to come back.

    It also says by what name people see the account, and warns when that gives the hotline away.

    Example: aman line test signal --var var
    """
    from aman.cli.line_folder import folder_of  # noqa: PLC0415 - verbs load lazily
    from aman.cli.line_name import programme_of  # noqa: PLC0415 - verbs load lazily
    from aman.cli.line_trial import try_line  # noqa: PLC0415 - verbs load lazily

    folder = folder_of(var, name)
    if not folder.is_dir():
        refuse(f"There is no line {name} in {var / 'lines'}. See: aman line list --var {var}")
    if not try_line(folder, seconds, typer.echo, programme_of(var)):
        raise typer.Exit(1)


@line.command()
def run(
    folder: Annotated[Path, typer.Option("--dir", help="The line's own folder.", exists=True)],
) -> None:
    """Run one line.

    Example: aman line run --dir var/lines/signal
    """
    from aman.cli.line_folder import line_of  # noqa: PLC0415 - verbs load lazily
    from aman.cli.line_request import Refused  # noqa: PLC0415 - verbs load lazily
    from aman.lines import server  # noqa: PLC0415 - verbs load lazily
    from aman.lines.presence import AlreadyRuns  # noqa: PLC0415 - verbs load lazily
    from aman.lines.settings import (  # noqa: PLC0415 - verbs load lazily
        SETTINGS_FILE,
        WrongLineSettings,
        read_settings,
    )

    try:
        settings = read_settings(folder / SETTINGS_FILE)
        server.run(line_of(folder.resolve()), settings)
    except AlreadyRuns:
        refuse(f"{folder} is in use: the line runs already.")
    except ImportError as missing:
        refuse(f"{folder}: a package is not installed here: {missing.name}")
    except OSError as fault:
        refuse(f"{folder}: can't start ({fault.strerror or type(fault).__name__})")
    except (Refused, WrongLineSettings, ValueError) as reason:
        refuse(str(reason))


def _row(name: str) -> "Line":
    from aman.cli.line_request import Refused  # noqa: PLC0415 - verbs load lazily
    from aman.lines.registry import LINES, NoSuchLine, line  # noqa: PLC0415 - verbs load lazily

    try:
        return line(name)
    except NoSuchLine:
        known = ", ".join(each.name for each in LINES) or "none"
        reason = f"There is no line {name}. There are: {known}"
        raise Refused(reason) from None
