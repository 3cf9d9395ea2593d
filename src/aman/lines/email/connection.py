"""How an email line is made from line.json."""

from aman.lines.connector import Connection, Given

from .incoming import Reader
from .mailbox import Mailbox
from .outgoing import Correspondent
from .reception import Reception
from .settings import EmailSettings
from .submission import Submission


def connect(given: Given) -> Connection:
    """Make the line. ValueError names a wrong setting."""
    settings = given.table(EmailSettings)
    password = given.secret("password") if settings.smtp.user else None
    submission = Submission(settings.smtp, password, settings.address)
    sender = Correspondent(settings, given, submission)
    reader = Reader(settings.address, given.clock, settings.verdicts.lower())
    if settings.imap is not None and settings.way == "imap":
        secret = given.secret("password")
        mailbox = Mailbox(settings.imap, secret, settings.folder, reader)
        return Connection(sender=sender, poll=mailbox, names=lambda: (settings.address,))
    return Connection(
        sender=sender, service=Reception(reader, settings.domain), names=lambda: (settings.address,)
    )
