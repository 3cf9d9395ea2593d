"""The Matrix line's far side: a real Synapse, and people who speak its API."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from lines.matrix.people import CLIENT, Person
from lines.matrix.synapse import DOMAIN, Synapse, synapse
from lines.peer import Can, Got, LineSetup


class MatrixPeer:
    """People whose accounts, like the line's, are at one Synapse."""

    can = (
        Can.FILES
        | Can.PLACES
        | Can.RECEIPTS
        | Can.BLOCK
        | Can.GO_AWAY
        | Can.PULSE
        | Can.EDIT
        | Can.FIRST
    )

    def __init__(self, server: Synapse) -> None:
        self.name = "matrix"
        self.server = server
        self._suffix = uuid4().hex[:8]
        self._account = server.account(f"hotline-{self._suffix}")
        self.line = str(self._account["user_id"])
        self._people: dict[str, Person] = {}
        self._is_away = False

    def setup(self) -> LineSetup:
        """Its account."""
        provider = {"address": self.line, "server": self.server.url}
        return LineSetup(provider, {"token": str(self._account["access_token"])})

    def connected(self, port: int | None) -> None:
        """It asks by itself."""

    def named(self, who: str) -> str:
        """The same."""
        return self.address(who)

    def address(self, who: str) -> str:
        """The Matrix id."""
        return f"@{who}-{self._suffix}:{DOMAIN}"

    def person(self, who: str) -> Person:
        """Somebody's client."""
        if who not in self._people:
            self._people[who] = Person(self.server, f"{who}-{self._suffix}", self.line)
        return self._people[who]

    def write(self, who: str, text: str) -> None:
        """Somebody writes; markup beside the text is what a client would add."""
        self.person(who).send(
            {
                "msgtype": "m.text",
                "body": text,
                "format": "org.matrix.custom.html",
                "formatted_body": f"<b>{text}</b>",
            }
        )

    def redeliver(self) -> None:
        """Nothing is delivered again while the mark stands."""
        raise NotImplementedError

    def press(self, who: str, payload: str) -> None:
        """Nothing can be pressed."""
        raise NotImplementedError

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """Somebody sends a file."""
        person = self.person(who)
        url = person.upload(content, media)
        info = {"mimetype": media, "size": len(content)}
        person.send({"msgtype": "m.file", "body": name, "url": url, "info": info})

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Somebody sends where he is."""
        self.person(who).send(
            {
                "msgtype": "m.location",
                "body": "Location was shared",
                "geo_uri": f"geo:{latitude},{longitude};u=10",
            }
        )

    def got(self, who: str) -> list[Got]:
        """Texts that came from the line."""
        self.person(who).come()
        return [Got(event["content"]["body"]) for event in self.person(who).heard()]

    def confirm(self, who: str) -> None:
        """His client marks the last message as read."""
        person = self.person(who)
        room, event = quote(person.room), quote(person.heard()[-1]["event_id"])
        person.ask("POST", f"{CLIENT}/rooms/{room}/receipt/m.read/{event}", json={})

    def block(self, who: str) -> None:
        """He leaves the room, as people do who want to hear no more."""
        person = self.person(who)
        person.ask("POST", f"{CLIENT}/rooms/{quote(person.room)}/leave", json={})

    def go_away(self) -> None:
        """The server is stopped."""
        self.server.stop()
        self._is_away = True

    def come_back(self) -> None:
        """It is started with what it kept."""
        self.server.start()
        self._is_away = False

    def end(self) -> None:
        """Everybody goes; the server stays for the next test."""
        if self._is_away:
            self.server.start()
        for person in self._people.values():
            person.close()


@contextmanager
def matrix_peer(folder: Path) -> Iterator[MatrixPeer]:
    """The far side of the Matrix line."""
    del folder
    peer = MatrixPeer(synapse())
    try:
        yield peer
    finally:
        peer.end()
