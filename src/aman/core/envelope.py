"""The envelope from caller to desk: 8,192 bytes, and what stands inside (protocol section 4).

Promises: every envelope has one size; what does not parse raises `MalformedEnvelope` and nothing
else. Refuses to know: keys. A `SealedEnvelope` can't be read here; an `OpenedMessage` never comes
from here.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Self

from .keys import KEM_PUBLIC_BYTES, KemPublicKey, Secret, hmac_sha256

VERSION = 1
ENVELOPE_BYTES = 8192
HEAD_BYTES = 8
ENC_BYTES = 1120
TAG_BYTES = 16
PLAINTEXT_BYTES = ENVELOPE_BYTES - HEAD_BYTES - ENC_BYTES - TAG_BYTES  # 7,048
_FIXED = struct.Struct(f">B16s{KEM_PUBLIC_BYTES}s32s32sH")
BODY_BYTES = PLAINTEXT_BYTES - _FIXED.size  # 5,749
UP = b"aman/1 up"


class MalformedEnvelope(Exception):  # noqa: N818 - the protocol's own word
    """This is no envelope of ours, or not for this key; it deliberately says no more."""

    person = "This message could not be read."
    operator = "An envelope did not open."


class Kind(IntEnum):
    """The first byte of the plaintext."""

    MESSAGE = 1
    COVER = 2
    ATTACHMENT_PART = 3
    LINE_MESSAGE = 4
    TEAM_WORD = 5


@dataclass(frozen=True, slots=True)
class SealedEnvelope:
    """8,192 bytes that only a key of the desk opens."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != ENVELOPE_BYTES or self.raw[0] != VERSION:
            raise MalformedEnvelope

    @property
    def epoch_id(self) -> bytes:
        """The seven bytes that name the epoch key."""
        return self.raw[1:HEAD_BYTES]

    @property
    def digest(self) -> bytes:
        """H(envelope): how a front recognises a repetition."""
        return sha256(self.raw).digest()

    @property
    def enc_digest(self) -> bytes:
        """H(enc): how the desk recognises a repetition while the epoch's secret lives."""
        return sha256(self.raw[HEAD_BYTES : HEAD_BYTES + ENC_BYTES]).digest()


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    """What a sealed envelope held."""

    kind: Kind
    message_id: bytes
    caller_pk: KemPublicKey
    token: Secret
    reply_key: Secret
    body: Secret

    def to_plaintext(self) -> bytes:
        """Lay it out as the 7,048 bytes that are sealed."""
        body = self.body.reveal()
        if len(body) > BODY_BYTES:
            message = f"a body has at most {BODY_BYTES} bytes"
            raise ValueError(message)
        fixed = _FIXED.pack(
            self.kind,
            self.message_id,
            self.caller_pk.raw,
            self.token.reveal(),
            self.reply_key.reveal(),
            len(body),
        )
        return (fixed + body).ljust(PLAINTEXT_BYTES, b"\0")

    @classmethod
    def from_plaintext(cls, plaintext: bytes) -> Self:
        """Read those bytes back; strict, so that one message has one form."""
        if len(plaintext) != PLAINTEXT_BYTES:
            raise MalformedEnvelope
        kind, message_id, caller_pk, token, reply_key, length = _FIXED.unpack_from(plaintext)
        body, rest = plaintext[_FIXED.size :][:length], plaintext[_FIXED.size + length :]
        if kind not in set(Kind) or length > BODY_BYTES or any(rest):
            raise MalformedEnvelope
        return cls(
            Kind(kind),
            message_id,
            KemPublicKey(caller_pk),
            Secret(token),
            Secret(reply_key),
            Secret(body),
        )


def envelope_info(hotline: bytes, head: bytes) -> bytes:
    """HPKE's info for an envelope: binds it to the hotline, the version and the epoch key."""
    return UP + hotline + head


def line_token(line_key: Secret, line: str, message_id: bytes, body: bytes) -> Secret:
    """What only that line can put into the token of a line message (kind 4)."""
    return _line_mac(line_key, b"aman/1 line", line, message_id, body)


def part_token(line_key: Secret, line: str, message_id: bytes, body: bytes) -> Secret:
    """The same for an attachment part (kind 3) that came through a line."""
    return _line_mac(line_key, b"aman/1 part", line, message_id, body)


def _line_mac(line_key: Secret, label: bytes, line: str, message_id: bytes, body: bytes) -> Secret:
    message = label + line.encode() + message_id + sha256(body).digest()
    return Secret(hmac_sha256(line_key.reveal(), message))
