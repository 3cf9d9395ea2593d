"""The XML stream to our server: slixmpp, with what it does by itself taken away.

Promises: no password and no stanza without TLS to the name of our own server; no roster, no
archive, nobody else's card is asked for or kept; a stanza counts as handled (XEP-0198) only when we
say so.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable
from typing import Any, ClassVar
from xml.etree.ElementTree import SubElement

from slixmpp import ClientXMPP
from slixmpp.plugins.base import register_plugin
from slixmpp.plugins.xep_0198.stream_management import XEP_0198
from slixmpp.stanza import Iq, Message, Presence
from slixmpp.xmlstream.stanzabase import StanzaBase

from aman.lines.connector import PassingFault
from aman.lines.hosts import trust

from .account import Account

RESOURCE = "line"
"""Always the same: a server that still believes in an earlier session ends that one."""
OPENING_SECONDS = 20.0
CLOSING_SECONDS = 2.0
_REFUSED_SECONDS = 30.0
_REQUEST = "<r xmlns='urn:xmpp:sm:3'/>"
_ARCHIVE = "{urn:xmpp:mam:2}"
_UNWANTED = ("IM", "IMError", "Presence", "Stream Error", "Roster Update")

Received = Callable[[int, StanzaBase], None]
"""Is called for each stanza in order, with its number from 1."""


class _Acknowledging(XEP_0198):
    """XEP-0198 that counts what was handled, where the library counts what was received."""

    name = "aman_acknowledging"
    dependencies: ClassVar[set[str]] = set()
    received: Received = staticmethod(lambda _number, _stanza: None)
    number = 0

    def _handle_incoming(self, stanza: StanzaBase) -> StanzaBase:
        if self.enabled_in and isinstance(stanza, Message | Presence | Iq):
            self.number += 1
            self.received(self.number, stanza)
        return stanza


register_plugin(_Acknowledging)


class Stream(ClientXMPP):
    """One stream, from `open` to `close`; it never connects again by itself."""

    def __init__(self, account: Account, received: Received, resource: str = RESOURCE) -> None:
        super().__init__(
            f"{account.address.bare}/{resource}",
            account.password.reveal().decode(),
            ssl_context=trust(account.certificate),
        )
        for name in _UNWANTED:
            self.remove_handler(name)
        self.whitespace_keepalive = False
        self.enable_direct_tls = account.server is None  # by address it is the port of STARTTLS
        self._account = account
        self._over: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._acked: dict[str, asyncio.Future[None]] = {}
        self.register_plugin(
            _Acknowledging.name, {"allow_resume": False, "window": 2**31, "order": 10_100}
        )
        self._counting: _Acknowledging = self.plugin[_Acknowledging.name]  # type: ignore[literal-required]
        self._counting.received = received
        for event, handler in (
            ("sm_enabled", self._on_ready),
            ("disconnected", lambda _: self._end("away")),
            ("failed_all_auth", lambda _: self._end("not let in")),
            ("sm_failed", lambda _: self._end("no acknowledgements")),
            ("stanza_acked", self._on_acked),
        ):
            self.add_event_handler(event, handler)

    async def open(self) -> None:
        """Connect, and be there for messages. Raises `PassingFault`."""
        await self.reach()
        self._ask_to_keep_nothing()
        self.Presence().send()

    async def reach(self) -> None:
        """Connect; no message comes before it is said that we are there. Raises `PassingFault`."""
        self.connect(*(self._account.server or (None, None)))
        await asyncio.wait(
            (self._ready, self._over),
            timeout=OPENING_SECONDS,
            return_when=asyncio.FIRST_COMPLETED,
        )
        if not self._ready.done():
            reason = self._over.result() if self._over.done() else "away"
            raise PassingFault(reason, _REFUSED_SECONDS if reason == "not let in" else None)

    async def over(self) -> str:
        """Wait until it has ended by itself; gives why."""
        return await asyncio.shield(self._over)

    async def close(self) -> None:
        """Say what was handled, and that no more is taken."""
        if self.transport:
            self.acknowledge(self._counting.handled)
            await self.disconnect(CLOSING_SECONDS, ignore_send_queue=True)
        self.cancel_connection_attempt()
        self.abort()
        if self._run_out_filters is not None:
            self._run_out_filters.cancel()

    def acknowledge(self, number: int) -> None:
        """Tell the server that everything up to this number is where it belongs."""
        self._counting.handled = number
        if self._counting.enabled_in and self.transport:
            self._counting.send_ack()  # type: ignore[no-untyped-call]

    @property
    def is_over(self) -> bool:
        """Whether nothing can leave any more."""
        return self._over.done()

    async def taken(self, message: Message, seconds: float) -> bool:
        """Send it, and wait until the server says that it took it; False when it never said so."""
        id_ = message["id"]
        future = self._acked[id_] = asyncio.get_running_loop().create_future()
        message.send()
        self.send(_REQUEST)
        await asyncio.wait(
            (future, self._over), timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        self._acked.pop(id_, None)
        return future.done()

    def is_secret(self) -> bool:
        """Whether the stream is inside TLS now."""
        return isinstance(self.socket, ssl.SSLSocket | ssl.SSLObject)

    def _ask_to_keep_nothing(self) -> None:
        """XEP-0313; a server without an archive answers with an error, which is as good."""
        iq = self.make_iq_set()
        preferences = SubElement(iq.xml, f"{_ARCHIVE}prefs", {"default": "never"})
        SubElement(preferences, f"{_ARCHIVE}always")
        SubElement(preferences, f"{_ARCHIVE}never")
        iq.send(callback=lambda _: None)  # type: ignore[no-untyped-call]

    def _on_ready(self, _: object) -> None:
        if not self._ready.done():
            self._ready.set_result(None)

    def _on_acked(self, stanza: StanzaBase) -> None:
        future = self._acked.get(stanza["id"])
        if future is not None and not future.done():
            future.set_result(None)

    def _end(self, reason: str) -> None:
        if not self._over.done():
            self._over.set_result(reason)

    async def _handle_stream_features(self, features: Any) -> bool | None:  # noqa: ANN401
        """Before TLS only TLS is spoken of; the library would go on without it."""
        if not self.is_secret() and "starttls" not in features["features"]:
            self._end("no TLS")
            self.abort()
            return True
        handled: bool | None = await super()._handle_stream_features(features)
        if "bind" in self.features and "stream_management" not in self.features:
            self._end("no acknowledgements")
        return handled

    def reschedule_connection_attempt(self) -> None:
        """Every address was tried: this session is over."""
        self._end("away")


def silence() -> None:
    """No word of the library's: it logs stanzas, and what it can't read."""
    for name in ("slixmpp", "asyncio"):
        logger = logging.getLogger(name)
        logger.disabled = True
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
