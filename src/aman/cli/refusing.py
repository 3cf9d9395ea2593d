"""How a command ends that can't do what it was asked: words on the error stream, exit code 2."""

from pathlib import Path
from typing import NoReturn

import typer


def refuse(words: str) -> NoReturn:
    """End the command with these words."""
    typer.echo(words, err=True)
    raise typer.Exit(2)


def read_named(file: Path, most: int = -1) -> bytes:
    """Of a file that somebody named, `most` bytes; all of it unless said."""
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        refuse(f"{file}: it can't be read: {error.strerror}.")
