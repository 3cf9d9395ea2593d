"""What the XMPP line is told in line.json: whose account it is, and what it may fetch.

Promises: a mistake is told by its name, without a value.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec
from slixmpp import JID
from slixmpp.jid import InvalidJID

from aman.core.keys import Secret
from aman.lines.connector import Given


class _Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: str
    server: str = ""
    """`host:port` when DNS does not say where the server is."""
    certificate: str = ""
    """A PEM file with who else is trusted: for a server with a certificate of its own."""
    files: bool = True
    upload_hosts: tuple[str, ...] = ()
    """Hosts from which anybody's files may be fetched; they may lie inside our own network."""


@dataclass(frozen=True, slots=True)
class Account:
    """The line's account, and the limits of what it fetches."""

    address: JID
    password: Secret
    server: tuple[str, int] | None
    certificate: str
    files: bool
    upload_hosts: frozenset[str]

    def __repr__(self) -> str:
        return "<Account>"

    def may_fetch(self, link: str, sender_domain: str) -> bool:
        """Only from the person's own server and what belongs to it, or from hosts named here.

        Fetching shows our network address; a link to anywhere is thus never followed.
        """
        try:
            parts = urlsplit(link)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if not self.files or parts.scheme != "https" or not host:
            return False
        domain = sender_domain.lower()
        return host == domain or host.endswith(f".{domain}") or self._named(host, port)

    def is_named(self, link: str) -> bool:
        """Whether the administrator named its host: then it may lie inside our network."""
        parts = urlsplit(link)
        return self._named((parts.hostname or "").lower(), parts.port)

    def _named(self, host: str, port: int | None) -> bool:
        return host in self.upload_hosts or f"{host}:{port}" in self.upload_hosts


def read_account(given: Given) -> Account:
    """Read the provider's table; ValueError tells which member is wrong."""
    settings = given.table(_Settings)
    return Account(
        _address(settings.address),
        given.secret("password"),
        _server(settings.server),
        settings.certificate,
        settings.files,
        frozenset(host.lower() for host in settings.upload_hosts),
    )


def _address(text: str) -> JID:
    try:
        address = JID(text)
    except InvalidJID:
        address = JID("")
    if not address.user or address.resource:
        reason = "provider: address must be like hotline@example.org"
        raise ValueError(reason)
    return address


def _server(text: str) -> tuple[str, int] | None:
    host, _, port = text.rpartition(":")
    if not text:
        return None
    if not host or not port.isdecimal():
        reason = "provider: server must be like xmpp.example.org:5222"
        raise ValueError(reason)
    return host.strip("[]"), int(port)
