"""`aman admin`: what an administrator does offline."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from aman.cli.refusing import refuse
from aman.core.keys import to_base64url

LINK_LASTS = timedelta(days=1)

admin = typer.Typer(name="admin", add_completion=False, no_args_is_help=True)


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


@admin.command("recovery-link")
def recovery_link(
    admin: Annotated[Path, typer.Option("--admin", help="The folder with the recovery key.")],
    desk: Annotated[Path, typer.Option("--desk", help="The folder of the desk.")],
) -> None:
    """Let a new administrator in when nobody knows a password any more.

    Example: aman admin recovery-link --admin /media/usb --desk var/desk
    """
    from aman.admin.ceremony import NoCeremony, recovery_seed  # noqa: PLC0415 - verbs load lazily
    from aman.desk import provision  # noqa: PLC0415 - verbs load lazily
    from aman.desk.configuration import (  # noqa: PLC0415 - verbs load lazily
        SETTINGS_FILE,
        WrongDeskSettings,
        read_settings,
    )
    from aman.desk.keys.wraps import WrongKey  # noqa: PLC0415 - verbs load lazily

    try:
        settings = read_settings(desk / SETTINGS_FILE)
        ends = datetime.now(UTC) + LINK_LASTS
        link = provision.recovery_link(desk, recovery_seed(admin), ends=ends)
    except WrongKey:
        refuse(f"The recovery key in {admin} is not that of this desk. Nothing was changed.")
    except (NoCeremony, WrongDeskSettings, OSError) as reason:
        refuse(f"{reason}. Nothing was changed.")
    _host, port = settings.address()
    typer.echo(f"Open this in a browser on the desk's machine: http://{settings.host}:{port}{link}")
    typer.echo(
        "It works once, for one day, and makes a new administrator who can read every case. "
        "An older link of this kind no longer works. Put the recovery key away again."
    )
