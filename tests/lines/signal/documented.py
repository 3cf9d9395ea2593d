"""What signal-cli-rest-api documents of the requests and notifications that the line meets.

Source: its swagger (`api.SendMessageV2`, `api.SendMessageResponse`, `api.SendMessageError`) and the
`receive` schemas of signal-cli (`MessageEnvelope`, `DataMessage`, …). Members that nobody
documented are refused, so that neither the stub nor the line invents any.
"""

from typing import Any

import msgspec


class SendMessage(msgspec.Struct, forbid_unknown_fields=True):
    """Body of `POST /v2/send`."""

    number: str
    recipients: list[str]
    message: str = ""
    base64_attachments: list[str] = []
    edit_timestamp: int | None = None
    link_preview: dict[str, Any] | None = None
    mentions: list[dict[str, Any]] = []
    notify_self: bool | None = None
    quote_author: str | None = None
    quote_mentions: list[dict[str, Any]] = []
    quote_message: str | None = None
    quote_timestamp: int | None = None
    sticker: str = ""
    text_mode: str | None = None
    view_once: bool | None = None


class _Documented(msgspec.Struct, forbid_unknown_fields=True, rename="camel", omit_defaults=True):
    pass


class Attachment(_Documented, omit_defaults=False):
    """`Attachment`."""

    content_type: str
    filename: str | None
    id: str
    size: int
    width: int | None = None
    height: int | None = None
    caption: str | None = None
    upload_timestamp: int | None = None


class ContactName(_Documented, omit_defaults=False):
    """`ContactName`."""

    nickname: str | None = None
    given: str | None = None
    family: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    middle: str | None = None
    display: str | None = None


class ContactPhone(_Documented):
    """`ContactPhone`."""

    value: str
    type: str = "MOBILE"
    label: str | None = None


class SharedContact(_Documented):
    """`SharedContact`."""

    name: ContactName
    phone: list[ContactPhone] | None = None
    organization: str | None = None


class DataMessage(_Documented):
    """`DataMessage`; the first three are always there."""

    timestamp: int
    message: str | None
    expires_in_seconds: int
    is_expiration_update: bool | None = None
    view_once: bool | None = None
    reaction: dict[str, Any] | None = None
    quote: dict[str, Any] | None = None
    mentions: list[dict[str, Any]] | None = None
    previews: list[dict[str, Any]] | None = None
    attachments: list[Attachment] | None = None
    sticker: dict[str, Any] | None = None
    remote_delete: dict[str, Any] | None = None
    contacts: list[SharedContact] | None = None
    text_styles: list[dict[str, Any]] | None = None
    group_info: dict[str, Any] | None = None
    story_context: dict[str, Any] | None = None


class EditMessage(_Documented):
    """`EditMessage`."""

    target_sent_timestamp: int
    data_message: DataMessage


class ReceiptMessage(_Documented, omit_defaults=False):
    """`ReceiptMessage`."""

    when: int
    timestamps: list[int]
    is_delivery: bool = False
    is_read: bool = False
    is_viewed: bool = False


class MessageEnvelope(_Documented):
    """`MessageEnvelope`; of the last ones at most one is there."""

    source: str
    source_number: str | None
    source_uuid: str | None
    source_name: str | None
    source_device: int
    timestamp: int
    server_received_timestamp: int
    server_delivered_timestamp: int
    data_message: DataMessage | None = None
    edit_message: EditMessage | None = None
    receipt_message: ReceiptMessage | None = None
    typing_message: dict[str, Any] | None = None
    sync_message: dict[str, Any] | None = None
    story_message: dict[str, Any] | None = None
    call_message: dict[str, Any] | None = None


class Notified(_Documented, omit_defaults=False):
    """`params` of the notification `receive`."""

    envelope: MessageEnvelope
    account: str
