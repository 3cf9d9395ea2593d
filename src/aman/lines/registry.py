"""Which lines there are: adding one touches its own folder and one row here."""

from dataclasses import dataclass
from importlib import import_module

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
    which, the line's `connect` says.
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
    ),
    Line(
        "matrix",
        Strength.SERVERS,
        "aman.lines.matrix",
        wants=("address", "server"),
        secrets=("token",),
        may=("certificate",),
    ),
    Line(
        "xmpp",
        Strength.SERVERS,
        "aman.lines.xmpp",
        wants=("address",),
        secrets=("password",),
        may=("server", "certificate", "files", "upload_hosts"),
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
        may=("api",),
    ),
    Line(
        "email",
        Strength.SERVERS,
        "aman.lines.email",
        wants=("address", "way", "smtp"),
        secrets=("password",),
        may=("imap", "folder", "verdicts"),
        may_listen=True,
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
    ),
)


def line(name: str) -> Line:
    """The line of that name; `NoSuchLine`."""
    for each in LINES:
        if each.name == name:
            return each
    raise NoSuchLine(name)
