"""A webhook's body as Meta documents it, as far as this line reads it.

Promises: the envelope is checked as a whole, each message by itself, so that one that is new or
broken hides no other. Refuses to know: what follows from it.
"""

import re
from typing import Annotated

import msgspec
from msgspec import Meta

Identity = Annotated[str, Meta(min_length=1, max_length=320)]
Wamid = Annotated[str, Meta(min_length=1, max_length=512)]
_Text = Annotated[str, Meta(max_length=65_536)]
"""Sixteen times what WhatsApp lets a person write."""
_Short = Annotated[str, Meta(max_length=4096)]
_NUMBER = re.compile(r"[1-9][0-9]{6,14}")
_Seconds = Annotated[str, Meta(pattern=r"^[0-9]{1,12}$")]


class Body(msgspec.Struct, frozen=True):
    """A text."""

    body: _Text


class Media(msgspec.Struct, frozen=True):
    """A file at Meta, fetched by its id."""

    id: Identity
    mime_type: _Short = ""
    caption: _Text = ""
    filename: _Short = ""


class Location(msgspec.Struct, frozen=True):
    """A pin."""

    latitude: float
    longitude: float
    name: _Short = ""
    address: _Short = ""


class Name(msgspec.Struct, frozen=True):
    """The name on a card."""

    formatted_name: _Short = ""


class Phone(msgspec.Struct, frozen=True):
    """A number on a card."""

    phone: _Short = ""
    wa_id: _Short = ""


class Contact(msgspec.Struct, frozen=True):
    """A card that was passed on."""

    name: Name = Name()
    phones: tuple[Phone, ...] = ()


class Choice(msgspec.Struct, frozen=True):
    """What was chosen: our own id of it."""

    id: _Short
    title: _Short = ""


class Interactive(msgspec.Struct, frozen=True):
    """A reply button or a row of a list."""

    button_reply: Choice | None = None
    list_reply: Choice | None = None


class TemplateButton(msgspec.Struct, frozen=True):
    """A quick reply of a template."""

    text: _Text = ""


class Reaction(msgspec.Struct, frozen=True):
    """An emoji on a message; none when it was taken back."""

    emoji: _Short = ""


class Named(msgspec.Struct, frozen=True):
    """What every message has. `from` is empty when somebody hides his number behind a username."""

    id: Wamid
    timestamp: _Seconds
    type: _Short
    phone: Annotated[str, Meta(max_length=320)] = msgspec.field(name="from", default="")
    user: Annotated[str, Meta(max_length=320)] = msgspec.field(name="from_user_id", default="")
    group_id: _Short = ""

    def address(self) -> str:
        """Meta's own name for the person at this business; an older API gives the number alone."""
        return self.user or self.phone

    def also(self) -> tuple[str, ...]:
        """His number in international form, by which somebody may have named him to us."""
        return (f"+{self.phone}",) if _NUMBER.fullmatch(self.phone) else ()


class Message(Named, frozen=True):
    """One message; which member is set says `type`."""

    text: Body | None = None
    image: Media | None = None
    audio: Media | None = None
    video: Media | None = None
    document: Media | None = None
    sticker: Media | None = None
    location: Location | None = None
    contacts: tuple[Contact, ...] = ()
    interactive: Interactive | None = None
    button: TemplateButton | None = None
    reaction: Reaction | None = None

    def media(self) -> Media | None:
        """Its file."""
        return self.image or self.audio or self.video or self.document or self.sticker


class Trouble(msgspec.Struct, frozen=True):
    """Why a message failed."""

    code: int


class Status(msgspec.Struct, frozen=True):
    """How far one of our messages has come."""

    id: Wamid
    status: _Short
    recipient_type: _Short = ""
    biz_opaque_callback_data: _Short = ""
    errors: tuple[Trouble, ...] = ()


class Metadata(msgspec.Struct, frozen=True):
    """Which of a business's numbers this is about."""

    phone_number_id: _Short


class Value(msgspec.Struct, frozen=True):
    """What one change tells."""

    metadata: Metadata | None = None
    messages: tuple[msgspec.Raw, ...] = ()
    statuses: tuple[msgspec.Raw, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """`value` is read when `field` is `messages`."""

    field: _Short
    value: msgspec.Raw


class Entry(msgspec.Struct, frozen=True):
    """What concerns one business account."""

    changes: tuple[Change, ...] = ()


class Notification(msgspec.Struct, frozen=True):
    """The whole body."""

    object: _Short
    entry: tuple[Entry, ...]
