"""A file is fetched from a server that nobody here trusts, in a process of its own.

Promises: https and the name that was asked for, no redirects, at most `most` bytes, an end in time,
and no address inside this network unless the administrator named the host. The process that speaks
with the stranger holds nobody's text, and its address is never on a command line.
"""

import asyncio
import http.client
import ipaddress
import os
import resource
import socket
import ssl
import struct
import sys
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec

from .events import NOT_FETCHED, TOO_LARGE, IncomingFile
from .hosts import trust
from .processes import die_with_parent, keep_memory_to_ourselves

_HEAD = struct.Struct(">BH")
_HTTPS_PORT = 443
_PIECE = 64 * 1024
_MEMORY = 1 << 30
_CONNECT_SECONDS = 8.0


class Wanted(msgspec.Struct, frozen=True):
    """What the child is told on its standard input."""

    url: str
    most: int
    inside: bool = False
    """Whether it may be at a private address."""
    certificate: str = ""
    """Who is trusted beside the system's authorities: a PEM file."""
    parent: int = 0

    def __repr__(self) -> str:
        return "<Wanted>"


async def fetch(wanted: Wanted, name: str, seconds: float) -> IncomingFile:
    """Fetch it; what could not be had says why in `fault`."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    told = msgspec.structs.replace(wanted, parent=os.getpid())
    try:
        said, _ = await asyncio.wait_for(child.communicate(msgspec.json.encode(told)), seconds)
    except TimeoutError:
        said = b""
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if len(said) < _HEAD.size:
        return IncomingFile(None, name=name, fault=NOT_FETCHED)
    status, length = _HEAD.unpack_from(said)
    media = said[_HEAD.size : _HEAD.size + length].decode("ascii", "replace")
    if status:
        return IncomingFile(None, media, name, TOO_LARGE)
    return IncomingFile(said[_HEAD.size + length :], media, name)


class _Refused(Exception):  # noqa: N818 - the child ends without a word
    person = "The file could not be fetched."
    operator = "A file could not be fetched."


class _TooLarge(Exception):  # noqa: N818 - the child says so
    person = "This file is too large. At most 5 MB."
    operator = "A file was too large and was not taken."


def addresses_of(host: str, port: int, *, inside: bool) -> list[str]:
    """Where the host is; none when any of its addresses is not of the public internet."""
    found = {
        str(where[0])
        for _, _, _, _, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    }
    if not inside and not all(ipaddress.ip_address(each).is_global for each in found):
        return []
    return sorted(found)


class _Pinned(http.client.HTTPSConnection):
    """Connects to an address that was looked at, and checks the certificate of the name."""

    def __init__(self, host: str, port: int, address: str, trusted: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=_CONNECT_SECONDS, context=trusted)
        self._address = address
        self._trusted = trusted

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._trusted.wrap_socket(plain, server_hostname=self.host)


def _got(wanted: Wanted) -> tuple[str, bytes]:
    parts = urlsplit(wanted.url)
    host, port = parts.hostname or "", parts.port or _HTTPS_PORT
    if parts.scheme != "https" or not host or parts.username is not None:
        raise _Refused
    trusted = trust(wanted.certificate)
    for address in addresses_of(host, port, inside=wanted.inside):
        connection = _Pinned(host, port, address, trusted)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path or "/", headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        if answer.status != HTTPStatus.OK:
            raise _Refused
        if (answer.length or 0) > wanted.most:
            raise _TooLarge
        return answer.headers.get_content_type(), _body(answer, wanted.most)
    raise _Refused


def _body(answer: http.client.HTTPResponse, most: int) -> bytes:
    content = bytearray()
    while piece := answer.read(_PIECE):
        content += piece
        if len(content) > most:
            raise _TooLarge
    if answer.length:  # it said that there is more
        raise _Refused
    return bytes(content)


def main() -> None:
    """The whole life of the child: it leaves without a word of what it met."""
    keep_memory_to_ourselves()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    wanted = msgspec.json.decode(sys.stdin.buffer.read(), type=Wanted)
    die_with_parent(wanted.parent)
    try:
        media, content = _got(wanted)
    except _TooLarge:
        sys.stdout.buffer.write(_HEAD.pack(1, 0))
        return
    kind = media.encode("ascii", "replace")[:64]
    sys.stdout.buffer.write(_HEAD.pack(0, len(kind)) + kind + content)


if __name__ == "__main__":
    main()
