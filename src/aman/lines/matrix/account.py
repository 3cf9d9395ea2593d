"""What the Matrix line is told in line.json: whose account it is, and at which server.

Promises: a mistake is told by its name, without a value; nothing travels in the clear but on this
machine.
"""

import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from aman.core.keys import Secret
from aman.lines.connector import Given
from aman.lines.hosts import is_here, trust


class _Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: str
    server: str
    certificate: str = ""
    """A PEM file with who else is trusted: for a server with a certificate of its own."""


@dataclass(frozen=True, slots=True)
class Account:
    """The line's account at its homeserver."""

    address: str
    server: str
    token: Secret
    trust: ssl.SSLContext

    def __repr__(self) -> str:
        return "<Account>"


def read_account(given: Given) -> Account:
    """Read the provider's table; ValueError tells which member is wrong."""
    settings = given.table(_Settings)
    name, _, domain = settings.address.partition(":")
    if not name.startswith("@") or not domain:
        reason = "provider: address must be like @hotline:example.org"
        raise ValueError(reason)
    if not _is_safe(settings.server):
        reason = "provider: server must be like https://matrix.example.org"
        raise ValueError(reason)
    server, believed = settings.server.rstrip("/"), trust(settings.certificate)
    return Account(settings.address, server, given.secret("token"), believed)


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and is_here(parts.hostname or "")
