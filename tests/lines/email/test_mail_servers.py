"""The line between real mail servers: what is taken, what is kept by others, what comes back."""

# ruff: noqa: D103 - a test is named after what it protects

import imaplib
import json
import smtplib
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from aman.core.keys import Secret
from aman.core.line_dialogue import LineReceipt, Outgoing, State
from aman.lines.email.incoming import Reader
from aman.lines.email.mailbox import NOT_READ, Mailbox
from aman.lines.email.settings import MailServer
from aman.lines.events import Event, Incoming
from lines.certificates import CERTIFICATE, KEY
from lines.desk_behind import DeskBehind, desk_behind
from lines.email.faulty_imap import Fault, FaultyImap
from lines.email.mail_servers import GONE, HOTLINE, PASSWORD, USER
from lines.email.peer import EmailPeer, email_peer, imap_peer
from lines.relay import Relay, relaying
from lines.running_line import RunningLine, running_line, wait_until, write_folder

pytestmark = pytest.mark.enable_socket
NAME = "email"


@dataclass
class Running:
    """A line, its desk, and its people."""

    desk: DeskBehind
    peer: EmailPeer
    line: RunningLine
    stack: ExitStack

    def again(self, folder: Path) -> None:
        """Kill the line, as when the machine fails, and start it."""
        self.line.kill()
        self.line = self.stack.enter_context(running_line(folder / NAME, NAME))
        takes_calls = "listen" in self.peer.setup().settings
        self.peer.connected(self.line.port if takes_calls else None)

    def said(self, count: int) -> list[str]:
        """Wait for so many messages at the desk."""
        found = wait_until(
            lambda: found if len(found := self.desk.messages(NAME)) >= count else None,
            f"{count} messages ({self.line.errors})",
        )
        return [each.text for each in found]

    def receipt(self) -> LineReceipt:
        """Wait for what a provider told later."""
        return wait_until(
            lambda: next(iter(self.desk.lines[NAME].receipts), None),
            f"a receipt {self.line.errors}",
        )


@contextmanager
def running(folder: Path, *, imap: bool) -> Iterator[Running]:
    with ExitStack() as stack:
        desk, url = stack.enter_context(desk_behind(NAME))
        peer = stack.enter_context((imap_peer if imap else email_peer)(folder))
        setup = peer.setup()
        write_folder(folder / NAME, desk, url, NAME, setup.provider, setup.secrets, setup.settings)
        line = stack.enter_context(running_line(folder / NAME, NAME))
        peer.connected(None if imap else line.port)
        yield Running(desk, peer, line, stack)


@pytest.fixture
def by_smtp(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, imap=False) as found:
        yield found


@pytest.fixture
def by_imap(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, imap=True) as found:
        yield found


@pytest.fixture
def by_faulty_imap(tmp_path: Path) -> Iterator[tuple[Running, FaultyImap]]:
    """A line that does not run yet, and what stands between it and the mailbox."""
    with running(tmp_path, imap=True) as found:
        found.line.stop()
        faulty, folder = FaultyImap(), found.peer.server.folder
        ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ours.load_cert_chain(folder / CERTIFICATE, folder / KEY)
        theirs = ssl.create_default_context(cafile=str(folder / CERTIFICATE))
        port = found.peer.imap_port or 0
        with relaying(Relay(port, lambda: faulty, ours, theirs)) as between:
            settings = tmp_path / NAME / "line.json"
            written = json.loads(settings.read_bytes())
            written["provider"]["imap"]["port"] = between
            settings.write_text(json.dumps(written))
            yield found, faulty


def connected(running: Running) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", running.line.port, "mx.ours.example", timeout=20)


def test_only_mail_to_us_is_taken(by_smtp: Running) -> None:
    with connected(by_smtp) as smtp:
        smtp.ehlo()
        smtp.mail("alice@people.example")
        assert smtp.rcpt("somebody@ours.example")[0] == 550
        assert smtp.rcpt("x@elsewhere.example")[0] == 550
        assert smtp.rcpt(HOTLINE.upper())[0] == 250
        assert "auth" not in smtp.esmtp_features


def test_while_the_front_is_away_the_mx_is_asked_to_keep_it(by_smtp: Running) -> None:
    by_smtp.desk.away = True
    with connected(by_smtp) as smtp, pytest.raises(smtplib.SMTPDataError) as raised:
        smtp.sendmail("alice@people.example", [HOTLINE], b"From: alice@people.example\r\n\r\nx")
    assert raised.value.smtp_code == 451


