"""The null twin's far side: two folders."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import msgspec

from aman.core.keys import to_base64url
from aman.core.line_dialogue import Place
from aman.lines.events import Incoming, IncomingFile
from aman.lines.null.mailbox import Written
from lines.peer import Can, Got, LineSetup


class NullPeer:
    """People behind a null line."""

    can = (
        Can.BUTTONS
        | Can.FILES
        | Can.PLACES
        | Can.REDELIVER
        | Can.BLOCK
        | Can.GO_AWAY
        | Can.PULSE
        | Can.FIRST
    )

    def __init__(self, folder: Path, name: str, *, standing: bool = False) -> None:
        self.name = name
        self._standing = standing
        if standing:
            self.can = (self.can | Can.STANDS) & ~Can.REDELIVER
        self._folder = folder
        self._sent: list[Incoming] = []
        for each in ("in", "out", "blocked"):
            folder.joinpath(each).mkdir(parents=True)

    def setup(self) -> LineSetup:
        """Only where the folders are."""
        return LineSetup(
            {"mailbox": str(self._folder), "standing": self._standing},
            settings={"renewed_after": 3} if self._standing else {},
        )

    def connected(self, port: int | None) -> None:
        """It looks for itself."""

    def named(self, who: str) -> str:
        """The same."""
        return self.address(who)

    def address(self, who: str) -> str:
        """A name is its address here."""
        return f"null:{who}"

    def write(self, who: str, text: str) -> None:
        """Somebody writes."""
        self._come(who, text=text)

    def _come(self, who: str, **members: object) -> None:
        number = len(self._sent) + 1
        event = Incoming(f"event-{number}", self.address(who), order=number, **members)  # type: ignore[arg-type]
        self._sent.append(event)
        self._deliver(event)

    def _deliver(self, event: Incoming) -> None:
        new = self._folder / "in" / "message.new"
        new.write_bytes(msgspec.json.encode(Written(incoming=event)))
        # Named only now: a heart-beat that came while it was written would move the mark past it.
        new.replace(new.with_name(f"{time.time_ns():020}.json"))

    def redeliver(self) -> None:
        """Everything again, in another order."""
        for event in Random(7).sample(self._sent, len(self._sent)):  # noqa: S311 - an order for a test
            self._deliver(event)

    def press(self, who: str, payload: str) -> None:
        """Somebody presses a button."""
        self._come(who, pressed=payload)

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """Somebody sends a file."""
        self._come(who, files=(IncomingFile(content, media, name),))

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Somebody sends where he is."""
        self._come(who, place=Place(latitude, longitude))

    def got(self, who: str) -> list[Got]:
        """What was sent to somebody."""
        paths = sorted(self._folder.joinpath("out").glob("[!.]*"))
        written = [msgspec.json.decode(path.read_bytes(), type=Written) for path in paths]
        return [Got(each.text, each.payloads) for each in written if each.to == self.address(who)]

    def confirm(self, who: str) -> None:
        """Nobody tells."""
        raise NotImplementedError

    def block(self, who: str) -> None:
        """Nothing reaches him any more."""
        self._folder.joinpath("blocked", to_base64url(self.address(who).encode())).touch()

    def go_away(self) -> None:
        """The folders are not looked into."""
        self._folder.joinpath("away").touch()

    def come_back(self) -> None:
        """They are again."""
        self._folder.joinpath("away").unlink()


@contextmanager
def null_peer(folder: Path, name: str, *, standing: bool = False) -> Iterator[NullPeer]:
    """The far side of the null twin of a line."""
    yield NullPeer(folder / "mailbox", name, standing=standing)
