"""desk.json, and how Django is told of one desk's folder.

Promises: nothing is read from the environment. One process serves one desk at a time; a second
call points it to another folder.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django
import msgspec
from django import db
from django.conf import settings as django_settings

from aman.core.keys import KemPublicKey, from_base64url
from aman.core.manifest import RootKeys

from . import settings as every_desk
from .keys.files import write_key

SETTINGS_FILE = "desk.json"
COOKIE_SECRET_FILE = Path("keys", "cookie.secret")
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"),
}


class WrongDeskSettings(Exception):  # noqa: N818 - says what is wrong, as the others do
    """desk.json can't be used; the text says why."""


class DeskSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The members of desk.json; bytes are base64url without padding.

    `listen` is HOST:PORT of the screens (port 0: any free one), `host` the only name they answer
    to, `fronts` those whose envelopes are waited for, `seized` those of them no longer waited for.
    `figures` is the folder that is published, seen from desk.json, for the screen that shows it;
    `figures_signers` the fingerprints (SHA256:…) of the keys that sign it, to believe no other;
    `folder` is where desk.json lies, and is not written there.
    """

    listen: str
    host: str
    hotline: str
    vault_pk: str
    root: RootKeys
    programme: str
    database: str
    fronts: tuple[str, ...] = ()
    seized: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = ()
    tick_seconds: int = 5
    figures: str = ""
    figures_signers: tuple[str, ...] = ()
    folder: str = "."

    def hotline_id(self) -> bytes:
        """The hotline's 32 bytes."""
        return from_base64url(self.hotline, 32)

    def vault_public_key(self) -> KemPublicKey:
        """What everything at rest is sealed to."""
        return KemPublicKey(from_base64url(self.vault_pk))

    def awaited_fronts(self) -> frozenset[str]:
        """The fronts whose envelopes an epoch's secret waits for."""
        return frozenset(self.fronts) - frozenset(self.seized)

    def address(self) -> tuple[str, int]:
        """Where the screens listen."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


def read_settings(path: Path) -> DeskSettings:
    """Read desk.json and check what the types can't say."""
    try:
        settings = msgspec.json.decode(path.read_bytes(), type=DeskSettings)
        settings.hotline_id()
        settings.vault_public_key()
        settings.address()
        database_options(settings.database, path.parent)
    except (OSError, ValueError, msgspec.MsgspecError) as wrong:
        message = f"{path}: {wrong}"
        raise WrongDeskSettings(message) from wrong
    return msgspec.structs.replace(settings, folder=str(path.resolve().parent))


def write_settings(path: Path, settings: DeskSettings) -> None:
    """Write desk.json, readable for a person."""
    members = msgspec.to_builtins(settings)
    del members["folder"]
    write_key(path, msgspec.json.format(msgspec.json.encode(members), indent=2) + b"\n")


def database_options(url: str, folder: Path) -> dict[str, Any]:
    """Turn `sqlite:FILE` or `postgresql://USER:PASSWORD@HOST:PORT/NAME` into Django's words."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path:
        file = folder / parts.path
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": _SQLITE}
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.strip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
    message = "the database is sqlite:FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME"
    raise ValueError(message)


def configure(settings: DeskSettings) -> None:
    """Make this process's Django the desk of these settings' folder."""
    folder = Path(settings.folder)
    _configure(
        database_options(settings.database, folder),
        secret=(folder / COOKIE_SECRET_FILE).read_text(),
        host=settings.host,
    )


def configure_without_desk() -> None:
    """Make Django ready with a database in memory: for checks and for writing migrations."""
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    _configure(database, secret="", host="")


def _configure(database: dict[str, Any], *, secret: str, host: str) -> None:
    own = {
        "SECRET_KEY": secret,
        "ALLOWED_HOSTS": [host],
        "DATABASES": {"default": database},
    }
    if django_settings.configured:
        db.connections.close_all()
        db.connections["default"].settings_dict.update(database)
        django_settings.SECRET_KEY = secret
        django_settings.ALLOWED_HOSTS = [host]
        return
    constants = {name: getattr(every_desk, name) for name in dir(every_desk) if name.isupper()}
    django_settings.configure(**(constants | own))
    django.setup()
