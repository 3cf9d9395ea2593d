"""What line.json must hold for the email line.

Promises: a password travels only inside TLS, or stays on this machine.
"""

import ssl
from typing import Literal

import msgspec

from aman.lines.hosts import Port, is_here

from .addresses import addr_spec


class MailServer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A server that we turn to; `ca` is a file with the one authority to believe."""

    host: str
    port: Port
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    ca: str = ""

    def __post_init__(self) -> None:
        if self.security == "none" and not is_here(self.host):
            reason = '"security": "none" is for a server on this machine only'
            raise ValueError(reason)

    def tls(self) -> ssl.SSLContext:
        """Whom to believe."""
        return ssl.create_default_context(cafile=self.ca or None)


class EmailSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`address` is ours, `smtp` takes what we send.

    `way` "smtp": our MX delivers to `listen` of line.json; "imap": mail is fetched from `folder`
    of `imap` and deleted there. `verdicts` names the MX (the first word of its
    Authentication-Results) whose word on senders is believed.
    """

    address: str
    way: Literal["smtp", "imap"]
    smtp: MailServer
    imap: MailServer | None = None
    folder: str = "INBOX"
    verdicts: str = ""

    def __post_init__(self) -> None:
        if addr_spec(self.address) != self.address:
            reason = "address: expected a bare address in lower case, name@domain"
            raise ValueError(reason)
        if self.way == "imap" and self.imap is None:
            reason = '"way": "imap" needs "imap"'
            raise ValueError(reason)

    @property
    def domain(self) -> str:
        """The domain of our address."""
        return self.address.rpartition("@")[2]
