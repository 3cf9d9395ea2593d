"""Handing a mail to the server that sends for us.

Promises: tells apart what was certainly not taken, what never will be, and what nobody knows.
"""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO

from aman.core.keys import Secret
from aman.lines.connector import LastingFault, PassingFault, UnknownOutcome

from .settings import MailServer

_SECONDS = 30
_BUSY_SECONDS = 15.0
_GO_ON, _LEAVING = 354, 421
_AWAY, _NOT_SIGNED_IN, _LOST = "not reachable", "not signed in", "connection lost"
_SENDER_REFUSED, _FOR_NOW = "sender refused", "refused for now"
_REASONS = {b"5.1.": "no such address", b"5.2.2": "mailbox full", b"5.7.": "not allowed"}


class Submission:
    """Our account at a submission server."""

    def __init__(self, server: MailServer, password: Secret | None, ours: str) -> None:
        self._server = server
        self._password = password
        self._ours = ours

    def hand_over(self, to: str, mail: EmailMessage) -> None:
        """Hand over one mail to one person. Raises the three faults."""
        with self._connected() as smtp:
            utf8 = not to.isascii()
            if utf8 and not smtp.has_extn("smtputf8"):
                reason = "address not supported"
                raise LastingFault(reason)
            raw = _written(mail, utf8=utf8)
            try:
                self._offer(smtp, to, utf8=utf8)
            except (OSError, smtplib.SMTPException):
                raise PassingFault(_LOST) from None
            _deliver(smtp, raw)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._server
        domain = self._ours.rpartition("@")[2]
        try:
            if server.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, domain, timeout=_SECONDS, context=server.tls()
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, domain, timeout=_SECONDS)
        except (OSError, smtplib.SMTPException):
            raise PassingFault(_AWAY) from None
        try:
            self._sign_in(smtp)
            yield smtp
        finally:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.ehlo()
            if self._server.security == "starttls":
                smtp.starttls(context=self._server.tls())
                smtp.ehlo()
            if self._password is not None:
                smtp.login(self._server.user, self._password.reveal().decode())
        except (OSError, smtplib.SMTPException):
            raise PassingFault(_NOT_SIGNED_IN) from None

    def _offer(self, smtp: smtplib.SMTP, to: str, *, utf8: bool) -> None:
        """Sender and recipient. A refused sender is our account's fault, and may pass."""
        reports = smtp.has_extn("dsn")
        options = ["SMTPUTF8"] if utf8 else []
        options += ["RET=HDRS"] if reports else []
        smtp.command_encoding = "utf-8" if utf8 else "ascii"
        code, _ = smtp.mail(self._ours, options)
        if not _is_fine(code):
            raise PassingFault(_SENDER_REFUSED, _pause(code))
        code, said = smtp.rcpt(to, ["NOTIFY=SUCCESS,FAILURE"] if reports else [])
        _judge(code, said)
        code, said = smtp.docmd("DATA")
        if code != _GO_ON:
            _judge(code, said)
            raise PassingFault(_FOR_NOW)


def _deliver(smtp: smtplib.SMTP, raw: bytes) -> None:
    """From the first byte of the mail on, a broken connection leaves it unknown."""
    dotted = raw.replace(b"\r\n.", b"\r\n..")
    dotted = b"." + dotted if dotted.startswith(b".") else dotted
    try:
        smtp.send(dotted + b".\r\n")
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException):
        raise UnknownOutcome from None
    _judge(code, said)


def _judge(code: int, said: bytes) -> None:
    """4xx passes, 5xx lasts; of what the server says only the code is kept."""
    if _is_fine(code):
        return
    if 500 <= code < 600:  # noqa: PLR2004 - RFC 5321
        found = (reason for begins, reason in _REASONS.items() if said.startswith(begins))
        raise LastingFault(next(found, "refused"))
    raise PassingFault(_FOR_NOW, _pause(code))


def _is_fine(code: int) -> bool:
    return 200 <= code < 300  # noqa: PLR2004 - RFC 5321


def _pause(code: int) -> float | None:
    """421 speaks of the whole server; the others of this one mail."""
    return _BUSY_SECONDS if code == _LEAVING else None


def _written(mail: EmailMessage, *, utf8: bool) -> bytes:
    out = BytesIO()
    BytesGenerator(out, policy=SMTP.clone(cte_type="7bit", utf8=utf8)).flatten(mail)
    raw = out.getvalue()
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"
