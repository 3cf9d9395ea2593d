"""The email line: mail in by SMTP or IMAP, mail out by submission.

Promises: a mail is "taken" (250, expunged) only when all of it is at the front; nothing automatic
becomes a message or is answered.
"""

from .connection import connect

__all__ = ["connect"]
