"""The servers that a line turns to, as line.json names them: where they are, whom to believe."""

import ssl
from ipaddress import ip_address
from typing import Annotated

import msgspec

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]


def is_here(host: str) -> bool:
    """Whether it is this machine: only there may something travel open."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def trust(certificate: str) -> ssl.SSLContext:
    """The authorities of this system, and who else stands in a PEM file."""
    trusted = ssl.create_default_context()
    if certificate:
        trusted.load_verify_locations(certificate)
    return trusted
