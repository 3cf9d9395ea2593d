"""A front and a courier in a few lines, between pages and the desk's intake."""

import os
from dataclasses import dataclass, field

from aman.core.carriage import Delivery, Publication
from aman.core.keys import KemPublicKey
from aman.core.manifest import Manifest, read_manifest
from aman.desk.reading import fronts
from aman.desk.reading.intake import receive
from aman.desk.running import Desk

from .page import Page


@dataclass(slots=True)
class Front:
    """Takes envelopes, is emptied into the desk, and holds the newest buckets."""

    desk: Desk
    name: str = "one"
    store_id: bytes = field(default_factory=lambda: os.urandom(16))
    kept: list[bytes] = field(default_factory=list)
    first_seq: int = 1
    have_tick: int = 0
    manifest: bytes = b""
    buckets: tuple[bytes, ...] = ()
    instructions: dict[str, tuple[bytes, ...]] = field(default_factory=dict)

    def take(self, envelope: bytes) -> None:
        """`POST /e`."""
        self.kept.append(envelope)

    def visit(self) -> Publication:
        """One round of the courier, everything goes well."""
        answer = self.deliver()
        self.keep(answer)
        return answer

    def deliver(self, at_most: int = 1024) -> Publication:
        """Hand over; the answer may get lost on its way."""
        envelopes = tuple(self.kept[:at_most])
        delivery = Delivery(
            self.name, self.store_id, self.first_seq, envelopes, have_tick=self.have_tick
        )
        return receive(delivery, self.desk.clock())

    def keep(self, answer: Publication) -> None:
        """Take the desk's answer: forget what it has, hold what it publishes."""
        if answer.cursor is not None and answer.cursor.store_id == self.store_id:
            gone = max(0, answer.cursor.seq + 1 - self.first_seq)
            self.kept = self.kept[gone:]
            self.first_seq += gone
        self.manifest = answer.manifest
        self.instructions |= answer.instructions
        if answer.buckets:
            self.buckets, self.have_tick = answer.buckets, answer.tick

    def signed(self) -> Manifest:
        """The manifest that pages get."""
        return read_manifest(self.manifest, self.desk.hotline)

    def epoch(self) -> KemPublicKey:
        """The epoch key to seal to now."""
        return self.signed().epoch_at(int(self.desk.clock())).public_key()

    def give(self, page: Page) -> None:
        """`GET /b/{n}`, and `GET /k` when the page sees that k has changed."""
        n = page.wanted_bucket(self.have_tick)
        if n >= len(self.buckets) or not page.read(self.buckets[n]):
            page.learn(self.manifest)


def let_time_pass(desk: Desk, seconds: int, collected: float | None = None) -> None:
    """Hours go by at the desk, which looks at its clock all the while.

    `collected`: until when the front has handed over all; None: as the desk itself knows.
    """
    step = 500
    for _ in range(seconds // step + 1):
        desk.clock.forward(step)  # type: ignore[attr-defined]  # the tests' clock
        known = fronts.collected() if collected is None else {"one": collected}
        desk.epochs.rotate(desk.clock(), known)
