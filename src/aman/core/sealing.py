"""Sealing: everything that turns a text into bytes of one size (protocol sections 4, 5, 6).

Promises: what is sealed here opens only with the key it is sealed to.
Draws its own randomness inside the library (HPKE encapsulation): the library allows no other.
"""

import struct

from .envelope import (
    HEAD_BYTES,
    PLAINTEXT_BYTES,
    VERSION,
    OpenedMessage,
    SealedEnvelope,
    envelope_info,
)
from .keys import SUITE, KemPublicKey

DOWN = b"aman/1 down"
LINE = b"aman/1 line"
REPLY_BODY_BYTES = 860
REPLY_PLAINTEXT_BYTES = 864
INNER_BYTES = 2004
INSTRUCTION_BYTES = 2048
INSTRUCTION_PLAINTEXT_BYTES = 912
MOST_PARTS = 255


def seal(public_key: KemPublicKey, info: bytes, plaintext: bytes) -> bytes:
    """HPKE base mode, one message: `enc(1120) ‖ ciphertext ‖ tag(16)`."""
    return SUITE.encrypt(plaintext, public_key.loaded(), info)


def seal_envelope(hotline: bytes, epoch_pk: KemPublicKey, message: OpenedMessage) -> SealedEnvelope:
    """Seal one message from a caller to the desk's epoch key."""
    plaintext = message.to_plaintext()
    if len(plaintext) != PLAINTEXT_BYTES:
        reason = "the plaintext has one size"
        raise ValueError(reason)
    head = bytes([VERSION]) + epoch_pk.short_id
    if len(head) != HEAD_BYTES:
        reason = "the head has one size"
        raise ValueError(reason)
    return SealedEnvelope(head + seal(epoch_pk, envelope_info(hotline, head), plaintext))


def reply_info(hotline: bytes, seq: int) -> bytes:
    """HPKE's info for a reply: binds it to the hotline and its number."""
    return DOWN + hotline + struct.pack(">I", seq)


def split_reply(body: bytes) -> list[bytes]:
    """Cut a reply's body into parts of at most 860 bytes; joined again as bytes, before UTF-8."""
    parts = [body[at : at + REPLY_BODY_BYTES] for at in range(0, len(body), REPLY_BODY_BYTES)]
    if len(parts) > MOST_PARTS:
        reason = f"a reply has at most {MOST_PARTS * REPLY_BODY_BYTES} bytes"
        raise ValueError(reason)
    return parts or [b""]


def seal_reply(  # noqa: PLR0913, PLR0917 - each is a member of the wire format
    hotline: bytes,
    caller_pk: KemPublicKey,
    seq: int,
    body: bytes,
    part: int = 1,
    parts: int = 1,
) -> bytes:
    """Seal one part of a reply, once: 2,004 bytes `seq(4) ‖ enc(1120) ‖ ct(880)`."""
    if len(body) > REPLY_BODY_BYTES:
        reason = f"a part of a reply has at most {REPLY_BODY_BYTES} bytes"
        raise ValueError(reason)
    plaintext = struct.pack(">BBH", part, parts, len(body)) + body
    sealed = seal(
        caller_pk, reply_info(hotline, seq), plaintext.ljust(REPLY_PLAINTEXT_BYTES, b"\0")
    )
    return struct.pack(">I", seq) + sealed


def instruction_info(hotline: bytes, line: str) -> bytes:
    """HPKE's info for an instruction to a line."""
    return LINE + hotline + line.encode()


def seal_instruction(hotline: bytes, line_pk: KemPublicKey, line: str, body: bytes) -> bytes:
    """Seal an instruction to a line's own key: 2,048 bytes, of which at most 910 are body."""
    plaintext = struct.pack(">H", len(body)) + body
    if len(plaintext) > INSTRUCTION_PLAINTEXT_BYTES:
        reason = f"an instruction has at most {INSTRUCTION_PLAINTEXT_BYTES - 2} bytes"
        raise ValueError(reason)
    return seal(
        line_pk,
        instruction_info(hotline, line),
        plaintext.ljust(INSTRUCTION_PLAINTEXT_BYTES, b"\0"),
    )
