"""A line's word to the desk: events become bodies, bodies envelopes, envelopes lie at the front.

Promises: `post` returns when all of an event is on the front's disk, or raises `FrontAway`; the
same event makes the same ids at every delivery. Text is here only while its process lives.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Self

import msgspec

from aman.core.attachment import FileTooLarge, split_file
from aman.core.envelope import BODY_BYTES, Kind, OpenedMessage, line_token, part_token
from aman.core.keys import KemPublicKey, KemSeed, Secret, to_base64url
from aman.core.line_dialogue import (
    AttachedFile,
    ContactCard,
    LineBody,
    LineMessage,
    LinePulse,
    LineReceipt,
    event_id,
    in_parts,
    session_of,
    write_line_body,
)
from aman.core.manifest import Manifest
from aman.core.sealing import seal_envelope
from aman.core.stamp import NONCE_BYTES, plain_stamp

from .belief import Hotline
from .cards import MOST_CARDS
from .derivations import Derivations
from .events import TOO_LARGE, Event, Incoming, IncomingFile, PulseReturned, Receipt
from .front import Front, FrontAway
from .packing import packed
from .pulse import Pulse
from .recognition import recognise

MANIFEST_SECONDS = 60.0
"""An epoch lasts a day: a process that stands asks as often as this."""
_NO_REPLY_KEY = Secret(bytes(32))
_CARDS_LEFT_OUT = IncomingFile(None, "text/vcard", fault=TOO_LARGE)

NotePulse = Callable[[LinePulse], None]
"""Is told of each heart-beat, before the desk: the administrator may have no front to ask."""


def unnoted(pulse: LinePulse) -> None:
    """The note that nobody keeps."""
    del pulse


@dataclass(frozen=True, slots=True)
class Speaker:
    """What a line is to the desk: its name, the key that makes it believed, where it answers."""

    line: str
    key: Secret
    seed: KemSeed
    public_key: KemPublicKey

    @classmethod
    def of(cls, line: str, key: Secret, seed: KemSeed) -> "Speaker":
        """Derive the public half once: it goes into every envelope."""
        return cls(line, key, seed, seed.public_key())


@dataclass(frozen=True, slots=True)
class _Word:
    kind: Kind
    message_id: bytes
    body: bytes

    def __repr__(self) -> str:
        return "<Word>"


class Posting:
    """Posts for one line to one front; made anew in each short-lived process, and closed by it."""

    def __init__(
        self,
        front: Front,
        hotline: Hotline,
        speaker: Speaker,
        derivations: Derivations,
        note: NotePulse = unnoted,
    ) -> None:
        self._front = front
        self._hotline = hotline
        self._speaker = speaker
        self._derivations = derivations
        self._note = note
        self._believed: Manifest | None = None
        self._believed_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection to the front."""
        self._front.close()

    def post(self, event: Event) -> None:
        """Bring one event to the front's disk."""
        for envelope in self.envelopes(event):
            self.store(envelope)

    def envelopes(self, event: Event) -> Iterator[bytes]:
        """One event, sealed: in the order in which it is to be stored."""
        for word in self._words(event):
            yield self._sealed(word.kind, word.message_id, word.body)

    def say(self, body: LineBody) -> None:
        """Bring one word of the line's own there: a report, a pulse."""
        if isinstance(body, LinePulse):
            self._note(body)
        self.store(self.seal(body))

    def say_fault(self, reason: str) -> None:
        """Tell the desk that the line is down, as a heart-beat that did not come back."""
        now = int(self._hotline.clock())
        self.say(LinePulse(self._speaker.line, now, fault=reason[:64]))

    def seal(self, body: LineBody) -> bytes:
        """Seal a word of the line's own, to be stored at once or again later."""
        return self._sealed(Kind.LINE_MESSAGE, os.urandom(16), write_line_body(body))

    def store(self, envelope: bytes) -> None:
        """Put an envelope on the front's disk; the same bytes again are dropped there."""
        stamp = plain_stamp(self._hotline.clock(), os.urandom(NONCE_BYTES))
        self._front.store(stamp.to_bytes() + envelope)

    def believe(self) -> None:
        """Have a manifest that is not older than `MANIFEST_SECONDS`, as far as the front is there.

        Raises `FrontAway` when none was ever had.
        """
        now = time.monotonic()
        if self._believed is not None and now - self._believed_at < MANIFEST_SECONDS:
            return
        try:
            self._believed, self._believed_at = self._hotline.recent(self._front), now
        except FrontAway:
            if self._believed is None:
                raise

    def _sealed(self, kind: Kind, message_id: bytes, body: bytes) -> bytes:
        """Seal one body to the desk's running epoch, with what proves that this line speaks."""
        mac = part_token if kind is Kind.ATTACHMENT_PART else line_token
        message = OpenedMessage(
            kind,
            message_id,
            self._speaker.public_key,
            mac(self._speaker.key, self._speaker.line, message_id, body),
            _NO_REPLY_KEY,
            Secret(body),
        )
        epoch = self._manifest().epoch_at(int(self._hotline.clock())).public_key()
        return seal_envelope(self._hotline.id, epoch, message).raw

    def warm_up(self) -> None:
        """Seal nothing to ourselves: what libraries load at the first seal, children then share."""
        nothing = OpenedMessage(
            Kind.LINE_MESSAGE,
            bytes(16),
            self._speaker.public_key,
            _NO_REPLY_KEY,
            _NO_REPLY_KEY,
            Secret(b""),
        )
        seal_envelope(self._hotline.id, self._speaker.public_key, nothing)

    def _manifest(self) -> Manifest:
        self.believe()
        if self._believed is None:
            raise FrontAway
        return self._believed

    def _words(self, event: Event) -> Iterator[_Word]:
        line = self._speaker.line
        if isinstance(event, PulseReturned):
            yield from self._pulse(event)
        elif isinstance(event, Receipt):
            body = LineReceipt(line, event.provider_id, event.state, event.reason)
            yield self._own(write_line_body(body))
        else:
            yield from self._message(event)

    def _pulse(self, event: PulseReturned) -> Iterator[_Word]:
        pulse = self._read(event)
        if pulse is not None:
            self._note(pulse)
            yield self._own(write_line_body(pulse))

    def note(self, event: Event) -> None:
        """Note a heart-beat, whatever stands before it and cannot be posted now."""
        pulse = self._read(event) if isinstance(event, PulseReturned) else None
        if pulse is not None:
            self._note(pulse)

    def _read(self, event: PulseReturned) -> LinePulse | None:
        now = self._hotline.clock()
        sent_at = Pulse(self._speaker.key).read(event.nonce, now)
        if sent_at is None:
            return None
        took = max(0, int((now - sent_at) * 1000))
        return LinePulse(self._speaker.line, int(sent_at), took)

    def _own(self, body: bytes) -> _Word:
        return _Word(Kind.LINE_MESSAGE, os.urandom(16), body)

    def _message(self, event: Incoming) -> Iterator[_Word]:
        if len(event.contacts) > MOST_CARDS:
            announced = (*event.files, _CARDS_LEFT_OUT)
            event = replace(event, files=announced, contacts=event.contacts[:MOST_CARDS])
        files, parts = self._files(event)
        yield from parts  # first, so that whoever reads the message finds its files
        text, token = _sayable(event.text), None
        found = recognise(text, event.lang_hint, self._hotline.id, self._derivations)
        if found is not None:
            text, token = found.text, to_base64url(found.token.reveal())
        message = LineMessage(
            line=self._speaker.line,
            address=event.address,
            session=self._session(event.event),
            route=event.route,
            order=event.order,
            at=int(self._hotline.clock()),
            lang=event.lang_hint,
            text=text,
            pressed=event.pressed,
            edits=None if event.edits is None else self._session(event.edits),
            token=token,
            files=files,
            place=event.place,
            contacts=tuple(_sayable_card(each) for each in event.contacts),
            also=event.also,
        )
        first, *further = packed(message)
        for number, body in enumerate(_cut(first, event), event.part):
            yield _Word(Kind.LINE_MESSAGE, self._id(event.event, f"message {number}"), body)
        for number, more in enumerate(further, 1):
            yield from self._further(f"{event.event} more {number}", more)

    def _further(self, event: str, message: LineMessage) -> Iterator[_Word]:
        """What found no room in the first message goes as one of its own."""
        (body,) = in_parts(msgspec.structs.replace(message, session=self._session(event)))
        yield _Word(Kind.LINE_MESSAGE, self._id(event, "message 1"), body)

    def _files(self, event: Incoming) -> tuple[tuple[AttachedFile, ...], list[_Word]]:
        announced: list[AttachedFile] = []
        words: list[_Word] = []
        for number, file in enumerate(event.files):
            name = f"file {number}"
            file_id = self._id(event.event, name)
            attached, bodies = _in_parts(file_id, file)
            announced.append(attached)
            words += [
                _Word(Kind.ATTACHMENT_PART, self._id(event.event, f"{name} part {index}"), body)
                for index, body in enumerate(bodies)
            ]
        return tuple(announced), words

    def _id(self, event: str, what: str) -> bytes:
        return event_id(self._speaker.key, self._speaker.line, event, what)

    def _session(self, event: str) -> str:
        return session_of(self._speaker.key, self._speaker.line, event)


