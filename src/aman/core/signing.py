"""Ed25519 with a label, a hotline and nothing implicit (protocol sections 3, 5, 6)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .keys import Secret

SIGNATURE_BYTES = 64


class SigningSeed(Secret):
    """An Ed25519 secret key as its 32-byte seed (RFC 8032)."""

    __slots__ = ()

    def sign(self, message: bytes) -> bytes:
        """Sign: 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.reveal()).sign(message)

    def public_key(self) -> bytes:
        """The public half: 32 bytes."""
        key = Ed25519PrivateKey.from_private_bytes(self.reveal()).public_key()
        return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def verified(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` over `message` is by `public_key`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def online_statement(hotline: bytes, online: bytes, valid_from: int, valid_to: int) -> bytes:
    """What the root signs to make `online` the desk's key from one Unix second to another."""
    period = valid_from.to_bytes(8, "big") + valid_to.to_bytes(8, "big")
    return b"aman/1 online" + hotline + online + period
