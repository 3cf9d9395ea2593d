"""Each line whose provider tells says by what names people see its account."""

# ruff: noqa: D103 - a test is named after what it protects

import asyncio
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import SubElement

import httpx
import pytest

from aman.lines.connector import PassingFault
from aman.lines.registry import line
from aman.lines.xmpp.account import read_account
from aman.lines.xmpp.stream import Stream
from lines.contract.cast import REAL
from lines.given import given
from lines.matrix.peer import matrix_peer
from lines.peer import Peer
from lines.telegram.peer import telegram_peer
from lines.whatsapp.peer import whatsapp_peer
from lines.xmpp.peer import xmpp_peer

pytestmark = pytest.mark.enable_socket
TELLS = ("email", "email-imap", "matrix", "sms", "sms-http", "telegram", "whatsapp", "xmpp")


@pytest.fixture(autouse=True)
def logs_again() -> Iterator[None]:
    """A connector lets nobody log any more; the tests after this one go on."""
    yield
    logging.disable(logging.NOTSET)


def names(peer: Peer, name: str) -> Sequence[str]:
    connection = line(name).connect()(given(name, peer.setup()))
    assert connection.names is not None
    return connection.names()


@pytest.mark.parametrize("row", TELLS)
def test_every_line_that_can_tell_does(tmp_path: Path, row: str) -> None:
    with REAL[row](tmp_path) as peer:
        shown = names(peer, row.partition("-")[0])
    assert shown
    assert all(shown)


def test_telegram_tells_the_name_of_every_language(tmp_path: Path) -> None:
    with telegram_peer(tmp_path) as peer:
        peer.stub.names = {"": "Notes", "ar": "\u0623\u0645\u0627\u0646"}
        peer.stub.username = "aman_bot"
        assert names(peer, "telegram") == ("Notes", "aman_bot", "\u0623\u0645\u0627\u0646")
        peer.go_away()
        with pytest.raises(PassingFault):
            names(peer, "telegram")
        peer.come_back()


def test_whatsapp_tells_the_verified_name(tmp_path: Path) -> None:
    with whatsapp_peer(tmp_path) as peer:
        peer.stub.verified_name = "Aman"
        assert names(peer, "whatsapp") == ("Aman",)


def test_matrix_tells_display_name_and_address(tmp_path: Path) -> None:
    with matrix_peer(tmp_path) as peer:
        setup = peer.setup()
        address, server = setup.provider["address"], setup.provider["server"]
        httpx.put(
            f"{server}/_matrix/client/v3/profile/{quote(address)}/displayname",
            json={"displayname": "Our notes"},
            headers={"Authorization": f"Bearer {setup.secrets['token']}"},
            trust_env=False,
        ).raise_for_status()
        assert names(peer, "matrix") == ("Our notes", address)


def test_xmpp_tells_the_card_and_the_address(tmp_path: Path) -> None:
    with xmpp_peer(tmp_path) as peer:
        setup = peer.setup()
        account = read_account(given("xmpp", setup))
        assert names(peer, "xmpp") == (account.address.bare,)

        async def write_card() -> None:
            stream = Stream(account, lambda _number, _stanza: None, resource="test")
            await stream.reach()
            iq = stream.make_iq_set(ito=account.address.bare)
            card = SubElement(iq.xml, "{vcard-temp}vCard")
            SubElement(card, "{vcard-temp}FN").text = "Our notes"
            SubElement(card, "{vcard-temp}NICKNAME").text = "Aman"
            await iq.send(timeout=10)
            await stream.close()

        asyncio.run(write_card())
        assert names(peer, "xmpp") == ("Our notes", "Aman", account.address.bare)
