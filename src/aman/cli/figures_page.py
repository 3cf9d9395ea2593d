"""`aman figures page`: write the pages of figures beside the log that they are made from."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from aman.cli.programme import load_programme

figures_page = typer.Typer(add_completion=False)


@figures_page.command()
def page(
    folder: Annotated[Path, typer.Argument(help="The folder that is published.")],
    programme: Annotated[str, typer.Option(help="A programme's name or file.")] = "surrender",
    dry_run: Annotated[  # noqa: FBT002 - an option
        bool, typer.Option("--dry-run", help="Name the files, write nothing.")
    ] = False,
) -> None:
    """Make the pages of what is published, in four languages.

    Example: aman figures page var/figures --programme surrender --dry-run
    """
    from aman.cli.figures_told import refusals  # noqa: PLC0415 - loads when it runs
    from aman.desk.publication.folder import PublishedFolder  # noqa: PLC0415
    from aman.figures.log.reading import read_log  # noqa: PLC0415
    from aman.figures.page.from_log import page_renderer  # noqa: PLC0415

    tokens = files("aman.desk").joinpath("static/tokens.css").read_bytes()
    with refusals():
        published = PublishedFolder(folder)
        log = read_log(published.files())
        made = page_renderer(load_programme(programme), tokens)(log.history)
        if not made:
            typer.echo("Nothing is published yet, so there is no page.")
        for name, content in made.items():
            if not dry_run:
                published.write(name, content)
            typer.echo(name)
