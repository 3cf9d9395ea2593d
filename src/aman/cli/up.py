"""`aman up`: the whole hotline on one machine, each zone its own process and folder."""

import fcntl
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from aman.cli.children import Children
from aman.cli.programme import load_programme, locate_programme

if TYPE_CHECKING:
    from aman.cli.provision import Provisioned
    from aman.core.programme import Programme

READY_SECONDS = 60.0
LINES_READY_SECONDS = 15.0


def up(  # noqa: PLR0913, PLR0917 - what a hotline is made of
    var: Annotated[Path, typer.Option(help="Where everything is kept.")] = Path("var"),
    front: Annotated[str, typer.Option(help="HOST:PORT of the caller's page.")] = "127.0.0.1:8400",
    desk: Annotated[str, typer.Option(help="HOST:PORT of the desk.")] = "desk.localhost:8500",
    form: Annotated[str, typer.Option(help="HOST:PORT without script.")] = "127.0.0.1:8401",
    programme: Annotated[
        str, typer.Option(help="surrender, evacuation, or a file of your own.")
    ] = "surrender",
    teams: Annotated[  # noqa: FBT002 - typer's
        bool, typer.Option(help="Serve field teams' page too; callers then load 8 kB more.")
    ] = False,
) -> None:
    """Start the whole hotline on this machine."""
    say = Console(highlight=False, soft_wrap=True).print
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    found = load_programme(programme)
    addresses = {"front": front, "desk": desk, "form": form}
    for name, address in addresses.items():
        _refuse_taken(name, address)

    _hold(var)

    made = _provisioned(var, found, programme, addresses, teams=teams)
    children = Children(say)
    try:
        children.start("desk", "desk", "--dir", str(var / "desk"))
        children.start("front", "front", "--dir", str(var / "front"))
        children.start("form", "form", "--dir", str(var / "form"))
        ready = _wait_until_ready((front, desk, form), stop)
        if ready:
            # Last, so that its first visit finds everybody at home.
            children.start("courier", "courier", "--dir", str(var / "courier"))
            for folder in made.lines:
                children.start(f"line {folder.name}", "line", "run", "--dir", str(folder))
            _tell(say, {"front": front, "form": form, "desk": desk}, found.id, var, made)
            for words in _lines_in_words(made.lines, stop):
                say(words)
            for mistake in made.lines_refused:
                say(f"  [bold]A line does not start.[/bold] {escape(mistake)}")
            say("\n  Ctrl-C stops everything; everything stored is kept.\n")
        elif not stop.is_set():
            say("Something did not start; the lines above say what. Stopping.")
            stop.set()
        while not stop.wait(0.5):
            children.look_after()
    finally:
        children.stop()


def _tell(
    say: Callable[[str], None],
    addresses: Mapping[str, str],
    programme: str,
    var: Path,
    made: "Provisioned",
) -> None:
    say(f"\n[bold]Aman[/bold]: {programme}")
    say(f"  The caller's page   http://{addresses['front']}")
    say(f"  without script      http://{addresses['form']}/n")
    if made.team_page_sha256:
        say(f"  A field team's page http://{addresses['front']}/t")
    say(f"  The desk            http://{addresses['desk']}")
    if made.link:
        say(f"\n  Make the first operator, once:  http://{addresses['desk']}{made.link}")
    say(f"\n  SHA-256 of the page {made.page_sha256}")
    if made.team_page_sha256:
        say(f"  of a team's page    {made.team_page_sha256}")
    if made.root_is_new:
        say(
            f"\n  [bold]Note:[/bold] the root and the recovery key were made on this "
            f"machine, in {var / 'admin'}.\n  That is good for trying it out. A real "
            "hotline makes them offline: aman admin ceremony --help"
        )
    if made.lines:
        say("")


def _lines_in_words(folders: tuple[Path, ...], stop: threading.Event) -> list[str]:
    """Which lines run; one that does not holds nobody up."""
    from aman.lines.presence import runs  # noqa: PLC0415 - what a verb needs loads lazily

    deadline = time.monotonic() + LINES_READY_SECONDS
    waiting = list(folders)
    while waiting and time.monotonic() < deadline and not stop.is_set():
        waiting = [folder for folder in waiting if not runs(folder)]
        stop.wait(0.1)
    return [
        f"  Line {folder.name:<15}"
        + ("did not start yet; see the lines above" if folder in waiting else "runs")
        for folder in folders
    ]


def _split(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        expected = f"{address}: expected HOST:PORT"
        raise typer.BadParameter(expected)
    return ("127.0.0.1" if host.endswith("localhost") else host), int(port)


def _provisioned(
    var: Path, found: "Programme", programme: str, at: Mapping[str, str], *, teams: bool
) -> "Provisioned":
    """Every zone's folder; what keeps them from being made is told in words."""
    from aman.admin.ceremony import NoCeremony  # noqa: PLC0415 - what a verb needs loads lazily
    from aman.cli.provision import Addresses, provision  # noqa: PLC0415 - Django loads here
    from aman.desk.provision import OtherHotline  # noqa: PLC0415
    from aman.desk.upgrading import NewerDatabase  # noqa: PLC0415

    try:
        return provision(
            var,
            found,
            locate_programme(programme),
            Addresses(**at),
            int(time.time()),
            teams=teams,
        )
    except NoCeremony as reason:
        typer.echo(
            f"The hotline's keys are not whole: {reason}. Put them back from your copy. If this "
            f"hotline has never started, remove {var / 'admin'} and start again."
        )
    except (NewerDatabase, OtherHotline) as reason:
        typer.echo(f"The desk can't start: {reason}")
    raise typer.Exit(2)


def _refuse_taken(name: str, address: str) -> None:
    """Say so before anything is made when another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(_split(address))
        except OSError:
            typer.echo(f"{address} is taken by another program; give another: --{name} HOST:PORT")
            raise typer.Exit(2) from None


def _hold(var: Path) -> None:
    """Keep the folder to ourselves until this process ends: two desks would share their keys."""
    var.mkdir(parents=True, exist_ok=True)
    try:
        fcntl.flock(os.open(var, os.O_RDONLY | os.O_DIRECTORY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        typer.echo(f"{var} is in use: another `aman up` runs there")
        raise typer.Exit(2) from None


def _wait_until_ready(addresses: tuple[str, ...], stop: threading.Event) -> bool:
    waiting = list(addresses)
    deadline = time.monotonic() + READY_SECONDS
    while waiting and time.monotonic() < deadline and not stop.is_set():
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(_split(waiting[0])) == 0:
                waiting.pop(0)
                continue
        stop.wait(0.1)
    return not waiting
