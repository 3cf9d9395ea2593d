"""Making a desk's folder ready: settings, keys, database, and the first operator's link.

Promises: `prepare` changes nothing that is in order already, so it runs before every start; the
vault's secret half is never on disk outside a wrap.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from secrets import token_bytes
from typing import Protocol

import msgspec
from django.db import connection, transaction

from aman.core.address import AddressKind, FirstWord
from aman.core.keys import KEM_SEED_BYTES, KemPublicKey, KemSeed, to_base64url
from aman.core.manifest import OnlineKey, RootKeys
from aman.core.signing import SigningSeed
from aman.core.strength import Strength

from .configuration import (
    COOKIE_SECRET_FILE,
    SETTINGS_FILE,
    DeskSettings,
    configure,
    database_options,
    read_settings,
    write_settings,
)
from .keys import lines
from .keys.epochs import Epochs
from .keys.files import make_folder, write_key
from .keys.lines import KnownLine, LineKey, forget_line, make_address_key, write_line
from .keys.online import (
    CLOCKS_APART,
    VALID_SECONDS,
    NoOnlineKey,
    Online,
    read_online,
    write_online,
)
from .keys.wraps import LinkSecret, unwrap_by_recovery, wrap_to_link, wrap_to_recovery
from .upgrading import upgrade_database

HOST = "desk.localhost"
DATABASE = "sqlite:desk.sqlite3"
RECOVERY_WRAP_FILE = Path("keys", "recovery.wrap")


class HotlineKeys(Protocol):
    """The public side of the ceremony."""

    @property
    def hotline_id(self) -> bytes:
        """The hotline's name for ever."""
        ...

    @property
    def root_ed25519(self) -> bytes:
        """The root's key that signs."""
        ...

    @property
    def mldsa65_hash(self) -> bytes:
        """H of its other key, kept for later."""
        ...

    @property
    def recovery_pk(self) -> KemPublicKey:
        """What the vault key is wrapped to for the worst day."""
        ...


Certify = Callable[[bytes, int, int], OnlineKey]
"""Has the root sign an online key: public key, valid from, valid to."""


class OtherHotline(Exception):  # noqa: N818 - says what is wrong
    """The folder belongs to another hotline."""


def prepare(  # noqa: PLR0913 - what a desk's folder depends on
    folder: Path,
    hotline: HotlineKeys,
    programme: Path,
    *,
    listen: str,
    fronts: Sequence[str],
    certify: Certify,
    now: float,
    database: str = DATABASE,
) -> DeskSettings:
    """Make the folder a desk's, or bring it up to date."""
    keys = folder / "keys"
    make_folder(folder)
    make_folder(keys)
    settings_file = folder / SETTINGS_FILE
    kept = read_settings(settings_file) if settings_file.exists() else None
    if kept is not None and kept.hotline_id() != hotline.hotline_id:
        message = f"{settings_file} belongs to another hotline"
        raise OtherHotline(message)
    settings = msgspec.structs.replace(
        kept or _new_settings(folder, hotline, database),
        listen=listen,
        programme=str(programme),
        fronts=tuple(fronts),
    )
    if settings != kept:
        write_settings(settings_file, settings)
        settings = read_settings(settings_file)
    if not (folder / COOKIE_SECRET_FILE).exists():
        write_key(folder / COOKIE_SECRET_FILE, to_base64url(token_bytes(48)).encode())
    make_address_key(keys)
    configure(settings)
    _own_database(settings)
    upgrade_database()
    _renew_online(keys, certify, now)
    Epochs(keys / "epochs", settings.awaited_fronts(), lambda: now).rotate(now, {})
    return settings


def _new_settings(folder: Path, hotline: HotlineKeys, database: str) -> DeskSettings:
    """Make the vault's pair; of its secret half only the wrap to the recovery key stays."""
    seed = KemSeed(token_bytes(KEM_SEED_BYTES))
    wrap = wrap_to_recovery(seed, hotline.recovery_pk, hotline=hotline.hotline_id)
    write_key(folder / RECOVERY_WRAP_FILE, wrap)
    return DeskSettings(
        listen="",
        host=HOST,
        hotline=to_base64url(hotline.hotline_id),
        vault_pk=to_base64url(seed.public_key().raw),
        root=RootKeys(to_base64url(hotline.root_ed25519), to_base64url(hotline.mldsa65_hash)),
        programme="",
        database=database,
    )


def _own_database(settings: DeskSettings) -> None:
    """An SQLite file is for its owner alone; its companions take after it."""
    options = database_options(settings.database, Path(settings.folder))
    if options["ENGINE"].endswith("sqlite3"):
        file = Path(options["NAME"])
        file.touch(mode=0o600)
        file.chmod(0o600)


def _renew_online(keys: Path, certify: Certify, now: float) -> None:
    try:
        if read_online(keys).lasts(now):
            return
    except NoOnlineKey:
        pass
    seed = SigningSeed(token_bytes(32))
    valid_from = int(now) - CLOCKS_APART
    key = certify(seed.public_key(), valid_from, int(now) + VALID_SECONDS)
    write_online(keys, Online(seed, key))


def add_line(  # noqa: PLR0913 - what a desk knows of a line
    folder: Path,
    name: str,
    strength: Strength,
    line_key: LineKey,
    line_pk: KemPublicKey,
    *,
    addresses: AddressKind = AddressKind.OTHER,
    first: FirstWord = FirstWord.NEVER,
) -> None:
    """Make a line known to the desk of this folder, running or not; `WrongLine`."""
    line = KnownLine(name, strength, line_key, line_pk, addresses, first)
    write_line(folder / "keys", line)


def tell_of_first_word(folder: Path, name: str, addresses: AddressKind, first: FirstWord) -> None:
    """Tell the desk whether a line that it knows can write first, as its settings are now."""
    lines.tell_of_first_word(folder / "keys", name, addresses, first)


def remove_line(folder: Path, name: str) -> None:
    """Take a line away: nothing from it is believed, nothing more is sealed to it; `WrongLine`."""
    forget_line(folder / "keys", name)


def first_link(folder: Path, recovery: KemSeed) -> str | None:
    """Make a link for the first operator, in place of an older one; None when there is one."""
    settings = read_settings(folder / SETTINGS_FILE)
    configure(settings)
    accounts = import_module("aman.desk.accounts.models")
    if accounts.Operator.objects.exists():
        return None
    return _link(folder, settings, recovery)


def recovery_link(folder: Path, recovery: KemSeed, *, ends: datetime | None = None) -> str:
    """Make a link for a new administrator, when nobody knows a password any more."""
    settings = read_settings(folder / SETTINGS_FILE)
    configure(settings)
    return _link(folder, settings, recovery, ends)


def _link(
    folder: Path, settings: DeskSettings, recovery: KemSeed, ends: datetime | None = None
) -> str:
    hotline = settings.hotline_id()
    sealed = (folder / RECOVERY_WRAP_FILE).read_bytes()
    seed = unwrap_by_recovery(sealed, recovery, hotline=hotline)
    secret = LinkSecret.draw()
    # Models can be imported only after Django was configured for the folder.
    accounts = import_module("aman.desk.accounts.models")
    with transaction.atomic():
        accounts.LinkWrap.objects.filter(for_first=True).delete()
        accounts.LinkWrap.objects.create(
            fingerprint=secret.fingerprint(),
            sealed=wrap_to_link(seed, secret, hotline=hotline),
            for_first=True,
            makes_administrator=True,
            expires_at=ends,
        )
    connection.close()
    return f"/first/{secret.text()}"
