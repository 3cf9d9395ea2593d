"""Events of a room, read into what they tell.

Promises: pure and total: a strange event tells nothing and spoils no other. Formatted text is never
looked at, so that markup is inert. Redactions are not followed: what was said stays with the desk.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from aman.core.line_dialogue import ADDRESS_LETTERS, Place, State
from aman.lines.events import Incoming, PulseReturned, Receipt
from aman.lines.geo import read_geo

from .schema import Event, Message, Nonce

UNREADABLE = "[encrypted]"
"""What the desk sees of a message that this line can't read."""
PULSE = "org.aman.pulse"
MESSAGE = "m.room.message"
ENCRYPTED = "m.room.encrypted"
RECEIPT = "m.receipt"
_TEXTS = frozenset({"m.text", "m.emote"})
_FILES = frozenset({"m.image", "m.file", "m.audio", "m.video"})
_NAME_LETTERS = 80
_MOST_ORDER = 2**53


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that lies at the homeserver: `mxc://server/id`."""

    server: str
    id: str = field(repr=False)
    media: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """What one event tells, and the file that is to be fetched with it."""

    event: Incoming
    file: MediaFile | None = None
    unreadable: bool = False


def read_said(event: Event, room: str, ours: str) -> Said | None:
    """A person's message; None when it is none."""
    if event.sender in {"", ours} or len(event.sender) > ADDRESS_LETTERS or not event.event_id:
        return None
    if event.state_key is not None or len(room) > 2 * ADDRESS_LETTERS:
        return None
    if event.type == ENCRYPTED:
        return Said(_incoming(event, room, text=UNREADABLE), unreadable=True)
    if event.type != MESSAGE:
        return None
    try:
        message = msgspec.json.decode(event.content, type=Message)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return _read(event, room, message)


def _read(event: Event, room: str, message: Message) -> Said | None:
    edits, now = None, message
    if message.relates_to.rel_type == "m.replace" and message.new_content is not None:
        edits, now = _named(event.sender, message.relates_to.event_id), message.new_content
    if now.msgtype in _FILES:
        file = _file(now)
        caption = now.body if now.filename and now.filename != now.body else ""
        text = caption if file is not None else (now.body or UNREADABLE)
        return Said(_incoming(event, room, text=text, edits=edits), file, file is None)
    place = read_geo(now.geo_uri) if now.msgtype == "m.location" else None
    if place is not None:
        return Said(_incoming(event, room, edits=edits, place=place))
    if now.msgtype in _TEXTS | {"m.location"} and now.body:
        return Said(_incoming(event, room, text=now.body, edits=edits))
    return None


def _incoming(
    event: Event, room: str, *, text: str = "", edits: str | None = None, place: Place | None = None
) -> Incoming:
    return Incoming(
        event=_named(event.sender, event.event_id),
        address=event.sender,
        text=text,
        route=room,
        order=min(max(event.origin_server_ts, 0), _MOST_ORDER),
        edits=edits,
        place=place,
    )


def _named(sender: str, event_id: str) -> str:
    """With its sender, so that nobody can correct what somebody else said."""
    return f"{sender}/{event_id}"


def _file(message: Message) -> MediaFile | None:
    server, _, id_ = message.url.removeprefix("mxc://").partition("/")
    if not message.url.startswith("mxc://") or not server or not id_ or "/" in id_:
        return None
    name = message.filename or message.body
    shown = "".join(each for each in name if not unicodedata.category(each).startswith("C"))
    media = message.info.mimetype or "application/octet-stream"
    return MediaFile(server, id_, media, shown[:_NAME_LETTERS])


def read_pulse(event: Event, ours: str) -> PulseReturned | None:
    """A heart-beat that came back; None when it is none of ours."""
    if event.type != PULSE or event.sender != ours:
        return None
    try:
        return PulseReturned(msgspec.json.decode(event.content, type=Nonce).nonce)
    except (msgspec.MsgspecError, ValueError):
        return None


def read_receipts(event: Event, ours: str) -> Iterator[Receipt]:
    """Which messages somebody else has read (`m.receipt`)."""
    if event.type != RECEIPT:
        return
    try:
        read = msgspec.json.decode(event.content, type=dict[str, dict[str, dict[str, object]]])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return
    for event_id, kinds in read.items():
        readers = {**kinds.get("m.read", {}), **kinds.get("m.read.private", {})}
        if event_id and set(readers) - {ours}:
            yield Receipt(event_id[:512], State.READ)
