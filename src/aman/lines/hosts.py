"""Where a server is that a line turns to, as line.json names it."""

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
