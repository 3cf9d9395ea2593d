"""An SMTP server behind an MX: one mail over one connection, in a process of its own.

Promises: 250 only when all of the mail is at the front, 451 when that is away, so that the MX keeps
it. Our address alone is taken. After a mail the process ends: the next comes over a new connection.
"""

import asyncio
import logging
import socket

from aiosmtpd.smtp import SMTP, Envelope, Session

from aman.lines.connector import Post
from aman.lines.front import FrontAway

from .addresses import addr_spec
from .incoming import Reader

MOST_BYTES = 32 * 1024 * 1024
_LINE_BYTES = 2 * 1024 * 1024
_IDLE_SECONDS = 60.0
_QUIT_SECONDS = 0.3
TAKEN = "250 2.0.0 taken"
LATER = "451 4.3.0 not now, please keep it"
NOBODY = "550 5.1.1 no such address"
ENOUGH = "421 4.3.2 one mail a connection"


class Reception:
    """Takes mails to our address."""

    def __init__(self, reader: Reader, domain: str) -> None:
        self._reader = reader
        self._domain = domain

    def serve(self, connection: socket.socket, post: Post) -> None:
        """Take at most one mail."""
        logging.disable()  # the library tells addresses and lines
        asyncio.run(self._converse(connection, post))

    async def _converse(self, connection: socket.socket, post: Post) -> None:
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        handler = _Handler(self._reader, post)
        await loop.connect_accepted_socket(
            lambda: _Session(handler, self._domain, ended), connection
        )
        await asyncio.wait((ended,), timeout=4 * _IDLE_SECONDS)


class _Session(SMTP):
    """One conversation; `ended` is done when the other side has gone."""

    line_length_limit = _LINE_BYTES
    command_size_limit = 2048

    def __init__(self, handler: "_Handler", domain: str, ended: "asyncio.Future[None]") -> None:
        super().__init__(
            handler,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            hostname=domain,
            ident="ESMTP",
            timeout=_IDLE_SECONDS,
            loop=asyncio.get_running_loop(),
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
        )
        self._ended = ended

    def connection_lost(self, error: Exception | None) -> None:
        """Then there is no more to do."""
        super().connection_lost(error)
        if not self._ended.done():
            self._ended.set_result(None)


class _Handler:
    def __init__(self, reader: Reader, post: Post) -> None:
        self._reader = reader
        self._post = post
        self._served = False

    async def handle_MAIL(  # noqa: N802 - the library's hook
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """A second mail is for a process that has not seen the first."""
        del session
        if self._served:
            _close_soon(server, 0.0)
            return ENOUGH
        envelope.mail_from = address or "<>"
        envelope.mail_options.extend(options)
        return "250 2.1.0 go on"

    async def handle_RCPT(  # noqa: N802 - the library's hook
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Our own address, and no other."""
        del server, session, options
        if addr_spec(address) != self._reader.ours:
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 go on"

    async def handle_DATA(  # noqa: N802 - the library's hook
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Read it, and bring it to the front."""
        del session
        self._served = True
        content = envelope.content
        raw = content if isinstance(content, bytes) else b""
        try:
            for event in self._reader.read(raw, envelope.mail_from or ""):
                self._post(event)
        except FrontAway:
            return LATER
        finally:
            _close_soon(server, _QUIT_SECONDS)
        return TAKEN

    async def handle_exception(self, error: Exception) -> str:
        """Whatever it was, the mail stays at the MX."""
        del error
        return LATER


def _close_soon(server: SMTP, seconds: float) -> None:
    """Close after the answer has left."""
    transport = server.transport
    if transport is not None:
        asyncio.get_running_loop().call_later(seconds, transport.close)