def _cut(message: LineMessage, event: Incoming) -> Sequence[bytes]:
    """The bodies of a whole message, or the one body of a part that came by itself."""
    if event.parts == 1:
        return in_parts(message)
    part = msgspec.structs.replace(message, part=event.part, parts=event.parts)
    body = write_line_body(part)
    if len(body) > BODY_BYTES:
        reason = "a part by itself is longer than an envelope"
        raise ValueError(reason)
    return (body,)


def _sayable(text: str) -> str:
    """The text without halves of letters, which some decoders leave and nothing can write down."""
    return text.encode("utf-8", "replace").decode()


def _sayable_card(card: ContactCard) -> ContactCard:
    return ContactCard(_sayable(card.name), tuple(_sayable(each) for each in card.numbers))


def _in_parts(file_id: bytes, file: IncomingFile) -> tuple[AttachedFile, Sequence[bytes]]:
    """What is announced of a file, and the bodies of its parts."""
    label, media, name = to_base64url(file_id), _sayable(file.media[:64]), _sayable(file.name[:255])
    if file.content is None:
        return AttachedFile(label, media, name, fault=file.fault[:64]), ()
    try:
        parts = split_file(file_id, file.content)
    except FileTooLarge:
        return AttachedFile(label, media, name, fault=TOO_LARGE), ()
    digest = to_base64url(sha256(file.content).digest())
    attached = AttachedFile(label, media, name, len(file.content), digest)
    return attached, [part.to_bytes() for part in parts]
