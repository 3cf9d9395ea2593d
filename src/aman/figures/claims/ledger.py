"""The ledger as one file: claims with what persons made of them, days of documents, tied names.

Promises: one canonical form, so that a hash of it means one ledger; reading gives what was written.
Refuses to know: where it lies.
"""

import msgspec

from aman.figures.log.canonical import read, written

from .claim import Alias, Claim


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What the spokesperson keeps. `days`: when each document was printed, where it is known."""

    claims: tuple[Claim, ...] = ()
    aliases: tuple[Alias, ...] = ()
    days: dict[str, str] = {}

    def written(self) -> bytes:
        """The canonical JSON."""
        return written(self)


def read_ledger(content: bytes) -> Ledger:
    """A ledger from its canonical JSON; raises NotCanonical."""
    return read(content, Ledger)
