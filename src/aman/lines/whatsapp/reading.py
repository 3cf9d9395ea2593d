"""What Meta tells, as events: messages of persons, and how far ours have come.

Promises: a message is known by its wamid however often it is told; several entries, changes and
messages of one call are all read. Refuses to know: how a call is authenticated, and how a file is
fetched.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from aman.core.line_dialogue import ContactCard, State
from aman.lines.cards import card, pin
from aman.lines.connector import MalformedRequest
from aman.lines.events import NOT_FETCHED, Event, Incoming, IncomingFile, PulseReturned, Receipt

from .codes import OUTSIDE_THE_WINDOW, reason_of
from .payload import Contact, Location, Media, Message, Named, Notification, Status, Value

_MOST_IN_A_SECOND = 1000
_PRESSED_LETTERS = 64
_NOT_UNDERSTOOD = IncomingFile(None, fault=NOT_FETCHED)
_STATES = {
    "sent": State.ACCEPTED,
    "delivered": State.DELIVERED,
    "read": State.READ,
    "failed": State.FAILED,
}
PART_OF = "part of "
"""What a later piece of a text carries before the wamid of its first piece."""
PULSE = "pulse "
"""What a heart-beat carries before its nonce."""
_IS_NO_MESSAGE = frozenset({"system", "request_welcome"})

Fetch = Callable[[Media], IncomingFile]


def events_of(body: bytes, number: str, fetch: Fetch) -> Sequence[Event]:
    """The events that concern the business number of this id; `MalformedRequest`."""
    try:
        told = msgspec.json.decode(body, type=Notification)
        values = [
            msgspec.json.decode(change.value, type=Value)
            for entry in told.entry
            for change in entry.changes
            if told.object == "whatsapp_business_account" and change.field == "messages"
        ]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedRequest from None
    ours = [each for each in values if each.metadata and each.metadata.phone_number_id == number]
    raws = [raw for value in ours for raw in value.messages]
    return [
        *(event for at, raw in enumerate(raws) for event in _said(raw, at, fetch)),
        *(event for value in ours for raw in value.statuses for event in _became(raw)),
    ]


def _said(raw: msgspec.Raw, at: int, fetch: Fetch) -> Iterator[Event]:
    try:
        named = msgspec.json.decode(raw, type=Named)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedRequest from None
    if named.group_id or named.type in _IS_NO_MESSAGE:
        return
    if not named.address():
        raise MalformedRequest
    try:
        message = msgspec.json.decode(raw, type=Message)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        yield _incoming(named, at, files=(_NOT_UNDERSTOOD,))
        return
    yield from _content(message, at, fetch)


def _content(message: Message, at: int, fetch: Fetch) -> Iterator[Event]:
    if message.text is not None:
        yield _incoming(message, at, message.text.body)
    elif (media := message.media()) is not None:
        yield _incoming(message, at, media.caption, files=(fetch(media),))
    elif (place := message.location) is not None:
        yield _pinned(message, at, place)
    elif message.contacts:
        found = tuple(_card(each) for each in message.contacts)
        yield _incoming(message, at, contacts=found)
    elif (chosen := message.interactive) and (reply := chosen.button_reply or chosen.list_reply):
        if len(reply.id) <= _PRESSED_LETTERS:
            yield _incoming(message, at, pressed=reply.id)
        else:
            yield _incoming(message, at, reply.title)
    elif message.button is not None:
        yield _incoming(message, at, message.button.text)
    elif message.reaction is not None:
        if message.reaction.emoji:
            yield _incoming(message, at, message.reaction.emoji)
    else:
        yield _incoming(message, at, files=(_NOT_UNDERSTOOD,))


def _pinned(message: Message, at: int, place: Location) -> Incoming:
    name = ", ".join(part for part in (place.name, place.address) if part)
    found = pin(place.latitude, place.longitude, name=name)
    if found is None:
        return _incoming(message, at, files=(_NOT_UNDERSTOOD,))
    return Incoming(
        message.id,
        message.address(),
        route=message.phone,
        order=_order(message, at),
        place=found,
        also=message.also(),
    )


def _incoming(  # noqa: PLR0913 - what a message may have
    message: Named,
    at: int,
    text: str = "",
    *,
    pressed: str | None = None,
    files: tuple[IncomingFile, ...] = (),
    contacts: tuple[ContactCard, ...] = (),
) -> Incoming:
    return Incoming(
        message.id,
        message.address(),
        text=text,
        route=message.phone,
        order=_order(message, at),
        pressed=pressed,
        files=files,
        contacts=contacts,
        also=message.also(),
    )


def _order(message: Named, at: int) -> int:
    """Meta counts seconds, and within one call its own order is kept.

    What shares a second in two calls may have the same order: the desk shows it as it came.
    """
    return int(message.timestamp) * _MOST_IN_A_SECOND + min(at, _MOST_IN_A_SECOND - 1)


def _card(found: Contact) -> ContactCard:
    return card(found.name.formatted_name, [each.phone or each.wa_id for each in found.phones])


def _became(raw: msgspec.Raw) -> Iterator[Event]:
    try:
        status = msgspec.json.decode(raw, type=Status)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedRequest from None
    state = _STATES.get(status.status)
    if state is None or status.recipient_type == "group":
        return
    code = status.errors[0].code if status.errors else None
    carried = status.biz_opaque_callback_data
    if carried.startswith(PULSE):
        # A closed window stops the last step to the phone; the way to Meta and back was gone.
        if state is not State.FAILED or code == OUTSIDE_THE_WINDOW:
            yield PulseReturned(carried.removeprefix(PULSE))
    elif carried.startswith(PART_OF):
        if state is State.FAILED:
            yield Receipt(carried.removeprefix(PART_OF), state, reason_of(code))
    else:
        yield Receipt(status.id, state, reason_of(code) if state is State.FAILED else "")
