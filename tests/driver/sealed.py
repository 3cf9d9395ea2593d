"""Envelopes, manifests and buckets that look right to a front and a courier, and hold nothing."""

import os
import time
from hashlib import sha256

from aman.core.bucket import make_bucket
from aman.core.envelope import ENVELOPE_BYTES
from aman.core.keys import KEM_PUBLIC_BYTES, hotline_id, to_base64url
from aman.core.manifest import EpochKey, Manifest, OnlineKey, RootKeys, sign_manifest
from aman.core.signing import SigningSeed
from aman.core.stamp import plain_stamp

ROOT = SigningSeed(b"r" * 32)
ONLINE = SigningSeed(b"o" * 32)
MLDSA65 = b"m" * 1952
HOTLINE = hotline_id(ROOT.public_key(), MLDSA65)
TICK = 1_800_000_000


def envelope() -> bytes:
    """Random bytes that pass for a sealed envelope."""
    return b"\1" + os.urandom(ENVELOPE_BYTES - 1)


def stamped(sealed: bytes) -> bytes:
    """The body of `POST /e`: a plain stamp before it."""
    return plain_stamp(time.time(), os.urandom(28)).to_bytes() + sealed


def manifest(seq: int = 1, *, stamp_bits: int = 0) -> bytes:
    """A manifest that is truly signed; its epoch keys are zeros."""
    epochs = tuple(
        EpochKey(to_base64url(bytes(KEM_PUBLIC_BYTES)), TICK + day * 86_400, TICK + 86_400)
        for day in range(3)
    )
    return sign_manifest(
        Manifest(
            seq=seq,
            issued=TICK,
            hotline=to_base64url(HOTLINE),
            root=RootKeys(to_base64url(ROOT.public_key()), to_base64url(sha256(MLDSA65).digest())),
            online=OnlineKey.certify(ROOT, HOTLINE, ONLINE.public_key(), TICK - 1, TICK * 2),
            epochs=epochs,
            tick_seconds=5,
            k=0,
            k_next=0,
            stamp_bits=stamp_bits,
            languages=("ar", "en"),
        ),
        ONLINE,
    )


def bucket(tick: int = TICK, n: int = 0, k: int = 0) -> bytes:
    """A bucket that is truly signed, of random slots."""
    return make_bucket(
        hotline=HOTLINE, online=ONLINE, tick=tick, k=k, n=n, slots=(), random_bytes=os.urandom
    )
