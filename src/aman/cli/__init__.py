"""The `aman` command: one module per verb group; what a verb needs is imported when it runs."""

import typer

from aman.cli.ceremony import admin
from aman.cli.figures import figures
from aman.cli.figures_claims import figures_claims
from aman.cli.figures_read import figures_read
from aman.cli.figures_words import figures_words
from aman.cli.line import line
from aman.cli.programme import programme
from aman.cli.tiles import maps
from aman.cli.up import up
from aman.cli.way import way
from aman.cli.zones import courier, desk, form, front

main = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a local may be a person's words
    help="Aman: a hotline that gets people in danger out safely.",
)

figures.add_typer(figures_claims)
figures.add_typer(figures_read)
figures.add_typer(figures_words)
for verb, example in (
    (up, "aman up --var var"),
    (front, "aman front --dir var/front"),
    (courier, "aman courier --dir var/courier"),
    (desk, "aman desk --dir var/desk"),
    (form, "aman form --dir var/form"),
):
    summary = f"{verb.__doc__}\n\nExample: {example}"
    main.command(help=summary, short_help=f"{verb.__doc__} Example: {example}")(verb)
for group, does, example in (
    (line, "Add lines, look at them, try them out.", "aman line list --var var"),
    (admin, "Do what is done offline.", "aman admin ceremony --dir /media/usb"),
    (way, "Load maps, find the safest ways.", "aman way find --help"),
    (figures, "Publish figures, check what was published.", "aman figures verify var/figures"),
    (programme, "Look a programme over.", "aman programme check my.toml"),
    (maps, "Make the map that operators look at.", "aman map build region.osm.pbf --var var"),
):
    summary = f"{does}\n\nExample: {example}"
    main.add_typer(group, help=summary, short_help=f"{does} Example: {example}")
