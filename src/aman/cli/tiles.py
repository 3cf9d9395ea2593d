"""`aman map`: the map that operators look at, made on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from aman.cli.refusing import refuse
from aman.cli.way_words import Lang, language, say, speak

maps = typer.Typer(name="map", add_completion=False, no_args_is_help=True)


@maps.callback()
def about() -> None:
    """Make the map that operators look at."""


@maps.command()
def build(
    extract: Annotated[Path, typer.Argument(help="A map extract of the region, .osm.pbf.")],
    var: Annotated[Path, typer.Option("--var", help="The folder of the hotline.")] = Path("var"),
    lang: Lang = None,
) -> None:
    """Make the map's tiles from an extract, for the desk in VAR/desk. Nothing is downloaded.

    Example: aman map build region.osm.pbf --var var
    """
    speak(lang)
    draw_map(extract, var)


def draw_map(extract: Path, var: Path) -> None:
    """Make the tiles with a bar, and say where they are, or end the command."""
    from aman.cli.way_asked import progress, told  # noqa: PLC0415 - verbs load lazily
    from aman.desk.maps.tiles import make_tiles  # noqa: PLC0415
    from aman.desk.maps.tiles_file import PLACE  # noqa: PLC0415
    from aman.roads.loading import UnusableMap  # noqa: PLC0415

    desk = var / "desk"
    if not desk.is_dir():
        refuse(say("no_desk", folder=desk))
    out = desk / PLACE
    try:
        with progress() as bars:
            make_tiles(extract, out, told(bars, bars.add_task(say("reading"), total=None)))
    except UnusableMap as reason:
        refuse(say("map_as_before", reason=reason.told(language())))
    typer.echo(say("map_ready", megabytes=f"{out.stat().st_size / 1e6:.1f}", file=out))
    typer.echo(say("seen_at_once"))
