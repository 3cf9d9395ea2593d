"""Opening: the one module that turns sealed bytes into text.

Promises: anything but a genuine sealed text raises `MalformedEnvelope`, and nothing else.
Only `desk.reading`, `admin.ceremony` and `lines` may import this module (import-linter).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag

from .envelope import (
    ENC_BYTES,
    HEAD_BYTES,
    TAG_BYTES,
    MalformedEnvelope,
    OpenedMessage,
    SealedEnvelope,
    envelope_info,
)
from .keys import SUITE, KemSeed, Secret
from .sealing import (
    INNER_BYTES,
    INSTRUCTION_BYTES,
    REPLY_BODY_BYTES,
    instruction_info,
    reply_info,
)


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """One part of a reply: number `seq`, `part` of `parts`, and its bytes."""

    seq: int
    part: int
    parts: int
    body: bytes = field(repr=False)


def open_sealed(seed: KemSeed, info: bytes, sealed: bytes) -> Secret:
    """Open `enc ‖ ct ‖ tag`."""
    if len(sealed) < ENC_BYTES + TAG_BYTES:
        raise MalformedEnvelope
    try:
        return Secret(SUITE.decrypt(sealed, seed.loaded(), info))
    except (InvalidTag, ValueError):
        raise MalformedEnvelope from None


def open_envelope(
    hotline: bytes, epochs: Mapping[bytes, KemSeed], envelope: SealedEnvelope
) -> OpenedMessage:
    """Open what a caller sealed; `epochs` maps the id of each living epoch key to its secret."""
    seed = epochs.get(envelope.epoch_id)
    if seed is None:
        raise MalformedEnvelope
    head = envelope.raw[:HEAD_BYTES]
    plaintext = open_sealed(seed, envelope_info(hotline, head), envelope.raw[HEAD_BYTES:])
    return OpenedMessage.from_plaintext(plaintext.reveal())


def open_reply(hotline: bytes, reply_kem: KemSeed, inner: bytes) -> OpenedPart:
    """Open the 2,004 bytes of one part of a reply."""
    if len(inner) != INNER_BYTES:
        raise MalformedEnvelope
    (seq,) = struct.unpack_from(">I", inner)
    plaintext = open_sealed(reply_kem, reply_info(hotline, seq), inner[4:]).reveal()
    part, parts, length = struct.unpack_from(">BBH", plaintext)
    if not 1 <= part <= parts or length > REPLY_BODY_BYTES or any(plaintext[4 + length :]):
        raise MalformedEnvelope
    return OpenedPart(seq, part, parts, plaintext[4 : 4 + length])


def open_instruction(hotline: bytes, line_seed: KemSeed, line: str, sealed: bytes) -> Secret:
    """Open an instruction that the desk sealed to a line."""
    if len(sealed) != INSTRUCTION_BYTES:
        raise MalformedEnvelope
    plaintext = open_sealed(line_seed, instruction_info(hotline, line), sealed).reveal()
    (length,) = struct.unpack_from(">H", plaintext)
    if length > len(plaintext) - 2 or any(plaintext[2 + length :]):
        raise MalformedEnvelope
    return Secret(plaintext[2 : 2 + length])
