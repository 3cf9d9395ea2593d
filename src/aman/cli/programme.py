"""`aman programme`: look over the file that says what this hotline is for."""

from pathlib import Path
from typing import Annotated

import typer

from aman.core.programme import Programme
from aman.core.programme_file import WrongProgramme, read_programme
from aman.programmes import programme_path

programme = typer.Typer(name="programme", add_completion=False, no_args_is_help=True)


@programme.callback()
def _programme() -> None:
    """Group the verbs, so that `aman programme check` keeps its name when it is the only one."""


@programme.command()
def check(file: Annotated[Path, typer.Argument(help="A programme.toml.")]) -> None:
    """Tell every mistake with file, line and what was expected.

    Example: aman programme check my.toml
    """
    found = load_programme(str(file))
    typer.echo(f"{file}: complete in {', '.join(found.languages)}")


def locate_programme(name: str) -> Path:
    """Give the file that a name ("surrender") or a path means."""
    path = Path(name)
    return path if path.suffix == ".toml" else programme_path(name)


def load_programme(name: str) -> Programme:
    """Read it, or end the command with its mistakes."""
    try:
        path = locate_programme(name)
        return read_programme(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as reason:
        typer.echo(f"{name}: no such programme, or it can't be read ({type(reason).__name__})")
        raise typer.Exit(2) from None
    except WrongProgramme as mistakes:
        typer.echo(str(mistakes))
        raise typer.Exit(2) from None
