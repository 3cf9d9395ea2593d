"""The vault key under a password, a one-time link or the recovery key (protocol section 3).

Promises: a wrap opens only with what it was made for, for that hotline and that operator; a wrong
password, a damaged wrap and somebody else's wrap fail alike with `WrongKey`.
Refuses to know: where wraps are kept.
"""

from dataclasses import dataclass
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from aman.core.keys import (
    SUITE,
    KemPublicKey,
    KemSeed,
    Secret,
    from_base64url,
    hkdf,
    to_base64url,
)
from aman.core.sealing import seal

_NONCE_BYTES = 12
_KEY_BYTES = 32
SALT_BYTES = 16
LINK_SECRET_BYTES = 32


class WrongKey(Exception):  # noqa: N818 - it says no more on purpose
    """This key does not open that wrap."""

    person = "The name or the password is not right."
    operator = "A wrap of the vault key did not open."


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """How dear one guess at a password is; stored beside each wrap, so that it can grow."""

    memory_kib: int = 65_536
    iterations: int = 3
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class WrapToPassword:
    """Salt, cost and the sealed vault key of one operator."""

    salt: bytes
    cost: Argon2Cost
    sealed: bytes


def _sealed(key: bytes, context: bytes, seed: KemSeed) -> bytes:
    nonce = token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, seed.reveal(), context)


def _opened(key: bytes, context: bytes, sealed: bytes) -> KemSeed:
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return KemSeed(AESGCM(key).decrypt(nonce, ciphertext, context))
    except (InvalidTag, ValueError):
        raise WrongKey from None


def _password_key(password: str, salt: bytes, cost: Argon2Cost) -> bytes:
    argon = Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return argon.derive(password.encode())


def _password_context(hotline: bytes, operator: int) -> bytes:
    return b"aman/1 vault password" + hotline + operator.to_bytes(8, "big")


def wrap_to_password(
    seed: KemSeed, password: str, cost: Argon2Cost, *, hotline: bytes, operator: int
) -> WrapToPassword:
    """Wrap the vault key for the operator whose number is `operator`."""
    salt = token_bytes(SALT_BYTES)
    key = _password_key(password, salt, cost)
    return WrapToPassword(salt, cost, _sealed(key, _password_context(hotline, operator), seed))


def unwrap_by_password(
    wrap: WrapToPassword, password: str, *, hotline: bytes, operator: int
) -> KemSeed:
    """Open it; this is the whole check of the password."""
    key = _password_key(password, wrap.salt, wrap.cost)
    return _opened(key, _password_context(hotline, operator), wrap.sealed)


def refuse_slowly(password: str, cost: Argon2Cost) -> None:
    """Spend what a check costs where there is nobody to check, so that the time tells nothing."""
    _password_key(password, bytes(SALT_BYTES), cost)


def wrap_to_recovery(seed: KemSeed, recovery: KemPublicKey, *, hotline: bytes) -> bytes:
    """Wrap the vault key to the offline recovery key."""
    return seal(recovery, b"aman/1 vault recovery" + hotline, seed.reveal())


def unwrap_by_recovery(sealed: bytes, recovery: KemSeed, *, hotline: bytes) -> KemSeed:
    """Open that one."""
    info = b"aman/1 vault recovery" + hotline
    try:
        return KemSeed(SUITE.decrypt(sealed, recovery.loaded(), info))
    except (InvalidTag, ValueError):
        raise WrongKey from None


class LinkSecret(Secret):
    """What a one-time link carries: 32 random bytes, stored nowhere."""

    __slots__ = ()

    @classmethod
    def draw(cls) -> "LinkSecret":
        """Draw a new one."""
        return cls(token_bytes(LINK_SECRET_BYTES))

    @classmethod
    def read(cls, text: str) -> "LinkSecret":
        """Read what stood in the address; `WrongKey` when it is none."""
        try:
            return cls(from_base64url(text, LINK_SECRET_BYTES))
        except ValueError:
            raise WrongKey from None

    def text(self) -> str:
        """As it stands in the address."""
        return to_base64url(self.reveal())

    def fingerprint(self) -> bytes:
        """By which the desk finds the wrap; it opens nothing."""
        return hkdf(self.reveal(), salt=b"aman/1", info=b"link fingerprint")

    def key(self) -> bytes:
        """The wrapping key."""
        return hkdf(self.reveal(), salt=b"aman/1", info=b"link key")


def wrap_to_link(seed: KemSeed, link: LinkSecret, *, hotline: bytes) -> bytes:
    """Wrap the vault key to a one-time link."""
    return _sealed(link.key(), b"aman/1 vault link" + hotline, seed)


def unwrap_by_link(sealed: bytes, link: LinkSecret, *, hotline: bytes) -> KemSeed:
    """Open that one."""
    return _opened(link.key(), b"aman/1 vault link" + hotline, sealed)
