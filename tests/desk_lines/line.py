"""A line in Python: seals what came, opens its instructions, reports; it never looks into the desk.

It follows the protocol as any line must (sections 4 and 6): ids come from the provider's events,
and it sends nothing twice.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from aman.core.address import AddressKind, FirstWord
from aman.core.attachment import split_file
from aman.core.envelope import Kind, MalformedEnvelope, OpenedMessage, line_token, part_token
from aman.core.instruction import Piece, joined
from aman.core.keys import KemPublicKey, KemSeed, Secret, to_base64url
from aman.core.line_dialogue import (
    AttachedFile,
    LineMessage,
    LinePulse,
    LineReceipt,
    LineReport,
    Outgoing,
    State,
    event_id,
    in_parts,
    read_outgoing,
    session_of,
    write_line_body,
)
from aman.core.opening import open_instruction
from aman.core.sealing import seal_envelope
from aman.core.strength import Strength
from aman.desk import provision
from aman.desk.keys.lines import LineKey


class DeskBehind(Protocol):
    """What a line is told when it is made: of which hotline, and where the desk's folder is."""

    hotline: bytes
    folder: Path


class Front(Protocol):
    """What a line asks of a front: a test's own, or a real one over HTTP."""

    desk: DeskBehind
    instructions: dict[str, tuple[bytes, ...]]

    def take(self, envelope: bytes) -> None:
        """`POST /e`."""

    def epoch(self) -> KemPublicKey:
        """The epoch key to seal to now."""


@dataclass(slots=True)
class Line:
    """One line before a front; `outbox` is what it has told its provider to send."""

    front: Front
    name: str = "telegram"
    strength: Strength = Strength.PROVIDER
    addresses: AddressKind = AddressKind.OTHER
    first: FirstWord = FirstWord.NEVER
    line_key: LineKey = field(default_factory=lambda: LineKey(os.urandom(32)))
    seed: KemSeed = field(default_factory=lambda: KemSeed(os.urandom(32)))
    outbox: dict[bytes, Outgoing] = field(default_factory=dict)
    events: int = 0

    def known(self) -> "Line":
        """Have the desk know it."""
        provision.add_line(
            self.front.desk.folder,
            self.name,
            self.strength,
            self.line_key,
            self.seed.public_key(),
            addresses=self.addresses,
            first=self.first,
        )
        return self

    def message(self, address: str, text: str = "", event: str = "", **members: Any) -> LineMessage:  # noqa: ANN401 - any member of the body
        """What a provider's event becomes."""
        self.events += 1
        return LineMessage(
            line=self.name,
            address=address,
            session=session_of(self.line_key, self.name, event or f"event {self.events}"),
            order=members.pop("order", self.events),
            text=text,
            **members,
        )

    def sealed(self, message: LineMessage) -> list[bytes]:
        """Its envelopes, sealed anew at each call with ids that stay the same."""
        return [
            self._word(body, event_id(self.line_key, self.name, message.session, f"message {at}"))
            for at, body in enumerate(in_parts(message), 1)
        ]

    def hears(self, address: str, text: str = "", event: str = "", **members: Any) -> LineMessage:  # noqa: ANN401 - any member of the body
        """Somebody writes through this line; the front takes it."""
        message = self.message(address, text, event, **members)
        for envelope in self.sealed(message):
            self.front.take(envelope)
        return message

    def attach(self, content: bytes, name: str = "photo") -> tuple[AttachedFile, list[bytes]]:
        """A file: what a message says of it, and the envelopes of its parts."""
        self.events += 1
        event = f"file {self.events}"
        file_id = event_id(self.line_key, self.name, event, "file 0")
        file = AttachedFile(
            id=to_base64url(file_id),
            media="image/jpeg",
            name=name,
            bytes=len(content),
            digest=to_base64url(sha256(content).digest()),
        )
        parts = [
            self._part(part.to_bytes(), event_id(self.line_key, self.name, event, f"part {at}"))
            for at, part in enumerate(split_file(file_id, content))
        ]
        return file, parts

    def tells(self, body: LineReport | LineReceipt | LinePulse) -> None:
        """Say something of its own; the front takes it."""
        self.front.take(self._word(write_line_body(body), os.urandom(16)))

    def report(self, name: bytes, state: State, **members: Any) -> None:  # noqa: ANN401 - any member of the body
        """Say what became of an instruction."""
        self.tells(LineReport(self.name, to_base64url(name), state, **members))

    def fetch(self) -> dict[bytes, Outgoing]:
        """`GET /l/{line}`: what waits for it now, by id."""
        said = joined(self._pieces())
        return {name: read_outgoing(content.reveal()) for name, content in said.items()}

    def _pieces(self) -> Iterator[Piece]:
        """What opens; a front fills up with random bytes, and an older key's opens no more."""
        hotline = self.front.desk.hotline
        for each in self.front.instructions.get(self.name, ()):
            with suppress(MalformedEnvelope):
                yield Piece.read(open_instruction(hotline, self.seed, self.name, each).reveal())

    def send(self, state: State = State.ACCEPTED) -> list[Outgoing]:
        """Fetch, send what is new, report on all; gives what was sent now."""
        sent = []
        for name, outgoing in self.fetch().items():
            if name not in self.outbox:
                self.outbox[name] = outgoing
                sent.append(outgoing)
            self.report(name, state, provider_id=f"provider {name.hex()}")
        return sent

    def _word(self, body: bytes, message_id: bytes) -> bytes:
        token = line_token(self.line_key, self.name, message_id, body)
        return self.seal(Kind.LINE_MESSAGE, message_id, token, body)

    def _part(self, body: bytes, message_id: bytes) -> bytes:
        token = part_token(self.line_key, self.name, message_id, body)
        return self.seal(Kind.ATTACHMENT_PART, message_id, token, body)

    def seal(self, kind: Kind, message_id: bytes, token: Secret, body: bytes) -> bytes:
        """One envelope with this line's own key in it."""
        opened = OpenedMessage(
            kind, message_id, self.seed.public_key(), token, Secret(bytes(32)), Secret(body)
        )
        return seal_envelope(self.front.desk.hotline, self.front.epoch(), opened).raw
