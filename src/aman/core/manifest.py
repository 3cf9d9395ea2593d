"""The manifest: what the desk tells every page, signed (protocol section 6).

Promises: `read_manifest` gives only what the root's online key signed for this very hotline.
Refuses to know: the clock. Whether a manifest is old is for the reader to say.
"""

from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta

from .bucket import MOST_K
from .keys import KemPublicKey, from_base64url, to_base64url
from .signing import SIGNATURE_BYTES, SigningSeed, online_statement, verified

MANIFEST_BYTES = 8192
MOST_JSON = MANIFEST_BYTES - 4 - SIGNATURE_BYTES  # 8,124
MOST_MIRRORS = 6
MOST_NOTICE_LETTERS = 200
EPOCHS = 3
_KEY_BYTES = 32
Whole = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""What JavaScript counts exactly."""


class MalformedManifest(Exception):  # noqa: N818 - twin of MalformedEnvelope
    """Not a manifest of this hotline."""

    person = "This server does not belong to this hotline."
    operator = "A manifest is not signed for this hotline."


class RootKeys(msgspec.Struct, frozen=True):
    """What the hotline's id commits to; base64url."""

    ed25519: str
    mldsa65_hash: str


class OnlineKey(msgspec.Struct, frozen=True, rename={"valid_from": "from", "valid_to": "to"}):
    """The desk's signing key and the root's word for it; times in Unix seconds."""

    ed25519: str
    valid_from: Whole
    valid_to: Whole
    signature: str

    @classmethod
    def certify(
        cls, root: SigningSeed, hotline: bytes, online: bytes, valid_from: int, valid_to: int
    ) -> "OnlineKey":
        """Have the root sign `online` for that time."""
        signature = root.sign(online_statement(hotline, online, valid_from, valid_to))
        return cls(to_base64url(online), valid_from, valid_to, to_base64url(signature))


class EpochKey(msgspec.Struct, frozen=True, rename={"valid_from": "from", "valid_to": "to"}):
    """One day's public key to seal to."""

    pk: str
    valid_from: Whole
    valid_to: Whole

    def public_key(self) -> KemPublicKey:
        """The key itself."""
        return KemPublicKey(from_base64url(self.pk))


class Manifest(msgspec.Struct, frozen=True):
    """The members of the manifest's JSON; bytes are base64url without padding."""

    seq: Whole
    issued: Whole
    hotline: str
    root: RootKeys
    online: OnlineKey
    epochs: tuple[EpochKey, ...]
    tick_seconds: Whole
    k: Whole
    k_next: Whole
    stamp_bits: Whole
    languages: tuple[str, ...]
    mirrors: tuple[str, ...] = ()
    notice: dict[str, str] = {}
    v: int = 1

    def online_key(self) -> bytes:
        """The 32 bytes that sign buckets."""
        return from_base64url(self.online.ed25519, _KEY_BYTES)

    def epoch_at(self, time: int) -> EpochKey:
        """The epoch running at that tick; after the last listed one, that one."""
        for epoch in self.epochs:
            if time < epoch.valid_to:
                return epoch
        return self.epochs[-1]


def sign_manifest(manifest: Manifest, online: SigningSeed) -> bytes:
    """Write it as 8,192 signed bytes."""
    written = msgspec.json.encode(manifest)
    if len(written) > MOST_JSON:
        reason = f"the manifest's JSON has at most {MOST_JSON} bytes, this has {len(written)}"
        raise ValueError(reason)
    covered = (len(written).to_bytes(4, "big") + written).ljust(
        MANIFEST_BYTES - SIGNATURE_BYTES, b"\0"
    )
    return covered + online.sign(_statement(from_base64url(manifest.hotline), covered))


def _statement(hotline: bytes, covered: bytes) -> bytes:
    return b"aman/1 manifest" + hotline + sha256(covered).digest()


def read_manifest(raw: bytes, hotline: bytes) -> Manifest:
    """Check size, root, the root's word for the online key, and its signature."""
    try:
        return _read(raw, hotline)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise MalformedManifest from None


def _read(raw: bytes, hotline: bytes) -> Manifest:
    if len(raw) != MANIFEST_BYTES:
        raise MalformedManifest
    length = int.from_bytes(raw[:4], "big")
    covered, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    if length > MOST_JSON or any(covered[4 + length :]):
        raise MalformedManifest
    manifest = msgspec.json.decode(covered[4 : 4 + length], type=Manifest)
    root = from_base64url(manifest.root.ed25519, _KEY_BYTES)
    committed = root + from_base64url(manifest.root.mldsa65_hash, _KEY_BYTES)
    online = manifest.online_key()
    stated = online_statement(hotline, online, manifest.online.valid_from, manifest.online.valid_to)
    if not (
        manifest.v == 1
        and sha256(b"aman/1 root" + committed).digest() == hotline
        and from_base64url(manifest.hotline, _KEY_BYTES) == hotline
        and verified(root, from_base64url(manifest.online.signature, SIGNATURE_BYTES), stated)
        and manifest.online.valid_from <= manifest.issued < manifest.online.valid_to
        and verified(online, signature, _statement(hotline, covered))
        and len(manifest.epochs) == EPOCHS
        and 0 <= manifest.k <= MOST_K
    ):
        raise MalformedManifest
    for epoch in manifest.epochs:
        epoch.public_key()
    return manifest
