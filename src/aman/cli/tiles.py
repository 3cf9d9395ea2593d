"""`aman map`: the map that operators look at, made on this machine."""

import time
from pathlib import Path
from typing import Annotated, Final

import typer

_STEPS: Final = {"reading": "Reading the extract: {:,} objects", "drawing": "Drawing tiles: {} %"}
_TOLD_EVERY_SECONDS: Final = 1.0

maps = typer.Typer(name="map", add_completion=False, no_args_is_help=True)


@maps.callback()
def about() -> None:
    """Make the map that operators look at."""


@maps.command()
def build(
    extract: Annotated[Path, typer.Argument(help="A map extract of the region, .osm.pbf.")],
    var: Annotated[Path, typer.Option("--var", help="The folder of the hotline.")] = Path("var"),
) -> None:
    """Make the map's tiles from an extract, for the desk in VAR/desk. Nothing is downloaded.

    Example: aman map build region.osm.pbf --var var
    """
    from aman.desk.maps.tiles import make_tiles  # noqa: PLC0415 - verbs load lazily
    from aman.desk.maps.tiles_file import PLACE  # noqa: PLC0415 - verbs load lazily
    from aman.roads.loading import UnusableMap  # noqa: PLC0415 - verbs load lazily

    desk = var / "desk"
    if not desk.is_dir():
        typer.echo(f"{desk} is missing: start the hotline once with `aman up`.", err=True)
        raise typer.Exit(2)
    out = desk / PLACE
    try:
        make_tiles(extract, out, _Teller())
    except UnusableMap as reason:
        typer.echo(f"{reason} The map of before, if there was one, is as it was.", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"The map is ready: {out.stat().st_size / 1e6:.1f} MB in {out}.")
    typer.echo("Operators see it at once, under “Map”.")


class _Teller:
    """Says each step, and once a second how far it is."""

    def __init__(self) -> None:
        self._step = ""
        self._said_at = 0.0

    def __call__(self, step: str, done: int) -> None:
        """Say it, if it is time to."""
        now = time.monotonic()
        if step == self._step and now - self._said_at < _TOLD_EVERY_SECONDS:
            return
        self._step, self._said_at = step, now
        typer.echo(_STEPS[step].format(done))
