"""A mail of ours: nothing in it says what the hotline is called.

Promises: one recipient, no display name, and a subject without a word, also of his own: a locked
telephone shows both. An instruction makes the same message id however often it is asked. What the
talk asks by itself says that it is automatic.
"""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from aman.core.line_dialogue import Outgoing
from aman.lines.connector import Given, LastingFault, Sent
from aman.lines.pieces import plain_text

from .addresses import message_id, our_id, to_answer
from .settings import EmailSettings
from .submission import Submission
from .text import clean

SUBJECT = "Re:"
_POLICY = SMTP.clone(cte_type="7bit")


class Correspondent:
    """Sends answers and pulses."""

    def __init__(self, settings: EmailSettings, given: Given, submission: Submission) -> None:
        self._settings = settings
        self._given = given
        self._submission = submission

    def send(self, instruction: bytes, message: Outgoing) -> Sent:
        """Send one answer."""
        to = to_answer(message.to)
        if to is None:
            reason = "no such address"
            raise LastingFault(reason)
        mail = self._mail(to, plain_text(message, self._given.notices))
        mail["Message-ID"] = our_id(instruction, self._settings.domain)
        mail["Subject"] = SUBJECT
        if before := message_id(message.route.partition("\n")[0]):
            mail["In-Reply-To"] = before
            mail["References"] = before
        if message.buttons:
            mail["Auto-Submitted"] = "auto-replied"
        self._submission.hand_over(to, mail)
        return Sent(str(mail["Message-ID"]))

    def pulse(self, nonce: str) -> None:
        """A mail to ourselves."""
        mail = self._mail(self._settings.address, nonce)
        mail["Message-ID"] = f"<{nonce}@{self._settings.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        self._submission.hand_over(self._settings.address, mail)

    def _mail(self, to: str, text: str) -> EmailMessage:
        mail = EmailMessage(_POLICY)
        mail["From"] = self._settings.address
        mail["To"] = to
        mail["Date"] = format_datetime(datetime.fromtimestamp(self._given.clock(), UTC))
        mail.set_content(clean(text))
        return mail
