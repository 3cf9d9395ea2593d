"""Made-up callers: they seal envelopes as a page does, and the desk takes them in."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from django.test import Client

from aman.core.carriage import Delivery
from aman.core.dialogue import Cover, Message, write_body
from aman.core.envelope import Kind, OpenedMessage
from aman.core.keys import KemPublicKey, KemSeed, Secret
from aman.core.sealing import seal_envelope
from aman.desk.casebook.models import Case
from aman.desk.reading.intake import receive
from aman.desk.running import Desk

STORE = bytes(range(16))


class HandClock(Protocol):
    """The desk's clock, moved by hand."""

    def __call__(self) -> float:
        """The time."""

    def forward(self, seconds: float) -> None:
        """Let time pass."""


def password_of(name: str) -> str:
    """What each of the cast uses as password."""
    return f"{name} walks the dog at dawn"


def carried(page: str) -> str:
    """What a sign-in screen carries of a form that could not be taken."""
    found = re.search(r'<textarea name="draft"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def _bytes(label: str, size: int) -> bytes:
    return sha256(label.encode()).digest()[:size]


@dataclass
class Courier:
    """Brings envelopes as if from the front called one."""

    desk: Desk
    seq: int = 0

    def bring(self, *envelopes: bytes) -> None:
        """One visit."""
        delivery = Delivery("one", STORE, self.seq + 1, envelopes)
        self.seq += len(envelopes)
        receive(delivery, self.desk.clock())


@dataclass
class Wire:
    """Hands what lines seal to the courier at once, as a front would a moment later."""

    courier: Courier
    instructions: dict[str, tuple[bytes, ...]] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        """The desk behind it."""
        return self.courier.desk

    def take(self, envelope: bytes) -> None:
        """Bring it."""
        self.courier.bring(envelope)

    def epoch(self) -> KemPublicKey:
        """What to seal to."""
        self.desk.epochs.rotate(self.desk.clock(), {})
        return self.desk.epochs.listed()[0].public_key()


@dataclass
class Caller:
    """Somebody who writes: one visit, messages numbered from 1."""

    courier: Courier
    name: str
    lang: str
    sent: int = 0
    ack: int = 0
    made: int = field(default=0)

    def write(
        self, text: str, *, skip: int = 0, via: str | None = None, **answers: str | int
    ) -> None:
        """Send a message; `skip` leaves out so many numbers before it."""
        self.sent += 1 + skip
        body = Message(
            session=self.name.ljust(22, "A")[:22],
            n=self.sent,
            text=text,
            lang=self.lang,
            ack=self.ack,
            answers=dict(answers),
            via=via,
        )
        self._send(Kind.MESSAGE, write_body(body))

    def token(self) -> bytes:
        """What his nine words come to: a line sends it with what he writes there."""
        return _bytes(f"{self.name} token", 32)

    def read_upto(self, count: int) -> None:
        """Say that so many replies of the case were read, from its first on."""
        digest = sha256(self.token()).digest()
        self.ack = Case.objects.get(token_digest=digest).first_seq + count - 1
        self._send(Kind.COVER, write_body(Cover(ack=self.ack)))

    def _send(self, kind: Kind, body: bytes) -> None:
        desk = self.courier.desk
        self.made += 1
        message = OpenedMessage(
            kind,
            _bytes(f"{self.name} {self.courier.seq} {self.made}", 16),
            KemSeed(_bytes(f"{self.name} kem", 32)).public_key(),
            Secret(self.token()),
            Secret(_bytes(f"{self.name} reply", 32)),
            Secret(body),
        )
        desk.epochs.rotate(desk.clock(), {})
        epoch = desk.epochs.listed()[0].public_key()
        self.courier.bring(seal_envelope(desk.hotline, epoch, message).raw)


SignIn = Callable[[str], Client]
MakeUp = Callable[..., Caller]
