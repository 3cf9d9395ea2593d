"""line.json: what a line is told at its start, and where its secrets are; what the form shares.

Promises: a secret comes from a file beside line.json or from the environment, never from a command
line; a mistake is told with file and member, without the value.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from aman.core.keys import KemSeed, Secret, from_base64url

from .patience import LONGEST_SECONDS
from .spool import MOST_BYTES

SETTINGS_FILE = "line.json"
KEYS_FILE = "keys.json"
_AtLeastOne = Annotated[int, msgspec.Meta(ge=1)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]
_Pause = Annotated[float, msgspec.Meta(gt=0, le=60)]
_Table = TypeVar("_Table", bound="ServingSettings")


class WrongLineSettings(Exception):  # noqa: N818 - twin of WrongProgramme
    """line.json, or form.json, can't be used; the text says why."""

    person = "This line is not ready yet."
    operator = "The line's settings are wrong; nothing was started."


class _Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a secret is: a file beside line.json, or a variable of the environment."""

    file: str = ""
    environment: str = ""


class ServingSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What everything is told that serves people or providers before a front.

    `children` wait for a connection, at most `most_children` live; so many phrases are stretched
    at once as `derivations` says (0.4 s of one core each).
    """

    front: str
    hotline: str
    listen: str = ""
    children: _AtLeastOne = 4
    most_children: _AtLeastOne = 48
    head_seconds: Seconds = 10
    body_seconds: Seconds = 60
    derivations: _AtLeastOne = 2

    def hotline_id(self) -> bytes:
        """The hotline's 32 bytes."""
        return from_base64url(self.hotline, 32)

    def address(self) -> tuple[str, int]:
        """Where to listen."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


class LineSettings(ServingSettings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`listen` is for webhooks; `provider` is the connector's own table.

    A session's process is replaced `renewed_after` seconds after its last message, and after
    `renewed_after_messages`. A provider that is away is tried again after at most `longest_pause`
    seconds. `spool_bytes` of sealed envelopes may wait for a front that is away.
    """

    line: str
    visit_seconds: Seconds = 1
    pulse_seconds: Seconds = 20
    renewed_after: Seconds = 45
    renewed_after_messages: _AtLeastOne = 100
    longest_pause: _Pause = LONGEST_SECONDS
    spool_bytes: _AtLeastOne = MOST_BYTES
    provider: dict[str, msgspec.Raw] = {}
    secrets: dict[str, _Named] = {}
    folder: str = "."

    def provider_settings(self) -> Mapping[str, object]:
        """The connector's table, read."""
        return {name: msgspec.json.decode(raw) for name, raw in self.provider.items()}

    def secret(self, name: str) -> Secret:
        """The connector's secret of that name; `WrongLineSettings` when it can't be had."""
        named = self.secrets.get(name, _Named())
        try:
            if named.file:
                return Secret(Path(self.folder, named.file).read_bytes().strip())
            return Secret(os.environb[named.environment.encode()])
        except (OSError, KeyError):
            where = named.file or named.environment or f'"secrets": {{"{name}": …}}'
            reason = f"{self.folder}/{SETTINGS_FILE}: the secret {name} is not in {where}"
            raise WrongLineSettings(reason) from None


class LineKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """keys.json, made when the line is added; base64url of 32 bytes each.

    `line_key` authenticates the line to the desk, `seed` opens instructions, `token` is what the
    front asks for.
    """

    line_key: str
    seed: str
    token: str

    def __repr__(self) -> str:
        return "<LineKeys>"

    def authentic(self) -> Secret:
        """The key that the desk made for this line."""
        return Secret(from_base64url(self.line_key, 32))

    def kem(self) -> KemSeed:
        """What instructions are sealed to."""
        return KemSeed(from_base64url(self.seed, 32))

    def front_token(self) -> Secret:
        """What opens `/l/{line}`."""
        return Secret(from_base64url(self.token, 32))


def read_settings(path: Path) -> LineSettings:
    """Read line.json."""
    settings = read_table(path, LineSettings)
    return msgspec.structs.replace(settings, folder=str(path.resolve().parent))


def read_table(path: Path, kind: type[_Table]) -> _Table:
    """Settings as they stand in a file; `WrongLineSettings`."""
    try:
        settings = msgspec.json.decode(path.read_bytes(), type=kind)
        settings.hotline_id()
        if settings.listen:
            settings.address()
    except (OSError, ValueError, msgspec.MsgspecError) as mistake:
        reason = f"{path}: {mistake}"
        raise WrongLineSettings(reason) from None
    return settings


def read_keys(settings: LineSettings) -> LineKeys:
    """Read keys.json beside it; nothing of it stands in the message of a fault."""
    path = Path(settings.folder, KEYS_FILE)
    try:
        keys = msgspec.json.decode(path.read_bytes(), type=LineKeys)
        keys.authentic(), keys.kem(), keys.front_token()
    except (OSError, ValueError, msgspec.MsgspecError):
        reason = f"{path}: expected line_key, seed and token, each base64url of 32 bytes"
        raise WrongLineSettings(reason) from None
    return keys