def test_a_second_mail_needs_a_new_connection(by_smtp: Running) -> None:
    with connected(by_smtp) as smtp:
        smtp.sendmail("alice@people.example", [HOTLINE], b"From: alice@people.example\r\n\r\nx")
        assert smtp.docmd("MAIL", "FROM:<bob@people.example>")[0] == 421
    assert by_smtp.said(1) == ["x"]


def test_a_line_of_a_million_letters_and_too_much_of_them(by_smtp: Running) -> None:
    head = b"From: alice@people.example\r\n\r\n"
    with connected(by_smtp) as smtp:
        smtp.sendmail("alice@people.example", [HOTLINE], head + b"a" * 1_000_000)
    assert len(by_smtp.said(1)[0]) == 100_000
    with connected(by_smtp) as smtp:
        smtp.ehlo()
        assert smtp.mail("alice@people.example", ["SIZE=40000000"])[0] == 552
        smtp.mail("alice@people.example")
        smtp.rcpt(HOTLINE)
        assert smtp.data(head + (b"a" * 998 + b"\r\n") * 36_000)[0] == 552


def test_what_is_no_smtp_does_no_harm(by_smtp: Running) -> None:
    with connected(by_smtp) as smtp:
        for _ in range(3):
            assert smtp.docmd("GET / HTTP/1.1")[0] == 500
        assert smtp.docmd("MAIL", "FROM:<" + "a" * 100_000 + ">")[0] in {500, 503}
    by_smtp.peer.write("alice", "after it")
    assert by_smtp.said(1) == ["after it"]
    assert not any("failed" in error for error in by_smtp.line.errors)


def test_a_bounce_of_a_real_server_is_a_lasting_failure(by_smtp: Running) -> None:
    label = by_smtp.desk.send(NAME, Outgoing(f"nobody@{GONE}", "x"))
    report = wait_until(lambda: by_smtp.desk.report(NAME, label))
    assert report.state is State.ACCEPTED
    receipt = by_smtp.receipt()
    assert (receipt.provider_id, receipt.state) == (report.provider_id, State.FAILED)
    assert by_smtp.desk.messages(NAME) == []


def test_a_real_server_tells_that_it_was_delivered(by_smtp: Running) -> None:
    label = by_smtp.desk.send(NAME, Outgoing("alice@people.example", "x"))
    report = wait_until(lambda: by_smtp.desk.report(NAME, label))
    receipt = by_smtp.receipt()
    assert (receipt.provider_id, receipt.state) == (report.provider_id, State.DELIVERED)


def mailbox_of(running: Running) -> imaplib.IMAP4_SSL:
    setup = running.peer.setup().provider["imap"]
    context = ssl.create_default_context(cafile=setup["ca"])
    imap = imaplib.IMAP4_SSL(setup["host"], setup["port"], ssl_context=context, timeout=20)
    imap.login(USER, PASSWORD)
    return imap


def waiting(running: Running) -> int:
    with mailbox_of(running) as imap:
        return int(imap.select(readonly=True)[1][0] or b"0")


def test_a_fetched_mail_is_deleted_once_it_is_at_the_front(by_imap: Running) -> None:
    by_imap.desk.away = True
    by_imap.peer.write("alice", "keep me")
    wait_until(lambda: waiting(by_imap) >= 1)
    assert by_imap.desk.messages(NAME) == []
    by_imap.desk.away = False
    assert by_imap.said(1) == ["keep me"]
    wait_until(lambda: not _texts_of(by_imap), "an empty mailbox")
    assert by_imap.said(1) == ["keep me"]


def _texts_of(running: Running) -> list[bytes]:
    """What others than ourselves wrote and is still there."""
    with mailbox_of(running) as imap:
        imap.select(readonly=True)
        return imap.search(None, "FROM", "people.example")[1][0].split()


def test_a_mailbox_made_anew_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with running(tmp_path, imap=True) as found:
        found.peer.write("alice", "before")
        mark = tmp_path / NAME / "mark"
        wait_until(lambda: mark.exists() and found.said(1))
        found.line.stop()
        before, _, uid = mark.read_text("ascii").partition(":")
        mark.write_text(f"{int(before) - 1}:{int(uid) + 50}", "ascii")
        found.peer.write("alice", "after")
        with running_line(tmp_path / NAME, NAME) as found.line:
            assert found.said(2) == ["before", "after"]


