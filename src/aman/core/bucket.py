"""Buckets: where replies wait for everybody, and each finds his own (protocol section 5).

Promises: a bucket has one size; a slot without its key is 2,048 random bytes; a slot is wrapped
afresh every tick. Chance is passed in.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .keys import Secret, hmac_sha256
from .sealing import INNER_BYTES
from .signing import SIGNATURE_BYTES, SigningSeed, verified

SLOT_BYTES = 2048
SLOTS = 16
HEADER_BYTES = 128
BUCKET_BYTES = HEADER_BYTES + SLOTS * SLOT_BYTES
SLOTS_PER_CALLER = 4
TAG_BYTES = 16
NONCE_BYTES = 12
MOST_K = 10
DAY_SECONDS = 86_400
_COVERED = struct.Struct(">QBI32s")


class MalformedBucket(Exception):  # noqa: N818 - twin of MalformedEnvelope
    """Not a bucket that the desk signed."""

    person = "The server gave an answer that the desk did not sign."
    operator = "A bucket's signature is wrong."


@dataclass(frozen=True, slots=True)
class BucketHeader:
    """The signed head: which tick, how many buckets (2^k), which of them this is."""

    tick: int
    k: int
    n: int
    slots_digest: bytes

    def covered(self) -> bytes:
        """The 45 bytes under the signature."""
        return _COVERED.pack(self.tick, self.k, self.n, self.slots_digest)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A verified bucket: its header and sixteen slots."""

    header: BucketHeader
    slots: tuple[bytes, ...]

    @classmethod
    def read(cls, raw: bytes, hotline: bytes, online: bytes) -> Self:
        """Check size, digest and signature."""
        if len(raw) != BUCKET_BYTES:
            raise MalformedBucket
        header = BucketHeader(*_COVERED.unpack_from(raw))
        signature = raw[_COVERED.size : _COVERED.size + SIGNATURE_BYTES]
        zeros = raw[_COVERED.size + SIGNATURE_BYTES : HEADER_BYTES]
        slots = raw[HEADER_BYTES:]
        if (
            any(zeros)
            or header.slots_digest != sha256(slots).digest()
            or not verified(online, signature, _statement(hotline, header))
        ):
            raise MalformedBucket
        each = range(0, len(slots), SLOT_BYTES)
        return cls(header, tuple(slots[at : at + SLOT_BYTES] for at in each))


def _statement(hotline: bytes, header: BucketHeader) -> bytes:
    return b"aman/1 bucket" + hotline + header.covered()


def bucket_number(reply_key: Secret, hotline: bytes, tick: int, k: int) -> int:
    """Which of the 2^k buckets holds this caller's slots on the day of `tick`."""
    if k == 0:
        return 0
    day = struct.pack(">I", tick // DAY_SECONDS)
    mac = hmac_sha256(reply_key.reveal(), b"aman/1 bucket" + hotline + day)
    return int.from_bytes(mac[:4], "big") >> (32 - k)


def least_k(live_slots: int) -> int:
    """The least k with live slots <= 8 · 2^k."""
    return min(MOST_K, max(0, (max(1, live_slots) - 1).bit_length() - 3))


def slot_tag(reply_key: Secret, hotline: bytes, tick: int, i: int) -> bytes:
    """How a caller finds slot `i` (0 to 3) of a tick: 16 bytes."""
    return _slot_mac(b"aman/1 tag", reply_key, hotline, tick, i)[:TAG_BYTES]


def _slot_mac(label: bytes, reply_key: Secret, hotline: bytes, tick: int, i: int) -> bytes:
    return hmac_sha256(reply_key.reveal(), label + hotline + struct.pack(">QB", tick, i))


def wrap_slot(  # noqa: PLR0913, PLR0917 - each is a member of the wire format
    reply_key: Secret, hotline: bytes, tick: int, i: int, inner: bytes, nonce: bytes
) -> bytes:
    """Wrap a sealed reply for one tick: `tag(16) ‖ nonce(12) ‖ AES-256-GCM(inner)`."""
    if len(inner) != INNER_BYTES:
        reason = f"a sealed reply has {INNER_BYTES} bytes"
        raise ValueError(reason)
    key = _slot_mac(b"aman/1 wrap", reply_key, hotline, tick, i)
    return slot_tag(reply_key, hotline, tick, i) + nonce + AESGCM(key).encrypt(nonce, inner, None)


def unwrap_slots(bucket: Bucket, reply_key: Secret, hotline: bytes) -> Iterator[bytes]:
    """Give the sealed replies in `bucket` that are this caller's; what fails to open is passed."""
    tick = bucket.header.tick
    by_tag = {slot[:TAG_BYTES]: slot for slot in bucket.slots}
    for i in range(SLOTS_PER_CALLER):
        slot = by_tag.get(slot_tag(reply_key, hotline, tick, i))
        if slot is None:
            continue
        key = _slot_mac(b"aman/1 wrap", reply_key, hotline, tick, i)
        nonce, sealed = slot[TAG_BYTES:][:NONCE_BYTES], slot[TAG_BYTES + NONCE_BYTES :]
        try:
            yield AESGCM(key).decrypt(nonce, sealed, None)
        except InvalidTag:
            continue


def make_bucket(  # noqa: PLR0913 - each is a member of the wire format
    *,
    hotline: bytes,
    online: SigningSeed,
    tick: int,
    k: int,
    n: int,
    slots: Sequence[bytes],
    random_bytes: Callable[[int], bytes],
) -> bytes:
    """Fill up with random slots, shuffle, sign: 32,896 bytes."""
    if len(slots) > SLOTS:
        reason = f"a bucket has {SLOTS} slots"
        raise ValueError(reason)
    filled = [*slots, *(random_bytes(SLOT_BYTES) for _ in range(SLOTS - len(slots)))]
    body = b"".join(sorted(filled, key=lambda _: random_bytes(16)))
    header = BucketHeader(tick, k, n, sha256(body).digest())
    signed = header.covered() + online.sign(_statement(hotline, header))
    return signed.ljust(HEADER_BYTES, b"\0") + body
