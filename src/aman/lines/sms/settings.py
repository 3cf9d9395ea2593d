"""What line.json must hold for the SMS line."""

import re
import ssl
from typing import Any, Literal

import msgspec

from aman.lines.hosts import Port

from .alphabet import GSM, LATIN

_PROTECTED = re.compile(r"https://[^/\s{]+|http://(127\.0\.0\.1|localhost|\[::1\])[:/]")
_NUMBER = re.compile(r"\+?\d{3,15}")


class Smpp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An SMSC.

    `alphabet`: what it understands by data coding 0. `long`: how it wants texts in parts.
    `hex_ids`: it answers with ids in hexadecimal and sends receipts with decimal ones. `pulse`:
    the heart-beat is an SMS to ourselves, or ("link") only an answer of the SMSC.
    """

    host: str
    port: Port
    system_id: str
    system_type: str = ""
    security: Literal["tls", "none"] = "tls"
    ca: str = ""
    alphabet: Literal["gsm", "latin-1"] = "gsm"
    long: Literal["udh", "sar", "payload"] = "udh"
    hex_ids: bool = False
    pulse: Literal["sms", "link"] = "sms"

    def tls(self) -> ssl.SSLContext | None:
        """Whom to believe; None where the way to the SMSC is protected otherwise."""
        if self.security == "none":
            return None
        return ssl.create_default_context(cafile=self.ca or None)

    @property
    def default_coding(self) -> int:
        """The alphabet behind data coding 0."""
        return GSM if self.alphabet == "gsm" else LATIN


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a gateway is asked to send.

    In `url`, `fields` (of any shape) and `headers` stand `{to}`, `{from}`, `{text}`, `{id}` and
    `{secret}`; `plus` false leaves the + of numbers out. The answer's id is found at `id_at`
    (`messages.0.id`). `refused` are words or codes, found at `error_at`, of what will never pass.
    """

    url: str
    fields: dict[str, Any] = {}
    headers: dict[str, str] = {}
    method: Literal["POST", "GET"] = "POST"
    body: Literal["json", "form"] = "json"
    plus: bool = True
    id_at: str = ""
    error_at: str = ""
    refused: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _PROTECTED.match(self.url):
            reason = "url: expected https://, or http:// to this machine"
            raise ValueError(reason)


class Call(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a gateway calls us.

    It proves itself by `header` that equals the secret, or that is the HMAC of the body with it
    (`proof` "hmac-sha256", hexadecimal or base64). The members say where things stand in a JSON or
    form body; a call with `state_at` is a receipt, and `states` translates its words.
    """

    header: str
    proof: Literal["secret", "hmac-sha256"] = "secret"
    prefix: str = ""
    from_at: str = "from"
    text_at: str = "text"
    id_at: str = "id"
    time_at: str = ""
    state_at: str = ""
    receipt_id_at: str = "id"
    states: dict[str, Literal["accepted", "delivered", "read", "failed"]] = {}


class Gateway(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An HTTP gateway: how it is asked, and how it calls."""

    send: Request
    call: Call
    ca: str = ""


class SmsSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`number` is ours; `country` and `trunk` tell how national numbers are written there."""

    way: Literal["smpp", "http"]
    number: str
    country: str = ""
    trunk: str = ""
    smpp: Smpp | None = None
    http: Gateway | None = None

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.number):
            reason = "number: expected our own number, + and digits, or a short code"
            raise ValueError(reason)
        if getattr(self, self.way) is None:
            reason = f'"way": "{self.way}" needs "{self.way}"'
            raise ValueError(reason)
