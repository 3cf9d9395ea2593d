"""Content at rest: sealed under a content key, which is sealed to the vault (protocol section 3).

Promises: what is written is bound to its place (another row's bytes do not open there), and its
length tells nothing finer than the size it is filled up to. Opening needs an open vault, because
the keys do.
"""

from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from aman.core.keys import Secret
from aman.desk.keys.vault import DamagedRecord, Vault

KEY_BYTES = 32
_NONCE_BYTES = 12
_LENGTH_BYTES = 4


def draw_key() -> Secret:
    """A new content key."""
    return Secret(token_bytes(KEY_BYTES))


def case_info(number: int) -> bytes:
    """What binds a case key's wrap to its case."""
    return b"aman/1 case" + number.to_bytes(8, "big")


def batch_info(batch: bytes) -> bytes:
    """What binds a batch key's wrap to its batch."""
    return b"aman/1 batch" + batch


def arrival_place(number: int, message_id: bytes) -> bytes:
    """What binds a message's content to its place."""
    return b"aman/1 arrival" + number.to_bytes(8, "big") + message_id


def answer_place(number: int, item: int) -> bytes:
    """What binds an answer's text to its place."""
    return b"aman/1 answer" + number.to_bytes(8, "big") + item.to_bytes(8, "big")


def prepared_place(number: int, name: bytes) -> bytes:
    """What binds words that were sealed before it was known which answer they would be."""
    return b"aman/1 prepared" + number.to_bytes(8, "big") + name


def open_case_key(vault: Vault, number: int, wrap: bytes) -> Secret:
    """Unwrap, or remember it unwrapped; `VaultLocked` while nobody is signed in."""
    return vault.unseal_kept(case_info(number), wrap)


def write_content(key: Secret, place: bytes, content: bytes, *, filled_to: int) -> bytes:
    """Seal `content`, filled up to a multiple of `filled_to` bytes."""
    counted = len(content).to_bytes(_LENGTH_BYTES, "big") + content
    padded = counted.ljust(-(-len(counted) // filled_to) * filled_to, b"\0")
    nonce = token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key.reveal()).encrypt(nonce, padded, place)


def read_content(key: Secret, place: bytes, sealed: bytes) -> bytes:
    """Open what `write_content` made for that place."""
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        padded = AESGCM(key.reveal()).decrypt(nonce, ciphertext, place)
    except (InvalidTag, ValueError):
        raise DamagedRecord from None
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]
