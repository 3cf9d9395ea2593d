"""The XMPP line: an account at a server, read by a session that stands for less than a minute.

Promises: no contact list is kept or made, here or at the server; what was not yet brought to the
front is never called received, so that the server gives it to the next session.
"""

import asyncio

from aman.lines.connector import Connection, Given
from aman.lines.notices import read_words

from .account import read_account
from .card import shown_names
from .session import XmppSession

__all__ = ["connect"]


def connect(given: Given) -> Connection:
    """Make the line; ValueError tells which setting is wrong."""
    unreadable = read_words(__name__, "unreadable.toml")
    account = read_account(given)
    session = XmppSession(account, given.notices, unreadable, given.clock)
    return Connection(session=session, names=lambda: asyncio.run(shown_names(account)))
