"""The far side of a line, as the contract test drives it: people, and their provider.

Each line's folder in `tests/lines` has a `peer.py` with a context manager that starts its provider
(a real server, or a stub that is called one) and gives a `Peer`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Flag, auto
from typing import Any, Protocol


class Can(Flag):
    """What a provider can do; the contract asks only that of it."""

    BUTTONS = auto()
    FILES = auto()
    PLACES = auto()
    REDELIVER = auto()
    RECEIPTS = auto()
    BLOCK = auto()
    GO_AWAY = auto()
    PULSE = auto()
    EDIT = auto()
    FIRST = auto()
    """Somebody who has never written can be written to, by an address that can be told."""
    STANDS = auto()
    """Its session stands: a text may be in the receiver until that is replaced."""


@dataclass(frozen=True)
class LineSetup:
    """What goes into line.json for this provider."""

    provider: dict[str, Any]
    secrets: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Got:
    """What somebody received: its text, and the payloads of its buttons.

    `beside`: what else of one message a telephone shows while it is locked, such as a subject.
    """

    text: str
    payloads: Sequence[str] = ()
    beside: Sequence[str] = ()


class Peer(Protocol):
    """People are named freely ("alice", "бабушка"); the peer gives each an address."""

    name: str
    can: Can

    def setup(self) -> LineSetup:
        """What the line is told; called before it starts."""
        ...

    def connected(self, port: int | None) -> None:
        """The line runs, and listens on that port if it takes webhooks."""
        ...

    def named(self, who: str) -> str:
        """His address as somebody else would tell it to us."""
        ...

    def address(self, who: str) -> str:
        """The address that the desk sees of somebody."""
        ...

    def write(self, who: str, text: str) -> None:
        """Somebody writes."""
        ...

    def redeliver(self) -> None:
        """The provider delivers all that it delivered once more, in another order."""
        ...

    def press(self, who: str, payload: str) -> None:
        """Somebody presses a button of the last message that has one."""
        ...

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """Somebody sends a file."""
        ...

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Somebody sends where he is."""
        ...

    def got(self, who: str) -> list[Got]:
        """What somebody received through the line, in order."""
        ...

    def confirm(self, who: str) -> None:
        """His device tells that what came last is there, unless the provider does so by itself."""
        ...

    def block(self, who: str) -> None:
        """Nothing reaches that person any more, and the provider says so."""
        ...

    def go_away(self) -> None:
        """The provider stops answering."""
        ...

    def come_back(self) -> None:
        """It answers again."""
        ...
