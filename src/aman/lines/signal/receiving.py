"""The service's calls: a person's message becomes events, and the host keeps no file of it.

Promises: what can't be read is told to the desk as such, not dropped; groups, stories, calls,
reactions and other accounts on the host are nobody's message. A file is deleted from the host once
it is in this process, whoever it was for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from aman.core.attachment import MOST_FILE_BYTES
from aman.core.keys import Secret
from aman.core.line_dialogue import Place, State
from aman.lines.cards import card, pin
from aman.lines.connector import ForgedRequest, MalformedRequest
from aman.lines.events import (
    NOT_FETCHED,
    TOO_LARGE,
    Event,
    Incoming,
    IncomingFile,
    PulseReturned,
    Receipt,
)
from aman.lines.exchange import Answer, RawRequest

from .envelopes import (
    Attachment,
    DataMessage,
    Envelope,
    Params,
    ReceiptMessage,
    Who,
    attachment_ids,
    read_params,
)
from .host import Host, NotFetched, TooLarge
from .sending import nonce_in, provider_id

_MOST_BODY = 4 * 1024 * 1024
_MOST_LETTERS = 200_000
_MOST_TOGETHER = 20 * 1024 * 1024
_FILES_AT_ONCE = 4
_NAME_LETTERS = 100
_LONG_TEXT = "text/x-signal-plain"
_NOT_READABLE = IncomingFile(None, fault="not readable")
_NO_MESSAGE = re.compile(r"Duplicate|SelfSend|InvalidMessageStructure")
_MAP = re.compile(
    r"https://(?:maps\.google\.com/maps|www\.google\.com/maps)\?q="
    r"(-?\d{1,3}(?:\.\d{1,10})?)(?:,|%2C)(-?\d{1,3}(?:\.\d{1,10})?)"
)


@dataclass(frozen=True, slots=True)
class SignalWebhook:
    """Reads what the service posts to `/HOOK`."""

    host: Host
    number: str
    hook: Secret

    @property
    def most_body(self) -> int:
        """Long texts come as files; a notification is a few kilobytes."""
        return _MOST_BODY

    def read(self, request: RawRequest) -> Sequence[Event] | Answer:
        """The events of one notification."""
        asked = Secret(request.target.encode("ascii", "replace"))
        if request.method != "POST" or asked != Secret(b"/" + self.hook.reveal()):
            raise ForgedRequest
        try:
            params = read_params(request.body)
            left = attachment_ids(request.body)
        except (msgspec.MsgspecError, RecursionError):
            raise MalformedRequest from None
        try:
            ours = params is not None and params.account in {"", self.number}
            return list(self._events(params)) if params is not None and ours else ()
        finally:
            for attachment in left:
                self.host.forget(attachment)

    def _events(self, params: Params) -> Iterator[Event]:
        try:
            envelope = msgspec.json.decode(params.envelope, type=Envelope)
        except msgspec.ValidationError:
            yield from _unreadable(params)
            return
        if params.exception is not None:
            if not _NO_MESSAGE.search(params.exception.type):
                yield from _unreadable(params)
        elif envelope.receipt_message is not None:
            yield from _receipts(envelope.receipt_message, envelope.address())
        elif envelope.edit_message is not None:
            edited = _event(envelope.address(), envelope.edit_message.target_sent_timestamp)
            yield from self._message(envelope, envelope.edit_message.data_message, edited)
        elif envelope.data_message is not None:
            yield from self._message(envelope, envelope.data_message, None)

    def _message(self, who: Who, said: DataMessage, edits: str | None) -> Iterator[Event]:
        if not said.is_persons_own() or not who.address():
            return
        attachments = said.attachments or []
        text = self._whole_text(said.message or "", attachments)
        nonce = nonce_in(text)
        if nonce is not None:
            yield PulseReturned(nonce)
            return
        files = self._files([each for each in attachments if each.content_type != _LONG_TEXT])
        found = [card(_printable(each.shown()), each.numbers()) for each in said.contacts or ()]
        if not (text or files or found):
            return
        event = _event(who.address(), who.timestamp)
        yield Incoming(
            event,
            who.address(),
            text,
            order=who.timestamp,
            edits=edits,
            files=files[:_FILES_AT_ONCE],
            place=_place(text),
            contacts=tuple(found),
            also=who.also(),
        )
        for at in range(_FILES_AT_ONCE, len(files), _FILES_AT_ONCE):
            more, together = f"{event} files {at}", files[at : at + _FILES_AT_ONCE]
            yield Incoming(
                more, who.address(), order=who.timestamp, files=together, also=who.also()
            )

    def _whole_text(self, text: str, attachments: Sequence[Attachment]) -> str:
        """A text of more than 2,000 letters comes as its beginning and a file."""
        for each in attachments:
            if each.content_type == _LONG_TEXT:
                try:
                    whole = self.host.fetch(each.id).decode("utf-8", "replace")
                except (NotFetched, TooLarge):
                    continue
                text = whole if whole.startswith(text.rstrip("…. ")) else f"{text}\n{whole}"
        return text[:_MOST_LETTERS]

    def _files(self, attachments: Sequence[Attachment]) -> list[IncomingFile]:
        files, together = [], 0
        for each in attachments:
            file = self._file(each, _MOST_TOGETHER - together)
            together += len(file.content or b"")
            files.append(file)
        return files

    def _file(self, attachment: Attachment, room: int) -> IncomingFile:
        media = attachment.content_type or "application/octet-stream"
        name = _printable(attachment.filename or "")[:_NAME_LETTERS]
        most = min(MOST_FILE_BYTES, room)
        if (attachment.size or 0) > most:
            return IncomingFile(None, media, name, TOO_LARGE)
        try:
            return IncomingFile(self.host.fetch(attachment.id, most), media, name)
        except TooLarge:
            return IncomingFile(None, media, name, TOO_LARGE)
        except NotFetched:
            return IncomingFile(None, media, name, NOT_FETCHED)


def _event(address: str, timestamp: int) -> str:
    """Signal names a message by who sent it and when."""
    return f"{address} {timestamp}"


def _unreadable(params: Params) -> Iterator[Event]:
    """Somebody wrote, and it can't be read: he has to be asked to repeat it."""
    try:
        who = msgspec.json.decode(params.envelope, type=Who)
    except msgspec.ValidationError:
        raise MalformedRequest from None
    if who.address():
        event = _event(who.address(), who.timestamp)
        yield Incoming(
            event,
            who.address(),
            order=who.timestamp,
            files=(_NOT_READABLE,),
            also=who.also(),
        )


def _receipts(receipt: ReceiptMessage, address: str) -> Iterator[Event]:
    state = State.READ if receipt.is_read else State.DELIVERED
    if receipt.is_read or receipt.is_delivery:
        for timestamp in receipt.timestamps:
            yield Receipt(provider_id(timestamp, address), state)


def _place(text: str) -> Place | None:
    """Signal sends a pin as a link in the text; the text stays as it is."""
    found = _MAP.search(text)
    return None if found is None else pin(float(found[1]), float(found[2]))


def _printable(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())
