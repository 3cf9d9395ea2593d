"""What the homeserver says, as far as this line reads it; everything else is passed over."""

from typing import Annotated

import msgspec
from msgspec import Meta, Raw

Text = Annotated[str, Meta(max_length=65_536)]
"""An event has at most 65,536 bytes."""


class Event(msgspec.Struct, frozen=True):
    """An event in a room, or one to this device; `content` is read by its type."""

    type: Text
    sender: Text = ""
    event_id: Text = ""
    origin_server_ts: int = 0
    state_key: Text | None = None
    content: Raw = Raw(b"{}")

    def __repr__(self) -> str:
        return "<Event>"


class Relation(msgspec.Struct, frozen=True):
    """How a message relates to an earlier one."""

    rel_type: Text = ""
    event_id: Text = ""


class FileInfo(msgspec.Struct, frozen=True):
    """What the sender's client says of a file."""

    mimetype: Text = ""
    size: int | float = 0


class Message(msgspec.Struct, frozen=True):
    """`m.room.message`."""

    msgtype: Text = ""
    body: Text = ""
    filename: Text = ""
    url: Text = ""
    geo_uri: Text = ""
    info: FileInfo = FileInfo()
    relates_to: Relation = msgspec.field(default=Relation(), name="m.relates_to")
    new_content: "Message | None" = msgspec.field(default=None, name="m.new_content")

    def __repr__(self) -> str:
        return "<Message>"


class Member(msgspec.Struct, frozen=True):
    """`m.room.member`."""

    membership: Text = ""
    is_direct: bool = False


class Nonce(msgspec.Struct, frozen=True):
    """A heart-beat, to this device."""

    nonce: Annotated[str, Meta(max_length=64)] = ""


class Events(msgspec.Struct, frozen=True):
    """A list of events that are read one by one: a strange one spoils no other."""

    events: tuple[Raw, ...] = ()


class Timeline(msgspec.Struct, frozen=True):
    """What happened in a room; `limited`: more than is listed."""

    events: tuple[Raw, ...] = ()
    limited: bool = False
    prev_batch: str = ""


class Joined(msgspec.Struct, frozen=True):
    """A room that we are in."""

    timeline: Timeline = Timeline()
    ephemeral: Events = Events()


class Invited(msgspec.Struct, frozen=True):
    """A room that we are asked into."""

    invite_state: Events = Events()


class Rooms(msgspec.Struct, frozen=True):
    """News by room."""

    join: dict[str, Joined] = {}
    invite: dict[str, Invited] = {}


class Sync(msgspec.Struct, frozen=True):
    """`GET /sync`."""

    next_batch: str
    rooms: Rooms = Rooms()
    to_device: Events = Events()

    def __repr__(self) -> str:
        return "<Sync>"


class Page(msgspec.Struct, frozen=True):
    """`GET /rooms/{room}/messages`."""

    chunk: tuple[Raw, ...] = ()
    end: str = ""


class Members(msgspec.Struct, frozen=True):
    """`GET /rooms/{room}/members`."""

    chunk: tuple[Event, ...] = ()


class Profile(msgspec.Struct, frozen=True):
    """`GET /profile/{address}/displayname`."""

    displayname: Text | None = None


class Made(msgspec.Struct, frozen=True):
    """What was made by a request."""

    room_id: str = ""
    event_id: Annotated[str, Meta(max_length=512)] = ""
    device_id: str = ""


class Fault(msgspec.Struct, frozen=True):
    """An error."""

    errcode: str = ""
    retry_after_ms: int | float = 0


def read_event(raw: Raw | bytes) -> Event | None:
    """One event; None when it is none."""
    try:
        return msgspec.json.decode(raw, type=Event)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
