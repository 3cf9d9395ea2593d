"""What the form is told at its start, from form.json."""

from pathlib import Path
from typing import Annotated

import msgspec

from aman.lines.settings import Seconds, ServingSettings, read_table


class FormSettings(ServingSettings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`wait_seconds` is how long a person who looks for answers is kept waiting."""

    listen: Annotated[str, msgspec.Meta(min_length=1)]
    programme: str
    wait_seconds: Seconds = 12


def read_settings(path: Path) -> FormSettings:
    """Read form.json; a relative programme path is relative to its folder."""
    settings = read_table(path, FormSettings)
    return msgspec.structs.replace(settings, programme=str(path.parent / settings.programme))
