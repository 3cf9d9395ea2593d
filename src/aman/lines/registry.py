"""Which lines there are: adding one touches its own folder and one row here."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from aman.core.address import AddressKind, FirstWord
from aman.core.strength import Strength

from .connector import Connect


class NoSuchLine(KeyError):  # noqa: N818 - what the administrator is told
    """There is no line of that name."""

    person = "There is no such line."
    operator = "There is no line of that name. `aman line list` shows those there are."


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name on the wire, how strong it is, its folder below `aman.lines`.

    `wants` are the provider's settings, `may` those that can be left out, `secrets` what it must be
    given in files or environment. `may_secrets` and `may_listen` are for one of several ways:
    which, the line's `connect` says. `addresses` is what somebody's address on it is; without
    `writes_first` nobody can be written to who has not written; with `first_wants` it can once
    that setting is there, by a template alone.
    """

    name: str
    strength: Strength
    package: str
    wants: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    webhook: bool = False
    may: tuple[str, ...] = ()
    may_secrets: tuple[str, ...] = ()
    may_listen: bool = False
    addresses: AddressKind = AddressKind.OTHER
    writes_first: bool = False
    first_wants: str = ""

    def first_word(self, settings: Mapping[str, object]) -> FirstWord:
        """Whether it can write first, as its provider's settings are."""
        if not self.writes_first:
            return FirstWord.NEVER
        if not self.first_wants:
            return FirstWord.FREELY
        return FirstWord.TEMPLATE if settings.get(self.first_wants) else FirstWord.UNSET

    def connect(self) -> Connect:
        """The folder's `connect`, imported only where the line runs."""
        found: Connect = import_module(self.package).connect
        return found


LINES: tuple[Line, ...] = (
    Line(
        "signal",
        Strength.ENDPOINT,
        "aman.lines.signal",
        wants=("number", "service"),
        secrets=("hook",),
        webhook=True,
        may=("pulse_number",),
        addresses=AddressKind.PHONE,
        writes_first=True,
    ),
    Line(
        "matrix",
        Strength.SERVERS,
        "aman.lines.matrix",
        wants=("address", "server"),
        secrets=("token",),
        may=("certificate",),
        addresses=AddressKind.MATRIX,
        writes_first=True,
    ),
    Line(
        "xmpp",
        Strength.SERVERS,
        "aman.lines.xmpp",
        wants=("address",),
        secrets=("password",),
        may=("server", "certificate", "files", "upload_hosts"),
        addresses=AddressKind.JID,
        writes_first=True,
    ),
    Line(
        "telegram",
        Strength.PROVIDER,
        "aman.lines.telegram",
        wants=("mode", "pulse_chat"),
        secrets=("bot_token",),
        may=("url", "api"),
        may_secrets=("webhook_secret",),
        may_listen=True,
    ),
    Line(
        "whatsapp",
        Strength.PROVIDER,
        "aman.lines.whatsapp",
        wants=("phone_number_id", "pulse_number"),
        secrets=("access_token", "app_secret", "verify_token"),
        webhook=True,
        may=("api", "template", "template_language"),
        addresses=AddressKind.PHONE,
        writes_first=True,
        first_wants="template",
    ),
    Line(
        "email",
        Strength.SERVERS,
        "aman.lines.email",
        wants=("address", "way", "smtp"),
        secrets=("password",),
        may=("imap", "folder", "verdicts"),
        may_listen=True,
        addresses=AddressKind.MAIL,
        writes_first=True,
    ),
    Line(
        "sms",
        Strength.NETWORK,
        "aman.lines.sms",
        wants=("way", "number"),
        secrets=("password",),
        may=("country", "trunk", "smpp", "http"),
        may_secrets=("hook",),
        may_listen=True,
        addresses=AddressKind.PHONE,
        writes_first=True,
    ),
)


def line(name: str) -> Line:
    """The line of that name; `NoSuchLine`."""
    for each in LINES:
        if each.name == name:
            return each
    raise NoSuchLine(name)
