"""A line's world without a network: a desk, a front that may be away, and a clock that is set."""

import msgspec

from aman.core.keys import Secret
from aman.core.manifest import sign_manifest
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.derivations import Derivations
from aman.lines.front import Front, FrontAway
from aman.lines.posting import Posting, Speaker
from aman.lines.record import Record
from aman.lines.sending import Outbox
from lines.desk_behind import DeskBehind


class GivenFront(Front):
    """A front that gives what the test says, and counts how often it is asked for a manifest."""

    def __init__(self, desk: DeskBehind) -> None:
        self.desk = desk
        self.given = desk.manifest
        self.away = False
        self.asked = 0

    def close(self) -> None:
        """It has no connection."""

    def manifest(self) -> bytes:
        """Give it."""
        self.asked += 1
        self._be_there()
        return self.given

    def store(self, stamped: bytes) -> None:
        """Give it to the desk behind."""
        self._be_there()
        self.desk.take(stamped)

    def instructions(self, line: str, token: Secret) -> list[bytes]:
        """All that the desk behind has for the line."""
        self._be_there()
        assert token == self.desk.lines[line].token
        return [piece for pieces in self.desk.lines[line].waiting.values() for piece in pieces]

    def _be_there(self) -> None:
        if self.away:
            raise FrontAway


class World:
    """A desk, its front, and a clock."""

    def __init__(self) -> None:
        self.desk = DeskBehind("null")
        self.now = float(issued_at(self.desk))
        self.front = GivenFront(self.desk)
        self.hotline = Hotline(self.desk.hotline, lambda: self.now, NewestManifest())

    def outbox(self, record: Record) -> Outbox:
        """What the line sends with."""
        at_desk = self.desk.lines["null"]
        speaker = Speaker.of("null", at_desk.key, at_desk.seed)
        posting = Posting(self.front, self.hotline, speaker, Derivations(1))
        return Outbox(
            self.front,
            self.desk.hotline,
            speaker,
            at_desk.token,
            record,
            posting,
            lambda: self.now,
        )

    def signed(self, seq: int) -> bytes:
        """The same manifest with another number."""
        manifest = self.hotline.manifest(self.front)
        return sign_manifest(msgspec.structs.replace(manifest, seq=seq), self.desk.online)


def issued_at(desk: DeskBehind) -> int:
    """When the desk's manifest was issued."""
    length = int.from_bytes(desk.manifest[:4], "big")
    issued: int = msgspec.json.decode(desk.manifest[4 : 4 + length])["issued"]
    return issued
