"""The XMPP line's far side: a real Prosody, and people with slixmpp clients."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree as ET

from slixmpp.stanza import Message

from lines.peer import Can, Got, LineSetup
from lines.xmpp.people import People, Person
from lines.xmpp.prosody import PASSWORD, Prosody, prosody

RECEIPTS = "{urn:xmpp:receipts}"
RENEWED_AFTER = 5
"""Seconds; less than the default, so that no test waits so long."""


class XmppPeer:
    """People whose accounts, like the line's, are at one Prosody."""

    can = (
        Can.FILES
        | Can.PLACES
        | Can.REDELIVER
        | Can.RECEIPTS
        | Can.BLOCK
        | Can.GO_AWAY
        | Can.PULSE
        | Can.EDIT
        | Can.STANDS
        | Can.FIRST
    )

    def __init__(self, server: Prosody) -> None:
        self.name = "xmpp"
        self.server = server
        suffix = uuid4().hex[:8]
        self.line = server.account(f"hotline-{suffix}")
        self.people = People(server, self.line, suffix)
        self._sent: list[Message] = []
        self._is_away = False
        self._unsent: list[tuple[str, str]] = []

    def setup(self) -> LineSetup:
        """Its account, and the test's own upload host."""
        provider = {
            "address": self.line,
            "server": self.server.server,
            "certificate": self.server.certificate,
            "upload_hosts": [f"127.0.0.1:{self.server.https}"],
        }
        return LineSetup(provider, {"password": PASSWORD}, {"renewed_after": RENEWED_AFTER})

    def connected(self, port: int | None) -> None:
        """It connects by itself."""

    def named(self, who: str) -> str:
        """The same."""
        return self.address(who)

    def address(self, who: str) -> str:
        """The bare address."""
        return self.people.address(who)

    def person(self, who: str) -> Person:
        """Somebody's client."""
        return self.people.person(who)

    def send(self, who: str, message: Message) -> None:
        """Send what his client made, and remember it."""
        del who  # the message knows whose client made it
        self._sent.append(message)
        self.people.send(message)

    def write(self, who: str, text: str) -> None:
        """Somebody writes; while there is no server his client keeps it."""
        if self._is_away:
            self._unsent.append((who, text))
            return
        self.send(who, self.person(who).message(text))

    def redeliver(self) -> None:
        """His client sends all again, as one does that heard no acknowledgement."""
        for message in reversed(self._sent):
            self.people.send(message)

    def press(self, who: str, payload: str) -> None:
        """Nothing can be pressed."""
        raise NotImplementedError

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """Somebody uploads a file and sends where it is (XEP-0363, XEP-0066)."""
        person = self.person(who)
        url = self.people.do(person.put(content, media, name))
        message = person.message(url)
        link = ET.SubElement(message.xml, "{jabber:x:oob}x")
        ET.SubElement(link, "{jabber:x:oob}url").text = url
        self.send(who, message)

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """As phones write it."""
        self.write(who, f"geo:{latitude},{longitude}")

    def got(self, who: str) -> list[Got]:
        """Texts that came from the line."""
        return [
            Got(stanza["body"])
            for stanza in self.person(who).stanzas
            if stanza["from"].bare == self.line and stanza["type"] == "chat" and stanza["body"]
        ]

    def confirm(self, who: str) -> None:
        """His client answers the request for a receipt (XEP-0184)."""
        person = self.person(who)
        asked = [each for each in person.stanzas if each.xml.find(f"{RECEIPTS}request") is not None]
        message = person.message()
        ET.SubElement(message.xml, f"{RECEIPTS}received", {"id": asked[-1]["id"]})
        self.send(who, message)

    def block(self, who: str) -> None:
        """XEP-0191."""
        self.people.do(self.person(who).refuse())

    def go_away(self) -> None:
        """The server is stopped."""
        self.people.leave()
        self.server.stop()
        self._is_away = True

    def come_back(self) -> None:
        """It is started with what it kept."""
        self.server.start()
        self._is_away = False
        self.people.return_all()
        unsent, self._unsent = self._unsent, []
        for who, text in unsent:
            self.write(who, text)

    def end(self) -> None:
        """Everybody goes; the server stays for the next test."""
        if self._is_away:
            self.server.start()
        self.people.end()


@contextmanager
def xmpp_peer(folder: Path) -> Iterator[XmppPeer]:
    """The far side of the XMPP line."""
    del folder
    peer = XmppPeer(prosody())
    try:
        yield peer
    finally:
        peer.end()
