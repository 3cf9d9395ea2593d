"""Who takes part in the pure tests: a hotline, an epoch, a caller, all from fixed seeds."""

from dataclasses import dataclass
from hashlib import sha256

from aman.core.envelope import Kind, OpenedMessage
from aman.core.keys import CallerKeys, KemSeed, Secret
from aman.core.signing import SigningSeed


def fixed(name: str, size: int = 32) -> bytes:
    """Chance that is the same each time."""
    blocks = (sha256(f"{name} {at}".encode()).digest() for at in range(size // 32 + 1))
    return b"".join(blocks)[:size]


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    hotline: bytes
    epoch: KemSeed
    caller: CallerKeys
    root: SigningSeed
    online: SigningSeed

    def message(self, body: bytes = b'{"session":"s","n":1}') -> OpenedMessage:
        """A message of the caller's."""
        return OpenedMessage(
            Kind.MESSAGE,
            fixed("message id", 16),
            self.caller.reply_kem.public_key(),
            self.caller.token,
            self.caller.reply_key,
            Secret(body),
        )
