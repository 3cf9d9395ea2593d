"""The verbs that run one zone: what a real deployment's unit files call, one host each."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Option("--dir", help="The zone's own folder.", exists=True)]


def front(folder: Folder) -> None:
    """Run a front."""
    _run("aman.front.server", folder / "front.json")


def courier(folder: Folder) -> None:
    """Run the courier."""
    _run("aman.courier.server", folder / "courier.json")


def desk(folder: Folder) -> None:
    """Run the desk."""
    _run("aman.desk.server", folder / "desk.json")


def form(folder: Folder) -> None:
    """Run the page without script."""
    _run("aman.lines.form.server", folder / "form.json")


def _run(module: str, settings: Path) -> None:
    if not settings.is_file():
        typer.echo(f"{settings} is missing: `aman up` makes it, or write it by docs/operations.md")
        raise typer.Exit(2)
    server = import_module(module)
    server.run(server.read_settings(settings))
