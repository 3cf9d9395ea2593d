"""What signal-cli tells of an arrival: its JSON, as far as a person's message needs it.

Source: the `receive` schemas of signal-cli and signal-cli-rest-api. Members that are not named are
ignored. Nothing here prints.
"""

import re
from typing import Any

import msgspec

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")


class _Quiet(msgspec.Struct, frozen=True, rename="camel"):
    """A part of an arrival."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Attachment(_Quiet, frozen=True):
    """A file on the host."""

    id: str = ""
    content_type: str | None = None
    filename: str | None = None
    size: int | None = None


class _Phone(_Quiet, frozen=True):
    value: str | None = None


class _ContactName(_Quiet, frozen=True):
    display: str | None = None
    given: str | None = None
    family: str | None = None


class SharedContact(_Quiet, frozen=True):
    """Somebody's card."""

    name: _ContactName | None = None
    phone: list[_Phone] | None = None

    def shown(self) -> str:
        """The name as a person reads it."""
        if self.name is None:
            return ""
        whole = " ".join(part for part in (self.name.given, self.name.family) if part)
        return self.name.display or whole

    def numbers(self) -> list[str]:
        """Its telephone numbers."""
        return [each.value for each in self.phone or () if each.value]


class DataMessage(_Quiet, frozen=True):
    """A message; the members after `contacts` say that it is not for us alone, or no text."""

    message: str | None = None
    attachments: list[Attachment] | None = None
    contacts: list[SharedContact] | None = None
    group_info: Any = None
    group_v2: Any = msgspec.field(default=None, name="groupV2")
    story_context: Any = None
    reaction: Any = None
    is_expiration_update: bool | None = None

    def is_persons_own(self) -> bool:
        """Whether one person says something to us."""
        elsewhere = (self.group_info, self.group_v2, self.story_context, self.reaction)
        return all(each is None for each in elsewhere)


class EditMessage(_Quiet, frozen=True):
    """A message in place of an earlier one."""

    target_sent_timestamp: int
    data_message: DataMessage


class ReceiptMessage(_Quiet, frozen=True):
    """Messages of ours arrived, or were read."""

    is_delivery: bool = False
    is_read: bool = False
    timestamps: list[int] = []


class Who(_Quiet, frozen=True):
    """Who it is from and when it was sent: all that is left of an arrival that can't be read."""

    timestamp: int
    source_uuid: str | None = None
    source_number: str | None = None

    def address(self) -> str:
        """His account's id, which stays when his number changes; else the number."""
        return self.source_uuid or self.source_number or ""

    def also(self) -> tuple[str, ...]:
        """His number, where he lets us see it: by it somebody may have named him to us."""
        number = self.source_number or ""
        return (number,) if _NUMBER.fullmatch(number) else ()


class Envelope(Who, frozen=True):
    """One arrival."""

    data_message: DataMessage | None = None
    edit_message: EditMessage | None = None
    receipt_message: ReceiptMessage | None = None


class Fault(_Quiet, frozen=True):
    """Why signal-cli could not open an arrival: the name of its exception."""

    type: str = ""


class Params(_Quiet, frozen=True):
    """What the service passes on; where it subscribed by hand all of it is in `result`."""

    account: str = ""
    envelope: msgspec.Raw = msgspec.Raw(b"null")
    exception: Fault | None = None
    result: msgspec.Raw | None = None


class Arrival(_Quiet, frozen=True):
    """The JSON-RPC notification."""

    method: str
    params: msgspec.Raw


def read_params(body: bytes) -> Params | None:
    """What arrived; None when it is another notification. Raises `msgspec.MsgspecError`."""
    arrival = msgspec.json.decode(body, type=Arrival)
    if arrival.method != "receive":
        return None
    params = msgspec.json.decode(arrival.params, type=Params)
    return params if params.result is None else msgspec.json.decode(params.result, type=Params)


def attachment_ids(body: bytes) -> list[str]:
    """Every file on the host that an arrival names, wherever it stands in it."""
    found: list[str] = []
    ask: list[Any] = [msgspec.json.decode(body)]
    while ask:
        each = ask.pop()
        if isinstance(each, dict):
            if isinstance(each.get("id"), str) and "contentType" in each:
                found.append(each["id"])
            ask += each.values()
        elif isinstance(each, list):
            ask += each
    return found
