"""What Telegram tells, as events: private chats only.

Promises: one message has one event however often it is told; what a newer Bot API adds never
hides the text beside it. Refuses to know: how an update came, and how a file is fetched.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message, PhotoSize, Update
from pydantic import ValidationError

from aman.core.line_dialogue import ContactCard, Place
from aman.lines.cards import card, pin
from aman.lines.connector import MalformedRequest
from aman.lines.events import NOT_FETCHED, Event, Incoming, IncomingFile, PulseReturned

WANTED = ["message", "edited_message", "callback_query", "poll"]
_PLAIN = ("message_id", "date", "edit_date", "chat", "from", "text", "caption")
_PRESSED_LETTERS = 64
_MOST_NUMBER = 2**53
_NOT_UNDERSTOOD = IncomingFile(None, fault=NOT_FETCHED)


class Attachment(NamedTuple):
    """A file at Telegram: `size` in bytes where Telegram says it."""

    file_id: str
    media: str
    name: str = ""
    size: int | None = None


Fetch = Callable[[Attachment], IncomingFile]
Press = Callable[[str], None]
"""Told the id of a pressed button's query, so that the button stops waiting."""


def events_of(raw: Mapping[str, Any], fetch: Fetch, press: Press) -> Sequence[Event]:
    """The events of one update; `MalformedRequest` when nothing can be made of it."""
    poll = raw.get("poll")
    if isinstance(poll, dict):
        question = poll.get("question")
        return [PulseReturned(question)] if isinstance(question, str) else []
    update, is_whole = _read(raw)
    if update.callback_query is not None:
        return _pressed(update.callback_query, press)
    message = update.message or update.edited_message
    if message is None or not _is_persons(message):
        return []
    return _said(message, is_whole=is_whole, fetch=fetch)


def _read(raw: Mapping[str, Any]) -> tuple[Update, bool]:
    """The update, and False when only its plain members could be read."""
    try:
        return Update.model_validate(raw), True
    except (ValidationError, ValueError, OverflowError, RecursionError):
        pass
    plain: dict[str, Any] = {"update_id": raw.get("update_id")}
    for kind in ("message", "edited_message"):
        if isinstance(message := raw.get(kind), dict):
            plain[kind] = {name: message[name] for name in _PLAIN if name in message}
    try:
        update = Update.model_validate(plain)
    except (ValidationError, ValueError, OverflowError, RecursionError):
        raise MalformedRequest from None
    if update.message is None and update.edited_message is None:
        raise MalformedRequest
    return update, False


def _is_persons(message: Message) -> bool:
    """What is said in groups and channels, or by bots, is no person's word to this hotline."""
    is_bot = message.from_user is not None and message.from_user.is_bot
    return message.chat.type == ChatType.PRIVATE and not is_bot


def _pressed(query: CallbackQuery, press: Press) -> Sequence[Event]:
    press(query.id)
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE or not query.data:
        return []
    return [
        Incoming(
            f"pressed {query.id}",
            str(message.chat.id),
            order=_order(message.message_id),
            lang_hint=(query.from_user.language_code or "")[:16],
            pressed=query.data[:_PRESSED_LETTERS],
        )
    ]


def _said(message: Message, *, is_whole: bool, fetch: Fetch) -> Sequence[Event]:
    named = f"{message.chat.id} {message.message_id}"
    text = message.text or message.caption or ""
    files: list[IncomingFile] = []
    place, contacts = _place(message), _contacts(message)
    if not is_whole:
        files.append(_NOT_UNDERSTOOD)
    elif message.sticker is not None:
        text = message.sticker.emoji or "▢"
    elif (attachment := attachment_of(message)) is not None:
        files.append(fetch(attachment))
    elif not text and place is None and not contacts:
        if message.content_type in _SERVICE:
            return []
        files.append(_NOT_UNDERSTOOD)
    event, edits = named, None
    if message.edit_date is not None:
        # Two edits may share a second: what they say tells them apart, and a retry says the same.
        said = sha256(repr((text, place, _content_ids(message))).encode()).hexdigest()
        event, edits = f"{named} {message.edit_date} {said}", named
    return [
        Incoming(
            event,
            str(message.chat.id),
            text=text,
            order=_order(message.message_id),
            lang_hint=_lang(message),
            edits=edits,
            files=tuple(files),
            place=place,
            contacts=contacts,
        )
    ]


_SERVICE = frozenset(
    {
        "pinned_message",
        "message_auto_delete_timer_changed",
        "write_access_allowed",
        "proximity_alert_triggered",
        "chat_background_set",
        "unknown",
    }
)
"""What Telegram itself says in a private chat."""


def attachment_of(message: Message) -> Attachment | None:
    """The file of a message; of a photo its largest size."""
    if message.photo:
        largest = max(message.photo, key=_pixels)
        return Attachment(largest.file_id, "image/jpeg", size=largest.file_size)
    if (voice := message.voice) is not None:
        return Attachment(voice.file_id, voice.mime_type or "audio/ogg", size=voice.file_size)
    if (note := message.video_note) is not None:
        return Attachment(note.file_id, "video/mp4", size=note.file_size)
    for named in (message.animation, message.audio, message.video, message.document):
        if named is not None:
            media = named.mime_type or "application/octet-stream"
            return Attachment(named.file_id, media, named.file_name or "", named.file_size)
    return None


def _pixels(size: PhotoSize) -> int:
    return size.width * size.height


def _content_ids(message: Message) -> str:
    attachment = attachment_of(message)
    return "" if attachment is None else attachment.file_id


def _place(message: Message) -> Place | None:
    venue = message.venue
    found = message.location or (None if venue is None else venue.location)
    if found is None:
        return None
    name = "" if venue is None else f"{venue.title}, {venue.address}".strip(", ")
    return pin(found.latitude, found.longitude, found.horizontal_accuracy, name)


def _contacts(message: Message) -> tuple[ContactCard, ...]:
    found = message.contact
    if found is None:
        return ()
    name = " ".join(part for part in (found.first_name, found.last_name) if part)
    return (card(name, [found.phone_number]),)


def _lang(message: Message) -> str:
    return ((message.from_user and message.from_user.language_code) or "")[:16]


def _order(message_id: int) -> int:
    if not 0 <= message_id <= _MOST_NUMBER:
        raise MalformedRequest
    return message_id
