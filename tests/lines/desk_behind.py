"""A front with a desk behind it that speaks with lines: real keys, real seals, no disk.

It takes what lines post, as the protocol says a desk does, and publishes instructions until they
are reported. What it took can be read.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aman.core.attachment import FilePart, join_file
from aman.core.envelope import Kind, SealedEnvelope, line_token, part_token
from aman.core.instruction import cut
from aman.core.keys import KemSeed, Secret, from_base64url, to_base64url
from aman.core.line_dialogue import (
    AttachedFile,
    LineMessage,
    LinePulse,
    LineReceipt,
    LineReport,
    Outgoing,
    read_line_body,
    write_line_body,
)
from aman.core.opening import open_envelope
from aman.core.sealing import INSTRUCTION_BYTES, seal_instruction
from aman.core.stamp import STAMP_BYTES
from lines.form.speaking_front import SpeakingFront, served


@dataclass
class LineAtDesk:
    """What the desk knows of one line, and what it heard from it."""

    name: str
    key: Secret = field(default_factory=lambda: Secret(os.urandom(32)))
    seed: KemSeed = field(default_factory=lambda: KemSeed(os.urandom(32)))
    token: Secret = field(default_factory=lambda: Secret(os.urandom(32)))
    parts: dict[bytes, LineMessage] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    reports: list[LineReport] = field(default_factory=list)
    receipts: list[LineReceipt] = field(default_factory=list)
    pulses: list[LinePulse] = field(default_factory=list)
    files: dict[str, dict[int, bytes]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, list[bytes]] = field(default_factory=dict)

    def keys(self) -> dict[str, str]:
        """The line's keys.json."""
        raw = {"line_key": self.key, "seed": self.seed, "token": self.token}
        return {name: to_base64url(secret.reveal()) for name, secret in raw.items()}


class DeskBehind(SpeakingFront):
    """`forged` counts what no line's key vouched for, `repeated` what came again."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.lines = {name: LineAtDesk(name) for name in names}
        self.forged = 0
        self.repeated = 0
        self._taking = threading.Lock()

    def take(self, raw: bytes) -> None:
        """Take an envelope in."""
        sealed = SealedEnvelope(raw[STAMP_BYTES:])
        epochs = {self.epoch.public_key().short_id: self.epoch}
        opened = open_envelope(self.hotline, epochs, sealed)
        if opened.kind not in {Kind.LINE_MESSAGE, Kind.ATTACHMENT_PART}:
            super().take(raw)
            return
        body = opened.body.reveal()
        mac = part_token if opened.kind is Kind.ATTACHMENT_PART else line_token
        with self._taking:
            for line in self.lines.values():
                if opened.token == mac(line.key, line.name, opened.message_id, body):
                    assert opened.caller_pk == line.seed.public_key()
                    self._join(line, opened.kind, opened.message_id, body)
                    return
            self.forged += 1

    def _join(self, line: LineAtDesk, kind: Kind, message_id: bytes, body: bytes) -> None:
        if kind is Kind.ATTACHMENT_PART:
            part = FilePart.read(body)
            name = to_base64url(part.file_id)
            line.files.setdefault(name, {})[part.index] = part.content
            line.counts[name] = part.count
            return
        said = read_line_body(body)
        assert said.line == line.name
        if isinstance(said, LineMessage):
            if message_id in line.parts:
                self.repeated += 1
                return
            line.parts[message_id] = said
            if said.session not in line.order:
                line.order.append(said.session)
        elif isinstance(said, LineReport):
            if said.instruction in line.waiting:
                line.reports.append(said)
                del line.waiting[said.instruction]
        elif isinstance(said, LineReceipt):
            line.receipts.append(said)
        else:
            line.pulses.append(said)

    def messages(self, name: str) -> list[LineMessage]:
        """Whole messages in the order in which they began to come, parts joined."""
        with self._taking:
            line = self.lines[name]
            by_session: dict[str, dict[int, LineMessage]] = {}
            for said in line.parts.values():
                by_session.setdefault(said.session, {})[said.part] = said
            return [
                _joined(by_session[session])
                for session in line.order
                if len(by_session[session]) == by_session[session][min(by_session[session])].parts
            ]

    def file(self, name: str, attached: AttachedFile) -> bytes | None:
        """A file that was announced, joined."""
        with self._taking:
            line = self.lines[name]
            parts = line.files.get(attached.id, {})
            count = line.counts.get(attached.id, 1)
            return join_file(parts, count, from_base64url(attached.digest))

    def send(self, name: str, message: Outgoing) -> str:
        """Publish an instruction until the line has reported on it; gives its label."""
        id_ = os.urandom(16)
        line = self.lines[name]
        sealed = [
            seal_instruction(self.hotline, line.seed.public_key(), name, piece.to_bytes())
            for piece in cut(id_, write_line_body(message))
        ]
        with self._taking:
            line.waiting[to_base64url(id_)] = sealed
        return to_base64url(id_)

    def report(self, name: str, instruction: str) -> LineReport | None:
        """What the line reported first of an instruction."""
        with self._taking:
            found = [each for each in self.lines[name].reports if each.instruction == instruction]
        return found[0] if found else None

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        if method == "GET" and path.startswith("/l/") and not self.away:
            line = self.lines.get(path.removeprefix("/l/"))
            if line is None:
                return 404, b""
            with self._taking:
                waiting = [each for sealed in line.waiting.values() for each in sealed]
            filled = 1 << max(0, len(waiting) - 1).bit_length()
            waiting += [os.urandom(INSTRUCTION_BYTES) for _ in range(filled - len(waiting))]
            return 200, b"".join(waiting)
        return super().answer(method, path, body)


def _joined(parts: dict[int, LineMessage]) -> LineMessage:
    first = parts[1]
    text = "".join(parts[number].text for number in sorted(parts))
    return LineMessage(
        **{**{name: getattr(first, name) for name in first.__struct_fields__}, "text": text}
    )


@contextmanager
def desk_behind(*names: str) -> Iterator[tuple[DeskBehind, str]]:
    """A desk that knows these lines, and the address of its front."""
    desk = DeskBehind(*names)
    with served(desk) as url:
        yield desk, url
