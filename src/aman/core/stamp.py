"""The stamp before an envelope: who is served first when too many knock (protocol section 6).

A stamp gives priority and never takes it: a wrong one means the last lane, not a refusal.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Self

from .keys import Secret, hmac_sha256

STAMP_BYTES = 64
SLOT_SECONDS = 600
NONCE_BYTES = 28
INVITE_ID_BYTES = 4
_NO_WORK = bytes(32)


class Lane(IntEnum):
    """Lower goes first."""

    INVITED = 0
    WORKED = 1
    PLAIN = 2
    WRONG = 3


@dataclass(frozen=True, slots=True)
class Stamp:
    """`slot(4) ‖ nonce(28) ‖ proof(32)`: the proof is zeros, or the hash that shows the work."""

    slot: int
    nonce: bytes
    proof: bytes

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read 64 bytes; any 64 bytes are a stamp."""
        if len(raw) != STAMP_BYTES:
            reason = f"a stamp has {STAMP_BYTES} bytes"
            raise ValueError(reason)
        return cls(int.from_bytes(raw[:4], "big"), raw[4:32], raw[32:])

    def to_bytes(self) -> bytes:
        """Write it: 64 bytes."""
        return self.slot.to_bytes(4, "big") + self.nonce + self.proof


def plain_stamp(time: float, nonce: bytes) -> Stamp:
    """The stamp of a caller who was not invited and did no work; `nonce` is 28 random bytes."""
    return Stamp(int(time) // SLOT_SECONDS, nonce, _NO_WORK)


def invited_stamp(time: float, invite_id: bytes, key: Secret, envelope_digest: bytes) -> Stamp:
    """The stamp of a caller whom the desk gave an invite."""
    slot = int(time) // SLOT_SECONDS
    return Stamp(slot, invite_id + _invite_mac(key, slot, envelope_digest), _NO_WORK)


def _invite_mac(key: Secret, slot: int, envelope_digest: bytes) -> bytes:
    return hmac_sha256(key.reveal(), slot.to_bytes(4, "big") + envelope_digest)[:24]


def worked_stamp(time: float, start: bytes, envelope_digest: bytes, bits: int) -> Stamp:
    """Search from `start` (28 random bytes) for a nonce whose hash has `bits` leading zeros."""
    slot = int(time) // SLOT_SECONDS
    first = int.from_bytes(start, "big")
    bits = max(1, bits)  # work that shows nothing counts as wrong
    for step in range(1 << (bits + 8)):
        nonce = ((first + step) % (1 << 8 * NONCE_BYTES)).to_bytes(NONCE_BYTES, "big")
        proof = _work(slot, nonce, envelope_digest)
        if leading_zero_bits(proof) >= bits:
            return Stamp(slot, nonce, proof)
    return plain_stamp(time, start)


def _work(slot: int, nonce: bytes, envelope_digest: bytes) -> bytes:
    return sha256(slot.to_bytes(4, "big") + nonce + envelope_digest).digest()


def leading_zero_bits(digest: bytes) -> int:
    """How many zero bits stand first in 32 bytes."""
    return 8 * len(digest) - int.from_bytes(digest, "big").bit_length()


def lane(
    stamp: Stamp,
    envelope_digest: bytes,
    *,
    time: float,
    invites: Mapping[bytes, Secret],
    bits: int,
) -> Lane:
    """Judge a stamp; `invites` maps invite ids to keys, a slot may be off by one either way."""
    invite = invites.get(stamp.nonce[:INVITE_ID_BYTES])
    expected = _invite_mac(invite, stamp.slot, envelope_digest) if invite else b""
    invited = hmac.compare_digest(stamp.nonce[INVITE_ID_BYTES:], expected)
    if abs(stamp.slot - int(time) // SLOT_SECONDS) > 1:
        return Lane.WRONG
    if invited:
        return Lane.INVITED
    if stamp.proof == _NO_WORK:
        return Lane.PLAIN
    proof = _work(stamp.slot, stamp.nonce, envelope_digest)
    shown = stamp.proof == proof and leading_zero_bits(proof) >= max(1, bits)
    return Lane.WORKED if shown else Lane.WRONG
