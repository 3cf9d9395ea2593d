"""A server that is not ours, or somebody in between, gets no password and no stanza."""

# ruff: noqa: D103 - a test is named after what it protects

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from slixmpp import JID

from aman.core.keys import Secret
from aman.lines.connector import PassingFault
from aman.lines.xmpp.account import Account
from aman.lines.xmpp.stream import Stream
from lines.certificates import CERTIFICATE, KEY, certify

pytestmark = pytest.mark.enable_socket

_OPEN = (
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1' from='chat.test' "
    "version='1.0' xmlns:stream='http://etherx.jabber.org/streams'>"
)
_PLAIN = (
    "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
    "<mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>"
)
_ELSEWHERE = (
    "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:{port}"
    "</see-other-host></stream:error>"
)
_TLS = "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"
_PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"


class Impostor:
    """Says what it is told after each stream's head, and keeps what it heard."""

    def __init__(self, features: str, trust: ssl.SSLContext | None = None) -> None:
        self.features = features
        self.trust = trust
        self.heard = b""
        self.connections = 0
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.connections += 1
        try:
            self.heard += await reader.readuntil(b">")
            writer.write((_OPEN + self.features.format(port=self.port)).encode())
            while piece := await asyncio.wait_for(reader.read(4096), 3):
                self.heard += piece
                if b"<starttls" in piece and self.trust is not None:
                    writer.write(_PROCEED.encode())
                    await writer.start_tls(self.trust)
                    self.heard += b"[inside]"
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@contextmanager
def running(impostor: Impostor) -> Iterator[Impostor]:
    """The impostor listens, in a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(impostor.serve, "127.0.0.1", 0)

    async def end() -> None:
        server.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(5)
    impostor.port = server.sockets[0].getsockname()[1]
    try:
        yield impostor
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _open(port: int, certificate: str) -> str:
    server = ("127.0.0.1", port)
    account = Account(
        JID("hotline@chat.test"),
        Secret(b"canary"),
        server,
        certificate,
        files=False,
        upload_hosts=frozenset(),
    )
    stream = Stream(account, lambda _number, _stanza: None)
    try:
        with pytest.raises(PassingFault) as fault:
            await asyncio.wait_for(stream.open(), 15)
        return fault.value.reason
    finally:
        await stream.close()


def test_a_server_without_tls_gets_no_password() -> None:
    with running(Impostor(_PLAIN)) as impostor:
        assert asyncio.run(_open(impostor.port, "")) == "no TLS"
    assert b"<auth" not in impostor.heard


def test_a_server_that_sends_us_elsewhere_is_not_followed() -> None:
    with running(Impostor(_ELSEWHERE)) as impostor:
        asyncio.run(_open(impostor.port, ""))
    assert impostor.connections == 1
    assert b"<auth" not in impostor.heard


@pytest.mark.parametrize("name", ["other.test", "chat.test"])
def test_a_server_with_another_certificate_gets_no_password(tmp_path: Path, name: str) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    for folder in (theirs, ours):
        folder.mkdir()
        certify(folder, name if folder == theirs else "chat.test")
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(theirs / CERTIFICATE, theirs / KEY)
    trusted = theirs if name == "other.test" else ours
    with running(Impostor(_TLS, trust)) as impostor:
        asyncio.run(_open(impostor.port, str(trusted / CERTIFICATE)))
    assert b"[inside]" not in impostor.heard
