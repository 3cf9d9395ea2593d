"""Ports for servers under test: known before they listen, and still free when they come back.

Asking the system for "any" port gives one of those that it also gives to outgoing connections:
between the asking and the listening, or while a server is away, a connection of another test may
take it.
"""

import secrets
import socket

_FIRST, _LAST = 20_000, 29_999
"""Above what services use, below what Linux gives to outgoing connections."""

_given: set[int] = set()


def free_port() -> int:
    """A port of the loopback interface on which nobody listens, and given to nobody else here."""
    while True:
        port = _FIRST + secrets.randbelow(_LAST - _FIRST + 1)
        if port not in _given and _can_listen(port):
            _given.add(port)
            return port


def _can_listen(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
