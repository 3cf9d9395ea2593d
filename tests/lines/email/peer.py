"""People who write mails, their servers (Exim), and ours: mail by SMTP, or fetched by IMAP.

An answer of ours is what lies in somebody's mailbox; a blocked person is an address that his
server refuses.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from random import Random

from lines.email.mail_servers import (
    HOTLINE,
    PASSWORD,
    PEOPLE,
    USER,
    Exim,
    dovecot,
    exim,
)
from lines.peer import Can, Got, LineSetup
from lines.running_line import wait_until

_NAMES = {"бабушка": "babushka"}


class EmailPeer:
    """People behind mail servers."""

    can = Can.FILES | Can.REDELIVER | Can.RECEIPTS | Can.BLOCK | Can.GO_AWAY | Can.PULSE | Can.FIRST
    name = "email"

    def __init__(self, server: Exim, imap_port: int | None) -> None:
        self.server = server
        self.imap_port = imap_port
        self._sent: list[tuple[str, bytes]] = []
        self._first = datetime.now(UTC) - timedelta(hours=1)

    def setup(self) -> LineSetup:
        """Where to hand in, and where mail comes from."""
        believed = {"ca": str(self.server.folder / "certificate.pem"), "user": USER}
        provider = {
            "address": HOTLINE,
            "way": "smtp",
            "smtp": {"host": "localhost", "port": self.server.port, **believed},
            "verdicts": "mx.ours.example",
        }
        secrets = {"password": PASSWORD}
        if self.imap_port is None:
            return LineSetup(provider, secrets, {"listen": "127.0.0.1:0"})
        provider |= {
            "way": "imap",
            "imap": {"host": "localhost", "port": self.imap_port, **believed},
        }
        return LineSetup(provider, secrets)

    def connected(self, port: int | None) -> None:
        """Tell our MX where the line is."""
        if port is not None:
            new = self.server.folder / "port.new"
            new.write_text(str(port), "ascii")
            new.replace(self.server.folder / "port")

    def named(self, who: str) -> str:
        """The same."""
        return self.address(who)

    def address(self, who: str) -> str:
        """Somebody's address, as the desk sees it."""
        return f"{_NAMES.get(who, who)}@{PEOPLE}"

    def write(self, who: str, text: str) -> None:
        """A plain mail without a subject."""
        mail = self.mail(who)
        mail.set_content(text)
        self.post(who, mail)

    def mail(self, who: str, **headers: str) -> EmailMessage:
        """A mail to begin with; each is dated a second later than the one before."""
        mail = EmailMessage(SMTP.clone(cte_type="7bit"))
        mail["From"] = f"Somebody <{self.address(who).title()}>"
        mail["To"] = HOTLINE
        mail["Date"] = format_datetime(self._first + timedelta(seconds=len(self._sent)))
        mail["Message-ID"] = make_msgid(domain=PEOPLE)
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        return mail

    def post(self, who: str, mail: EmailMessage) -> None:
        """His own server takes it, and brings it to ours."""
        raw = mail.as_bytes()
        self._sent.append((who, raw))
        self._hand_in(who, raw)

    def _hand_in(self, who: str, raw: bytes) -> None:
        self.server.take(raw, self.address(who))

    def redeliver(self) -> None:
        """Everything again, in another order."""
        for who, raw in Random(7).sample(self._sent, len(self._sent)):  # noqa: S311 - an order for a test
            self._hand_in(who, raw)

    def press(self, who: str, payload: str) -> None:
        """There is nothing to press."""
        raise NotImplementedError

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """A mail with nothing but a file."""
        mail = self.mail(who)
        kind, _, sort = media.partition("/")
        mail.add_attachment(content, kind, sort, filename=name)
        self.post(who, mail)

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Mail has no places."""
        raise NotImplementedError

    def got(self, who: str) -> list[Got]:
        """What lies in his mailbox, once his server has delivered what it took."""
        with suppress(AssertionError):
            wait_until(self.server.is_idle, seconds=5)
        mails = self.server.mails(self.address(who).partition("@")[0])
        return [
            Got(
                mail.get_content().replace("\r\n", "\n"),
                beside=(str(mail["From"]), str(mail["Subject"])),
            )
            for mail in mails
        ]

    def confirm(self, who: str) -> None:
        """His server tells it by itself."""

    def block(self, who: str) -> None:
        """His server refuses his address."""
        self.server.folder.joinpath("blocked", self.address(who)).touch()

    def go_away(self) -> None:
        """Our submission server is down."""
        self.server.go_away()

    def come_back(self) -> None:
        """It is up."""
        self.server.come_back()


@contextmanager
def email_peer(folder: Path) -> Iterator[EmailPeer]:
    """Our MX delivers to the line."""
    del folder
    with exim() as server:
        yield EmailPeer(server, None)


@contextmanager
def imap_peer(folder: Path) -> Iterator[EmailPeer]:
    """The line fetches its mail."""
    del folder
    with ExitStack() as stack:
        server = stack.enter_context(exim())
        port = stack.enter_context(dovecot(server.folder))
        yield EmailPeer(server, port)
