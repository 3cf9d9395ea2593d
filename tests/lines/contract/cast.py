"""Which lines the contract is held up to: each real line's far side, and each one's null twin."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from aman.lines.registry import LINES
from lines.email.peer import email_peer, imap_peer
from lines.matrix.peer import matrix_peer
from lines.null.peer import null_peer
from lines.peer import Peer
from lines.signal.peer import signal_stub
from lines.sms.gateway_stub import gateway_peer
from lines.sms.peer import smpp_peer
from lines.telegram.peer import telegram_peer, telegram_polling_peer
from lines.whatsapp.peer import whatsapp_peer
from lines.xmpp.peer import xmpp_peer

Start = Callable[[Path], AbstractContextManager[Peer]]

REAL: dict[str, Start] = {
    "email": email_peer,
    "email-imap": imap_peer,
    "matrix": matrix_peer,
    "signal": signal_stub,
    "sms": smpp_peer,
    "sms-http": gateway_peer,
    "telegram": telegram_peer,
    "telegram-polling": telegram_polling_peer,
    "whatsapp": whatsapp_peer,
    "xmpp": xmpp_peer,
}
"""The far side of each registered line; a row a line, and one for each further way it can run."""


class Member(NamedTuple):
    """One line under the contract."""

    name: str
    null: bool
    way: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.name, self.way, "null" * self.null) if part)

    def peer(self, folder: Path) -> AbstractContextManager[Peer]:
        """Its far side."""
        if self.null:
            return null_peer(folder, self.name, standing=self.way == "standing")
        return REAL[str(self)](folder)


def _split(row: str) -> tuple[str, str, str]:
    return row.partition("-")


CAST = [
    Member("null", null=True),
    Member("null", null=True, way="standing"),
    *(Member(line.name, null=null) for line in LINES for null in (False, True)),
    *(Member(line, null=False, way=way) for line, _, way in map(_split, REAL) if way),
]
