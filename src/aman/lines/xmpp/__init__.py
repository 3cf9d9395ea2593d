"""The XMPP line: an account at a server, read by a session that stands for less than a minute.

Promises: no contact list is kept or made, here or at the server; what was not yet brought to the
front is never called received, so that the server gives it to the next session.
"""

from aman.lines.connector import Connection, Given
from aman.lines.notices import read_words

from .account import read_account
from .session import XmppSession

__all__ = ["connect"]


def connect(given: Given) -> Connection:
    """Make the line; ValueError tells which setting is wrong."""
    unreadable = read_words(__name__, "unreadable.toml")
    session = XmppSession(read_account(given), given.notices, unreadable, given.clock)
    return Connection(session=session)
