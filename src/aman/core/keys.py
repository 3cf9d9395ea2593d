"""Key types that do not print, and what every key in Aman is derived from.

Promises: no secret reaches a log, a traceback or a pickle through its repr.
Refuses to know: how anything is sealed or opened (`sealing`, `opening`).
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256, shake_256
from typing import NoReturn, Self

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
"""The one suite of protocol section 2: X-Wing (0x647a), HKDF-SHA256, AES-256-GCM."""

KEM_PUBLIC_BYTES = 1216
KEM_SEED_BYTES = 32
_MLKEM_PUBLIC_BYTES = 1184


class Secret:
    """Bytes that never print, pickle or compare in variable time; `reveal` is the only way out."""

    __slots__ = ("__bytes",)

    def __init__(self, value: bytes) -> None:
        self.__bytes = bytes(value)

    def reveal(self) -> bytes:
        """Give the bytes themselves."""
        return self.__bytes

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and hmac.compare_digest(self.__bytes, other.reveal())

    __hash__ = None  # type: ignore[assignment]  # a secret is no key of a dictionary

    def __reduce__(self) -> NoReturn:
        message = "a secret is not written anywhere"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class KemPublicKey:
    """An X-Wing public key: 1,184 bytes of ML-KEM-768, 32 of X25519."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEM_PUBLIC_BYTES:
            message = f"an X-Wing public key has {KEM_PUBLIC_BYTES} bytes"
            raise ValueError(message)

    def loaded(self) -> MLKEM768X25519PublicKey:
        """The library's key object; ValueError when the bytes are no key."""
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.raw[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(self.raw[_MLKEM_PUBLIC_BYTES:]),
        )

    @property
    def short_id(self) -> bytes:
        """H(pk)[:7]: how an envelope names the epoch key that it is sealed to."""
        return sha256(self.raw).digest()[:7]


class KemSeed(Secret):
    """An X-Wing secret key as its 32-byte seed (draft-connolly-cfrg-xwing-kem, section 5.2)."""

    __slots__ = ("__key",)

    def __init__(self, value: bytes) -> None:
        if len(value) != KEM_SEED_BYTES:
            message = f"an X-Wing seed has {KEM_SEED_BYTES} bytes"
            raise ValueError(message)
        super().__init__(value)
        self.__key: MLKEM768X25519PrivateKey | None = None

    def loaded(self) -> MLKEM768X25519PrivateKey:
        """The library's key object: SHAKE-256 expands the seed to 64 + 32 bytes.

        Kept as long as the seed is: expanding takes longer than opening an envelope.
        """
        if self.__key is None:
            expanded = shake_256(self.reveal()).digest(96)
            self.__key = MLKEM768X25519PrivateKey(
                MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
                X25519PrivateKey.from_private_bytes(expanded[64:]),
            )
        return self.__key

    def public_key(self) -> KemPublicKey:
        """The public half."""
        expanded = shake_256(self.reveal()).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).public_key()
        x25519 = X25519PrivateKey.from_private_bytes(expanded[64:]).public_key()
        raw = Encoding.Raw, PublicFormat.Raw
        return KemPublicKey(mlkem.public_bytes(*raw) + x25519.public_bytes(*raw))


@dataclass(frozen=True, slots=True)
class CallerKeys:
    """All that a caller has, derived from his phrase: nothing of it is stored on his side."""

    reply_kem: KemSeed
    token: Secret
    reply_key: Secret

    @classmethod
    def derive(cls, mk: Secret) -> Self:
        """Derive the three keys from `mk`, the phrase's stretched key (protocol section 3)."""
        reply_kem, token, reply_key = (
            hkdf(mk.reveal(), salt=b"aman/1", info=label)
            for label in (b"reply-kem", b"token", b"reply-key")
        )
        return cls(KemSeed(reply_kem), Secret(token), Secret(reply_key))


def hkdf(key: bytes, *, salt: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256 (RFC 5869)."""
    return HKDF(SHA256(), length, salt, info).derive(key)


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104)."""
    return hmac.digest(key, message, "sha256")


def hotline_id(root_ed25519: bytes, root_mldsa65: bytes) -> bytes:
    """The hotline's name for ever: 32 bytes that commit to both root keys."""
    return sha256(b"aman/1 root" + root_ed25519 + sha256(root_mldsa65).digest()).digest()


def to_base64url(raw: bytes) -> str:
    """Base64url without padding (RFC 4648 section 5), as all bytes in JSON are written."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64url(text: str, size: int | None = None) -> bytes:
    """Read base64url without padding; ValueError for what does not round-trip."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raw = None
    if raw is None or to_base64url(raw) != text or (size is not None and len(raw) != size):
        message = "not base64url of the expected length"
        raise ValueError(message)
    return raw
