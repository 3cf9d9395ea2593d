"""`aman admin`: what an administrator does offline."""

from pathlib import Path
from typing import Annotated

import typer

from aman.core.keys import to_base64url

admin = typer.Typer(name="admin", add_completion=False, no_args_is_help=True)


@admin.callback()
def _admin() -> None:
    """Group the verbs, so that `aman admin ceremony` keeps its name when it is the only one."""


@admin.command()
def ceremony(
    folder: Annotated[Path, typer.Option("--dir", help="An empty folder, best on a USB stick.")],
) -> None:
    """Make the root of a new hotline. Do it on a machine that never goes online.

    Example: aman admin ceremony --dir /media/usb
    """
    from aman.admin.ceremony import hold  # noqa: PLC0415 - verbs load lazily

    hotline = hold(folder)
    typer.echo(f"Hotline id: {to_base64url(hotline.hotline_id)}")
    typer.echo(
        f"Keep {folder} offline, and a copy in a second place. Whoever has it is the hotline."
    )
