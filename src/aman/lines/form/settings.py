"""What the form is told at its start, from form.json."""

from pathlib import Path
from typing import Annotated

import msgspec

from aman.core.keys import from_base64url

HOTLINE_BYTES = 32
_AtLeastOne = Annotated[int, msgspec.Meta(ge=1)]
_Seconds = Annotated[float, msgspec.Meta(gt=0)]


class WrongSettings(Exception):  # noqa: N818 - twin of WrongProgramme
    """form.json can't be used; the text says why."""

    person = "This page is not ready yet."
    operator = "The form's settings are wrong; nothing was started."


class FormSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`children` wait for a connection, at most `most_children` live; times in seconds.

    `derivations` phrases are stretched at once (0.4 s of one core each); `wait_seconds` is how
    long a person who looks for answers is kept waiting.
    """

    listen: str
    front: str
    hotline: str
    programme: str
    derivations: _AtLeastOne = 2
    children: _AtLeastOne = 4
    most_children: _AtLeastOne = 48
    head_seconds: _Seconds = 10
    body_seconds: _Seconds = 60
    wait_seconds: _Seconds = 12

    def hotline_id(self) -> bytes:
        """The hotline's 32 bytes."""
        return from_base64url(self.hotline, HOTLINE_BYTES)

    def address(self) -> tuple[str, int]:
        """Where to listen."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


def read_settings(path: Path) -> FormSettings:
    """Read form.json; a relative programme path is relative to its folder."""
    try:
        settings = msgspec.json.decode(path.read_bytes(), type=FormSettings)
        settings.hotline_id()
        settings.address()
    except (ValueError, msgspec.MsgspecError) as mistake:
        reason = f"{path}: {mistake}"
        raise WrongSettings(reason) from None
    programme = str(path.parent / settings.programme)
    return msgspec.structs.replace(settings, programme=programme)