def _uids_of(running: Running, criterion: str = "ALL") -> list[int]:
    """What people wrote and is still there, by UID; of that what fits the criterion."""
    with mailbox_of(running) as imap:
        imap.select(readonly=True)
        found = imap.uid("SEARCH", "FROM", "@people.example", criterion)[1][0]
        return [int(uid) for uid in found.split()]


def _is_told(running: Running) -> bool:
    return any(pulse.fault == NOT_READ for pulse in running.desk.lines[NAME].pulses)


@pytest.mark.parametrize("fault", Fault)
def test_a_mail_that_the_mailbox_does_not_give_holds_up_none_and_is_kept(
    by_faulty_imap: tuple[Running, FaultyImap], tmp_path: Path, fault: Fault
) -> None:
    found, faulty = by_faulty_imap
    for text in ("before", "not given", "after"):
        found.peer.write("alice", text)
    _, bad, _ = _uids_of(found)
    faulty.faults[bad] = fault
    with running_line(tmp_path / NAME, NAME) as found.line:
        assert found.said(2) == ["before", "after"]
        assert len(faulty.asked) > 2  # not given up at once
        wait_until(lambda: _is_told(found), "a word to the desk")
        wait_until(lambda: _uids_of(found) == _uids_of(found, "FLAGGED") == [bad], "one flagged")
        since = len(found.desk.lines[NAME].pulses)
        wait_until(
            lambda: any(
                pulse.milliseconds is not None for pulse in found.desk.lines[NAME].pulses[since:]
            ),
            "a heart-beat",
        )
    assert _uids_of(found) == [bad]
    assert found.line.errors == []
    faulty.faults.clear()
    mark = tmp_path / NAME / "mark"
    validity, done, _, *left = mark.read_text("ascii").split(":")
    mark.write_text(":".join((validity, done, "0", *left)), "ascii")  # ten minutes have passed
    with running_line(tmp_path / NAME, NAME) as found.line:
        assert found.said(3) == ["before", "after", "not given"]
        wait_until(lambda: not _uids_of(found), "an empty mailbox")


def test_a_mail_that_a_real_server_cannot_read_holds_up_none(tmp_path: Path) -> None:
    with running(tmp_path, imap=True) as found:
        found.line.stop()
        found.peer.write("alice", "broken on the disk")
        found.peer.write("bob", "after")
        bad, _ = _uids_of(found)
        folder = found.peer.server.folder / "mail" / USER
        paths = [each for each in folder.glob("*/*") if each.parent.name in {"new", "cur"}]
        (path,) = [each for each in paths if b"broken on" in each.read_bytes()]
        path.chmod(0)
        with running_line(tmp_path / NAME, NAME) as found.line:
            assert found.said(1) == ["after"]
            wait_until(lambda: _is_told(found), "a word to the desk")
            wait_until(lambda: _uids_of(found) == [bad], "only that one")


class _BreaksAtBad(Reader):
    """Reads, but for what would break it."""

    def read(self, raw: bytes, path: str | None = None) -> Sequence[Event]:
        """Read it."""
        if b"bad" in raw:
            raise RecursionError
        return super().read(raw, path)


def test_a_mail_that_breaks_what_reads_it_holds_up_none(tmp_path: Path) -> None:
    with running(tmp_path, imap=True) as found:
        found.line.stop()
        found.peer.write("alice", "bad")
        found.peer.write("bob", "after")
        server = msgspec.convert(found.peer.setup().provider["imap"], MailServer)
        reader = _BreaksAtBad(HOTLINE, time.time)
        mailbox = Mailbox(server, Secret(PASSWORD.encode()), "INBOX", reader)
        given_up = mailbox.poll(b"")
        tried_again = mailbox.poll(given_up.mark)
        then = mailbox.poll(tried_again.mark)
        assert [each.trouble for each in (given_up, tried_again)] == [NOT_READ, NOT_READ]
        assert [each.text for each in then.events if isinstance(each, Incoming)] == ["after"]
        bad, _ = _uids_of(found)
        mailbox.poll(then.mark)
        assert _uids_of(found) == [bad]


@pytest.mark.parametrize("imap", [False, True], ids=["smtp", "imap"])
def test_a_line_killed_again_and_again_loses_and_doubles_nothing(
    tmp_path: Path, *, imap: bool
) -> None:
    with running(tmp_path, imap=imap) as found:
        texts = [f"message {number}" for number in range(12)]
        for number, text in enumerate(texts):
            found.peer.write("alice", text)
            if number % 3 == 2:
                found.again(tmp_path)
        assert sorted(found.said(12)) == sorted(texts)
        assert len(found.said(12)) == 12
