"""Django's own commands for one desk: `python -m aman.desk.manage FOLDER COMMAND …`.

`-` as FOLDER stands for no desk at all, with a database in memory, which is what writing
migrations needs: `python -m aman.desk.manage - makemigrations cases`.
"""

import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from .configuration import SETTINGS_FILE, configure, configure_without_desk, read_settings


def main(arguments: list[str]) -> None:
    """Configure Django for the folder, then hand the rest to it."""
    if not arguments:
        raise SystemExit(__doc__)
    folder, *command = arguments
    if folder == "-":
        configure_without_desk()
    else:
        configure(read_settings(Path(folder, SETTINGS_FILE)))
    execute_from_command_line(["aman.desk.manage", *command])


if __name__ == "__main__":
    main(sys.argv[1:])
