"""Which lines the contract is held up to: each real line's far side, and each one's null twin."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from aman.lines.registry import LINES
from lines.email.peer import email_peer, imap_peer
from lines.null.peer import null_peer
from lines.peer import Peer
from lines.sms.gateway_stub import gateway_peer
from lines.sms.peer import smpp_peer

Start = Callable[[Path], AbstractContextManager[Peer]]

REAL: dict[str, Start] = {
    "email": email_peer,
    "sms": smpp_peer,
}
"""The far side of each registered line; a row a line."""

OTHER_WAYS: dict[tuple[str, str], Start] = {
    ("email", "imap"): imap_peer,
    ("sms", "http"): gateway_peer,
}
"""Where a line can be connected in several ways: the far side of each further one."""


class Member(NamedTuple):
    """One line under the contract."""

    name: str
    null: bool
    way: str = ""

    def __str__(self) -> str:
        way = "null" if self.null else self.way
        return f"{self.name}-{way}" if way else self.name

    def peer(self, folder: Path) -> AbstractContextManager[Peer]:
        """Its far side."""
        if self.null:
            return null_peer(folder, self.name)
        start = OTHER_WAYS[self.name, self.way] if self.way else REAL[self.name]
        return start(folder)


CAST = [
    Member("null", null=True),
    *(Member(line.name, null=null) for line in LINES for null in (False, True)),
    *(Member(name, null=False, way=way) for name, way in OTHER_WAYS),
]
