"""Which lines the contract is held up to: each real line's far side, and each one's null twin."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from aman.lines.registry import LINES
from lines.matrix.peer import matrix_peer
from lines.null.peer import null_peer
from lines.peer import Peer
from lines.signal.peer import signal_stub
from lines.xmpp.peer import xmpp_peer

Start = Callable[[Path], AbstractContextManager[Peer]]

REAL: dict[str, Start] = {
    "signal": signal_stub,
    "matrix": matrix_peer,
    "xmpp": xmpp_peer,
}
"""The far side of each registered line; a row a line."""


class Member(NamedTuple):
    """One line under the contract."""

    name: str
    null: bool
    standing: bool = False

    def __str__(self) -> str:
        standing = "-standing" if self.standing else ""
        return f"{self.name}-null{standing}" if self.null else self.name

    def peer(self, folder: Path) -> AbstractContextManager[Peer]:
        """Its far side."""
        if self.null:
            return null_peer(folder, self.name, standing=self.standing)
        return REAL[self.name](folder)


CAST = [
    Member("null", null=True),
    Member("null", null=True, standing=True),
    *(Member(line.name, null=null) for line in LINES for null in (False, True)),
]
