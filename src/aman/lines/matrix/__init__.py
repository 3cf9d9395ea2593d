"""The Matrix line: asked in a process for each question, answered in another.

Promises: nothing stands; no list of rooms or people is asked for or kept, the place where to go on
reading is all that lies on disk. Refuses to know: end-to-end encryption; it says so.
"""

from aman.lines.connector import Connection, Given
from aman.lines.notices import read_words

from .account import read_account
from .asking import MatrixPoll
from .client import shown_names
from .sending import MatrixSender

__all__ = ["connect"]


def connect(given: Given) -> Connection:
    """Make the line; ValueError tells which setting is wrong."""
    account = read_account(given)
    unreadable = read_words(__name__, "unreadable.toml")
    return Connection(
        sender=MatrixSender(account, given.notices),
        poll=MatrixPoll(account, unreadable),
        names=lambda: shown_names(account),
    )
