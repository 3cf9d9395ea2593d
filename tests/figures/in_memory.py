"""Stubs of what publishing keeps and signs with, in memory: thousands of steps in a second.

The folder is held to the same test as the real one; signatures are real, made in this process.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from aman.desk.publication.folder import Overwriting, PublishedFolder
from aman.figures.log import signatures
from aman.figures.log.layout import CHECKPOINTS, LOG, SIGNERS
from aman.figures.log.signatures import Signer
from aman.figures.series import PrivateBook


class FolderInMemory(PublishedFolder):
    """A stub of the published folder."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def files(self) -> dict[str, bytes]:
        """All of them."""
        return dict(self.content)

    def read(self, name: str) -> bytes | None:
        """One of them."""
        return self.content.get(name)

    def write(self, name: str, content: bytes) -> bool:
        """As the real one."""
        if self.content.get(name) == content:
            return False
        self._refuse(name)
        self.content[name] = content
        return True

    def remove(self, name: str) -> None:
        """As the real one."""
        self._refuse(name, is_removed=True)
        self.content.pop(name, None)

    def _refuse(self, name: str, *, is_removed: bool = False) -> None:
        is_there = is_removed or name in self.content
        if is_there and name.startswith((LOG, CHECKPOINTS, SIGNERS)):
            raise Overwriting(name)


class KeeperInMemory:
    """A stub of who keeps the private book: as bytes, as a file would."""

    def __init__(self, hotline: str) -> None:
        self.content = PrivateBook(hotline).to_bytes()

    def book(self) -> PrivateBook:
        """As it was kept last."""
        return PrivateBook.from_bytes(self.content)

    def keep(self, book: PrivateBook) -> None:
        """In place of the last."""
        self.content = book.to_bytes()


class SignerInMemory:
    """Signs as ssh-keygen does, with a key of this process alone."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.signer = Signer(self._key.public_key().public_bytes_raw())

    def sign(self, content: bytes) -> bytes:
        """What `ssh-keygen -Y sign` writes."""
        signature = self._key.sign(signatures.to_be_signed(content))
        return signatures.armoured(self.signer.key, signature)
